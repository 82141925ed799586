//! The runs of jobs. They outlive their job, but not for ever.

use sqlx::SqliteConnection;

use crate::{Attempt, Error, ErrorClass, JobError, JobId, Outcome};

/// So many attempts of jobs that are gone are kept, the newest.
const KEPT: i64 = 10_000;

/// A run that has ended, as it is written down.
#[derive(Debug)]
pub(crate) struct Ending<'a> {
    pub(crate) job: JobId,
    pub(crate) number: u32,
    pub(crate) started: i64,
    pub(crate) ended: i64,
    pub(crate) bytes: u64,
    pub(crate) outcome: Outcome,
    pub(crate) error: Option<&'a JobError>,
    pub(crate) extra: Option<serde_json::Value>,
}

#[derive(sqlx::FromRow)]
struct Row {
    number: u32,
    started: i64,
    ended: i64,
    bytes: i64,
    outcome: String,
    class: Option<String>,
    code: Option<String>,
    message: Option<String>,
    detail: Option<String>,
    extra: Option<String>,
}

/// Writes down the end of runs, in one statement.
pub(crate) async fn record(connection: &mut SqliteConnection, endings: &[Ending<'_>]) -> Result<(), Error> {
    let rows: Vec<_> = endings
        .iter()
        .map(|ending| {
            let error = ending.error;
            serde_json::json!([
                ending.job.0,
                ending.number,
                ending.started,
                ending.ended,
                ending.bytes,
                ending.outcome.as_str(),
                error.map(|error| error.class.as_str()),
                error.map(|error| &error.code),
                error.map(|error| &error.message),
                error.and_then(|error| error.detail.as_ref()),
                ending.extra.as_ref().map(ToString::to_string),
            ])
        })
        .collect();
    sqlx::query(
        "INSERT INTO job_attempts (job, number, started, ended, bytes, outcome, class, code, message, detail, extra)
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
             value ->> 7, value ->> 8, value ->> 9, value ->> 10
         FROM json_each(?1)",
    )
    .bind(serde_json::to_string(&rows)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// The attempts of a job, oldest first.
pub(crate) async fn of(connection: &mut SqliteConnection, job: JobId) -> Result<Vec<Attempt>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT number, started, ended, bytes, outcome, class, code, message, detail, extra
         FROM job_attempts WHERE job = ?1 ORDER BY id",
    )
    .bind(job.0)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(attempt).collect())
}

/// Forgets the oldest attempts of jobs that are gone.
pub(crate) async fn forget_old(connection: &mut SqliteConnection) -> Result<(), Error> {
    sqlx::query(
        "DELETE FROM job_attempts WHERE id <= (SELECT max(id) FROM job_attempts) - ?1
         AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = job)
         AND NOT EXISTS (SELECT 1 FROM failed_jobs WHERE failed_jobs.id = job)
         AND NOT EXISTS (SELECT 1 FROM taken_jobs WHERE taken_jobs.job = job_attempts.job AND closed IS NULL)",
    )
    .bind(KEPT)
    .execute(connection)
    .await?;
    Ok(())
}

fn attempt(row: Row) -> Attempt {
    Attempt {
        number: row.number,
        started: row.started,
        ended: row.ended,
        bytes: row.bytes as u64,
        outcome: row.outcome.parse().unwrap_or(Outcome::Failed),
        error: error(row.class, row.code, row.message, row.detail),
        extra: row.extra.and_then(|extra| serde_json::from_str(&extra).ok()),
    }
}

/// An error from its columns; none without a code.
pub(crate) fn error(
    class: Option<String>,
    code: Option<String>,
    message: Option<String>,
    detail: Option<String>,
) -> Option<JobError> {
    let class = class.and_then(|class| class.parse().ok()).unwrap_or(ErrorClass::Final);
    Some(JobError { class, code: code?, message: message.unwrap_or_default(), detail })
}
