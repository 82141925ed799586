//! How a job gets into the queue.

use std::time::Duration;

use crate::{Error, Job, JobId};

/// How a job is pushed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PushOptions {
    /// Higher runs first; see [`URGENT`](crate::URGENT).
    pub priority: i64,
    /// Not before this time has passed.
    pub delay: Option<Duration>,
    /// Instead of [`Job::MAX_ATTEMPTS`].
    pub max_attempts: Option<u32>,
}

/// What came of a push.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Pushed {
    pub id: JobId,
    /// False if an unfinished job had the same key: then `id` is that job's, and nothing was added.
    /// True also if a failed job had the key: it was taken up again, from the start.
    pub new: bool,
    pub(crate) kind: &'static str,
    pub(crate) unique_key: Option<String>,
}

impl Pushed {
    /// The key by which the job is unique.
    pub fn key(&self) -> Option<&str> {
        self.unique_key.as_deref()
    }
}

/// A job as it goes into the table.
#[derive(Debug)]
pub(crate) struct NewJob {
    pub(crate) kind: &'static str,
    pub(crate) queue: &'static str,
    pub(crate) payload: String,
    pub(crate) unique_key: Option<String>,
    pub(crate) group: String,
    pub(crate) lane: String,
    pub(crate) priority: i64,
    pub(crate) max_attempts: u32,
    pub(crate) now: i64,
    pub(crate) run_at: i64,
    pub(crate) portable: bool,
}

impl NewJob {
    pub(crate) fn of<J: Job>(job: &J, options: PushOptions, now: i64) -> Result<Self, Error> {
        let delay = options.delay.map_or(0, |delay| i64::try_from(delay.as_millis()).unwrap_or(i64::MAX));
        Ok(Self {
            kind: J::NAME,
            queue: J::QUEUE,
            payload: serde_json::to_string(job)?,
            unique_key: job.unique_key(),
            group: job.group().unwrap_or_default(),
            lane: job.lane().unwrap_or_default(),
            priority: options.priority,
            max_attempts: options.max_attempts.unwrap_or(J::MAX_ATTEMPTS).max(1),
            now,
            run_at: now.saturating_add(delay),
            portable: job.is_portable(),
        })
    }
}
