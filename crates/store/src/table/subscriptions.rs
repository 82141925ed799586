use friday_model::{PodcastId, Timestamp};
use sqlx::{SqliteConnection, SqlitePool};

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

pub(crate) async fn set_folder(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    folder: &[String],
) -> Result<()> {
    sqlx::query("UPDATE subscriptions SET folder = ? WHERE podcast_id = ?")
        .bind(folder.join("\n"))
        .bind(podcast.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn folders(readers: &SqlitePool) -> Result<Vec<(PodcastId, Vec<String>)>> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("SELECT podcast_id, folder FROM subscriptions WHERE folder <> ''")
            .fetch_all(readers)
            .await?;
    Ok(rows
        .into_iter()
        .map(|(id, folder)| (PodcastId(id), folder.lines().map(str::to_owned).collect()))
        .collect())
}
