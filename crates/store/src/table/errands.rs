use friday_model::EpisodeId;
use sqlx::{SqliteConnection, SqlitePool};

use crate::{Errand, Result};

pub(crate) async fn of_job(readers: &SqlitePool, job: i64) -> Result<Option<Errand>> {
    let found: Option<(i64, String)> = sqlx::query_as("SELECT episode_id, token FROM errands WHERE job = ?")
        .bind(job)
        .fetch_optional(readers)
        .await?;
    Ok(found.map(|(episode, token)| Errand { job, episode: EpisodeId(episode), token }))
}

pub(crate) async fn by_token(readers: &SqlitePool, token: &str) -> Result<Option<EpisodeId>> {
    let found: Option<i64> = sqlx::query_scalar("SELECT episode_id FROM errands WHERE token = ?")
        .bind(token)
        .fetch_optional(readers)
        .await?;
    Ok(found.map(EpisodeId))
}

pub(crate) async fn is_one(readers: &SqlitePool, id: EpisodeId) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM errands WHERE episode_id = ?)")
        .bind(id.0)
        .fetch_one(readers)
        .await?)
}

pub(crate) async fn insert(connection: &mut SqliteConnection, errand: &Errand) -> Result<()> {
    sqlx::query("INSERT INTO errands (job, episode_id, token) VALUES (?, ?, ?)")
        .bind(errand.job)
        .bind(errand.episode.0)
        .bind(&errand.token)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn delete(connection: &mut SqliteConnection, job: i64) -> Result<()> {
    sqlx::query("DELETE FROM errands WHERE job = ?").bind(job).execute(connection).await?;
    Ok(())
}
