use std::time::Duration;

use friday_model::{Cue, EpisodeId};
use sqlx::{Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};

use super::{Columns as _, milliseconds};
use crate::Result;

pub(crate) async fn replace(connection: &mut SqliteConnection, id: EpisodeId, cues: &[Cue]) -> Result<()> {
    sqlx::query("DELETE FROM cues WHERE episode_id = ?").bind(id.0).execute(&mut *connection).await?;
    for (position, cue) in (0_i64..).zip(cues) {
        sqlx::query(
            "INSERT INTO cues (episode_id, position, start, ends, speaker, text) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(id.0)
        .bind(position)
        .bind(milliseconds(cue.start))
        .bind(cue.end.map(milliseconds))
        .bind(&cue.speaker)
        .bind(&cue.text)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

pub(crate) async fn of_episode(readers: &SqlitePool, id: EpisodeId) -> Result<Vec<Cue>> {
    let rows = sqlx::query("SELECT * FROM cues WHERE episode_id = ? ORDER BY position")
        .bind(id.0)
        .fetch_all(readers)
        .await?;
    rows.iter().map(|row| Ok(read(row)?)).collect()
}

pub(crate) async fn from(
    readers: &SqlitePool,
    id: EpisodeId,
    start: Duration,
    most: u32,
) -> Result<Vec<Cue>> {
    let rows = sqlx::query(
        "SELECT * FROM cues WHERE episode_id = ?1
            AND position >= (SELECT min(position) FROM cues WHERE episode_id = ?1 AND start >= ?2)
         ORDER BY position LIMIT ?3",
    )
    .bind(id.0)
    .bind(milliseconds(start))
    .bind(most)
    .fetch_all(readers)
    .await?;
    rows.iter().map(|row| Ok(read(row)?)).collect()
}

fn read(row: &SqliteRow) -> sqlx::Result<Cue> {
    Ok(Cue {
        start: row.maybe_length("start")?.unwrap_or_default(),
        end: row.maybe_length("ends")?,
        speaker: row.try_get("speaker")?,
        text: row.try_get("text")?,
    })
}
