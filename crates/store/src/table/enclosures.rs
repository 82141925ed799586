//! The files and texts that are announced with an episode: `enclosures` and `transcripts`, which are alike.

use friday_model::{Enclosure, EpisodeId, PublishedEpisode, TextTrack};
use sqlx::{Row as _, SqliteConnection, SqlitePool};

use super::{Columns as _, size};
use crate::Result;

pub(crate) async fn replace(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    published: &PublishedEpisode,
) -> Result<()> {
    sqlx::query("DELETE FROM enclosures WHERE episode_id = ?").bind(id.0).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM transcripts WHERE episode_id = ?").bind(id.0).execute(&mut *connection).await?;
    for (position, enclosure) in (0_i64..).zip(&published.enclosures) {
        sqlx::query(
            "INSERT INTO enclosures (episode_id, position, url, mime_type, length) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(id.0)
        .bind(position)
        .bind(enclosure.url.as_str())
        .bind(&enclosure.mime_type)
        .bind(enclosure.length.map(size))
        .execute(&mut *connection)
        .await?;
    }
    for (position, track) in (0_i64..).zip(&published.transcripts) {
        sqlx::query(
            "INSERT INTO transcripts (episode_id, position, url, mime_type, language, captions)
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(id.0)
        .bind(position)
        .bind(track.url.as_str())
        .bind(&track.mime_type)
        .bind(&track.language)
        .bind(track.captions)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

pub(crate) async fn of_episode(readers: &SqlitePool, id: EpisodeId) -> Result<Vec<Enclosure>> {
    let rows = sqlx::query("SELECT * FROM enclosures WHERE episode_id = ? ORDER BY position")
        .bind(id.0)
        .fetch_all(readers)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Enclosure {
                url: row.url("url")?,
                mime_type: row.try_get("mime_type")?,
                length: row.maybe_number("length")?,
            })
        })
        .collect()
}

pub(crate) async fn transcripts(readers: &SqlitePool, id: EpisodeId) -> Result<Vec<TextTrack>> {
    let rows = sqlx::query("SELECT * FROM transcripts WHERE episode_id = ? ORDER BY position")
        .bind(id.0)
        .fetch_all(readers)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(TextTrack {
                url: row.url("url")?,
                mime_type: row.try_get("mime_type")?,
                language: row.try_get("language")?,
                captions: row.try_get("captions")?,
            })
        })
        .collect()
}
