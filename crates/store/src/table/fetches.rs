use friday_model::{FeedError, Fetch, FetchOutcome, PodcastId, Timestamp};
use sqlx::{Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};
use url::Url;

use super::{Columns as _, milliseconds, size};
use crate::Result;

/// So many are kept of each feed: two days of hourly checks, half a year of weekly ones.
const KEPT: i64 = 50;

pub(crate) async fn of(readers: &SqlitePool, podcast: PodcastId) -> Result<Vec<Fetch>> {
    let rows = sqlx::query("SELECT * FROM fetches WHERE podcast_id = ? ORDER BY id DESC")
        .bind(podcast.0)
        .fetch_all(readers)
        .await?;
    rows.iter().map(|row| Ok(read(row)?)).collect()
}

pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    fetch: &Fetch,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO fetches (podcast_id, at, outcome, milliseconds, bytes, new_episodes, error_code, error_message,
            moved_to)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(podcast.0)
    .bind(fetch.at.0)
    .bind(fetch.outcome.as_str())
    .bind(milliseconds(fetch.took))
    .bind(fetch.bytes.map(size))
    .bind(fetch.new_episodes)
    .bind(fetch.error.as_ref().map(|error| &error.code))
    .bind(fetch.error.as_ref().map(|error| &error.message))
    .bind(fetch.moved_to.as_ref().map(Url::as_str))
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "DELETE FROM fetches WHERE podcast_id = ?1 AND id <=
            (SELECT id FROM fetches WHERE podcast_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )
    .bind(podcast.0)
    .bind(KEPT)
    .execute(connection)
    .await?;
    Ok(())
}

fn read(row: &SqliteRow) -> sqlx::Result<Fetch> {
    let code: Option<String> = row.try_get("error_code")?;
    let message: Option<String> = row.try_get("error_message")?;
    Ok(Fetch {
        at: Timestamp(row.try_get("at")?),
        outcome: FetchOutcome::from_word(row.try_get("outcome")?).unwrap_or(FetchOutcome::Failed),
        took: row.maybe_length("milliseconds")?.unwrap_or_default(),
        bytes: row.maybe_number("bytes")?,
        new_episodes: row.number("new_episodes")?,
        error: code.map(|code| FeedError { code, message: message.unwrap_or_default() }),
        moved_to: row.maybe_url("moved_to")?,
    })
}
