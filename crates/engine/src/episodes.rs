//! Episodes: lists, rows, and what the listener has done with them.

use std::{collections::HashMap, path::PathBuf};

use friday_model::{
    Download, DownloadError, DownloadState, EpisodeFilter, EpisodeId, EpisodeOverview, Listening, PodcastId,
    Timestamp, Wait,
};
use friday_queue::{JobRecord, JobState, WaitsFor};
use friday_store::{DownloadRow, EpisodeRow};

use crate::{Engine, Error, Event, Result, downloads::episode_of, jobs::download_episode::DownloadEpisode};

/// An episode with what is read when it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeDetails {
    pub overview: EpisodeOverview,
    /// Show notes, sanitised: they may stand in the window.
    pub notes: Option<String>,
    /// Where the finished file lies.
    pub file: Option<PathBuf>,
}

impl Engine {
    /// The ordered ids of a list. The rows of those that are seen are read by [`Engine::episodes`].
    pub async fn episode_ids(&self, filter: &EpisodeFilter) -> Result<Vec<EpisodeId>> {
        Ok(self.inner.store.episode_ids(filter).await?)
    }

    /// The newest episodes that announce a file, of each subscribed podcast or of one: at most `count` a podcast.
    pub async fn newest_episodes(&self, podcast: Option<PodcastId>, count: u32) -> Result<Vec<EpisodeId>> {
        Ok(self.inner.store.newest_episodes(podcast, count).await?)
    }

    /// Rows in the order asked; unknown ids are left out.
    pub async fn episodes(&self, ids: &[EpisodeId]) -> Result<Vec<EpisodeOverview>> {
        let rows = self.inner.store.episodes(ids).await?;
        let unfinished = rows.iter().filter_map(|row| row.download.as_ref());
        let unfinished = unfinished.filter(|download| download.finished.is_none());
        let jobs = self.jobs_of(unfinished.map(|download| download.episode)).await?;
        Ok(rows.into_iter().map(|row| overview(row, &jobs)).collect())
    }

    /// One episode as a row.
    pub async fn episode_row(&self, id: EpisodeId) -> Result<EpisodeOverview> {
        self.episodes(&[id]).await?.pop().ok_or_else(|| not_found(id))
    }

    /// One episode with its notes.
    pub async fn episode(&self, id: EpisodeId) -> Result<EpisodeDetails> {
        let details = self.inner.store.episode(id).await?.ok_or_else(|| not_found(id))?;
        let base =
            details.row.episode.published.link.clone().unwrap_or_else(|| details.row.podcast_feed.clone());
        let notes = details.notes.map(|html| friday_feed::sanitise_notes(&html, Some(&base)));
        let jobs = self.jobs_of([id]).await?;
        let overview = overview(details.row, &jobs);
        let done = overview.download.as_ref().filter(|download| download.state == DownloadState::Done);
        let file =
            done.and_then(|download| download.path.as_ref()).map(|path| self.downloads_dir().join(path));
        Ok(EpisodeDetails { overview, notes, file })
    }

    /// Marks episodes as played or not played. A position that was in the middle is forgotten with *played*.
    pub async fn set_played(&self, ids: &[EpisodeId], played: bool) -> Result<()> {
        self.change_states(ids, |state| {
            state.listening = if played { Listening::Played } else { Listening::Unplayed };
            state.position = std::time::Duration::ZERO;
        })
        .await?;
        if played { self.remove_from_up_next(ids).await } else { Ok(()) }
    }

    /// Marks episodes to be found again.
    pub async fn set_starred(&self, ids: &[EpisodeId], starred: bool) -> Result<()> {
        self.change_states(ids, |state| state.starred = starred).await
    }

    pub(crate) async fn change_states(
        &self,
        ids: &[EpisodeId],
        change: impl Fn(&mut friday_model::EpisodeState),
    ) -> Result<()> {
        let mut podcasts: Vec<PodcastId> = Vec::new();
        let rows = self.inner.store.episodes(ids).await?;
        let mut write = self.inner.store.write().await?;
        for row in rows {
            let mut state = row.state;
            change(&mut state);
            write.set_episode_state(row.episode.id, &state).await?;
            podcasts.push(row.episode.podcast);
        }
        write.commit().await?;
        podcasts.sort_unstable();
        podcasts.dedup();
        self.tell(Event::EpisodesChanged(ids.to_vec()));
        self.tell(Event::PodcastsChanged(podcasts));
        Ok(())
    }

    /// The jobs that are to bring these episodes, without their places in the queue.
    pub(crate) async fn jobs_of(
        &self,
        episodes: impl IntoIterator<Item = EpisodeId>,
    ) -> Result<HashMap<EpisodeId, JobRecord>> {
        let keys: Vec<String> = episodes.into_iter().map(|episode| episode.to_string()).collect();
        if keys.is_empty() {
            return Ok(HashMap::new());
        }
        let jobs = self.inner.queue.jobs_by_key(DownloadEpisode::KIND, &keys).await?;
        Ok(jobs.into_iter().filter_map(|job| Some((episode_of(&job)?, job))).collect())
    }
}

/// A row with the state of its download, which is that of its job until it is finished.
fn overview(row: EpisodeRow, jobs: &HashMap<EpisodeId, JobRecord>) -> EpisodeOverview {
    let download = row.download.map(|download| {
        let job = jobs.get(&download.episode).filter(|_| download.finished.is_none());
        view(download, job)
    });
    EpisodeOverview {
        episode: row.episode,
        podcast_title: row.podcast_title,
        podcast_image: row.podcast_image,
        podcast_feed: row.podcast_feed,
        state: row.state,
        download,
    }
}

/// A download without a job is about to get one: it was recorded a moment before.
fn view(row: DownloadRow, job: Option<&JobRecord>) -> Download {
    let state = match (row.finished, job.map(|job| job.state)) {
        (Some(_), _) => DownloadState::Done,
        (None, Some(JobState::Running)) => DownloadState::Running,
        (None, Some(JobState::Paused)) => DownloadState::Paused,
        (None, Some(JobState::Failed)) => DownloadState::Failed,
        (None, Some(JobState::Waiting) | None) => DownloadState::Queued,
    };
    let waits_for_time = |job: &&JobRecord| matches!(job.waits_for, Some(WaitsFor::Time | WaitsFor::Network));
    let error = job.and_then(|job| job.error.as_ref());
    let shows_error = matches!(state, DownloadState::Failed | DownloadState::Queued);
    Download {
        episode: row.episode,
        state,
        url: row.url,
        path: row.path,
        bytes: row.bytes.max(
            job.map_or(0, |job| if state == DownloadState::Running || job.elsewhere { job.bytes } else { 0 }),
        ),
        total: job.filter(|job| job.elsewhere).and_then(|job| job.total).or(row.total),
        sha256: row.sha256,
        mime_type: row.mime_type,
        error: error
            .filter(|_| shows_error)
            .map(|error| DownloadError { code: error.code.clone(), message: error.message.clone() }),
        attempt: job.map_or(0, |job| job.attempt),
        max_attempts: job.map_or(0, |job| job.max_attempts),
        retry_at: job.filter(waits_for_time).map(|job| Timestamp(job.run_at)),
        waits_for: job.and_then(|job| job.waits_for).map(wait),
        requested: row.requested,
        finished: row.finished,
    }
}

fn wait(waits_for: WaitsFor) -> Wait {
    match waits_for {
        WaitsFor::Turn => Wait::Turn,
        WaitsFor::Group => Wait::Host,
        WaitsFor::Time => Wait::Time,
        WaitsFor::Network => Wait::Network,
        WaitsFor::Pause => Wait::Pause,
    }
}

pub(crate) fn not_found(id: EpisodeId) -> Error {
    Error::NotFound { noun: "episode", id: id.0 }
}
