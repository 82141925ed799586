use std::time::Duration;

use friday_model::{Feed, FeedError, LoginState, PodcastId, Schedule, Timestamp, Validators};
use sqlx::{Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};

use super::{Columns as _, milliseconds};
use crate::Result;

pub(crate) async fn subscribed(readers: &SqlitePool) -> Result<Vec<Feed>> {
    let rows = sqlx::query(
        "SELECT p.id, p.feed_url, f.* FROM subscriptions s
         JOIN podcasts p ON p.id = s.podcast_id
         LEFT JOIN feeds f ON f.podcast_id = p.id
         ORDER BY f.checked NULLS FIRST, p.id",
    )
    .fetch_all(readers)
    .await?;
    rows.iter().map(|row| Ok(read(row)?)).collect()
}

pub(crate) async fn body_hash(readers: &SqlitePool, podcast: PodcastId) -> Result<Option<Vec<u8>>> {
    let hash: Option<Option<Vec<u8>>> =
        sqlx::query_scalar("SELECT body_hash FROM feeds WHERE podcast_id = ?")
            .bind(podcast.0)
            .fetch_optional(readers)
            .await?;
    Ok(hash.flatten())
}

pub(crate) async fn succeeded(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    validators: &Validators,
    body_hash: Option<&[u8]>,
    now: Timestamp,
    next_check: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO feeds (podcast_id, etag, last_modified, body_hash, checked, succeeded, next_check)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
         ON CONFLICT (podcast_id) DO UPDATE SET etag = ?2, last_modified = ?3, body_hash = coalesce(?4, body_hash),
            checked = ?5, succeeded = ?5, next_check = ?6, failures = 0, error_code = NULL, error_message = NULL",
    )
    .bind(podcast.0)
    .bind(&validators.etag)
    .bind(&validators.last_modified)
    .bind(body_hash)
    .bind(now.0)
    .bind(next_check.0)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn failed(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    error: &FeedError,
    now: Timestamp,
    next_check: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO feeds (podcast_id, checked, failures, error_code, error_message, next_check)
         VALUES (?1, ?2, 1, ?3, ?4, ?5)
         ON CONFLICT (podcast_id) DO UPDATE SET checked = ?2, failures = failures + 1, error_code = ?3,
            error_message = ?4, next_check = ?5",
    )
    .bind(podcast.0)
    .bind(now.0)
    .bind(&error.code)
    .bind(&error.message)
    .bind(next_check.0)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn set_schedule(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    schedule: &Schedule,
) -> Result<()> {
    sqlx::query("UPDATE feeds SET ttl = ?, skip_hours = ?, skip_days = ?, complete = ? WHERE podcast_id = ?")
        .bind(schedule.ttl.map(|ttl| milliseconds(ttl) / 1000))
        .bind(schedule.skip_hours)
        .bind(schedule.skip_days)
        .bind(schedule.complete)
        .bind(podcast.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn set_login(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    login: Option<LoginState>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO feeds (podcast_id, login) VALUES (?1, ?2) ON CONFLICT (podcast_id) DO UPDATE SET login = ?2",
    )
    .bind(podcast.0)
    .bind(login.map(LoginState::as_str))
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn postpone(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    until: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO feeds (podcast_id, next_check) VALUES (?1, ?2)
         ON CONFLICT (podcast_id) DO UPDATE SET next_check = max(coalesce(next_check, 0), ?2)",
    )
    .bind(podcast.0)
    .bind(until.0)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn forget_validators(connection: &mut SqliteConnection, podcast: PodcastId) -> Result<()> {
    sqlx::query("UPDATE feeds SET etag = NULL, last_modified = NULL, body_hash = NULL WHERE podcast_id = ?")
        .bind(podcast.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// From a row that holds `id` and `feed_url` of the podcast beside the columns of `feeds`.
pub(crate) fn read(row: &SqliteRow) -> sqlx::Result<Feed> {
    let code: Option<String> = row.try_get("error_code")?;
    let message: Option<String> = row.try_get("error_message")?;
    Ok(Feed {
        podcast: PodcastId(row.try_get("id")?),
        url: row.url("feed_url")?,
        validators: Validators { etag: row.try_get("etag")?, last_modified: row.try_get("last_modified")? },
        checked: row.maybe_time("checked")?,
        succeeded: row.maybe_time("succeeded")?,
        failures: row.number("failures")?,
        error: code.map(|code| FeedError { code, message: message.unwrap_or_default() }),
        next_check: row.maybe_time("next_check")?,
        login: row.try_get::<Option<&str>, _>("login")?.and_then(LoginState::from_word),
        schedule: Schedule {
            ttl: row.maybe_number("ttl")?.map(Duration::from_secs),
            skip_hours: row.number("skip_hours")?,
            skip_days: row.number("skip_days")?,
            complete: row.try_get::<Option<bool>, _>("complete")?.unwrap_or(false),
        },
    })
}
