use friday_model::{EpisodeId, PublishedEpisode};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};

use super::strides;
use crate::Result;

pub(crate) async fn replace(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    published: &PublishedEpisode,
) -> Result<()> {
    sqlx::query("DELETE FROM episode_notes WHERE episode_id = ?")
        .bind(id.0)
        .execute(&mut *connection)
        .await?;
    insert(connection, &[(id, published)]).await
}

/// Of episodes that have none yet.
pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    episodes: &[(EpisodeId, &PublishedEpisode)],
) -> Result<()> {
    let of_all: Vec<_> =
        episodes.iter().filter_map(|(id, published)| Some((*id, published.notes.as_ref()?))).collect();
    for notes in strides(&of_all) {
        let mut query: QueryBuilder<Sqlite> =
            QueryBuilder::new("INSERT INTO episode_notes (episode_id, html) ");
        query.push_values(notes, |mut row, (id, html)| {
            row.push_bind(id.0).push_bind(*html);
        });
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}

pub(crate) async fn one(readers: &SqlitePool, id: EpisodeId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT html FROM episode_notes WHERE episode_id = ?")
        .bind(id.0)
        .fetch_optional(readers)
        .await?)
}
