//! The downloads by what they do, small however many there are: long lists are counted, and read in pieces.

use friday_model::EpisodeId;
use friday_queue::JobState;

use crate::{Engine, Result, jobs::download_episode::DownloadEpisode};

/// Of each cause, the ids of so many failed downloads come with the groups.
const FAILED_SHOWN: u64 = 50;

/// The ids of so many finished downloads come with the groups.
const DONE_SHOWN: u32 = 200;

/// The downloads by what they do, in the order in which they run or have run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DownloadGroups {
    pub running: Vec<EpisodeId>,
    /// How many are queued or paused; see [`Engine::waiting_downloads`].
    pub waiting: u32,
    /// Bytes of those that wait that are here already.
    pub waiting_bytes: u64,
    /// Bytes that those that wait will have, as far as that is known.
    pub waiting_total: u64,
    /// The cause that came last first.
    pub failed: Vec<FailedDownloads>,
    /// The newest of those that are done, newest first.
    pub done: Vec<EpisodeId>,
    /// How many are done.
    pub done_count: u32,
    /// All downloads are paused.
    pub paused: bool,
    /// So many run at once.
    pub at_once: u32,
    /// So many run at once from one host.
    pub per_host: u32,
    /// Another process runs the jobs.
    pub runner_elsewhere: bool,
    /// Bytes free where downloads are kept, where the system tells.
    pub free_space: Option<u64>,
    /// Bytes that finished downloads take.
    pub used_space: u64,
}

/// Downloads that failed for one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedDownloads {
    /// Of the error.
    pub code: String,
    pub count: u32,
    /// The newest of them.
    pub episodes: Vec<EpisodeId>,
}

impl Engine {
    /// The downloads by what they do.
    pub async fn downloads(&self) -> Result<DownloadGroups> {
        let (queue, store) = (&self.inner.queue, &self.inner.store);
        let name = DownloadEpisode::QUEUE;
        let counts = queue.counts(Some(name)).await?;
        let running = episodes(&queue.keys(name, JobState::Running, 0, u64::MAX).await?);
        let causes = queue.failed_for(name, FAILED_SHOWN).await?;
        let mut others = running.clone();
        if counts.failed > 0 {
            others.extend(episodes(&queue.keys(name, JobState::Failed, 0, u64::MAX).await?));
        }
        let (waiting, finished) = (store.unfinished_sums(&others).await?, store.finished_sums().await?);
        let limits = queue.limits();
        Ok(DownloadGroups {
            running,
            waiting: small(counts.waiting + counts.paused),
            waiting_bytes: waiting.bytes,
            waiting_total: waiting.total,
            failed: causes
                .into_iter()
                .map(|cause| FailedDownloads {
                    episodes: episodes(&cause.keys),
                    count: small(cause.count),
                    code: cause.code,
                })
                .collect(),
            done: store.newest_finished_downloads(DONE_SHOWN).await?,
            done_count: finished.count,
            paused: self.downloads_are_paused().await?,
            at_once: limits.of_queue(name),
            per_host: limits.per_group,
            runner_elsewhere: self.runner_is_elsewhere(),
            free_space: fs4::available_space(self.downloads_dir()).ok(),
            used_space: finished.bytes,
        })
    }

    /// The downloads that wait, in the order of the queue, the paused ones last: at most so many, after so many.
    pub async fn waiting_downloads(&self, skip: u64, most: u64) -> Result<Vec<EpisodeId>> {
        let (queue, name) = (&self.inner.queue, DownloadEpisode::QUEUE);
        let mut keys = queue.keys(name, JobState::Waiting, skip, most).await?;
        let left = most.saturating_sub(keys.len() as u64);
        if left > 0 {
            let before = queue.counts(Some(name)).await?.waiting;
            let skip = skip.saturating_sub(before);
            keys.extend(queue.keys(name, JobState::Paused, skip, left).await?);
        }
        Ok(episodes(&keys))
    }
}

fn episodes(keys: &[String]) -> Vec<EpisodeId> {
    keys.iter().filter_map(|key| key.parse().ok()).map(EpisodeId).collect()
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
