//! The queue as the listener sees it, whatever the jobs are about.

use std::{collections::HashSet, time::Duration};

use friday_model::EpisodeId;
use friday_queue::{Attempt, Change, Filter, JobChange, JobId, JobRecord, JobState, QueueEvent};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::{
    Engine, Error, Event, Result,
    downloads::episode_of,
    jobs::{download_episode::DownloadEpisode, fetch_better::FetchBetter},
};

/// How often the tables are asked how far another process is.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// A running job stops within a second of being asked; after twice that nobody is there who would stop it.
const STOPS_WITHIN: Duration = Duration::from_secs(2);

impl Engine {
    /// The jobs in these states, or all of them: running, waiting in their order, paused, failed. What Friday does for
    /// itself beside (reading files, writing the search index) is not listed.
    pub async fn jobs(&self, states: &[JobState]) -> Result<Vec<JobRecord>> {
        let mut jobs =
            self.inner.queue.jobs(&Filter { states: states.to_vec(), ..Filter::default() }).await?;
        jobs.retain(|job| [DownloadEpisode::QUEUE, FetchBetter::QUEUE].contains(&job.queue.as_str()));
        Ok(jobs)
    }

    /// One job; nothing once it has finished.
    pub async fn job(&self, id: JobId) -> Result<Option<JobRecord>> {
        Ok(self.inner.queue.job(id).await?)
    }

    /// The runs of a job so far, oldest first; also of one that has finished.
    pub async fn attempts(&self, id: JobId) -> Result<Vec<Attempt>> {
        let attempts = self.inner.queue.attempts(id).await?;
        if attempts.is_empty() && self.inner.queue.job(id).await?.is_none() {
            return Err(Error::NotFound { noun: "job", id: id.0 });
        }
        Ok(attempts)
    }

    /// Tries failed jobs again, or waiting ones at once; returns them.
    pub async fn retry_jobs(&self, ids: &[JobId]) -> Result<Vec<JobRecord>> {
        let mut retried = Vec::with_capacity(ids.len());
        for id in ids {
            if self.inner.queue.retry(*id).await? == Change::Nothing {
                return Err(Error::NotFound { noun: "job to retry", id: id.0 });
            }
            retried.extend(self.inner.queue.job(*id).await?);
        }
        Ok(retried)
    }

    /// Tries every failed job again; returns them.
    pub async fn retry_all_jobs(&self) -> Result<Vec<JobRecord>> {
        let failed: Vec<JobId> = self.inner.queue.failed().await?.iter().map(|job| job.id).collect();
        self.retry_jobs(&failed).await
    }

    /// Cancels jobs with all that belongs to them; returns what they were.
    pub async fn cancel_jobs(&self, ids: &[JobId]) -> Result<Vec<JobRecord>> {
        let mut cancelled = Vec::with_capacity(ids.len());
        for id in ids {
            let job = self.inner.queue.job(*id).await?.ok_or(Error::NotFound { noun: "job", id: id.0 })?;
            match episode_of(&job) {
                Some(episode) => self.cancel_download(episode).await?,
                None => drop(self.inner.queue.cancel(*id).await?),
            }
            cancelled.push(job);
        }
        Ok(cancelled)
    }

    /// Pauses jobs, or everything where none is named, also over restarts; returns them. A running one has stopped when
    /// this returns, provided that its runner lives.
    pub async fn pause_jobs(&self, ids: &[JobId]) -> Result<Vec<JobRecord>> {
        if ids.is_empty() {
            self.inner.queue.pause_queue(None).await?;
            return self.jobs(&[]).await;
        }
        let mut paused = Vec::with_capacity(ids.len());
        for id in ids {
            let change = self.inner.queue.pause(*id).await?;
            if change == Change::Asked {
                let _ = tokio::time::timeout(STOPS_WITHIN, self.inner.queue.until_stopped(*id)).await;
            }
            paused.push(self.job_that(*id, "job to pause", change, JobState::Paused).await?);
        }
        Ok(paused)
    }

    /// Resumes paused jobs, or everything where none is named; jobs that were paused one by one stay paused then.
    pub async fn resume_jobs(&self, ids: &[JobId]) -> Result<Vec<JobRecord>> {
        if ids.is_empty() {
            self.inner.queue.resume_queue(None).await?;
            return self.jobs(&[]).await;
        }
        let mut resumed = Vec::with_capacity(ids.len());
        for id in ids {
            let change = self.inner.queue.resume(*id).await?;
            resumed.push(self.job_that(*id, "job to resume", change, JobState::Waiting).await?);
        }
        Ok(resumed)
    }

    /// Moves a waiting job to a place of its queue, 1 being the next; returns it.
    pub async fn move_job(&self, id: JobId, place: u64) -> Result<JobRecord> {
        let change = self.inner.queue.move_to(id, place).await?;
        self.job_that(id, "waiting job", change, JobState::Waiting).await
    }

    /// A job that has been changed, or that was in the state already that was asked for.
    async fn job_that(
        &self,
        id: JobId,
        noun: &'static str,
        change: Change,
        wanted: JobState,
    ) -> Result<JobRecord> {
        let job = self.inner.queue.job(id).await?;
        job.filter(|job| change != Change::Nothing || job.state == wanted)
            .ok_or(Error::NotFound { noun, id: id.0 })
    }

    /// Waits until none of these jobs waits or runs any more: each has finished, failed, or was paused or cancelled.
    pub async fn until_finished(&self, ids: &[JobId]) -> Result<()> {
        let mut events = self.inner.queue.subscribe();
        let mut unfinished = ids.to_vec();
        loop {
            unfinished = self.inner.queue.unfinished(&unfinished).await?;
            if unfinished.is_empty() {
                return Ok(());
            }
            // Events tell of this process at once; of another process that runs the jobs, only the tables do.
            let _ = tokio::time::timeout(LOOK_AGAIN, until_all_ended(&unfinished, &mut events)).await;
        }
    }

    /// Turns what happens to jobs into what happens to downloads.
    pub(crate) fn retell_queue_events(&self) {
        let engine = self.clone();
        let mut events = self.inner.queue.subscribe();
        self.in_background(async move {
            loop {
                match events.recv().await {
                    Ok(event) => engine.retell(event).await,
                    Err(RecvError::Lagged(_)) => engine.tell(Event::ChangedElsewhere),
                    Err(RecvError::Closed) => return,
                }
            }
        });
    }

    async fn retell(&self, event: QueueEvent) {
        match event {
            QueueEvent::Job { unique_key, change: JobChange::Progressed { bytes, total }, .. } => {
                if let Some(id) = unique_key.and_then(|key| key.parse().ok()) {
                    self.inner.meters.received_elsewhere(EpisodeId(id), bytes, total);
                }
            }
            QueueEvent::Job { id: job, kind, unique_key, change } if &*kind == DownloadEpisode::KIND => {
                let Some(id) = unique_key.and_then(|key| key.parse().ok()).map(EpisodeId) else {
                    return self.retell_errand(job, &change).await;
                };
                self.meter_elsewhere(job, id, &change).await;
                self.tell(Event::DownloadsChanged(vec![id]));
                match change {
                    JobChange::Finished => {
                        if let Ok(row) = self.episode_row(id).await {
                            self.tell(Event::PodcastsChanged(vec![row.episode.podcast]));
                        }
                    }
                    // Where failed jobs are not kept, the record and the partial file go with the job.
                    JobChange::Failed { .. } => {
                        if let Err(error) = self.forget_without_job(id).await {
                            tracing::warn!(%error, episode = %id, "a dropped download stays on record");
                        }
                    }
                    _ => {}
                }
            }
            QueueEvent::Job { .. } => {}
            QueueEvent::QueuePaused { .. } | QueueEvent::QueueResumed { .. } => {
                self.tell(Event::DownloadsChanged(Vec::new()));
            }
            QueueEvent::ChangedElsewhere => {
                if let Err(error) = self.read_queue_settings().await {
                    tracing::debug!(%error, "the settings of the queue could not be read");
                }
                self.tell(Event::ChangedElsewhere);
            }
        }
    }
}

/// Until each of these jobs has ended by what is told, or something was told too fast to be read.
async fn until_all_ended(ids: &[JobId], events: &mut Receiver<QueueEvent>) {
    let mut left: HashSet<JobId> = ids.iter().copied().collect();
    while !left.is_empty() {
        match events.recv().await {
            Ok(QueueEvent::Job { id, change, .. }) if ends(&change) => drop(left.remove(&id)),
            Ok(_) => {}
            Err(_) => return,
        }
    }
}

/// Whether a job neither waits nor runs after this.
fn ends(change: &JobChange) -> bool {
    matches!(
        change,
        JobChange::Finished | JobChange::Failed { .. } | JobChange::Paused | JobChange::Cancelled
    )
}
