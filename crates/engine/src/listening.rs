//! Listening: what plays, where it goes on, and what comes after it.

mod command;
mod next;
mod now;
mod report;
mod resume;
mod skipped;
mod timing;

use std::{path::PathBuf, time::Duration};

use friday_model::{EpisodeId, EpisodeOverview, Heard, PodcastId, Speed, Timestamp};
use friday_queue::{JobState, PushOptions, URGENT};
use sha2::{Digest as _, Sha256};

pub(crate) use self::now::Listener;
use self::now::Score;
use self::resume::{Left, length_change, resume_at};
pub(crate) use self::skipped::title_key;
pub use self::{
    command::PlayerCommand,
    next::Then,
    now::NowPlaying,
    timing::{SleepAfter, SleepTimer},
};
use crate::{Engine, Error, Result, Sound, episodes::not_found, jobs::hex, silence::Cuts};

/// What is told of listening is told of so long.
const LATELY: Duration = Duration::from_hours(30 * 24);

/// What a player needs to play an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playback {
    pub episode: EpisodeOverview,
    /// On the loopback server; good as long as the engine is open.
    pub url: String,
    /// Where to begin.
    pub position: Duration,
    /// So much earlier than it was left.
    pub rewind: Duration,
    pub sound: Sound,
    /// The file is so many seconds longer or shorter than the one that the position was counted in.
    pub length_change: Option<i64>,
}

/// What the player is doing, as it reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlayerReport {
    pub episode: EpisodeId,
    pub playing: bool,
    pub position: Duration,
    /// The length as the player sees it; absent while it does not know.
    pub duration: Option<Duration>,
    pub speed: Speed,
    pub reason: ReportReason,
}

/// Why the player reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportReason {
    /// A moment has passed.
    Tick,
    Play,
    Pause,
    Seek,
    /// The player's page goes away, or is loaded anew: what plays is meant to go on.
    Leave,
    Ended,
    /// No more bytes come, or none that can be played.
    Failed,
}

impl Engine {
    /// Makes an episode playable at once. One that is not on disk is downloaded before everything else, and plays
    /// from the file as it grows.
    pub async fn play(&self, id: EpisodeId) -> Result<Playback> {
        let sound = self.bring_to_play(id).await?;
        self.bring_to_front(id).await?;
        let episode = self.episode_row(id).await?;
        let state = &episode.state;
        let length_then = self.inner.store.heard_length(id).await?;
        let position = resume_at(Left {
            position: state.position,
            length: episode.duration(),
            ago: state.listened.map(|listened| self.now().since(listened)),
            intro: sound.intro,
        });
        let change = length_change(length_then, state.measured_duration);
        let url = format!("{}{id}", self.sound_address());
        Ok(Playback {
            rewind: state.position.saturating_sub(position),
            length_change: change.filter(|_| !state.position.is_zero()),
            episode,
            url,
            position,
            sound,
        })
    }

    /// Where the loopback server has the sound of an episode: its id comes after this. Whoever asks for one that is not
    /// on disk waits there until [`Engine::play`] has brought its first bytes.
    pub fn sound_address(&self) -> String {
        self.inner.media.address("episode/")
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

    /// What was heard in the last thirty days, and the time that was saved.
    pub async fn heard_lately(&self) -> Result<Heard> {
        Ok(self.inner.store.heard_since(Timestamp(self.now().0 - LATELY.as_millis() as i64)).await?)
    }

    /// The newest so many episodes that were listened to, the last first.
    pub async fn history(&self, most: u32) -> Result<Vec<EpisodeId>> {
        Ok(self.inner.store.history(most).await?)
    }

    /// Where the picture of an episode lies, or of its podcast, if it was fetched.
    pub async fn artwork_file(&self, id: EpisodeId) -> Result<Option<PathBuf>> {
        let row = self.inner.store.episodes(&[id]).await?.pop().ok_or_else(|| not_found(id))?;
        let pictures = [row.episode.published.image, row.podcast_image];
        let names = pictures.iter().flatten().map(|url| hex(&Sha256::digest(url.as_str())));
        Ok(names.map(|name| self.inner.options.artwork_dir().join(name)).find(|path| path.is_file()))
    }

    /// Sees to it that the file of an episode is on disk, or on its way, and says how it sounds.
    async fn bring_to_play(&self, id: EpisodeId) -> Result<Sound> {
        // The player and the loopback server may both find that a file is gone: it is fetched once.
        let _turn = self.inner.listener.bringing.lock().await;
        let row = self.inner.store.episodes(&[id]).await?.pop().ok_or_else(|| not_found(id))?;
        let sound = self.sound_of(row.episode.podcast).await?;
        if !self.is_on_disk(&row).await {
            if row.episode.published.enclosures.is_empty() {
                return Err(Error::NoMedia);
            }
            let only_to_listen = row.download.is_none() && !sound.keep_files;
            for job in self.fetch_to_play(id, only_to_listen).await? {
                if job.state != JobState::Running {
                    self.inner.queue.run_now(job.id).await.map(drop)?;
                }
            }
        }
        Ok(sound)
    }

    async fn fetch_to_play(
        &self,
        id: EpisodeId,
        only_to_listen: bool,
    ) -> Result<Vec<friday_queue::JobRecord>> {
        let options = PushOptions { priority: URGENT, ..PushOptions::default() };
        let jobs = self.download_with(&[id], options).await?;
        if only_to_listen {
            let mut write = self.inner.store.write().await?;
            write.set_only_to_listen(id, true).await?;
            write.commit().await?;
        }
        Ok(jobs)
    }

    /// What must be known of an episode while it plays.
    async fn score(&self, id: EpisodeId, podcast: PodcastId) -> Result<Score> {
        let Sound { outro, trim_silence, .. } = self.sound_of(podcast).await?;
        let all = self.kept_chapters(id).await?;
        let skips = skipped::skips(&all, &self.inner.store.skipped_chapters(podcast).await?);
        let chapters = all.iter().filter(|chapter| !chapter.hidden).map(|chapter| chapter.start).collect();
        Ok(Score { outro, chapters, skips, trim_silence })
    }

    /// The chapters of an episode were found; it may be the one that plays.
    pub(crate) async fn chapters_came(&self, id: EpisodeId) -> Result<()> {
        // A first report that is on its way may have looked for them too early.
        let _after_the_report = self.inner.listener.reporting.lock().await;
        match self.now_playing().filter(|now| now.episode == id) {
            Some(_) => self.refresh_score().await,
            None => Ok(()),
        }
    }

    /// What is set for the podcast that plays may have changed.
    pub(crate) async fn refresh_score(&self) -> Result<()> {
        let listener = &self.inner.listener;
        let Some(now) = self.now_playing() else { return Ok(()) };
        let score = self.score(now.episode, now.podcast).await?;
        let trim_silence = score.trim_silence;
        listener.with(|state| state.score = score);
        match trim_silence {
            true if now.playing => self.listen_ahead(now.episode, now.position_now()).await,
            true => {}
            false => listener.with_cuts(Cuts::forget),
        }
        listener.changed.notify_waiters();
        Ok(())
    }
}
