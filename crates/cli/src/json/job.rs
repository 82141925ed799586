use friday_engine::{JobError, JobRecord, Tally};
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
    outcome: &'static str,
    error: Option<Error>,
    /// What the job noted: of a download the redirects and the headers that matter.
    extra: Option<serde_json::Value>,
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
        Self {
            number: attempt.number,
            started: Timestamp(attempt.started).seconds(),
            ended: Timestamp(attempt.ended).seconds(),
            bytes: attempt.bytes,
            outcome: attempt.outcome.as_str(),
            error: attempt.error.as_ref().map(Error::from),
            extra: attempt.extra.clone(),
        }
    }
}

impl From<Tally> for WorkReport {
    fn from(tally: Tally) -> Self {
        Self { done: tally.done, failed: tally.failed }
    }
}
