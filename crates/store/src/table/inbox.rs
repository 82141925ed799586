use friday_model::{EpisodeId, Timestamp};
use sqlx::{SqliteConnection, SqlitePool};

use super::episodes::json_array;
use crate::Result;

pub(crate) async fn all(readers: &SqlitePool) -> Result<Vec<EpisodeId>> {
    let ids: Vec<i64> = sqlx::query_scalar(
        "SELECT i.episode_id FROM inbox i JOIN episodes e ON e.id = i.episode_id
         LEFT JOIN episode_states st ON st.episode_id = e.id
         WHERE coalesce(st.listening, 'new') = 'new' AND e.podcast_id IN (SELECT podcast_id FROM subscriptions)
         ORDER BY i.arrived DESC, e.sort_time DESC, e.id DESC",
    )
    .fetch_all(readers)
    .await?;
    Ok(ids.into_iter().map(EpisodeId).collect())
}

pub(crate) async fn insert(connection: &mut SqliteConnection, id: EpisodeId, now: Timestamp) -> Result<()> {
    sqlx::query("INSERT INTO inbox (episode_id, arrived) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .bind(id.0)
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn delete(connection: &mut SqliteConnection, ids: &[EpisodeId]) -> Result<Vec<EpisodeId>> {
    let gone: Vec<i64> = sqlx::query_scalar(
        "DELETE FROM inbox WHERE episode_id IN (SELECT value FROM json_each(?)) RETURNING episode_id",
    )
    .bind(json_array(ids))
    .fetch_all(connection)
    .await?;
    Ok(gone.into_iter().map(EpisodeId).collect())
}
