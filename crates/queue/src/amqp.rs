//! The road between a publisher of jobs and the workers that run them: RabbitMQ.
//!
//! The broker is the road and not the memory. What is to be sent is a row (`outbox`) that is written with the change it
//! tells of, and goes when the broker has confirmed it. A worker writes a job into its own tables before it acknowledges
//! the message, under the message's id: so a message that comes twice is the same job. From then on its own database
//! queue runs the job, with all its rules. What has become of it is told by *state*: the worker compares each job with
//! what it told last, and tells again until the broker has confirmed it. So nothing depends on a message arriving in
//! time, and a crash of any of the three at any moment is made good by looking again.

mod broker;
mod publisher;
mod road;
mod settings;
mod wire;
mod worker;

pub use publisher::Publisher;
pub use road::Road;
pub use settings::AmqpSettings;
pub(crate) use wire::{Ended, Order, Ordered, Report, Standing, Told};
pub use worker::Worker;
