//! What the player says of itself, and what is kept of that.

use std::time::Duration;

use friday_model::{EpisodeId, Listening};
use friday_store::EpisodeRow;
use tokio::time::Instant;

use super::{NowPlaying, PlayerCommand, PlayerReport, ReportReason, now::Noted};
use crate::{Engine, Event, Result, episodes::not_found};

/// Where the length is known, an end that comes earlier than this is that of a stream that broke off.
const EARLY: Duration = Duration::from_secs(10);
/// How often it is looked whether a stream that broke off goes on, and for how long.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
const LOOK_FOR: Duration = Duration::from_mins(30);

impl Engine {
    /// Takes note of what the player does. The position is written every few seconds and whenever something happens,
    /// so that a crash costs no more than that.
    pub async fn report_player(&self, report: PlayerReport) -> Result<()> {
        let _one_after_the_other = self.inner.listener.reporting.lock().await;
        let row = self.inner.store.episodes(&[report.episode]).await?.pop();
        let row = row.ok_or_else(|| not_found(report.episode))?;
        let known = row.state.length(row.episode.published.duration);
        let noted = self.note(&row, &report, known.or(report.duration)).await?;
        let early =
            known.is_some_and(|length| report.position + EARLY < length) && !self.is_on_disk(&row).await;
        match report.reason {
            ReportReason::Ended if early => {
                self.write_down(&row, noted.position, &report).await?;
                self.broke_off(report.episode, report.position);
            }
            ReportReason::Ended => {
                self.write_stretch(&row).await?;
                self.heard_to_the_end(&row).await?;
            }
            ReportReason::Failed => {
                self.write_down(&row, noted.position, &report).await?;
                self.go_on_when_it_flows(report.episode);
            }
            _ if noted.write => self.write_down(&row, noted.position, &report).await?,
            _ => {}
        }
        if noted.seen {
            self.tell(Event::PlayerChanged);
        }
        if !matches!(report.reason, ReportReason::Tick | ReportReason::Ended) {
            self.tell(Event::EpisodesChanged(vec![report.episode]));
        }
        self.inner.listener.changed.notify_waiters();
        if report.playing && self.inner.listener.with(|state| state.score.trim_silence) {
            self.listen_ahead(report.episode, noted.position).await;
        }
        Ok(())
    }

    /// Writes down where what plays has come to, if that was not done since.
    pub async fn keep_position(&self) {
        let Some(now) = self.inner.listener.with(super::now::State::unwritten) else { return };
        let kept = async {
            let mut write = self.inner.store.write().await?;
            write.set_heard(now.episode, now.position, Listening::Unplayed, self.now()).await?;
            write.commit().await
        };
        if let Err(error) = kept.await {
            tracing::warn!(%error, "the last seconds of the position are lost");
        }
    }

    async fn note(&self, row: &EpisodeRow, report: &PlayerReport, length: Option<Duration>) -> Result<Noted> {
        let listener = &self.inner.listener;
        if listener.read().is_none_or(|now| now.episode != report.episode) {
            let score = self.score(row.episode.id, row.episode.podcast).await?;
            listener.with(|state| state.score = score);
        }
        let next = NowPlaying {
            episode: report.episode,
            podcast: row.episode.podcast,
            title: row.episode.published.title.clone(),
            podcast_title: row.podcast_title.clone(),
            playing: report.playing && report.reason != ReportReason::Ended,
            position: length.map_or(report.position, |length| report.position.min(length)),
            length,
            speed: report.speed,
            reported: Instant::now(),
        };
        Ok(listener.with(|state| state.note(next, report)))
    }

    async fn write_down(&self, row: &EpisodeRow, position: Duration, report: &PlayerReport) -> Result<()> {
        let id = row.episode.id;
        // An episode that was played stays so until it is played again.
        let listening = match (row.state.listening, report.reason) {
            (Listening::Played, reason) if reason != ReportReason::Play => Listening::Played,
            _ => Listening::Unplayed,
        };
        let mut write = self.inner.store.write().await?;
        write.set_heard(id, position, listening, self.now()).await?;
        let announced = row.episode.published.duration.filter(|length| !length.is_zero());
        match (row.state.measured_duration, announced, report.duration) {
            (Some(length), ..) => write.set_heard_length(id, length).await?,
            // Nobody else knows; but the guess is no measure for another edition.
            (None, None, Some(length)) => write.set_measured_duration(id, length).await?,
            _ => {}
        }
        write.commit().await?;
        self.write_stretch(row).await
    }

    async fn write_stretch(&self, row: &EpisodeRow) -> Result<()> {
        let stretch = self.inner.listener.with(|state| state.stretch);
        if stretch.heard.heard.is_zero() {
            return Ok(());
        }
        let now = self.now();
        let mut write = self.inner.store.write().await?;
        let id = match stretch.id {
            Some(id) => id,
            None => write.begin_stretch(row.episode.id, now).await?,
        };
        write.reach_stretch(id, now, stretch.heard).await?;
        write.commit().await?;
        self.inner.listener.with(|state| state.stretch.id = Some(id));
        Ok(())
    }

    /// The player skips the end of an episode, as its podcast asks for.
    pub(super) async fn skip_outro(&self) -> Result<()> {
        let _one_after_the_other = self.inner.listener.reporting.lock().await;
        let listener = &self.inner.listener;
        let Some(now) = listener.read() else { return Ok(()) };
        listener.with(|state| {
            let skipped = now.length.unwrap_or_default().saturating_sub(now.position_now());
            state.stretch.heard.by_skips += skipped;
            if let Some(now) = &mut state.now {
                now.position = now.position_now();
                now.playing = false;
            }
        });
        self.ask_player(PlayerCommand::Pause);
        if let Some(row) = self.inner.store.episodes(&[now.episode]).await?.pop() {
            self.write_stretch(&row).await?;
            self.heard_to_the_end(&row).await?;
        }
        self.tell(Event::PlayerChanged);
        Ok(())
    }

    /// A stream that ended too early is asked for again where it broke off; where that brought nothing new, once there
    /// are new bytes.
    fn broke_off(&self, id: EpisodeId, position: Duration) {
        let before = self.inner.listener.with(|state| state.broke.replace((id, position)));
        let stuck = before.is_some_and(|(episode, at)| episode == id && position <= at + EARLY);
        if stuck {
            self.go_on_when_it_flows(id);
        } else {
            self.ask_player(PlayerCommand::PlayEpisode(id));
        }
    }

    /// Waits until an episode that cannot be played for want of bytes has more of them, and plays it then, unless the
    /// listener has chosen another one meanwhile.
    fn go_on_when_it_flows(&self, id: EpisodeId) {
        let engine = self.clone();
        self.in_background(async move {
            let had = engine.bytes_of(id).await;
            let flows = tokio::time::timeout(LOOK_FOR, async {
                loop {
                    tokio::time::sleep(LOOK_AGAIN).await;
                    let waits = engine.now_playing().is_some_and(|now| now.episode == id && !now.playing);
                    if !waits {
                        return false;
                    }
                    if engine.bytes_of(id).await > had {
                        return true;
                    }
                }
            });
            if flows.await == Ok(true) {
                engine.ask_player(PlayerCommand::PlayEpisode(id));
            }
        });
    }

    /// Bytes of an episode that are here.
    async fn bytes_of(&self, id: EpisodeId) -> u64 {
        let growing = self.inner.meters.growth(id).map_or(0, |growth| growth.borrow().bytes);
        let kept = self.inner.store.download(id).await.ok().flatten().map_or(0, |row| row.bytes);
        growing.max(kept)
    }
}
