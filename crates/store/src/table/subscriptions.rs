use friday_model::{PodcastId, Timestamp};
use sqlx::SqliteConnection;

use crate::Result;

pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    since: Timestamp,
) -> Result<()> {
    sqlx::query("INSERT INTO subscriptions (podcast_id, since) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .bind(podcast.0)
        .bind(since.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn delete(connection: &mut SqliteConnection, podcast: PodcastId) -> Result<bool> {
    let done = sqlx::query("DELETE FROM subscriptions WHERE podcast_id = ?")
        .bind(podcast.0)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(crate) async fn set_favorite(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    favorite: bool,
) -> Result<bool> {
    let done = sqlx::query("UPDATE subscriptions SET favorite = ? WHERE podcast_id = ?")
        .bind(favorite)
        .bind(podcast.0)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}
