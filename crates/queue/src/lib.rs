#![doc = include_str!("../README.md")]

mod after_failure;
mod amqp;
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

pub use after_failure::AfterFailure;
pub use amqp::{AmqpSettings, Publisher, Road, Worker};
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
    Attempt, Counts, ErrorClass, FailedFor, Filter, JobError, JobRecord, JobState, Outcome, PausedQueues,
    Recovered, WaitsFor,
};
pub use run::{Run, Stop};
pub use runner::{Runner, RunnerBuilder, Tally};
pub use tables::migrate;
