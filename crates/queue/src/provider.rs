//! The providers: where jobs are kept, and what takes them from a push to a run.

mod database;
mod memory;

use async_trait::async_trait;
use sqlx::SqliteConnection;

use crate::{
    Error, JobId, Pushed,
    amqp::Order,
    push::NewJob,
    tables::{Tables, recover},
};

pub(crate) use database::Database;
pub(crate) use memory::Memory;

/// What one way of keeping jobs does differently from another. Whatever the provider, there are tables in which this
/// process sees its jobs; the rules of the queue work on those.
#[async_trait]
pub(crate) trait Provider: Send + Sync + 'static {
    /// As the configuration names it.
    fn name(&self) -> &'static str;

    fn tables(&self) -> &Tables;

    /// Adds jobs, all or none.
    async fn push(&self, jobs: &[NewJob]) -> Result<Vec<Pushed>, Error>;

    /// Adds a job so that it is there if, and only if, the caller's transaction is committed and [`Provider::let_go`] is
    /// called after that.
    async fn push_in(&self, connection: &mut SqliteConnection, job: &NewJob) -> Result<Pushed, Error>;

    /// Takes pushed jobs on, now that it is certain that they are wanted.
    async fn let_go(&self, pushed: &[Pushed]) -> Result<(), Error>;

    /// A failed job was taken up again in this transaction.
    async fn taken_up(&self, _connection: &mut SqliteConnection, _id: JobId) -> Result<(), Error> {
        Ok(())
    }

    /// A job, or (without one) all of them, was changed in this transaction: whoever else has it is to do the same.
    async fn pass_on(
        &self,
        _connection: &mut SqliteConnection,
        _id: Option<JobId>,
        _order: Order,
    ) -> Result<(), Error> {
        Ok(())
    }

    /// Notes in the caller's transaction how far a running job has come for good.
    async fn keep_in(&self, connection: &mut SqliteConnection, id: JobId, bytes: u64) -> Result<(), Error> {
        recover::keep(connection, id, bytes).await
    }

    /// Whether a push runs the job before it returns.
    fn is_blocking(&self) -> bool;

    /// Whether pushed jobs that are portable are to run on other machines, from now on.
    fn run_elsewhere(&self, _elsewhere: bool) {}

    fn is_elsewhere(&self) -> bool {
        false
    }
}
