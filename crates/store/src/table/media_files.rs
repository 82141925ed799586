use friday_model::{EpisodeId, Timestamp};
use sqlx::{Row as _, SqliteConnection, SqlitePool};

use crate::{MediaFile, Result};

pub(crate) async fn one(readers: &SqlitePool, id: EpisodeId) -> Result<Option<MediaFile>> {
    let row = sqlx::query("SELECT * FROM media_files WHERE episode_id = ?")
        .bind(id.0)
        .fetch_optional(readers)
        .await?;
    let read = |row: sqlx::sqlite::SqliteRow| -> sqlx::Result<MediaFile> {
        Ok(MediaFile {
            artwork: row.try_get("artwork")?,
            title: row.try_get("title")?,
            artist: row.try_get("artist")?,
            album: row.try_get("album")?,
        })
    };
    Ok(row.map(read).transpose()?)
}

pub(crate) async fn set(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    file: &MediaFile,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO media_files (episode_id, artwork, title, artist, album, read_at)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(id.0)
    .bind(&file.artwork)
    .bind(&file.title)
    .bind(&file.artist)
    .bind(&file.album)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}
