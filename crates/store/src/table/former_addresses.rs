//! Where feeds have lived before, and all addresses at which a podcast is known.

use friday_model::PodcastId;
use sqlx::{Row as _, SqliteConnection, SqlitePool};
use url::Url;

use crate::{KnownAddress, Result};

/// The feed of `podcast` has left `old` for `new`; if another podcast lives there, both are one.
pub(crate) async fn moved(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    old: &Url,
    new: &Url,
) -> Result<()> {
    sqlx::query("DELETE FROM former_addresses WHERE feed_url = ?")
        .bind(new.as_str())
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO former_addresses (feed_url, podcast_id)
         VALUES (?1, coalesce((SELECT id FROM podcasts WHERE feed_url = ?2), ?3))
         ON CONFLICT DO UPDATE SET podcast_id = excluded.podcast_id",
    )
    .bind(old.as_str())
    .bind(new.as_str())
    .bind(podcast.0)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn known(readers: &SqlitePool) -> Result<Vec<KnownAddress>> {
    let rows = sqlx::query(
        "SELECT feed_url, id AS podcast_id, id IN (SELECT podcast_id FROM subscriptions) AS subscribed, 0 AS former
         FROM podcasts
         UNION ALL
         SELECT feed_url, podcast_id, podcast_id IN (SELECT podcast_id FROM subscriptions), 1 FROM former_addresses",
    )
    .fetch_all(readers)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(KnownAddress {
                url: row.try_get("feed_url")?,
                podcast: PodcastId(row.try_get("podcast_id")?),
                subscribed: row.try_get("subscribed")?,
                former: row.try_get("former")?,
            })
        })
        .collect()
}

/// Removes those of `podcasts` whose feed has turned out to be that of another subscription, unless the listener has
/// done something with them already.
pub(crate) async fn fold(
    connection: &mut SqliteConnection,
    podcasts: &[PodcastId],
) -> Result<Vec<PodcastId>> {
    let ids: Vec<String> = podcasts.iter().map(ToString::to_string).collect();
    let folded: Vec<i64> = sqlx::query_scalar(
        "DELETE FROM podcasts WHERE id IN (SELECT value FROM json_each(?))
            AND EXISTS (SELECT 1 FROM former_addresses f JOIN subscriptions s ON s.podcast_id = f.podcast_id
                WHERE f.feed_url = podcasts.feed_url AND f.podcast_id <> podcasts.id)
            AND NOT EXISTS (SELECT 1 FROM episodes e LEFT JOIN episode_states st ON st.episode_id = e.id
                LEFT JOIN downloads d ON d.episode_id = e.id
                WHERE e.podcast_id = podcasts.id AND (st.episode_id IS NOT NULL OR d.episode_id IS NOT NULL))
         RETURNING id",
    )
    .bind(format!("[{}]", ids.join(",")))
    .fetch_all(connection)
    .await?;
    Ok(folded.into_iter().map(PodcastId).collect())
}
