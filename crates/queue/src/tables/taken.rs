//! What a worker has taken from the road.

use sqlx::SqliteConnection;

use crate::{
    Error, JobId,
    amqp::{Ended, Standing, Told},
    tables::order::place_of_new,
};

/// So long (milliseconds) the messages of finished jobs are known, lest they come again.
const KNOWN_FOR: i64 = 30 * 86_400_000;

/// A taken job whose end its publisher has not been told.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Taken {
    pub(crate) message: String,
    pub(crate) job: i64,
    pub(crate) publisher: String,
    pub(crate) last_order: i64,
    pub(crate) revision: i64,
    pub(crate) reported: Option<String>,
    pub(crate) last_attempt: i64,
    pub(crate) handed: Option<String>,
    #[sqlx(flatten)]
    pub(crate) standing: Standing,
}

/// What a report said, to be noted when the broker has it.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) message: String,
    pub(crate) job: i64,
    pub(crate) revision: i64,
    pub(crate) reported: String,
    pub(crate) last_attempt: i64,
    pub(crate) over: bool,
}

/// Writes a job down. `None` if that was done before.
pub(crate) async fn take(
    connection: &mut SqliteConnection,
    message: &str,
    told: &Told,
    now: i64,
) -> Result<Option<JobId>, Error> {
    let known: Option<i64> = sqlx::query_scalar("SELECT job FROM taken_jobs WHERE message = ?1")
        .bind(message)
        .fetch_optional(&mut *connection)
        .await?;
    if known.is_some() {
        return Ok(None);
    }
    // The publisher sees to it that there is one job a key; here the message is the key.
    let job: i64 = sqlx::query_scalar(concat!(
        "INSERT INTO jobs (queue, priority, lane, kind, payload, unique_key, job_group, position, state,
                           max_attempts, created, run_at, scheduled, bytes, total)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ",
        place_of_new!(),
        ", 'waiting', ?8, ?9, ?10, ?11, ?12, ?13 RETURNING id"
    ))
    .bind(&told.queue)
    .bind(told.priority)
    .bind(&told.lane)
    .bind(&told.kind)
    .bind(&told.payload)
    .bind(message)
    .bind(&told.group)
    .bind(told.max_attempts)
    .bind(told.created)
    .bind(told.run_at)
    .bind(now)
    .bind(told.bytes)
    .bind(told.total)
    .fetch_one(&mut *connection)
    .await?;
    if let Some(paused) = &told.held {
        sqlx::query("INSERT OR IGNORE INTO queue_pauses (queue) VALUES (?1)")
            .bind(paused)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "INSERT INTO taken_jobs (message, job, publisher, last_attempt)
         SELECT ?1, ?2, ?3, coalesce(max(id), 0) FROM job_attempts",
    )
    .bind(message)
    .bind(job)
    .bind(&told.publisher)
    .execute(connection)
    .await?;
    Ok(Some(JobId(job)))
}

/// The job of a message.
pub(crate) async fn job(connection: &mut SqliteConnection, message: &str) -> Result<Option<JobId>, Error> {
    let job: Option<i64> = sqlx::query_scalar("SELECT job FROM taken_jobs WHERE message = ?1")
        .bind(message)
        .fetch_optional(connection)
        .await?;
    Ok(job.map(JobId))
}

/// Keeps what a finished run leaves for the publisher, until that is told.
pub(crate) async fn hand_over(
    connection: &mut SqliteConnection,
    job: JobId,
    result: Option<serde_json::Value>,
) -> Result<(), Error> {
    sqlx::query("UPDATE taken_jobs SET handed = ?2 WHERE job = ?1 AND closed IS NULL")
        .bind(job.0)
        .bind(result.map(|result| result.to_string()))
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that an order about a job was followed. That is told again also where it has changed nothing.
pub(crate) async fn heeded(
    connection: &mut SqliteConnection,
    message: &str,
    order: i64,
) -> Result<(), Error> {
    sqlx::query("UPDATE taken_jobs SET last_order = max(last_order, ?2), closed = NULL WHERE message = ?1")
        .bind(message)
        .bind(order)
        .execute(connection)
        .await?;
    Ok(())
}

/// How the taken jobs stand, or those among these, whose end has not been told.
pub(crate) async fn open(
    connection: &mut SqliteConnection,
    jobs: Option<&[i64]>,
) -> Result<Vec<Taken>, Error> {
    let taken = sqlx::query_as(
        "SELECT message, job, publisher, last_order, revision, reported, last_attempt, taken_jobs.handed,
             coalesce(jobs.state, iif(failed_jobs.id IS NULL, NULL, 'failed'),
                 iif(reported ->> '$[0].state' = 'failed', 'failed', NULL),
                 (SELECT iif(outcome = 'done', 'done', 'cancelled') FROM job_attempts
                  WHERE job_attempts.job = taken_jobs.job ORDER BY id DESC LIMIT 1), 'cancelled') AS state,
             coalesce(jobs.attempt, failed_jobs.attempt, 0) AS attempt,
             coalesce(jobs.network_waits, 0) AS network_waits,
             coalesce(jobs.run_at, failed_jobs.run_at, 0) AS run_at,
             coalesce(jobs.scheduled, 0) AS scheduled,
             coalesce(jobs.started, failed_jobs.started) AS started,
             coalesce(jobs.bytes, failed_jobs.bytes, 0) AS bytes,
             coalesce(jobs.total, failed_jobs.total) AS total,
             coalesce(jobs.error_class, failed_jobs.error_class,
                 iif(jobs.id IS NULL, reported ->> '$[0].error_class', NULL)) AS error_class,
             coalesce(jobs.error_code, failed_jobs.error_code,
                 iif(jobs.id IS NULL, reported ->> '$[0].error_code', NULL)) AS error_code,
             coalesce(jobs.error_message, failed_jobs.error_message,
                 iif(jobs.id IS NULL, reported ->> '$[0].error_message', NULL)) AS error_message,
             coalesce(jobs.error_detail, failed_jobs.error_detail,
                 iif(jobs.id IS NULL, reported ->> '$[0].error_detail', NULL)) AS error_detail
         FROM taken_jobs LEFT JOIN jobs ON jobs.id = taken_jobs.job
             LEFT JOIN failed_jobs ON failed_jobs.id = taken_jobs.job
         WHERE closed IS NULL AND (?1 IS NULL OR taken_jobs.job IN (SELECT value FROM json_each(?1)))
         ORDER BY taken_jobs.job",
    )
    .bind(jobs.map(serde_json::to_string).transpose()?)
    .fetch_all(connection)
    .await?;
    Ok(taken)
}

/// Whether there are jobs whose publisher does not know their end.
pub(crate) async fn any_open(connection: &mut SqliteConnection) -> Result<bool, Error> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM taken_jobs WHERE closed IS NULL)")
        .fetch_one(connection)
        .await?)
}

/// The runs of a job that have ended after one.
pub(crate) async fn attempts_after(
    connection: &mut SqliteConnection,
    job: i64,
    attempt: i64,
) -> Result<Vec<Ended>, Error> {
    let ended = sqlx::query_as(
        "SELECT id, number, started, ended, bytes, outcome, class, code, message, detail, extra
         FROM job_attempts WHERE job = ?1 AND id > ?2 ORDER BY id",
    )
    .bind(job)
    .bind(attempt)
    .fetch_all(connection)
    .await?;
    Ok(ended)
}

/// Notes what the broker has. A failed job is its publisher's to decide about, and is not kept here.
pub(crate) async fn told(connection: &mut SqliteConnection, said: &Said, now: i64) -> Result<(), Error> {
    sqlx::query(
        "UPDATE taken_jobs SET revision = ?2, reported = ?3, last_attempt = ?4, closed = ?5 WHERE message = ?1",
    )
    .bind(&said.message)
    .bind(said.revision)
    .bind(&said.reported)
    .bind(said.last_attempt)
    .bind(said.over.then_some(now))
    .execute(&mut *connection)
    .await?;
    if said.over {
        sqlx::query("DELETE FROM failed_jobs WHERE id = ?1").bind(said.job).execute(&mut *connection).await?;
        sqlx::query("DELETE FROM taken_jobs WHERE closed < ?1")
            .bind(now - KNOWN_FOR)
            .execute(connection)
            .await?;
    }
    Ok(())
}
