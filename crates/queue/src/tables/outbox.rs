//! What a publisher has to send.

use sqlx::SqliteConnection;

use crate::{
    Error, JobId,
    amqp::{Order, Ordered, Told},
};

/// Something to be sent.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Letter {
    pub(crate) id: i64,
    pub(crate) message: Option<String>,
    /// Who has the job that it is about.
    pub(crate) worker: Option<String>,
    /// The order; `None`: the job itself.
    pub(crate) body: Option<String>,
}

/// The name by which this file is known on the road.
pub(crate) async fn own_name(connection: &mut SqliteConnection) -> Result<String, Error> {
    sqlx::query(
        "INSERT INTO road_name (name)
         SELECT lower(hex(randomblob(8))) WHERE NOT EXISTS (SELECT 1 FROM road_name)",
    )
    .execute(&mut *connection)
    .await?;
    Ok(sqlx::query_scalar("SELECT name FROM road_name").fetch_one(connection).await?)
}

/// Lets a job that was pushed be run elsewhere, if it can be.
pub(crate) async fn publish(connection: &mut SqliteConnection, id: JobId) -> Result<(), Error> {
    let done = sqlx::query("UPDATE jobs SET remote = 1 WHERE id = ?1 AND portable = 1")
        .bind(id.0)
        .execute(&mut *connection)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    let message: String = sqlx::query_scalar(
        "INSERT INTO published_jobs (message, job) VALUES (lower(hex(randomblob(16))), ?1) RETURNING message",
    )
    .bind(id.0)
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO outbox (message) VALUES (?1)").bind(message).execute(connection).await?;
    Ok(())
}

/// Orders something about a job that was published. It is sent when it is known who has the job. One that was never
/// sent needs no order to be cancelled.
pub(crate) async fn order(connection: &mut SqliteConnection, id: JobId, order: &Order) -> Result<(), Error> {
    let found: Option<(String, bool)> = sqlx::query_as(
        "SELECT message, EXISTS (SELECT 1 FROM outbox WHERE outbox.message = published_jobs.message AND body IS NULL)
         FROM published_jobs WHERE job = ?1",
    )
    .bind(id.0)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((message, unsent)) = found else { return Ok(()) };
    if unsent && *order == Order::Cancel {
        return forget(connection, &message).await;
    }
    let number = write(connection, Some(&message), None, order).await?;
    sqlx::query("UPDATE published_jobs SET last_order = ?2 WHERE message = ?1")
        .bind(message)
        .bind(number)
        .execute(connection)
        .await?;
    Ok(())
}

/// Orders that a job have the priority that it has here.
pub(crate) async fn order_priority(connection: &mut SqliteConnection, id: JobId) -> Result<(), Error> {
    let priority: Option<i64> = sqlx::query_scalar("SELECT priority FROM jobs WHERE id = ?1 AND remote = 1")
        .bind(id.0)
        .fetch_optional(&mut *connection)
        .await?;
    match priority {
        Some(priority) => order(connection, id, &Order::Priority(priority)).await,
        None => Ok(()),
    }
}

/// Lets a job that was published run here after all. Whoever has it is told to leave it; whoever takes it later learns
/// that from the answer to the first report.
pub(crate) async fn take_back(connection: &mut SqliteConnection, id: JobId) -> Result<bool, Error> {
    let published: Option<(String, Option<String>)> =
        sqlx::query_as("SELECT message, worker FROM published_jobs WHERE job = ?1")
            .bind(id.0)
            .fetch_optional(&mut *connection)
            .await?;
    let Some((message, worker)) = published else { return Ok(false) };
    forget(connection, &message).await?;
    if let Some(worker) = worker {
        disown(connection, &message, &worker).await?;
    }
    sqlx::query(
        "UPDATE jobs SET remote = 0, state = 'waiting', wish = NULL, attempt = 0, network_waits = 0, bytes = 0,
             error_class = NULL, error_code = NULL, error_message = NULL, error_detail = NULL
         WHERE id = ?1",
    )
    .bind(id.0)
    .execute(connection)
    .await?;
    Ok(true)
}

/// Whether something was published and has not come to its end, or is still to be sent.
pub(crate) async fn any_published(connection: &mut SqliteConnection) -> Result<bool, Error> {
    let any =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM published_jobs) OR EXISTS (SELECT 1 FROM outbox)")
            .fetch_one(connection)
            .await?;
    Ok(any)
}

/// Orders something of every worker.
pub(crate) async fn order_all(connection: &mut SqliteConnection, order: &Order) -> Result<(), Error> {
    write(connection, None, None, order).await.map(drop)
}

/// Orders a worker to cancel a job that is not known here any more.
pub(crate) async fn disown(
    connection: &mut SqliteConnection,
    message: &str,
    worker: &str,
) -> Result<(), Error> {
    write(connection, Some(message), Some(worker), &Order::Cancel).await.map(drop)
}

/// The broker has lost what it had: jobs that nobody has told of go again (one that was taken is recognised by its
/// message), and who has the others is asked to tell again.
pub(crate) async fn send_again(connection: &mut SqliteConnection) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO outbox (message) SELECT message FROM published_jobs
         WHERE worker IS NULL
           AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.message = published_jobs.message AND body IS NULL)",
    )
    .execute(&mut *connection)
    .await?;
    let taken: Vec<i64> = sqlx::query_scalar("SELECT job FROM published_jobs WHERE worker IS NOT NULL")
        .fetch_all(&mut *connection)
        .await?;
    for job in taken {
        order(connection, JobId(job), &Order::Tell).await?;
    }
    Ok(())
}

/// What can be sent now, in the order in which it was written.
pub(crate) async fn ready(connection: &mut SqliteConnection, most: u32) -> Result<Vec<Letter>, Error> {
    let letters = sqlx::query_as(
        "SELECT outbox.id, outbox.message, coalesce(outbox.worker, published_jobs.worker) AS worker, body
         FROM outbox LEFT JOIN published_jobs ON published_jobs.message = outbox.message
         WHERE body IS NULL OR outbox.message IS NULL
            OR coalesce(outbox.worker, published_jobs.worker) IS NOT NULL
         ORDER BY outbox.id LIMIT ?1",
    )
    .bind(most)
    .fetch_all(connection)
    .await?;
    Ok(letters)
}

/// The job that a message stands for; `None` if it is gone.
pub(crate) async fn told(connection: &mut SqliteConnection, message: &str) -> Result<Option<Told>, Error> {
    let told = sqlx::query_as(
        r#"SELECT (SELECT name FROM road_name) AS publisher, kind, queue, payload, job_group AS "group", lane, priority,
             max_attempts, created, run_at, bytes, total,
             (SELECT min(queue_pauses.queue) FROM queue_pauses WHERE queue_pauses.queue IN (jobs.queue, '')) AS held
         FROM published_jobs JOIN jobs ON jobs.id = published_jobs.job WHERE message = ?1"#,
    )
    .bind(message)
    .fetch_optional(connection)
    .await?;
    Ok(told)
}

/// The broker has these.
pub(crate) async fn sent(connection: &mut SqliteConnection, letters: &[i64]) -> Result<(), Error> {
    sqlx::query("DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?1))")
        .bind(serde_json::to_string(letters)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// A message has come to its end.
pub(crate) async fn forget(connection: &mut SqliteConnection, message: &str) -> Result<(), Error> {
    for table in ["DELETE FROM outbox WHERE message = ?1", "DELETE FROM published_jobs WHERE message = ?1"] {
        sqlx::query(table).bind(message).execute(&mut *connection).await?;
    }
    Ok(())
}

/// The number of the order.
async fn write(
    connection: &mut SqliteConnection,
    message: Option<&str>,
    worker: Option<&str>,
    order: &Order,
) -> Result<i64, Error> {
    let ordered = Ordered { publisher: own_name(connection).await?, order: order.clone() };
    let number =
        sqlx::query_scalar("INSERT INTO outbox (message, worker, body) VALUES (?1, ?2, ?3) RETURNING id")
            .bind(message)
            .bind(worker)
            .bind(serde_json::to_string(&ordered)?)
            .fetch_one(connection)
            .await?;
    Ok(number)
}
