//! What travels: jobs and orders to the workers, reports back. All of it is JSON, and readers skip what they do not know.

use serde::{Deserialize, Serialize};

/// A job that is complete in itself.
#[derive(Debug, Clone, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct Told {
    /// Whom to report to.
    pub(crate) publisher: String,
    pub(crate) kind: String,
    pub(crate) queue: String,
    pub(crate) payload: String,
    pub(crate) group: String,
    pub(crate) lane: String,
    pub(crate) priority: i64,
    pub(crate) max_attempts: u32,
    pub(crate) created: i64,
    pub(crate) run_at: i64,
    /// How far it had come before it was published.
    pub(crate) bytes: i64,
    pub(crate) total: Option<i64>,
    /// The publisher has paused this, as in `queue_pauses`: the job's queue, or all (empty).
    pub(crate) held: Option<String>,
}

/// What a publisher wants of a job that it has published, or of a worker. Doing it twice does no harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    Cancel,
    Pause,
    Resume,
    Hurry,
    RunNow,
    Priority(i64),
    Place(u64),
    /// `None`: every queue.
    PauseQueue(Option<String>),
    ResumeQueue(Option<String>),
    NetworkReturned,
    /// Tell again how the job stands: what was told may be lost.
    Tell,
}

/// An order, and who gave it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ordered {
    pub(crate) publisher: String,
    pub(crate) order: Order,
}

/// How a job stands with its worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) message: String,
    pub(crate) worker: String,
    /// Grows with each report of this job.
    pub(crate) revision: i64,
    /// The last order about this job that it takes account of.
    pub(crate) last_order: i64,
    pub(crate) standing: Standing,
    /// What a job that is done has left for its publisher, as JSON.
    pub(crate) handed: Option<String>,
    /// Runs that have ended since the last report.
    pub(crate) attempts: Vec<Ended>,
}

/// The columns of the job that its worker decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct Standing {
    /// `waiting`, `running` and `paused`; and when it is over `failed`, `done`, `cancelled`, or `lost` of a job that
    /// the worker has never heard of.
    pub(crate) state: String,
    pub(crate) attempt: u32,
    pub(crate) network_waits: u32,
    pub(crate) run_at: i64,
    pub(crate) scheduled: i64,
    pub(crate) started: Option<i64>,
    pub(crate) bytes: i64,
    pub(crate) total: Option<i64>,
    pub(crate) error_class: Option<String>,
    pub(crate) error_code: Option<String>,
    pub(crate) error_message: Option<String>,
    pub(crate) error_detail: Option<String>,
}

impl Standing {
    /// Of a job of which nothing but the end is known.
    pub(crate) fn end(state: &str) -> Self {
        Self {
            state: state.into(),
            attempt: 0,
            network_waits: 0,
            run_at: 0,
            scheduled: 0,
            started: None,
            bytes: 0,
            total: None,
            error_class: None,
            error_code: None,
            error_message: None,
            error_detail: None,
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        !matches!(self.state.as_str(), "waiting" | "running" | "paused")
    }
}

/// A run that has ended, as in `job_attempts`.
#[allow(clippy::struct_field_names, reason = "they are the names of the columns")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct Ended {
    /// Which of all the attempts of its worker.
    pub(crate) id: i64,
    pub(crate) number: u32,
    pub(crate) started: i64,
    pub(crate) ended: i64,
    pub(crate) bytes: i64,
    pub(crate) outcome: String,
    pub(crate) class: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) extra: Option<String>,
}
