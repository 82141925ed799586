//! How a run fails, and what that means for the job.

use std::time::Duration;

/// Why a run of a job did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What is to happen with the job.
    pub class: Class,
    /// Short and stable, for programs: failures with the same cause share it.
    pub code: String,
    /// One sentence for a person.
    pub message: String,
    /// What only a developer wants to know.
    pub detail: Option<String>,
}

/// What is to happen with a job whose run failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// It may succeed later. Spends one of the job's attempts.
    Retry {
        /// How long to wait if somebody said so (`Retry-After`); at most 24 hours are honoured. Else the backoff decides.
        after: Option<Duration>,
    },
    /// There is no network. The job is tried again after a short, growing delay, and no attempt is spent.
    WaitForNetwork,
    /// Something else has to change first, like room on a disk. No attempt is spent.
    WaitForChange {
        /// How long that takes where it is known, at most 24 hours; else the job is tried again after a short, growing
        /// delay.
        after: Option<Duration>,
    },
    /// It will never succeed as it is.
    Final,
}

impl Failure {
    /// It may succeed later.
    pub fn retry(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Class::Retry { after: None }, code, message)
    }

    /// It may succeed after the given time, and not before.
    pub fn retry_after(after: Duration, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Class::Retry { after: Some(after) }, code, message)
    }

    /// There is no network.
    pub fn wait_for_network(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Class::WaitForNetwork, code, message)
    }

    /// Something else than the network has to change first.
    pub fn wait_for_change(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Class::WaitForChange { after: None }, code, message)
    }

    /// Something else than the network changes after the given time, and not before.
    pub fn wait_for_change_in(after: Duration, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Class::WaitForChange { after: Some(after) }, code, message)
    }

    /// It will never succeed as it is.
    pub fn fatal(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Class::Final, code, message)
    }

    /// Of any class.
    pub fn new(class: Class, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { class, code: code.into(), message: message.into(), detail: None }
    }

    /// The same with what a developer wants to know.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}
