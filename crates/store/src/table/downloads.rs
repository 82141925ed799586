use std::path::{Path, PathBuf};

use friday_model::{EpisodeId, Timestamp};
use sqlx::{Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};

use super::{Columns as _, size};
use crate::{DownloadRow, DownloadSums, NewDownload, Result};

pub(crate) async fn one(readers: &SqlitePool, id: EpisodeId) -> Result<Option<DownloadRow>> {
    let row = sqlx::query("SELECT * FROM downloads WHERE episode_id = ?")
        .bind(id.0)
        .fetch_optional(readers)
        .await?;
    Ok(row.map(|row| read(&row)).transpose()?)
}

pub(crate) async fn finished(readers: &SqlitePool) -> Result<Vec<DownloadRow>> {
    let rows =
        sqlx::query("SELECT * FROM downloads WHERE finished IS NOT NULL ORDER BY finished DESC, episode_id")
            .fetch_all(readers)
            .await?;
    rows.iter().map(|row| Ok(read(row)?)).collect()
}

pub(crate) async fn newest_finished(readers: &SqlitePool, most: u32) -> Result<Vec<EpisodeId>> {
    let ids: Vec<i64> = sqlx::query_scalar(
        "SELECT episode_id FROM downloads WHERE finished IS NOT NULL ORDER BY finished DESC, episode_id LIMIT ?",
    )
    .bind(most)
    .fetch_all(readers)
    .await?;
    Ok(ids.into_iter().map(EpisodeId).collect())
}

pub(crate) async fn finished_sums(readers: &SqlitePool) -> Result<DownloadSums> {
    let row = sqlx::query(
        "SELECT count(*) AS number, sum(bytes) AS bytes, sum(total) AS total
         FROM downloads WHERE finished IS NOT NULL",
    )
    .fetch_one(readers)
    .await?;
    sums(&row)
}

pub(crate) async fn unfinished_sums(readers: &SqlitePool, except: &[EpisodeId]) -> Result<DownloadSums> {
    let row = sqlx::query(
        "SELECT count(*) AS number, sum(bytes) AS bytes, sum(max(bytes, coalesce(total, 0))) AS total
         FROM downloads WHERE finished IS NULL AND episode_id NOT IN (SELECT value FROM json_each(?))",
    )
    .bind(super::episodes::json_array(except))
    .fetch_one(readers)
    .await?;
    sums(&row)
}

fn sums(row: &SqliteRow) -> Result<DownloadSums> {
    Ok(DownloadSums {
        count: row.number("number")?,
        bytes: row.maybe_number("bytes")?.unwrap_or_default(),
        total: row.maybe_number("total")?.unwrap_or_default(),
    })
}

pub(crate) async fn unfinished(readers: &SqlitePool) -> Result<Vec<DownloadRow>> {
    let rows = sqlx::query("SELECT * FROM downloads WHERE finished IS NULL").fetch_all(readers).await?;
    rows.iter().map(|row| Ok(read(row)?)).collect()
}

pub(crate) async fn insert(connection: &mut SqliteConnection, download: &NewDownload) -> Result<()> {
    sqlx::query(
        "INSERT INTO downloads (episode_id, url, total, requested) VALUES (?, ?, ?, ?)
         ON CONFLICT (episode_id) DO UPDATE SET url = excluded.url",
    )
    .bind(download.episode.0)
    .bind(download.url.as_str())
    .bind(download.total.map(size))
    .bind(download.requested.0)
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
        "UPDATE downloads SET path = ?2, validator = ?3, bytes = ?4, total = ?5 WHERE episode_id = ?1",
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
    sqlx::query("UPDATE downloads SET bytes = ?2 WHERE episode_id = ?1")
        .bind(id.0)
        .bind(size(bytes))
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn done(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    path: &Path,
    bytes: u64,
    sha256: &str,
    mime_type: &str,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "UPDATE downloads SET path = ?2, bytes = ?3, total = ?3, sha256 = ?4, mime_type = ?5, finished = ?6
         WHERE episode_id = ?1",
    )
    .bind(id.0)
    .bind(path.to_string_lossy())
    .bind(size(bytes))
    .bind(sha256)
    .bind(mime_type)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// The file as it is on disk now: its SHA-256 where it is no longer what was downloaded, and when it was last changed.
pub(crate) async fn set_file(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    sha256: Option<&str>,
    bytes: u64,
    modified: Option<Timestamp>,
) -> Result<()> {
    sqlx::query("UPDATE downloads SET file_sha256 = ?2, bytes = ?3, modified = ?4 WHERE episode_id = ?1")
        .bind(id.0)
        .bind(sha256)
        .bind(size(bytes))
        .bind(modified.map(|time| time.0))
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn delete(connection: &mut SqliteConnection, id: EpisodeId) -> Result<()> {
    sqlx::query("DELETE FROM downloads WHERE episode_id = ?").bind(id.0).execute(connection).await?;
    Ok(())
}

fn read(row: &SqliteRow) -> sqlx::Result<DownloadRow> {
    Ok(DownloadRow {
        episode: EpisodeId(row.try_get("episode_id")?),
        url: row.url("url")?,
        path: row.try_get::<Option<String>, _>("path")?.map(PathBuf::from),
        bytes: row.number("bytes")?,
        total: row.maybe_number("total")?,
        validator: row.try_get("validator")?,
        sha256: row.try_get("sha256")?,
        file_sha256: row.try_get("file_sha256")?,
        modified: row.maybe_time("modified")?,
        mime_type: row.try_get("mime_type")?,
        requested: Timestamp(row.try_get("requested")?),
        finished: row.maybe_time("finished")?,
    })
}

/// The same from a row of another query, where the columns carry a prefix so that they do not meet others.
pub(crate) fn read_joined(row: &SqliteRow) -> sqlx::Result<Option<DownloadRow>> {
    if row.try_get::<Option<i64>, _>("download_requested")?.is_none() {
        return Ok(None);
    }
    Ok(Some(DownloadRow {
        episode: EpisodeId(row.try_get("id")?),
        url: row.url("download_url")?,
        path: row.try_get::<Option<String>, _>("download_path")?.map(PathBuf::from),
        bytes: row.number("download_bytes")?,
        total: row.maybe_number("download_total")?,
        validator: row.try_get("download_validator")?,
        sha256: row.try_get("download_sha256")?,
        file_sha256: row.try_get("download_file_sha256")?,
        modified: row.maybe_time("download_modified")?,
        mime_type: row.try_get("download_mime_type")?,
        requested: Timestamp(row.try_get("download_requested")?),
        finished: row.maybe_time("download_finished")?,
    }))
}

pub(crate) async fn is_only_to_listen(readers: &SqlitePool, id: EpisodeId) -> Result<bool> {
    let only = sqlx::query_scalar("SELECT only_to_listen FROM downloads WHERE episode_id = ?")
        .bind(id.0)
        .fetch_optional(readers)
        .await?;
    Ok(only.unwrap_or(false))
}

pub(crate) async fn set_only_to_listen(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    only: bool,
) -> Result<()> {
    sqlx::query("UPDATE downloads SET only_to_listen = ? WHERE episode_id = ?")
        .bind(only)
        .bind(id.0)
        .execute(connection)
        .await?;
    Ok(())
}
