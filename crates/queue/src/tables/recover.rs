//! What a process that died has left behind.

use sqlx::SqliteConnection;

use crate::{
    Error, ErrorClass, JobError, JobId, Outcome, Recovered,
    tables::{
        attempts::{self, Ending},
        failed,
    },
};

/// A job that runs at so many deaths of the process in a row, and comes no further, is set aside: it may be what kills it.
const DEATHS: u32 = 3;

#[derive(sqlx::FromRow)]
struct Left {
    id: i64,
    wish: Option<String>,
    attempt: u32,
    deaths: u32,
    started: Option<i64>,
}

/// Ends every run in the tables. Only for a process that runs none, and that knows that no other does.
pub(crate) async fn recover(connection: &mut SqliteConnection, now: i64) -> Result<Recovered, Error> {
    let left: Vec<Left> = sqlx::query_as(
        "SELECT id, wish, attempt, deaths, started FROM jobs WHERE state = 'running' AND remote = 0 ORDER BY id",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut recovered = Recovered::default();
    for job in left {
        let id = JobId(job.id);
        let ending = Ending {
            job: id,
            number: job.attempt,
            started: job.started.unwrap_or(now),
            ended: now,
            bytes: 0,
            outcome: Outcome::Crashed,
            error: None,
            extra: None,
        };
        attempts::record(connection, &[ending]).await?;
        if job.wish.as_deref() == Some("cancel") {
            sqlx::query("DELETE FROM jobs WHERE id = ?1").bind(job.id).execute(&mut *connection).await?;
        } else if job.deaths + 1 >= DEATHS {
            failed::set_aside(connection, id, &crashed(), now).await?;
            recovered.failed += 1;
        } else {
            sqlx::query(
                "UPDATE jobs SET state = CASE wish WHEN 'pause' THEN 'paused' ELSE 'waiting' END, wish = NULL,
                     attempt = attempt - 1, deaths = deaths + 1, run_at = ?2, scheduled = ?2
                 WHERE id = ?1",
            )
            .bind(job.id)
            .bind(now)
            .execute(&mut *connection)
            .await?;
            recovered.waiting += 1;
        }
    }
    attempts::forget_old(connection).await?;
    Ok(recovered)
}

/// Notes how far a job has come for good. One that has come further than ever before is not what kills the process.
pub(crate) async fn keep(connection: &mut SqliteConnection, id: JobId, bytes: u64) -> Result<(), Error> {
    sqlx::query("UPDATE jobs SET kept = ?2, deaths = 0 WHERE id = ?1 AND kept < ?2")
        .bind(id.0)
        .bind(bytes as i64)
        .execute(connection)
        .await?;
    Ok(())
}

fn crashed() -> JobError {
    JobError {
        class: ErrorClass::Final,
        code: "crashed".into(),
        message: format!("The program ended {DEATHS} times in a row while this ran."),
        detail: None,
    }
}
