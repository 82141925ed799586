//! What a piece of background work is made of.

use std::fmt;

use async_trait::async_trait;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Failure, Run};

/// A piece of background work: data that is kept as JSON, and a `run`.
///
/// A job runs *at least* once: after a crash it runs again. So `run` must do no harm when part of its work, or all of
/// it, is done already, and a target that has vanished is a success.
#[async_trait]
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// What all jobs of a [`Runner`](crate::Runner) are handed when they run: database, clients, folders.
    type Context: Clone + Send + Sync + 'static;

    /// Names the kind of job in the table; never changed once jobs of it have been kept.
    const NAME: &'static str;

    /// The queue that jobs of this kind wait in. Queues are limited and paused one by one.
    const QUEUE: &'static str;

    /// Runs until the job is given up. Runs without network, and runs that were stopped, do not count.
    const MAX_ATTEMPTS: u32 = 8;

    /// At most one unfinished job of this kind has this key; pushing another gives the first one back.
    fn unique_key(&self) -> Option<String> {
        None
    }

    /// What the job puts load on, such as a host. Only so many jobs of a group run at once
    /// ([`Limits::per_group`](crate::Limits::per_group)).
    fn group(&self) -> Option<String> {
        None
    }

    /// Whom the job is for. Waiting jobs of different lanes take turns, so that no lane has to wait for all the jobs of
    /// another. Jobs without one take the next turn.
    fn lane(&self) -> Option<String> {
        self.group()
    }

    /// Whether the job carries all that it needs, so that another machine can run it.
    fn is_portable(&self) -> bool {
        false
    }

    /// Does the work. It is told through [`Run::cancellation`] when it has to stop; half a second later it is dropped.
    async fn run(&self, context: &Self::Context, run: &Run) -> Result<(), Failure>;
}

/// Names a job for good: also when it has failed, and in its attempts when it is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub i64);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
