use friday_model::{Podcast, PodcastId, PodcastOverview, PublishedPodcast, Subscription, Timestamp};
use sqlx::{AssertSqlSafe, Row as _, SqliteConnection, SqlitePool, sqlite::SqliteRow};
use url::Url;

use super::{Columns as _, extras, feeds, former_addresses};
use crate::Result;

/// Whose episodes are counted.
enum Of {
    All,
    /// Of the podcast ?1.
    One,
}

/// The podcasts with what is counted of their episodes. Episodes are counted in the index, and what a listener has
/// touched is looked at by itself: it is little beside all that there is, which SQLite would rather go through.
fn overview(of: &Of) -> String {
    let (join, of) = match of {
        Of::All => ("CROSS JOIN", ""),
        Of::One => ("JOIN", "AND e.podcast_id = ?1"),
    };
    format!(
        "SELECT p.*, f.*, s.since, s.favorite,
            (SELECT count(*) FROM episodes WHERE podcast_id = p.id) AS episodes,
            (SELECT max(sort_time) FROM episodes WHERE podcast_id = p.id) AS newest,
            coalesce(played.number, 0) AS played, coalesce(downloaded.number, 0) AS downloaded
         FROM podcasts p
         LEFT JOIN subscriptions s ON s.podcast_id = p.id
         LEFT JOIN feeds f ON f.podcast_id = p.id
         LEFT JOIN (
            SELECT e.podcast_id, count(*) AS number
            FROM episode_states st {join} episodes e ON e.id = st.episode_id
            WHERE st.listening = 'played' {of} GROUP BY e.podcast_id
         ) played ON played.podcast_id = p.id
         LEFT JOIN (
            SELECT e.podcast_id, count(*) AS number
            FROM downloads d {join} episodes e ON e.id = d.episode_id
            WHERE d.finished IS NOT NULL {of} GROUP BY e.podcast_id
         ) downloaded ON downloaded.podcast_id = p.id"
    )
}

pub(crate) async fn subscribed(readers: &SqlitePool) -> Result<Vec<PodcastOverview>> {
    let overview = overview(&Of::All);
    let sql = format!(
        "{overview} WHERE s.since IS NOT NULL ORDER BY s.favorite DESC, p.title COLLATE NOCASE, p.id"
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(readers).await?;
    rows.iter().map(|row| Ok(read(row)?)).collect()
}

pub(crate) async fn one(readers: &SqlitePool, id: PodcastId) -> Result<Option<PodcastOverview>> {
    let overview = overview(&Of::One);
    let sql = format!("{overview} WHERE p.id = ?1");
    let row = sqlx::query(AssertSqlSafe(sql)).bind(id.0).fetch_optional(readers).await?;
    Ok(row.map(|row| read(&row)).transpose()?)
}

pub(crate) async fn by_feed(readers: &SqlitePool, feed_url: &Url) -> Result<Option<PodcastId>> {
    let id = sqlx::query_scalar("SELECT id FROM podcasts WHERE feed_url = ?")
        .bind(feed_url.as_str())
        .fetch_optional(readers)
        .await?;
    Ok(id.map(PodcastId))
}

pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    feed_url: &Url,
    published: &PublishedPodcast,
) -> Result<PodcastId> {
    let id = sqlx::query_scalar("INSERT INTO podcasts (feed_url, title) VALUES (?, ?) RETURNING id")
        .bind(feed_url.as_str())
        .bind(title(feed_url, published))
        .fetch_one(&mut *connection)
        .await
        .map(PodcastId)?;
    update(connection, id, published).await?;
    Ok(id)
}

pub(crate) async fn update(
    connection: &mut SqliteConnection,
    id: PodcastId,
    published: &PublishedPodcast,
) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE podcasts SET title = CASE WHEN ?2 = '' THEN title ELSE ?2 END,
            author = ?3, description = ?4, link = ?5, language = ?6, image = ?7, guid = ?8, serial = ?9
         WHERE id = ?1 AND (title, author, description, link, language, image, guid, serial)
            IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )
    .bind(id.0)
    .bind(&published.title)
    .bind(&published.author)
    .bind(&published.description)
    .bind(published.link.as_ref().map(Url::as_str))
    .bind(&published.language)
    .bind(published.image.as_ref().map(Url::as_str))
    .bind(&published.guid)
    .bind(published.serial)
    .execute(&mut *connection)
    .await?;
    let differs = extras::replace_podcast(connection, id, &published.extras).await?;
    Ok(differs || done.rows_affected() > 0)
}

pub(crate) async fn move_feed(
    connection: &mut SqliteConnection,
    id: PodcastId,
    feed_url: &Url,
) -> Result<bool> {
    let old: Option<String> = sqlx::query_scalar("SELECT feed_url FROM podcasts WHERE id = ?")
        .bind(id.0)
        .fetch_optional(&mut *connection)
        .await?;
    let done = sqlx::query("UPDATE OR IGNORE podcasts SET feed_url = ? WHERE id = ?")
        .bind(feed_url.as_str())
        .bind(id.0)
        .execute(&mut *connection)
        .await?;
    if let Some(old) = old.and_then(|old| Url::parse(&old).ok()).filter(|old| old != feed_url) {
        former_addresses::moved(connection, id, &old, feed_url).await?;
    }
    Ok(done.rows_affected() > 0)
}

/// A podcast without a title goes by the name of its host.
fn title<'a>(feed_url: &'a Url, published: &'a PublishedPodcast) -> &'a str {
    if published.title.is_empty() { feed_url.host_str().unwrap_or("?") } else { &published.title }
}

fn read(row: &SqliteRow) -> sqlx::Result<PodcastOverview> {
    let id = PodcastId(row.try_get("id")?);
    let since: Option<i64> = row.try_get("since")?;
    let favorite: Option<bool> = row.try_get("favorite")?;
    let episodes = row.number("episodes")?;
    Ok(PodcastOverview {
        podcast: Podcast {
            id,
            feed_url: row.url("feed_url")?,
            title: row.try_get("title")?,
            author: row.try_get("author")?,
            description: row.try_get("description")?,
            link: row.maybe_url("link")?,
            language: row.try_get("language")?,
            image: row.maybe_url("image")?,
            serial: row.try_get("serial")?,
        },
        subscription: since.map(|since| Subscription {
            podcast: id,
            since: Timestamp(since),
            favorite: favorite.unwrap_or(false),
        }),
        feed: feeds::read(row)?,
        episodes,
        unplayed: episodes.saturating_sub(row.number("played")?),
        downloaded: row.number("downloaded")?,
        newest: row.maybe_time("newest")?,
    })
}
