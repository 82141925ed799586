//! Jobs that have failed for good, and the way back.

use sqlx::SqliteConnection;

use crate::{Error, JobError, JobId, tables::order::place_of_new};

/// Moves a job to the failed ones.
pub(crate) async fn set_aside(
    connection: &mut SqliteConnection,
    id: JobId,
    error: &JobError,
    now: i64,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT OR REPLACE INTO failed_jobs (id, kind, queue, payload, unique_key, job_group, lane, priority, attempt,
             max_attempts, created, run_at, started, failed, bytes, total,
             error_class, error_code, error_message, error_detail, portable)
         SELECT id, kind, queue, payload, unique_key, job_group, lane, priority, attempt,
             max_attempts, created, run_at, started, ?2, bytes, total, ?3, ?4, ?5, ?6, portable
         FROM jobs WHERE id = ?1",
    )
    .bind(id.0)
    .bind(now)
    .bind(error.class.as_str())
    .bind(&error.code)
    .bind(&error.message)
    .bind(&error.detail)
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM jobs WHERE id = ?1").bind(id.0).execute(connection).await?;
    Ok(())
}

/// Puts a failed job back, under its id and from its first attempt. False if there is no such failed job.
pub(crate) async fn take_up(connection: &mut SqliteConnection, id: JobId, now: i64) -> Result<bool, Error> {
    let found: Option<(String, i64, String)> =
        sqlx::query_as("SELECT queue, priority, lane FROM failed_jobs WHERE id = ?1")
            .bind(id.0)
            .fetch_optional(&mut *connection)
            .await?;
    let Some((queue, priority, lane)) = found else { return Ok(false) };
    sqlx::query(concat!(
        "INSERT INTO jobs (queue, priority, lane, id, kind, payload, unique_key, job_group, position, state,
                           max_attempts, created, run_at, scheduled, bytes, total, portable)
         SELECT ?1, ?2, ?3, id, kind, payload, unique_key, job_group, ",
        place_of_new!(),
        ", 'waiting', max_attempts, created, ?5, ?5, bytes, total, portable FROM failed_jobs WHERE id = ?4"
    ))
    .bind(queue)
    .bind(priority)
    .bind(lane)
    .bind(id.0)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    remove(connection, id).await
}

/// The failed jobs, or those that failed with this code, oldest failure first.
pub(crate) async fn ids(connection: &mut SqliteConnection, code: Option<&str>) -> Result<Vec<JobId>, Error> {
    let ids: Vec<i64> = sqlx::query_scalar(
        "SELECT id FROM failed_jobs WHERE ?1 IS NULL OR error_code = ?1 ORDER BY failed, id",
    )
    .bind(code)
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(JobId).collect())
}

pub(crate) async fn id_by_key(
    connection: &mut SqliteConnection,
    kind: &str,
    key: &str,
) -> Result<Option<JobId>, Error> {
    let id: Option<i64> =
        sqlx::query_scalar("SELECT id FROM failed_jobs WHERE kind = ?1 AND unique_key = ?2")
            .bind(kind)
            .bind(key)
            .fetch_optional(connection)
            .await?;
    Ok(id.map(JobId))
}

/// Forgets a failed job that nobody wants to keep. One whose publisher has not been told stays until it has.
pub(crate) async fn drop_unwanted(connection: &mut SqliteConnection, id: JobId) -> Result<bool, Error> {
    let done = sqlx::query(
        "DELETE FROM failed_jobs WHERE id = ?1
         AND NOT EXISTS (SELECT 1 FROM taken_jobs WHERE job = ?1 AND closed IS NULL)",
    )
    .bind(id.0)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Forgets a failed job. False if there is no such failed job.
pub(crate) async fn remove(connection: &mut SqliteConnection, id: JobId) -> Result<bool, Error> {
    let done = sqlx::query("DELETE FROM failed_jobs WHERE id = ?1").bind(id.0).execute(connection).await?;
    Ok(done.rows_affected() > 0)
}
