use std::collections::BTreeMap;

use friday_engine::{JobError, JobRecord, Tally, Trail, speed_of};
use friday_model::{Download, Timestamp};
use serde::Serialize;

/// A job as it stands in the queue, or as it was when it left it.
#[derive(Debug, Serialize)]
pub(crate) struct Job {
    pub(crate) id: i64,
    kind: String,
    /// `waiting`, `running`, `paused` or `failed`; `done` or `cancelled` once it has left the queue.
    pub(crate) state: &'static str,
    pub(crate) attempt: u32,
    run_at: i64,
    pub(crate) bytes: u64,
    pub(crate) total: Option<u64>,
    error: Option<Error>,
}

#[derive(Debug, Serialize)]
struct Error {
    class: &'static str,
    code: String,
    message: String,
}

/// A run of a job that has ended.
#[derive(Debug, Serialize)]
pub(crate) struct Attempt {
    number: u32,
    started: i64,
    ended: i64,
    /// What this run brought.
    bytes: u64,
    /// Bytes a second over the whole run.
    speed: Option<u64>,
    outcome: &'static str,
    error: Option<AttemptError>,
    /// Of the last answer of the server.
    status: Option<u16>,
    /// Every request of the run, redirects included.
    hops: Vec<Hop>,
    /// The headers of the last answer that matter.
    headers: BTreeMap<String, String>,
}

/// An error with what only a developer wants to know.
#[derive(Debug, Serialize)]
struct AttemptError {
    #[serde(flatten)]
    error: Error,
    detail: Option<String>,
}

#[derive(Debug, Serialize)]
struct Hop {
    url: String,
    status: Option<u16>,
}

/// What came of the jobs that were run.
#[derive(Debug, Serialize)]
pub(crate) struct WorkReport {
    done: u64,
    failed: u64,
}

impl Job {
    pub(crate) const DONE: &'static str = "done";

    /// A download job that has left the queue because its file is on disk.
    pub(crate) fn done(pushed: &JobRecord, download: &Download, attempts: &[friday_engine::Attempt]) -> Self {
        let (bytes, attempt) = (download.bytes, attempts.last().map_or(pushed.attempt, |last| last.number));
        Self { state: Self::DONE, attempt, bytes, total: Some(bytes), error: None, ..Self::from(pushed) }
    }

    /// A job that has left the queue because nobody wanted it any more.
    pub(crate) fn cancelled(record: &JobRecord) -> Self {
        Self { state: "cancelled", ..Self::from(record) }
    }

    /// Why its last run failed.
    pub(crate) fn reason(&self) -> Option<&str> {
        Some(&self.error.as_ref()?.message)
    }
}

impl From<&JobRecord> for Job {
    fn from(record: &JobRecord) -> Self {
        Self {
            id: record.id.0,
            kind: record.kind.clone(),
            state: record.state.as_str(),
            attempt: record.attempt,
            run_at: Timestamp(record.run_at).seconds(),
            bytes: record.bytes,
            total: record.total,
            error: record.error.as_ref().map(Error::from),
        }
    }
}

impl From<&JobError> for Error {
    fn from(error: &JobError) -> Self {
        Self { class: error.class.as_str(), code: error.code.clone(), message: error.message.clone() }
    }
}

impl From<&friday_engine::Attempt> for Attempt {
    fn from(attempt: &friday_engine::Attempt) -> Self {
        let trail = Trail::of(attempt);
        let error = attempt.error.as_ref();
        Self {
            number: attempt.number,
            started: Timestamp(attempt.started).seconds(),
            ended: Timestamp(attempt.ended).seconds(),
            bytes: attempt.bytes,
            speed: speed_of(attempt),
            outcome: attempt.outcome.as_str(),
            error: error
                .map(|error| AttemptError { error: Error::from(error), detail: error.detail.clone() }),
            status: trail.status,
            hops: trail.hops.into_iter().map(|hop| Hop { url: hop.url, status: hop.status }).collect(),
            headers: trail.headers.into_iter().collect(),
        }
    }
}

impl From<Tally> for WorkReport {
    fn from(tally: Tally) -> Self {
        Self { done: tally.done, failed: tally.failed }
    }
}
