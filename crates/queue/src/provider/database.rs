//! `database`: durable, in the caller's own SQLite file; and `amqp`: the same, run on other machines.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use sqlx::SqliteConnection;

use super::Provider;
use crate::{
    Error, JobId, Pushed,
    amqp::Order,
    push::NewJob,
    tables::{Tables, outbox, push},
};

/// Jobs are rows beside the rows they are about, and are pushed in the same transaction.
///
/// While they are to run elsewhere, so is what has to be published. Whether the broker can be reached is nothing that a
/// push has to know. What was published stays with its worker also when later pushes run here again.
pub(crate) struct Database {
    tables: Tables,
    elsewhere: AtomicBool,
}

impl Database {
    pub(crate) fn new(tables: Tables, elsewhere: bool) -> Self {
        Self { tables, elsewhere: AtomicBool::new(elsewhere) }
    }
}

#[async_trait]
impl Provider for Database {
    fn name(&self) -> &'static str {
        if self.is_elsewhere() { "amqp" } else { "database" }
    }

    fn tables(&self) -> &Tables {
        &self.tables
    }

    async fn push(&self, jobs: &[NewJob]) -> Result<Vec<Pushed>, Error> {
        if !self.is_elsewhere() {
            return push::push_all(&self.tables, jobs, "waiting").await;
        }
        let mut transaction = self.tables.begin().await?;
        let mut pushed = Vec::with_capacity(jobs.len());
        for job in jobs {
            pushed.push(self.push_in(&mut transaction, job).await?);
        }
        transaction.commit().await?;
        Ok(pushed)
    }

    async fn push_in(&self, connection: &mut SqliteConnection, job: &NewJob) -> Result<Pushed, Error> {
        let pushed = push::push(connection, job, "waiting").await?;
        if !pushed.new {
            // The push may have raised its priority.
            outbox::order_priority(connection, pushed.id).await?;
        } else if self.is_elsewhere() {
            outbox::publish(connection, pushed.id).await?;
        }
        Ok(pushed)
    }

    async fn let_go(&self, _pushed: &[Pushed]) -> Result<(), Error> {
        Ok(())
    }

    async fn taken_up(&self, connection: &mut SqliteConnection, id: JobId) -> Result<(), Error> {
        if self.is_elsewhere() { outbox::publish(connection, id).await } else { Ok(()) }
    }

    async fn pass_on(
        &self,
        connection: &mut SqliteConnection,
        id: Option<JobId>,
        order: Order,
    ) -> Result<(), Error> {
        match id {
            Some(id) => outbox::order(connection, id, &order).await,
            None if self.is_elsewhere() || outbox::any_published(connection).await? => {
                outbox::order_all(connection, &order).await
            }
            None => Ok(()),
        }
    }

    fn is_blocking(&self) -> bool {
        false
    }

    fn run_elsewhere(&self, elsewhere: bool) {
        self.elsewhere.store(elsewhere, Ordering::Relaxed);
    }

    fn is_elsewhere(&self) -> bool {
        self.elsewhere.load(Ordering::Relaxed)
    }
}
