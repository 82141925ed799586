use std::path::PathBuf;

use friday_model::{EpisodeId, Timestamp};
use sqlx::{Row as _, SqliteConnection, SqlitePool};

use super::Columns as _;
use crate::{Result, Trashed};

pub(crate) async fn all(readers: &SqlitePool) -> Result<Vec<Trashed>> {
    let rows = sqlx::query("SELECT * FROM trash ORDER BY removed, episode_id").fetch_all(readers).await?;
    rows.iter()
        .map(|row| {
            Ok(Trashed {
                episode: EpisodeId(row.try_get("episode_id")?),
                path: PathBuf::from(row.try_get::<String, _>("path")?),
                bytes: row.number("bytes")?,
                removed: Timestamp(row.try_get("removed")?),
            })
        })
        .collect()
}

/// Only a finished download can be put there; returns whether it was one.
pub(crate) async fn put(connection: &mut SqliteConnection, id: EpisodeId, now: Timestamp) -> Result<bool> {
    let put = sqlx::query(
        "INSERT OR REPLACE INTO trash
            (episode_id, url, path, bytes, sha256, file_sha256, modified, mime_type, validator, requested, finished,
             removed)
         SELECT episode_id, url, path, bytes, sha256, file_sha256, modified, mime_type, validator, requested,
            finished, ?2
         FROM downloads WHERE episode_id = ?1 AND finished IS NOT NULL AND path IS NOT NULL",
    )
    .bind(id.0)
    .bind(now.0)
    .execute(&mut *connection)
    .await?;
    if put.rows_affected() == 0 {
        return Ok(false);
    }
    super::downloads::delete(connection, id).await?;
    Ok(true)
}

/// An episode that was asked for again meanwhile keeps its new download; returns whether the old one is back.
pub(crate) async fn restore(connection: &mut SqliteConnection, id: EpisodeId) -> Result<bool> {
    let back = sqlx::query(
        "INSERT OR IGNORE INTO downloads
            (episode_id, url, path, bytes, total, sha256, file_sha256, modified, mime_type, validator, requested,
             finished)
         SELECT episode_id, url, path, bytes, bytes, sha256, file_sha256, modified, mime_type, validator, requested,
            finished
         FROM trash WHERE episode_id = ?",
    )
    .bind(id.0)
    .execute(&mut *connection)
    .await?;
    delete(connection, id).await?;
    Ok(back.rows_affected() > 0)
}

pub(crate) async fn delete(connection: &mut SqliteConnection, id: EpisodeId) -> Result<()> {
    sqlx::query("DELETE FROM trash WHERE episode_id = ?").bind(id.0).execute(connection).await?;
    Ok(())
}
