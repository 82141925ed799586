//! `async`: in memory, gone with the process.

use async_trait::async_trait;
use sqlx::SqliteConnection;

use super::Provider;
use crate::{
    Error, JobId, Pushed,
    push::NewJob,
    tables::{Tables, push},
};

/// The same tables as everywhere, in an SQLite database that no file stands behind: the rules are written once.
///
/// They cannot take part in the caller's transaction. So a job that is pushed in one is held, out of sight, until it is
/// let go; if the transaction fails it never is.
pub(crate) struct Memory {
    tables: Tables,
    blocking: bool,
}

impl Memory {
    pub(crate) fn new(tables: Tables, blocking: bool) -> Self {
        Self { tables, blocking }
    }
}

#[async_trait]
impl Provider for Memory {
    fn name(&self) -> &'static str {
        "async"
    }

    fn tables(&self) -> &Tables {
        &self.tables
    }

    async fn push(&self, jobs: &[NewJob]) -> Result<Vec<Pushed>, Error> {
        // A job that the push itself is to run must not be taken up by a runner first.
        push::push_all(&self.tables, jobs, if self.blocking { "held" } else { "waiting" }).await
    }

    async fn push_in(&self, _connection: &mut SqliteConnection, job: &NewJob) -> Result<Pushed, Error> {
        let mut transaction = self.tables.begin().await?;
        let pushed = push::push(&mut transaction, job, "held").await?;
        transaction.commit().await?;
        Ok(pushed)
    }

    async fn let_go(&self, pushed: &[Pushed]) -> Result<(), Error> {
        let mut transaction = self.tables.begin().await?;
        for job in pushed {
            push::let_go(&mut transaction, job.id).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn keep_in(
        &self,
        _connection: &mut SqliteConnection,
        _id: JobId,
        _bytes: u64,
    ) -> Result<(), Error> {
        // Nothing of this is there after the death of the process.
        Ok(())
    }

    fn is_blocking(&self) -> bool {
        self.blocking
    }
}
