//! The files and texts that are announced with an episode: `enclosures` and `transcripts`, which are alike.

use friday_model::{Enclosure, EpisodeId, PublishedEpisode, TextTrack};
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection, SqlitePool};

use super::{Columns as _, size, strides};
use crate::Result;

pub(crate) async fn replace(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    published: &PublishedEpisode,
) -> Result<()> {
    sqlx::query("DELETE FROM enclosures WHERE episode_id = ?").bind(id.0).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM transcripts WHERE episode_id = ?").bind(id.0).execute(&mut *connection).await?;
    insert(connection, &[(id, published)]).await
}

/// Of episodes that have none yet.
pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    episodes: &[(EpisodeId, &PublishedEpisode)],
) -> Result<()> {
    let of_all: Vec<_> = episodes
        .iter()
        .flat_map(|(id, published)| (0_i64..).zip(&published.enclosures).map(|one| (*id, one)))
        .collect();
    for enclosures in strides(&of_all) {
        let mut query: QueryBuilder<Sqlite> =
            QueryBuilder::new("INSERT INTO enclosures (episode_id, position, url, mime_type, length) ");
        query.push_values(enclosures, |mut row, (id, (position, enclosure))| {
            row.push_bind(id.0)
                .push_bind(*position)
                .push_bind(enclosure.url.as_str())
                .push_bind(&enclosure.mime_type)
                .push_bind(enclosure.length.map(size));
        });
        query.build().execute(&mut *connection).await?;
    }
    let of_all: Vec<_> = episodes
        .iter()
        .flat_map(|(id, published)| (0_i64..).zip(&published.transcripts).map(|one| (*id, one)))
        .collect();
    for tracks in strides(&of_all) {
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
            "INSERT INTO transcripts (episode_id, position, url, mime_type, language, captions) ",
        );
        query.push_values(tracks, |mut row, (id, (position, track))| {
            row.push_bind(id.0)
                .push_bind(*position)
                .push_bind(track.url.as_str())
                .push_bind(&track.mime_type)
                .push_bind(&track.language)
                .push_bind(track.captions);
        });
        query.build().execute(&mut *connection).await?;
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
