//! What can be known about jobs.

use std::str::FromStr;

use crate::{Class, Error, Failure, Job, JobId};

/// A job as it stands in the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRecord {
    pub id: JobId,
    /// [`Job::NAME`].
    pub kind: String,
    pub queue: String,
    /// The job as JSON; see [`JobRecord::decode`].
    pub payload: String,
    pub unique_key: Option<String>,
    pub group: Option<String>,
    pub lane: Option<String>,
    pub priority: i64,
    /// Its place among the waiting jobs of its queue, 1 being the next; only of a waiting job.
    pub position: Option<u64>,
    pub state: JobState,
    /// Attempts begun that count; of a running job, the one that runs.
    pub attempt: u32,
    pub max_attempts: u32,
    /// Not before this time (milliseconds since 1970, as all times here).
    pub run_at: i64,
    pub created: i64,
    /// When its last run began.
    pub started: Option<i64>,
    /// When it failed for good.
    pub failed: Option<i64>,
    /// How far it has come, as it told last.
    pub bytes: u64,
    pub total: Option<u64>,
    /// Another machine runs it.
    pub elsewhere: bool,
    /// Why its last run failed.
    pub error: Option<JobError>,
    /// Why it does not run; only of a waiting job.
    pub waits_for: Option<WaitsFor>,
}

impl JobRecord {
    /// The job itself. An error if it is of another kind in all but name.
    pub fn decode<J: Job>(&self) -> Result<J, Error> {
        Ok(serde_json::from_str(&self.payload)?)
    }
}

/// What a job is doing. A finished job is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    Waiting,
    Running,
    Paused,
    Failed,
}

impl JobState {
    /// Every state, in the order of a job's life.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Paused, Self::Failed];

    /// The word in the table and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Failed => "failed",
        }
    }
}

impl FromStr for JobState {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == word).ok_or(())
    }
}

/// Why a waiting job does not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// Others are before it.
    Turn,
    /// As many jobs of its group run as may.
    Group,
    /// Its time: a delay, or the next attempt. Where it waits for a change, its error tells which.
    Time,
    /// The network.
    Network,
    /// Its queue is paused.
    Pause,
}

/// Why a run failed, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobError {
    pub class: ErrorClass,
    /// Short and stable, for programs.
    pub code: String,
    /// One sentence for a person.
    pub message: String,
    /// What only a developer wants to know.
    pub detail: Option<String>,
}

impl From<Failure> for JobError {
    fn from(failure: Failure) -> Self {
        let class = match failure.class {
            Class::Retry { .. } => ErrorClass::Retry,
            Class::WaitForNetwork => ErrorClass::Network,
            Class::WaitForChange { .. } => ErrorClass::Change,
            Class::Final => ErrorClass::Final,
        };
        Self { class, code: failure.code, message: failure.message, detail: failure.detail }
    }
}

/// What kind of failure it was; see [`Class`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    Retry,
    Network,
    Change,
    Final,
}

impl ErrorClass {
    const ALL: [Self; 4] = [Self::Retry, Self::Network, Self::Change, Self::Final];

    /// The word in the table and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Network => "network",
            Self::Change => "change",
            Self::Final => "final",
        }
    }
}

impl FromStr for ErrorClass {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|class| class.as_str() == word).ok_or(())
    }
}

/// One run of a job that has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// From 1; the same number again if the run before it did not count.
    pub number: u32,
    pub started: i64,
    pub ended: i64,
    /// Bytes that this run brought.
    pub bytes: u64,
    pub outcome: Outcome,
    pub error: Option<JobError>,
    /// What the job noted through [`Run::attach`](crate::Run::attach).
    pub extra: Option<serde_json::Value>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Failed,
    Paused,
    Cancelled,
    /// The runner shut down, or the queue was paused.
    Interrupted,
    /// The process died.
    Crashed,
}

impl Outcome {
    const ALL: [Self; 6] =
        [Self::Done, Self::Failed, Self::Paused, Self::Cancelled, Self::Interrupted, Self::Crashed];

    /// The word in the table and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Paused => "paused",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
            Self::Crashed => "crashed",
        }
    }
}

impl FromStr for Outcome {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == word).ok_or(())
    }
}

/// Which jobs a list holds. The default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In any of these states; in all when empty.
    pub states: Vec<JobState>,
    pub kind: Option<String>,
    pub queue: Option<String>,
    /// Whose last run failed with this code.
    pub code: Option<String>,
    /// At most so many.
    pub limit: Option<u32>,
}

/// Jobs that failed for good for one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedFor {
    /// The code of their error.
    pub code: String,
    /// How many there are.
    pub count: u64,
    /// The keys of the newest of them, newest failure first.
    pub keys: Vec<String>,
}

/// The jobs in figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub waiting: u64,
    pub running: u64,
    pub paused: u64,
    pub failed: u64,
}

/// Which queues take up no jobs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PausedQueues {
    /// All of them were paused at once.
    pub everything: bool,
    /// The ones that were paused by name.
    pub queues: Vec<String>,
}

impl PausedQueues {
    /// Whether this queue is paused, by name or with all the others.
    pub fn holds(&self, queue: &str) -> bool {
        self.everything || self.queues.iter().any(|paused| paused == queue)
    }
}

/// What was found of a process that died.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Jobs that it left running and that wait (or are paused) again.
    pub waiting: u64,
    /// Jobs that were set aside, because they ran at three deaths in a row.
    pub failed: u64,
}
