//! The changes that the search index has to follow, and the words that it reads.

use friday_model::{EpisodeId, PodcastId, Timestamp};
use sqlx::{Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};

use super::{cues, episodes::json_array};
use crate::{EpisodeMark, EpisodeWords, PodcastWords, Result};

/// Not a podcast, but the mark that parts what changed before it from what changed after.
const MARK: i64 = 0;

pub(crate) async fn marked(readers: &SqlitePool) -> Result<u64> {
    let revision: Option<i64> =
        sqlx::query_scalar("SELECT revision FROM search_changes WHERE podcast_id = ?")
            .bind(MARK)
            .fetch_optional(readers)
            .await?;
    Ok(revision.unwrap_or(0).cast_unsigned())
}

pub(crate) async fn mark(connection: &mut SqliteConnection) -> Result<u64> {
    sqlx::query("DELETE FROM search_changes WHERE podcast_id = ?")
        .bind(MARK)
        .execute(&mut *connection)
        .await?;
    let revision: i64 = sqlx::query_scalar(
        "INSERT INTO search_changes SELECT ?, coalesce(max(revision), 0) + 1 FROM search_changes RETURNING revision",
    )
    .bind(MARK)
    .fetch_one(connection)
    .await?;
    Ok(revision.cast_unsigned())
}

pub(crate) async fn changed(readers: &SqlitePool, after: u64) -> Result<Vec<(PodcastId, u64)>> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT podcast_id, revision FROM search_changes WHERE revision > ? AND podcast_id <> ? ORDER BY revision",
    )
    .bind(after.cast_signed())
    .bind(MARK)
    .fetch_all(readers)
    .await?;
    Ok(rows.into_iter().map(|(podcast, revision)| (PodcastId(podcast), revision.cast_unsigned())).collect())
}

pub(crate) async fn podcast(readers: &SqlitePool, id: PodcastId) -> Result<Option<PodcastWords>> {
    let row = sqlx::query(
        "SELECT p.title, p.author, p.description,
            (SELECT max(sort_time) FROM episodes WHERE podcast_id = p.id) AS newest
         FROM podcasts p JOIN subscriptions s ON s.podcast_id = p.id WHERE p.id = ?",
    )
    .bind(id.0)
    .fetch_optional(readers)
    .await?;
    let read = |row: SqliteRow| -> sqlx::Result<PodcastWords> {
        Ok(PodcastWords {
            title: row.try_get("title")?,
            author: row.try_get("author")?,
            description: row.try_get("description")?,
            newest: row.try_get::<Option<i64>, _>("newest")?.map(Timestamp),
        })
    };
    Ok(row.map(read).transpose()?)
}

pub(crate) async fn marks(readers: &SqlitePool, podcast: PodcastId) -> Result<Vec<EpisodeMark>> {
    let rows: Vec<(i64, i64, Option<i64>)> = sqlx::query_as(
        "SELECT e.id, e.fingerprint, d.fetched FROM episodes e
         LEFT JOIN episode_documents d ON d.episode_id = e.id AND d.kind = 'transcript'
         WHERE e.podcast_id = ?",
    )
    .bind(podcast.0)
    .fetch_all(readers)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, fingerprint, transcript)| EpisodeMark {
            id: EpisodeId(id),
            fingerprint,
            transcript: transcript.map(Timestamp),
        })
        .collect())
}

pub(crate) async fn episodes(readers: &SqlitePool, ids: &[EpisodeId]) -> Result<Vec<EpisodeWords>> {
    let rows = sqlx::query(
        "SELECT e.id, e.title, e.sort_time, n.html,
            EXISTS (SELECT 1 FROM episode_documents d WHERE d.episode_id = e.id AND d.kind = 'transcript') AS spoken
         FROM episodes e LEFT JOIN episode_notes n ON n.episode_id = e.id
         WHERE e.id IN (SELECT value FROM json_each(?))",
    )
    .bind(json_array(ids))
    .fetch_all(readers)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let id = EpisodeId(row.try_get("id")?);
        let spoken: bool = row.try_get("spoken")?;
        found.push(EpisodeWords {
            id,
            title: row.try_get("title")?,
            date: Timestamp(row.try_get("sort_time")?),
            notes: row.try_get("html")?,
            cues: if spoken { cues::of_episode(readers, id).await? } else { Vec::new() },
        });
    }
    Ok(found)
}

pub(crate) async fn notes(readers: &SqlitePool, ids: &[EpisodeId]) -> Result<Vec<(EpisodeId, String)>> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT episode_id, html FROM episode_notes WHERE episode_id IN (SELECT value FROM json_each(?))",
    )
    .bind(json_array(ids))
    .fetch_all(readers)
    .await?;
    Ok(rows.into_iter().map(|(id, html)| (EpisodeId(id), html)).collect())
}
