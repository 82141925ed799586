//! What has happened to the jobs, for those who watch.

use std::sync::Arc;

use crate::{JobError, JobId};

/// Something that has happened in this process, or was noticed by it. A receiver that has fallen behind looks at the
/// tables again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueueEvent {
    /// A job has changed.
    Job {
        id: JobId,
        kind: Arc<str>,
        unique_key: Option<Arc<str>>,
        change: JobChange,
    },
    /// A queue (or every queue: `None`) takes up no jobs until it is resumed.
    QueuePaused {
        queue: Option<String>,
    },
    QueueResumed {
        queue: Option<String>,
    },
    /// Another process has written to the database file, perhaps to the queue's tables. Told by a running
    /// [`Runner`](crate::Runner).
    ChangedElsewhere,
}

/// What has happened to a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobChange {
    /// It is new, or was taken up again after it had failed.
    Pushed,
    Started {
        attempt: u32,
    },
    /// At most ten times a second.
    Progressed {
        bytes: u64,
        total: Option<u64>,
    },
    /// A run failed; the next one begins at `run_at`.
    Retrying {
        run_at: i64,
        error: JobError,
    },
    /// It succeeded and is gone.
    Finished,
    /// It failed for good.
    Failed {
        error: JobError,
    },
    Paused,
    Resumed,
    /// Someone did not want it any more: it is gone.
    Cancelled,
    /// Its run was stopped and did not count; it waits again.
    Requeued,
    /// Its place, its priority or its time has changed.
    Moved,
}
