//! Asking about jobs.

use std::time::Duration;

use super::Queue;
use crate::{
    Attempt, Counts, Error, Filter, JobId, JobRecord, JobState, PausedQueues,
    tables::{attempts, list, pauses},
};

/// How often another process is asked whether its job has stopped.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

impl Queue {
    /// The jobs that match, in the order in which they run: those that do, those that wait, the paused, the failed.
    pub async fn jobs(&self, filter: &Filter) -> Result<Vec<JobRecord>, Error> {
        let mut snapshot = self.tables().snapshot().await?;
        list::jobs(&mut snapshot, filter, &self.limits(), self.now()).await
    }

    /// A job, also a failed one; `None` once it is finished or cancelled.
    pub async fn job(&self, id: JobId) -> Result<Option<JobRecord>, Error> {
        let mut snapshot = self.tables().snapshot().await?;
        list::job(&mut snapshot, id, &self.limits(), self.now()).await
    }

    /// Those of these jobs that wait or run.
    pub async fn unfinished(&self, ids: &[JobId]) -> Result<Vec<JobId>, Error> {
        let mut reader = self.tables().reader().await?;
        list::unfinished(&mut reader, ids).await
    }

    /// The job of this kind with this key, also a failed one.
    pub async fn job_by_key(&self, kind: &str, key: &str) -> Result<Option<JobRecord>, Error> {
        let mut snapshot = self.tables().snapshot().await?;
        match list::id_by_key(&mut snapshot, kind, key).await? {
            Some(id) => list::job(&mut snapshot, id, &self.limits(), self.now()).await,
            None => Ok(None),
        }
    }

    /// The jobs of this kind with any of these keys, also failed ones; in no order, and without their places. For lists
    /// of very many, where counting the place of each would take its time.
    pub async fn jobs_by_key(&self, kind: &str, keys: &[String]) -> Result<Vec<JobRecord>, Error> {
        let mut snapshot = self.tables().snapshot().await?;
        list::jobs_by_key(&mut snapshot, kind, keys, &self.limits(), self.now()).await
    }

    /// The failed jobs, newest failure first.
    pub async fn failed(&self) -> Result<Vec<JobRecord>, Error> {
        self.jobs(&Filter { states: vec![JobState::Failed], ..Filter::default() }).await
    }

    /// The runs of a job that have ended, oldest first. Also of jobs that are gone, unless very many have ended since.
    pub async fn attempts(&self, id: JobId) -> Result<Vec<Attempt>, Error> {
        let mut reader = self.tables().reader().await?;
        attempts::of(&mut reader, id).await
    }

    /// The jobs of a queue, or of all, in figures.
    pub async fn counts(&self, queue: Option<&str>) -> Result<Counts, Error> {
        let mut snapshot = self.tables().snapshot().await?;
        list::counts(&mut snapshot, queue).await
    }

    pub async fn paused_queues(&self) -> Result<PausedQueues, Error> {
        let mut reader = self.tables().reader().await?;
        pauses::all(&mut reader).await
    }

    /// Waits until a job does not run (any more), wherever it runs. After a [`Change::Asked`](crate::Change::Asked) that
    /// takes at most a second, provided that there is a runner.
    pub async fn until_stopped(&self, id: JobId) -> Result<(), Error> {
        let mut events = self.subscribe();
        loop {
            let mut reader = self.tables().reader().await?;
            if !list::is_running(&mut reader, id).await? {
                return Ok(());
            }
            drop(reader);
            // An event may be the one that is waited for; no event comes from another process.
            let _ = tokio::time::timeout(BETWEEN_LOOKS, events.recv()).await;
        }
    }
}
