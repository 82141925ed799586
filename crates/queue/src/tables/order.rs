//! Who is next.
//!
//! Jobs of one queue and priority run in the order of `position`, then id. The whole part of a position is a *turn*: a
//! new job takes the turn after the last of its lane, but none that has passed. So lanes alternate, a lane of its own
//! is first come, first served, and what the listener sees in the list is what will happen. (This is start-time fair
//! queueing with jobs of equal size.)

use sqlx::SqliteConnection;

use crate::{Error, JobId};

/// Where a new job of queue ?1, priority ?2 and lane ?3 goes: as a scalar subquery.
macro_rules! place_of_new {
    () => {
        "(WITH
            front (turn) AS (
                SELECT CAST(coalesce(
                    (SELECT max(position) FROM jobs WHERE state = 'running' AND queue = ?1 AND priority = ?2),
                    (SELECT min(position) FROM jobs WHERE state = 'waiting' AND queue = ?1 AND priority = ?2),
                    0) AS INTEGER)),
            own (turn) AS (
                SELECT max(front.turn, coalesce(
                    (SELECT CAST(max(position) AS INTEGER) + 1 FROM jobs
                     WHERE lane <> '' AND lane = ?3 AND queue = ?1 AND priority = ?2),
                    front.turn))
                FROM front)
          SELECT CAST(max(own.turn, coalesce(
              (SELECT max(position) FROM jobs
               WHERE state = 'waiting' AND queue = ?1 AND priority = ?2 AND position < own.turn + 1),
              own.turn)) AS REAL)
          FROM own)"
    };
}
pub(crate) use place_of_new;

/// Where a waiting or paused job stands.
#[derive(sqlx::FromRow)]
struct Standing {
    queue: String,
    priority: i64,
}

/// Moves a waiting job to a place of its queue (1 is the next), as near as its priority allows. False if there is no
/// such waiting job.
pub(crate) async fn move_to(connection: &mut SqliteConnection, id: JobId, place: u64) -> Result<bool, Error> {
    let Some(Standing { queue, priority }) =
        sqlx::query_as("SELECT queue, priority FROM jobs WHERE id = ?1 AND state = 'waiting'")
            .bind(id.0)
            .fetch_optional(&mut *connection)
            .await?
    else {
        return Ok(false);
    };
    let before: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM jobs WHERE state = 'waiting' AND queue = ?1 AND priority > ?2",
    )
    .bind(&queue)
    .bind(priority)
    .fetch_one(&mut *connection)
    .await?;
    let place = i64::try_from(place).unwrap_or(i64::MAX).saturating_sub(before).max(1);

    let mut between = neighbours(connection, id, &queue, priority, place).await?;
    if middle(between).is_none() {
        spread(connection, &queue, priority).await?;
        between = neighbours(connection, id, &queue, priority, place).await?;
    }
    if let Some(position) = middle(between) {
        sqlx::query("UPDATE jobs SET position = ?2 WHERE id = ?1")
            .bind(id.0)
            .bind(position)
            .execute(connection)
            .await?;
    }
    Ok(true)
}

/// Gives a waiting or paused job another priority and the place that a new job would get there. False if there is no
/// such job.
pub(crate) async fn set_priority(
    connection: &mut SqliteConnection,
    id: JobId,
    priority: i64,
) -> Result<bool, Error> {
    let found: Option<(String, String)> = sqlx::query_as(
        "SELECT queue, lane FROM jobs WHERE id = ?1 AND state IN ('held', 'waiting', 'paused') AND priority <> ?2",
    )
    .bind(id.0)
    .bind(priority)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((queue, lane)) = found else { return Ok(false) };
    sqlx::query(concat!("UPDATE jobs SET position = ", place_of_new!(), ", priority = ?2 WHERE id = ?4"))
        .bind(queue)
        .bind(priority)
        .bind(lane)
        .bind(id.0)
        .execute(connection)
        .await?;
    Ok(true)
}

/// The positions before and after a place among the other waiting jobs of a queue and priority.
async fn neighbours(
    connection: &mut SqliteConnection,
    id: JobId,
    queue: &str,
    priority: i64,
    place: i64,
) -> Result<(Option<f64>, Option<f64>), Error> {
    let skipped = (place - 2).max(0);
    let positions: Vec<f64> = sqlx::query_scalar(
        "SELECT position FROM jobs WHERE state = 'waiting' AND queue = ?1 AND priority = ?2 AND id <> ?3
         ORDER BY position, id LIMIT ?4 OFFSET ?5",
    )
    .bind(queue)
    .bind(priority)
    .bind(id.0)
    .bind(if place == 1 { 1 } else { 2 })
    .bind(skipped)
    .fetch_all(&mut *connection)
    .await?;
    match positions[..] {
        [after] if place == 1 => Ok((None, Some(after))),
        [before] => Ok((Some(before), None)),
        [before, after] => Ok((Some(before), Some(after))),
        _ => {
            let last = sqlx::query_scalar(
                "SELECT max(position) FROM jobs
                 WHERE state = 'waiting' AND queue = ?1 AND priority = ?2 AND id <> ?3",
            )
            .bind(queue)
            .bind(priority)
            .bind(id.0)
            .fetch_one(connection)
            .await?;
            Ok((last, None))
        }
    }
}

/// A position strictly between two others, if numbers are fine enough for one.
fn middle(between: (Option<f64>, Option<f64>)) -> Option<f64> {
    match between {
        (None, None) => Some(0.0),
        (None, Some(after)) => Some(after - 1.0),
        (Some(before), None) => Some(before + 1.0),
        (Some(before), Some(after)) => {
            let middle = before.midpoint(after);
            (before < middle && middle < after).then_some(middle)
        }
    }
}

/// Makes room between the jobs of each turn, without changing their order.
async fn spread(connection: &mut SqliteConnection, queue: &str, priority: i64) -> Result<(), Error> {
    sqlx::query(
        "UPDATE jobs SET position = roomy.position
         FROM (SELECT id, CAST(position AS INTEGER)
                   + (row_number() OVER (PARTITION BY CAST(position AS INTEGER) ORDER BY position, id) - 1.0)
                   / count(*) OVER (PARTITION BY CAST(position AS INTEGER)) AS position
               FROM jobs WHERE state = 'waiting' AND queue = ?1 AND priority = ?2) AS roomy
         WHERE roomy.id = jobs.id",
    )
    .bind(queue)
    .bind(priority)
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_middle_between_equals() {
        for (between, expected) in [
            ((None, None), Some(0.0)),
            ((None, Some(3.0)), Some(2.0)),
            ((Some(3.0), None), Some(4.0)),
            ((Some(3.0), Some(4.0)), Some(3.5)),
            ((Some(3.0), Some(3.0)), None),
            ((Some(1.0), Some(1.0 + f64::EPSILON)), None),
        ] {
            assert_eq!(middle(between), expected, "{between:?}");
        }
    }
}
