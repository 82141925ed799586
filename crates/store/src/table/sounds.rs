use friday_model::{PodcastId, PodcastSound, Speed};
use sqlx::{Row as _, SqliteConnection, SqlitePool};

use super::{Columns as _, milliseconds};
use crate::Result;

pub(crate) async fn one(readers: &SqlitePool, podcast: PodcastId) -> Result<PodcastSound> {
    let row = sqlx::query("SELECT * FROM podcast_sounds WHERE podcast_id = ?")
        .bind(podcast.0)
        .fetch_optional(readers)
        .await?;
    let Some(row) = row else { return Ok(PodcastSound::default()) };
    Ok(PodcastSound {
        speed: row.maybe_number("speed")?.map(Speed::of_hundredths),
        intro: row.maybe_length("intro")?.unwrap_or_default(),
        outro: row.maybe_length("outro")?.unwrap_or_default(),
        trim_silence: row.try_get("trim_silence")?,
        level: row.try_get("level")?,
        keep_files: row.try_get("keep_files")?,
    })
}

/// The speeds of the podcasts that have one of their own.
pub(crate) async fn speeds(readers: &SqlitePool) -> Result<Vec<(PodcastId, Speed)>> {
    let rows = sqlx::query("SELECT podcast_id, speed FROM podcast_sounds WHERE speed IS NOT NULL")
        .fetch_all(readers)
        .await?;
    rows.iter()
        .map(|row| Ok((PodcastId(row.try_get("podcast_id")?), Speed::of_hundredths(row.number("speed")?))))
        .collect()
}

pub(crate) async fn set(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    sound: &PodcastSound,
) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO podcast_sounds (podcast_id, speed, intro, outro, trim_silence, level, keep_files)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(podcast.0)
    .bind(sound.speed.map(Speed::hundredths))
    .bind(milliseconds(sound.intro))
    .bind(milliseconds(sound.outro))
    .bind(sound.trim_silence)
    .bind(sound.level)
    .bind(sound.keep_files)
    .execute(connection)
    .await?;
    Ok(())
}
