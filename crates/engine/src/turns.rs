//! Which download comes next, and what becomes of those that failed for one cause.

use friday_model::EpisodeId;
use friday_queue::{Filter, JobState};

use crate::{Engine, Result, downloads::episode_of, jobs::download_episode::DownloadEpisode};

impl Engine {
    /// Moves a waiting download to a place among those that wait, 1 being the next. One that does not wait any more is
    /// left where it is.
    pub async fn move_download(&self, id: EpisodeId, place: u64) -> Result<()> {
        let job = self.download_job(id).await?;
        Ok(self.inner.queue.move_to(job.id, place).await.map(drop)?)
    }

    /// Starts a waiting or paused download at once, whatever the limits are and whatever is paused.
    pub async fn start_download_now(&self, id: EpisodeId) -> Result<()> {
        let job = self.download_job(id).await?;
        Ok(self.inner.queue.run_now(job.id).await.map(drop)?)
    }

    /// Tries every download again that failed for this cause; returns how many.
    pub async fn retry_downloads_where(&self, code: &str) -> Result<u64> {
        Ok(self.inner.queue.retry_where(code).await?)
    }

    /// Gives up every download that failed for this cause, with its record and its partial file; returns how many.
    pub async fn give_up_downloads_where(&self, code: &str) -> Result<u64> {
        let filter = Filter {
            states: vec![JobState::Failed],
            kind: Some(DownloadEpisode::KIND.to_owned()),
            code: Some(code.to_owned()),
            ..Filter::default()
        };
        let failed: Vec<EpisodeId> =
            self.inner.queue.jobs(&filter).await?.iter().filter_map(episode_of).collect();
        for id in &failed {
            self.cancel_download(*id).await?;
        }
        Ok(failed.len() as u64)
    }
}
