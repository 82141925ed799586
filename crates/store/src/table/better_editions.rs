use std::path::{Path, PathBuf};

use friday_model::{EpisodeId, Timestamp};
use sqlx::{Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};
use url::Url;

use super::{Columns as _, size};
use crate::{BetterEdition, Result};

pub(crate) async fn one(readers: &SqlitePool, id: EpisodeId) -> Result<Option<BetterEdition>> {
    let row = sqlx::query("SELECT * FROM better_editions WHERE episode_id = ?")
        .bind(id.0)
        .fetch_optional(readers)
        .await?;
    Ok(row.map(|row| read(&row)).transpose()?)
}

pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    url: &Url,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("INSERT OR IGNORE INTO better_editions (episode_id, url, requested) VALUES (?, ?, ?)")
        .bind(id.0)
        .bind(url.as_str())
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn began(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    path: &Path,
    validator: Option<&str>,
    bytes: u64,
    total: Option<u64>,
) -> Result<()> {
    sqlx::query(
        "UPDATE better_editions SET path = ?2, validator = ?3, bytes = ?4, total = ?5 WHERE episode_id = ?1",
    )
    .bind(id.0)
    .bind(path.to_string_lossy())
    .bind(validator)
    .bind(size(bytes))
    .bind(total.map(size))
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn synced(connection: &mut SqliteConnection, id: EpisodeId, bytes: u64) -> Result<()> {
    sqlx::query("UPDATE better_editions SET bytes = ?2 WHERE episode_id = ?1")
        .bind(id.0)
        .bind(size(bytes))
        .execute(connection)
        .await?;
    Ok(())
}

/// Points the download at this edition, of which the file is to follow; it goes on as any download that is done.
pub(crate) async fn take_its_place(connection: &mut SqliteConnection, id: EpisodeId) -> Result<()> {
    sqlx::query(
        "UPDATE downloads SET url = better.url, validator = better.validator, file_sha256 = NULL, modified = NULL
         FROM better_editions AS better WHERE downloads.episode_id = ?1 AND better.episode_id = ?1",
    )
    .bind(id.0)
    .execute(&mut *connection)
    .await?;
    delete(connection, id).await
}

pub(crate) async fn delete(connection: &mut SqliteConnection, id: EpisodeId) -> Result<()> {
    sqlx::query("DELETE FROM better_editions WHERE episode_id = ?").bind(id.0).execute(connection).await?;
    Ok(())
}

fn read(row: &SqliteRow) -> sqlx::Result<BetterEdition> {
    Ok(BetterEdition {
        episode: EpisodeId(row.try_get("episode_id")?),
        url: row.url("url")?,
        path: row.try_get::<Option<String>, _>("path")?.map(PathBuf::from),
        bytes: row.number("bytes")?,
        total: row.maybe_number("total")?,
        validator: row.try_get("validator")?,
        requested: Timestamp(row.try_get("requested")?),
    })
}
