//! Background work: typed jobs, kept in a queue that survives crashes.
//!
//! A [`Job`] is data with a `run`. [`Queue`] keeps jobs in three tables of an SQLite file (or in memory) and
//! answers every question about them; a [`Runner`] claims and runs them. See the README for a tour.
//!
//! The crate knows nothing of what the jobs are about, and takes the time from a [`Clock`].

mod backoff;
mod clock;
mod error;
mod event;
mod failure;
mod job;
mod limits;
mod lock;
mod provider;
mod push;
mod queue;
mod record;
mod run;
mod runner;
mod tables;
mod verdict;

pub use async_trait::async_trait;
pub use backoff::Backoff;
pub use clock::Clock;
pub use error::Error;
pub use event::{JobChange, QueueEvent};
pub use failure::{Class, Failure};
pub use job::{Job, JobId};
pub use limits::{Limits, URGENT};
pub use lock::RunnerLock;
pub use push::{PushOptions, Pushed};
pub use queue::{Change, Queue};
pub use record::{
    Attempt, Counts, ErrorClass, Filter, JobError, JobRecord, JobState, Outcome, PausedQueues, Recovered,
    WaitsFor,
};
pub use run::{Run, Stop};
pub use runner::{Runner, RunnerBuilder, Tally};
pub use tables::migrate;
