use friday_model::PodcastId;
use sqlx::{SqliteConnection, SqlitePool};

use crate::Result;

pub(crate) async fn titles(readers: &SqlitePool, podcast: PodcastId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT title FROM skipped_chapters WHERE podcast_id = ? ORDER BY title")
        .bind(podcast.0)
        .fetch_all(readers)
        .await?)
}

pub(crate) async fn insert(connection: &mut SqliteConnection, podcast: PodcastId, title: &str) -> Result<()> {
    sqlx::query("INSERT OR IGNORE INTO skipped_chapters (podcast_id, title) VALUES (?, ?)")
        .bind(podcast.0)
        .bind(title)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn delete(connection: &mut SqliteConnection, podcast: PodcastId, title: &str) -> Result<()> {
    sqlx::query("DELETE FROM skipped_chapters WHERE podcast_id = ? AND title = ?")
        .bind(podcast.0)
        .bind(title)
        .execute(connection)
        .await?;
    Ok(())
}
