use friday_model::{EpisodeId, Timestamp};
use sqlx::{Row as _, SqliteConnection, SqlitePool};

use super::Columns as _;
use crate::{DocumentKind, EpisodeDocument, Result};

pub(crate) async fn one(
    readers: &SqlitePool,
    id: EpisodeId,
    kind: DocumentKind,
) -> Result<Option<EpisodeDocument>> {
    let row = sqlx::query("SELECT * FROM episode_documents WHERE episode_id = ? AND kind = ?")
        .bind(id.0)
        .bind(word(kind))
        .fetch_optional(readers)
        .await?;
    let read = |row: sqlx::sqlite::SqliteRow| -> sqlx::Result<EpisodeDocument> {
        Ok(EpisodeDocument {
            url: row.url("url")?,
            language: row.try_get("language")?,
            timed: row.try_get("timed")?,
            fetched: Timestamp(row.try_get("fetched")?),
        })
    };
    Ok(row.map(read).transpose()?)
}

pub(crate) async fn set(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    kind: DocumentKind,
    document: &EpisodeDocument,
) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO episode_documents (episode_id, kind, url, language, timed, fetched)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(id.0)
    .bind(word(kind))
    .bind(document.url.as_str())
    .bind(&document.language)
    .bind(document.timed)
    .bind(document.fetched.0)
    .execute(connection)
    .await?;
    Ok(())
}

const fn word(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Chapters => "chapters",
        DocumentKind::Transcript => "transcript",
    }
}
