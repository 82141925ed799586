//! `database`: durable, in the caller's own SQLite file.

use async_trait::async_trait;
use sqlx::SqliteConnection;

use super::Provider;
use crate::{
    Error, Pushed,
    push::NewJob,
    tables::{Tables, push},
};

/// Jobs are rows beside the rows they are about, and are pushed in the same transaction.
pub(crate) struct Database {
    tables: Tables,
}

impl Database {
    pub(crate) fn new(tables: Tables) -> Self {
        Self { tables }
    }
}

#[async_trait]
impl Provider for Database {
    fn name(&self) -> &'static str {
        "database"
    }

    fn tables(&self) -> &Tables {
        &self.tables
    }

    async fn push(&self, jobs: &[NewJob]) -> Result<Vec<Pushed>, Error> {
        push::push_all(&self.tables, jobs, "waiting").await
    }

    async fn push_in(&self, connection: &mut SqliteConnection, job: &NewJob) -> Result<Pushed, Error> {
        push::push(connection, job, "waiting").await
    }

    async fn let_go(&self, _pushed: &[Pushed]) -> Result<(), Error> {
        Ok(())
    }

    fn is_blocking(&self) -> bool {
        false
    }
}
