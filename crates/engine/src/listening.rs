//! Listening: what plays, and where it goes on.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use friday_model::{EpisodeId, EpisodeOverview, Listening};
use friday_queue::{JobState, PushOptions, URGENT};

use crate::{Engine, Error, Event, Result, episodes::not_found};

/// An episode that was left this close to its end begins anew.
const AS_GOOD_AS_OVER: Duration = Duration::from_secs(5);

/// What a player needs to play an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playback {
    pub episode: EpisodeOverview,
    /// On the loopback server; good as long as the engine is open.
    pub url: String,
    /// Where to begin.
    pub position: Duration,
}

/// What the player is doing, as it reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlayerReport {
    pub episode: EpisodeId,
    pub playing: bool,
    pub position: Duration,
    /// The length as the player sees it; absent while it does not know.
    pub duration: Option<Duration>,
    pub reason: ReportReason,
}

/// Why the player reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportReason {
    /// A few seconds have passed.
    Tick,
    Play,
    Pause,
    Seek,
    Ended,
}

/// What plays, or is paused, now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NowPlaying {
    pub episode: EpisodeId,
    pub title: String,
    pub podcast_title: String,
    pub playing: bool,
    pub position: Duration,
}

#[derive(Default)]
pub(crate) struct Listener {
    now: Mutex<Option<NowPlaying>>,
}

impl Listener {
    fn read(&self) -> Option<NowPlaying> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns whether anyone would see a difference; a position that moves on is none.
    fn set(&self, next: NowPlaying) -> bool {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = |now: &NowPlaying| (now.episode, now.playing);
        let changed = now.as_ref().map(seen) != Some(seen(&next));
        *now = Some(next);
        changed
    }
}

impl Engine {
    /// Makes an episode playable at once. One that is not on disk is downloaded before everything else, and plays
    /// from the file as it grows.
    pub async fn play(&self, id: EpisodeId) -> Result<Playback> {
        let row = self.inner.store.episodes(&[id]).await?.pop().ok_or_else(|| not_found(id))?;
        if !self.is_on_disk(&row) {
            if row.episode.published.enclosures.is_empty() {
                return Err(Error::NoMedia);
            }
            for job in
                self.download_with(&[id], PushOptions { priority: URGENT, ..PushOptions::default() }).await?
            {
                if job.state != JobState::Running {
                    self.inner.queue.run_now(job.id).await.map(drop)?;
                }
            }
        }
        let episode = self.episode_row(id).await?;
        let over =
            episode.duration().is_some_and(|length| episode.state.position + AS_GOOD_AS_OVER >= length);
        let position = if over { Duration::ZERO } else { episode.state.position };
        let url = self.inner.media.address(&format!("episode/{id}"));
        Ok(Playback { episode, url, position })
    }

    /// Takes note of what the player does: the position is saved at every report, so that a crash costs no more than
    /// the time between two of them.
    pub async fn report_player(&self, report: PlayerReport) -> Result<()> {
        let row = self.inner.store.episodes(&[report.episode]).await?.pop();
        let row = row.ok_or_else(|| not_found(report.episode))?;
        let mut state = row.state;
        let length = state.measured_duration.or(row.episode.published.duration).or(report.duration);
        state.position = length.map_or(report.position, |length| report.position.min(length));
        state.listened = Some(self.now());
        if state.measured_duration.is_none() && row.episode.published.duration.is_none() {
            state.measured_duration = report.duration;
        }
        if report.reason == ReportReason::Ended {
            state.listening = Listening::Played;
            state.position = Duration::ZERO;
        } else if state.listening == Listening::New || report.reason == ReportReason::Play {
            state.listening = Listening::Unplayed;
        }
        let mut write = self.inner.store.write().await?;
        write.set_episode_state(report.episode, &state).await?;
        write.commit().await?;
        let changed = self.inner.listener.set(NowPlaying {
            episode: report.episode,
            title: row.episode.published.title,
            podcast_title: row.podcast_title,
            playing: report.playing,
            position: state.position,
        });
        if changed {
            self.tell(Event::PlayerChanged);
        }
        if report.reason != ReportReason::Tick {
            self.tell(Event::EpisodesChanged(vec![report.episode]));
        }
        if report.reason == ReportReason::Ended {
            self.tell(Event::PodcastsChanged(vec![row.episode.podcast]));
        }
        Ok(())
    }

    /// What plays, or is paused, in this process.
    pub fn now_playing(&self) -> Option<NowPlaying> {
        self.inner.listener.read()
    }

    /// The episode that was listened to last and not to its end.
    pub async fn last_listened(&self) -> Result<Option<EpisodeOverview>> {
        match self.inner.store.last_listened().await? {
            Some(id) => Ok(Some(self.episode_row(id).await?)),
            None => Ok(None),
        }
    }
}
