use std::time::Duration;

use friday_model::{EpisodeId, EpisodeState, Listening, Timestamp};
use sqlx::{Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};

use super::{Columns as _, milliseconds};
use crate::Result;

pub(crate) async fn one(readers: &SqlitePool, id: EpisodeId) -> Result<EpisodeState> {
    let row = sqlx::query("SELECT * FROM episode_states WHERE episode_id = ?")
        .bind(id.0)
        .fetch_optional(readers)
        .await?;
    Ok(row.map(|row| read(&row)).transpose()?.unwrap_or_default())
}

pub(crate) async fn last_listened(readers: &SqlitePool) -> Result<Option<EpisodeId>> {
    let id = sqlx::query_scalar(
        "SELECT episode_id FROM episode_states
         WHERE listened IS NOT NULL AND listening <> 'played' AND position > 0
         ORDER BY listened DESC LIMIT 1",
    )
    .fetch_optional(readers)
    .await?;
    Ok(id.map(EpisodeId))
}

pub(crate) async fn replace(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    state: &EpisodeState,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO episode_states (episode_id, position, measured_duration, listening, starred, listened)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (episode_id) DO UPDATE SET position = ?2, measured_duration = ?3, listening = ?4, starred = ?5,
            listened = ?6",
    )
    .bind(id.0)
    .bind(milliseconds(state.position))
    .bind(state.measured_duration.map(milliseconds))
    .bind(word(state.listening))
    .bind(state.starred)
    .bind(state.listened.map(|time| time.0))
    .execute(connection)
    .await?;
    Ok(())
}

/// Only what listening changes, so that a star that is given meanwhile is not taken away again.
pub(crate) async fn set_heard(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    position: Duration,
    listening: Listening,
    listened: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO episode_states (episode_id, position, listening, listened) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (episode_id) DO UPDATE SET position = ?2, listening = ?3, listened = ?4",
    )
    .bind(id.0)
    .bind(milliseconds(position))
    .bind(word(listening))
    .bind(listened.0)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn set_measured_duration(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    length: Duration,
) -> Result<()> {
    sqlx::query("UPDATE episode_states SET measured_duration = ? WHERE episode_id = ?")
        .bind(milliseconds(length))
        .bind(id.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// From a row that holds the columns of `episode_states`, all of them null where there is none.
pub(crate) fn read(row: &SqliteRow) -> sqlx::Result<EpisodeState> {
    Ok(EpisodeState {
        position: row.maybe_length("position")?.unwrap_or_default(),
        measured_duration: row.maybe_length("measured_duration")?,
        listening: match row.try_get::<Option<&str>, _>("listening")? {
            Some("played") => Listening::Played,
            Some("unplayed") => Listening::Unplayed,
            _ => Listening::New,
        },
        starred: row.try_get::<Option<bool>, _>("starred")?.unwrap_or(false),
        listened: row.maybe_time("listened")?,
    })
}

const fn word(listening: Listening) -> &'static str {
    match listening {
        Listening::New => "new",
        Listening::Unplayed => "unplayed",
        Listening::Played => "played",
    }
}

/// The length that the position was counted in, if it was known.
pub(crate) async fn heard_length(readers: &SqlitePool, id: EpisodeId) -> Result<Option<Duration>> {
    let row = sqlx::query("SELECT heard_length FROM episode_states WHERE episode_id = ?")
        .bind(id.0)
        .fetch_optional(readers)
        .await?;
    Ok(row.map(|row| row.maybe_length("heard_length")).transpose()?.flatten())
}

pub(crate) async fn set_heard_length(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    length: Duration,
) -> Result<()> {
    sqlx::query("UPDATE episode_states SET heard_length = ? WHERE episode_id = ?")
        .bind(milliseconds(length))
        .bind(id.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// The newest so many that were listened to, the last first.
pub(crate) async fn history(readers: &SqlitePool, most: u32) -> Result<Vec<EpisodeId>> {
    let ids: Vec<i64> = sqlx::query_scalar(
        "SELECT episode_id FROM episode_states WHERE listened IS NOT NULL
         ORDER BY listened DESC, episode_id DESC LIMIT ?",
    )
    .bind(most)
    .fetch_all(readers)
    .await?;
    Ok(ids.into_iter().map(EpisodeId).collect())
}
