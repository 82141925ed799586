use std::time::Duration;

use friday_model::{Bookmark, EpisodeId, Timestamp};
use sqlx::{Row as _, SqliteConnection, SqlitePool};

use super::{Columns as _, milliseconds};
use crate::Result;

pub(crate) async fn of_episode(readers: &SqlitePool, episode: EpisodeId) -> Result<Vec<Bookmark>> {
    let rows = sqlx::query("SELECT * FROM bookmarks WHERE episode_id = ? ORDER BY position, id")
        .bind(episode.0)
        .fetch_all(readers)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Bookmark {
                id: row.try_get("id")?,
                episode,
                position: row.maybe_length("position")?.unwrap_or_default(),
                note: row.try_get("note")?,
                made: Timestamp(row.try_get("made")?),
            })
        })
        .collect()
}

pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    episode: EpisodeId,
    position: Duration,
    note: &str,
    made: Timestamp,
) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "INSERT INTO bookmarks (episode_id, position, note, made) VALUES (?, ?, ?, ?) RETURNING id",
    )
    .bind(episode.0)
    .bind(milliseconds(position))
    .bind(note)
    .bind(made.0)
    .fetch_one(connection)
    .await?)
}

pub(crate) async fn set_note(connection: &mut SqliteConnection, id: i64, note: &str) -> Result<()> {
    sqlx::query("UPDATE bookmarks SET note = ? WHERE id = ?").bind(note).bind(id).execute(connection).await?;
    Ok(())
}

pub(crate) async fn delete(connection: &mut SqliteConnection, id: i64) -> Result<()> {
    sqlx::query("DELETE FROM bookmarks WHERE id = ?").bind(id).execute(connection).await?;
    Ok(())
}
