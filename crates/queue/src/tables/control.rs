//! Changing jobs from outside. A running job is not touched: its row carries a wish, which the runner sees.

use sqlx::SqliteConnection;

use crate::{
    Error, JobId, URGENT,
    tables::{list::KindAndKey, order},
    verdict::Wish,
};

/// Asks something of a running job. False if it does not run.
pub(crate) async fn ask(
    connection: &mut SqliteConnection,
    id: JobId,
    wish: &'static str,
) -> Result<bool, Error> {
    changed(
        // Nothing is asked of a job any more once it is to be cancelled.
        sqlx::query(
            "UPDATE jobs SET wish = CASE WHEN wish = 'cancel' THEN wish ELSE ?2 END
             WHERE id = ?1 AND state = 'running'",
        )
        .bind(id.0)
        .bind(wish),
        connection,
    )
    .await
}

/// What is asked of running jobs.
pub(crate) async fn wishes(connection: &mut SqliteConnection) -> Result<Vec<(JobId, Wish)>, Error> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("SELECT id, wish FROM jobs WHERE state = 'running' AND wish IS NOT NULL")
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().filter_map(|(id, wish)| Some((JobId(id), Wish::from_word(&wish)?))).collect())
}

/// Removes a job that another machine was asked to cancel before and has not: it may be gone for good.
pub(crate) async fn abandon(connection: &mut SqliteConnection, id: JobId) -> Result<bool, Error> {
    changed(
        sqlx::query(
            "DELETE FROM jobs WHERE id = ?1 AND state = 'running' AND remote = 1 AND wish = 'cancel'",
        )
        .bind(id.0),
        connection,
    )
    .await
}

/// Removes a job that does not run.
pub(crate) async fn remove(connection: &mut SqliteConnection, id: JobId) -> Result<bool, Error> {
    changed(sqlx::query("DELETE FROM jobs WHERE id = ?1 AND state <> 'running'").bind(id.0), connection).await
}

pub(crate) async fn pause(connection: &mut SqliteConnection, id: JobId) -> Result<bool, Error> {
    changed(
        sqlx::query("UPDATE jobs SET state = 'paused' WHERE id = ?1 AND state = 'waiting'").bind(id.0),
        connection,
    )
    .await
}

/// Lets a paused job wait for its turn, or takes back the wish that a running one pause.
pub(crate) async fn resume(connection: &mut SqliteConnection, id: JobId, now: i64) -> Result<bool, Error> {
    changed(
        sqlx::query(
            "UPDATE jobs SET wish = NULL, run_at = ?2, scheduled = ?2,
                 state = CASE state WHEN 'paused' THEN 'waiting' ELSE state END
             WHERE id = ?1 AND (state = 'paused' OR (state = 'running' AND wish = 'pause'))",
        )
        .bind(id.0)
        .bind(now),
        connection,
    )
    .await
}

/// Ends a waiting job's wait for its time.
pub(crate) async fn hurry(connection: &mut SqliteConnection, id: JobId, now: i64) -> Result<bool, Error> {
    changed(
        sqlx::query("UPDATE jobs SET run_at = ?2, scheduled = ?2 WHERE id = ?1 AND state = 'waiting'")
            .bind(id.0)
            .bind(now),
        connection,
    )
    .await
}

/// Ends the wait of all jobs that wait for the network. Says which.
pub(crate) async fn hurry_network(
    connection: &mut SqliteConnection,
    now: i64,
) -> Result<Vec<(JobId, KindAndKey)>, Error> {
    let hurried: Vec<(i64, String, Option<String>)> = sqlx::query_as(
        "UPDATE jobs SET run_at = ?1, scheduled = ?1, network_waits = 0
         WHERE state = 'waiting' AND error_class = 'network' AND run_at > ?1 RETURNING id, kind, unique_key",
    )
    .bind(now)
    .fetch_all(connection)
    .await?;
    Ok(hurried.into_iter().map(|(id, kind, key)| (JobId(id), (kind, key))).collect())
}

/// Makes a waiting or paused job the most urgent.
pub(crate) async fn run_now(connection: &mut SqliteConnection, id: JobId, now: i64) -> Result<bool, Error> {
    resume(connection, id, now).await?;
    if !hurry(connection, id, now).await? {
        return Ok(false);
    }
    let most: Option<i64> = sqlx::query_scalar("SELECT priority FROM jobs WHERE id = ?1")
        .bind(id.0)
        .fetch_optional(&mut *connection)
        .await?;
    if most.is_some_and(|priority| priority < URGENT) {
        order::set_priority(connection, id, URGENT).await?;
    }
    Ok(true)
}

async fn changed(
    query: sqlx::query::Query<'_, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>,
    connection: &mut SqliteConnection,
) -> Result<bool, Error> {
    Ok(query.execute(connection).await?.rows_affected() > 0)
}
