//! Which queues are paused. The empty name stands for all of them.

use sqlx::SqliteConnection;

use crate::{Error, PausedQueues};

/// Pauses a queue, or all. Its running jobs are asked to stop, and an urgent job is no longer urgent: whoever pauses
/// means it.
pub(crate) async fn pause(connection: &mut SqliteConnection, queue: Option<&str>) -> Result<(), Error> {
    sqlx::query("INSERT OR IGNORE INTO queue_pauses (queue) VALUES (?1)")
        .bind(queue.unwrap_or(""))
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE jobs SET priority = 0 WHERE priority >= 1000000 AND (?1 IS NULL OR queue = ?1)")
        .bind(queue)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "UPDATE jobs SET wish = 'requeue'
         WHERE state = 'running' AND wish IS NULL AND (?1 IS NULL OR queue = ?1)",
    )
    .bind(queue)
    .execute(connection)
    .await?;
    Ok(())
}

/// Resumes a queue; or all, also those that were paused by name.
pub(crate) async fn resume(connection: &mut SqliteConnection, queue: Option<&str>) -> Result<(), Error> {
    sqlx::query("DELETE FROM queue_pauses WHERE ?1 IS NULL OR queue = ?1")
        .bind(queue)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn all(connection: &mut SqliteConnection) -> Result<PausedQueues, Error> {
    let names: Vec<String> =
        sqlx::query_scalar("SELECT queue FROM queue_pauses ORDER BY queue").fetch_all(connection).await?;
    let (everything, queues): (Vec<_>, Vec<_>) = names.into_iter().partition(String::is_empty);
    Ok(PausedQueues { everything: !everything.is_empty(), queues })
}
