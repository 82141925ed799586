use std::time::Duration;

use friday_model::{EpisodeId, Heard, Timestamp};
use sqlx::{SqliteConnection, SqlitePool, sqlite::SqliteRow};

use super::{Columns as _, milliseconds};
use crate::Result;

pub(crate) async fn begin(
    connection: &mut SqliteConnection,
    episode: EpisodeId,
    began: Timestamp,
) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "INSERT INTO stretches (episode_id, began, ended) VALUES (?1, ?2, ?2) RETURNING id",
    )
    .bind(episode.0)
    .bind(began.0)
    .fetch_one(connection)
    .await?)
}

pub(crate) async fn reach(
    connection: &mut SqliteConnection,
    id: i64,
    ended: Timestamp,
    heard: Heard,
) -> Result<()> {
    sqlx::query(
        "UPDATE stretches SET ended = ?2, heard = ?3, by_speed = ?4, by_silence = ?5, by_skips = ?6 WHERE id = ?1",
    )
    .bind(id)
    .bind(ended.0)
    .bind(milliseconds(heard.heard))
    .bind(milliseconds(heard.by_speed))
    .bind(milliseconds(heard.by_silence))
    .bind(milliseconds(heard.by_skips))
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn sum(readers: &SqlitePool, since: Timestamp) -> Result<Heard> {
    let row: SqliteRow = sqlx::query(
        "SELECT sum(heard) AS heard, sum(by_speed) AS by_speed, sum(by_silence) AS by_silence,
            sum(by_skips) AS by_skips
         FROM stretches WHERE began >= ?",
    )
    .bind(since.0)
    .fetch_one(readers)
    .await?;
    let length =
        |column: &str| -> sqlx::Result<Duration> { Ok(row.maybe_length(column)?.unwrap_or_default()) };
    Ok(Heard {
        heard: length("heard")?,
        by_speed: length("by_speed")?,
        by_silence: length("by_silence")?,
        by_skips: length("by_skips")?,
    })
}
