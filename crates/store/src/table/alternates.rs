use friday_model::{AlternateEnclosure, EpisodeId, Integrity, IntegrityKind};
use sqlx::{Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};
use url::Url;

use super::{Columns as _, size};
use crate::Result;

pub(crate) async fn replace(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    alternates: &[AlternateEnclosure],
) -> Result<()> {
    sqlx::query("DELETE FROM alternates WHERE episode_id = ?").bind(id.0).execute(&mut *connection).await?;
    insert(connection, id, alternates).await
}

/// Of an episode that has none yet.
pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    alternates: &[AlternateEnclosure],
) -> Result<()> {
    for (position, alternate) in (0_i64..).zip(alternates) {
        let sources: Vec<&str> = alternate.sources.iter().map(Url::as_str).collect();
        sqlx::query(
            "INSERT INTO alternates (episode_id, position, sources, mime_type, length, bitrate, height, language,
                title, rel, is_default, integrity_kind, integrity_value)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(id.0)
        .bind(position)
        .bind(sources.join("\n"))
        .bind(&alternate.mime_type)
        .bind(alternate.length.map(size))
        .bind(alternate.bitrate.map(size))
        .bind(alternate.height)
        .bind(&alternate.language)
        .bind(&alternate.title)
        .bind(&alternate.rel)
        .bind(alternate.default)
        .bind(alternate.integrity.as_ref().map(|integrity| integrity.kind.as_str()))
        .bind(alternate.integrity.as_ref().map(|integrity| &integrity.value))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

pub(crate) async fn of_episode(readers: &SqlitePool, id: EpisodeId) -> Result<Vec<AlternateEnclosure>> {
    let rows = sqlx::query("SELECT * FROM alternates WHERE episode_id = ? ORDER BY position")
        .bind(id.0)
        .fetch_all(readers)
        .await?;
    rows.iter().map(|row| Ok(read(row)?)).collect()
}

fn read(row: &SqliteRow) -> sqlx::Result<AlternateEnclosure> {
    let kind: Option<&str> = row.try_get("integrity_kind")?;
    let value: Option<String> = row.try_get("integrity_value")?;
    Ok(AlternateEnclosure {
        sources: row.try_get::<&str, _>("sources")?.lines().filter_map(|url| url.parse().ok()).collect(),
        mime_type: row.try_get("mime_type")?,
        length: row.maybe_number("length")?,
        bitrate: row.maybe_number("bitrate")?,
        height: row.maybe_number("height")?,
        language: row.try_get("language")?,
        title: row.try_get("title")?,
        rel: row.try_get("rel")?,
        default: row.try_get("is_default")?,
        integrity: kind
            .and_then(IntegrityKind::from_word)
            .zip(value)
            .map(|(kind, value)| Integrity { kind, value }),
    })
}
