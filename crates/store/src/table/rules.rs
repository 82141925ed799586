use friday_model::{Arrivals, AutoDownload, KeepRule, PodcastId, PodcastRules, Quality};
use sqlx::{Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};

use super::{Columns as _, milliseconds, size};
use crate::Result;

pub(crate) async fn one(readers: &SqlitePool, podcast: PodcastId) -> Result<PodcastRules> {
    let row = sqlx::query("SELECT * FROM podcast_rules WHERE podcast_id = ?")
        .bind(podcast.0)
        .fetch_optional(readers)
        .await?;
    Ok(row.map(|row| read(&row)).transpose()?.unwrap_or_default())
}

pub(crate) async fn all(readers: &SqlitePool) -> Result<Vec<(PodcastId, PodcastRules)>> {
    let rows = sqlx::query("SELECT * FROM podcast_rules").fetch_all(readers).await?;
    rows.iter().map(|row| Ok((PodcastId(row.try_get("podcast_id")?), read(row)?))).collect()
}

pub(crate) async fn set(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    rules: &PodcastRules,
) -> Result<()> {
    let auto = rules.auto_download.as_ref();
    let types = auto.map(|auto| auto.types.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join("\n"));
    sqlx::query(
        "INSERT OR REPLACE INTO podcast_rules (podcast_id, auto_newest, auto_contains, auto_excludes, auto_shortest,
            auto_longest, auto_types, keep_newest, days_after_played, budget, quality, arrivals)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(podcast.0)
    .bind(auto.map(|auto| auto.newest))
    .bind(auto.map(|auto| lines(&auto.contains)).unwrap_or_default())
    .bind(auto.map(|auto| lines(&auto.excludes)).unwrap_or_default())
    .bind(auto.and_then(|auto| auto.shortest).map(milliseconds))
    .bind(auto.and_then(|auto| auto.longest).map(milliseconds))
    .bind(types.unwrap_or_default())
    .bind(rules.keep.newest)
    .bind(rules.keep.days_after_played)
    .bind(rules.keep.budget.map(size))
    .bind(rules.quality.map(Quality::as_str))
    .bind(rules.arrivals.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

fn read(row: &SqliteRow) -> sqlx::Result<PodcastRules> {
    let auto_download = match row.maybe_number("auto_newest")? {
        None => None,
        Some(newest) => Some(AutoDownload {
            newest,
            contains: words(row.try_get("auto_contains")?),
            excludes: words(row.try_get("auto_excludes")?),
            shortest: row.maybe_length("auto_shortest")?,
            longest: row.maybe_length("auto_longest")?,
            types: words(row.try_get("auto_types")?).iter().filter_map(|word| word.parse().ok()).collect(),
        }),
    };
    Ok(PodcastRules {
        auto_download,
        keep: KeepRule {
            newest: row.maybe_number("keep_newest")?,
            days_after_played: row.maybe_number("days_after_played")?,
            budget: row.maybe_number("budget")?,
        },
        quality: row.try_get::<Option<&str>, _>("quality")?.and_then(Quality::from_word),
        arrivals: Arrivals::from_word(row.try_get("arrivals")?).unwrap_or_default(),
    })
}

/// A line break inside a word would make two of it: it becomes a space.
fn lines(words: &[String]) -> String {
    words.iter().map(|word| word.replace(['\n', '\r'], " ")).collect::<Vec<_>>().join("\n")
}

fn words(lines: &str) -> Vec<String> {
    lines.lines().filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
}
