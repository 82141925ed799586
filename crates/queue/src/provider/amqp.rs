//! `amqp`: kept here, run on other machines.

use async_trait::async_trait;
use sqlx::SqliteConnection;

use super::Provider;
use crate::{
    Error, JobId, Pushed,
    amqp::Order,
    push::NewJob,
    tables::{Tables, outbox, push},
};

/// Jobs are rows as with `database`, pushed in the same transaction as the rows they are about, and so is what has to be
/// published. Whether the broker can be reached is nothing that a push has to know.
pub(crate) struct Amqp {
    tables: Tables,
}

impl Amqp {
    pub(crate) fn new(tables: Tables) -> Self {
        Self { tables }
    }
}

#[async_trait]
impl Provider for Amqp {
    fn name(&self) -> &'static str {
        "amqp"
    }

    fn tables(&self) -> &Tables {
        &self.tables
    }

    async fn push(&self, jobs: &[NewJob]) -> Result<Vec<Pushed>, Error> {
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
        if pushed.new {
            outbox::publish(connection, pushed.id).await?;
        } else {
            // The push may have raised its priority.
            outbox::order_priority(connection, pushed.id).await?;
        }
        Ok(pushed)
    }

    async fn let_go(&self, _pushed: &[Pushed]) -> Result<(), Error> {
        Ok(())
    }

    async fn taken_up(&self, connection: &mut SqliteConnection, id: JobId) -> Result<(), Error> {
        outbox::publish(connection, id).await
    }

    async fn pass_on(
        &self,
        connection: &mut SqliteConnection,
        id: Option<JobId>,
        order: Order,
    ) -> Result<(), Error> {
        match id {
            Some(id) => outbox::order(connection, id, &order).await,
            None => outbox::order_all(connection, &order).await,
        }
    }

    fn is_blocking(&self) -> bool {
        false
    }
}
