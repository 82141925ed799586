use friday_model::{EpisodeId, PublishedEpisode};
use sqlx::{SqliteConnection, SqlitePool};

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
    if let Some(html) = &published.notes {
        sqlx::query("INSERT INTO episode_notes (episode_id, html) VALUES (?, ?)")
            .bind(id.0)
            .bind(html)
            .execute(connection)
            .await?;
    }
    Ok(())
}

pub(crate) async fn one(readers: &SqlitePool, id: EpisodeId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT html FROM episode_notes WHERE episode_id = ?")
        .bind(id.0)
        .fetch_optional(readers)
        .await?)
}
