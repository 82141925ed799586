use std::{collections::HashMap, time::Duration};

use friday_model::{
    Enclosure, Episode, EpisodeExtras, EpisodeFilter, EpisodeId, EpisodeOrder, EpisodeStateFilter, PodcastId,
    PublishedEpisode, Timestamp,
};
use sqlx::{AssertSqlSafe, QueryBuilder, Row as _, Sqlite, SqliteConnection, SqlitePool, sqlite::SqliteRow};
use url::Url;

use super::{
    Columns as _, alternates, chapters, downloads, enclosures, extras, milliseconds, notes, states, strides,
};
use crate::{ChapterSource, EpisodeDetails, EpisodeKey, EpisodeRow, Result, fingerprint};

/// A date this far ahead is a mistake, or not meant to be seen yet; it sorts by when it was first seen.
const AHEAD: Duration = Duration::from_hours(24);

const ROW: &str = "
    SELECT e.*, p.title AS podcast_title, p.image AS podcast_image, p.feed_url,
        n.url AS enclosure_url, n.mime_type AS enclosure_type, n.length AS enclosure_length,
        st.position, st.measured_duration, st.listening, st.starred, st.listened,
        d.url AS download_url, d.path AS download_path, d.bytes AS download_bytes, d.total AS download_total,
        d.validator AS download_validator, d.sha256 AS download_sha256, d.mime_type AS download_mime_type,
        d.file_sha256 AS download_file_sha256, d.modified AS download_modified,
        d.requested AS download_requested, d.finished AS download_finished
    FROM episodes e
    JOIN podcasts p ON p.id = e.podcast_id
    LEFT JOIN enclosures n ON n.episode_id = e.id AND n.position = 0
    LEFT JOIN episode_states st ON st.episode_id = e.id
    LEFT JOIN downloads d ON d.episode_id = e.id";

pub(crate) async fn ids(readers: &SqlitePool, filter: &EpisodeFilter) -> Result<Vec<EpisodeId>> {
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT e.id FROM episodes e");
    if !filter.states.is_empty() {
        query.push(" LEFT JOIN episode_states st ON st.episode_id = e.id");
    }
    match filter.podcast {
        Some(podcast) => query.push(" WHERE e.podcast_id = ").push_bind(podcast.0),
        // The plus keeps SQLite from going podcast by podcast: then it would have to sort them all for any part of them.
        None => query.push(" WHERE +e.podcast_id IN (SELECT podcast_id FROM subscriptions)"),
    };
    if let Some(after) = filter.after {
        query.push(match filter.order {
            EpisodeOrder::NewestFirst => " AND (e.sort_time, e.id) < ",
            EpisodeOrder::OldestFirst => " AND (e.sort_time, e.id) > ",
        });
        query.push("(SELECT sort_time, id FROM episodes WHERE id = ").push_bind(after.0).push(")");
    }
    if !filter.states.is_empty() {
        query.push(" AND (");
        let mut any = query.separated(" OR ");
        for state in &filter.states {
            any.push(condition(*state));
        }
        query.push(")");
    }
    query.push(match filter.order {
        EpisodeOrder::NewestFirst => " ORDER BY e.sort_time DESC, e.id DESC",
        EpisodeOrder::OldestFirst => " ORDER BY e.sort_time, e.id",
    });
    if let Some(limit) = filter.limit {
        query.push(" LIMIT ").push_bind(i64::from(limit));
    }
    let ids: Vec<i64> = query.build_query_scalar().fetch_all(readers).await?;
    Ok(ids.into_iter().map(EpisodeId).collect())
}

const fn condition(state: EpisodeStateFilter) -> &'static str {
    match state {
        EpisodeStateFilter::New => "coalesce(st.listening, 'new') = 'new'",
        EpisodeStateFilter::Unplayed => "coalesce(st.listening, 'new') <> 'played'",
        // Few as a rule, and found by themselves rather than by looking at every episode.
        EpisodeStateFilter::InProgress => {
            "e.id IN (SELECT episode_id FROM episode_states WHERE listening = 'unplayed' AND position > 0)"
        }
        EpisodeStateFilter::Played => {
            "e.id IN (SELECT episode_id FROM episode_states WHERE listening = 'played')"
        }
        EpisodeStateFilter::Starred => "e.id IN (SELECT episode_id FROM episode_states WHERE starred)",
        EpisodeStateFilter::Downloaded => {
            "e.id IN (SELECT episode_id FROM downloads WHERE finished IS NOT NULL)"
        }
        EpisodeStateFilter::NotDownloaded => {
            "e.id NOT IN (SELECT episode_id FROM downloads WHERE finished IS NOT NULL)"
        }
        EpisodeStateFilter::Inbox => {
            "coalesce(st.listening, 'new') = 'new' AND e.id IN (SELECT episode_id FROM inbox)"
        }
    }
}

pub(crate) async fn newest(
    readers: &SqlitePool,
    podcast: Option<PodcastId>,
    count: u32,
) -> Result<Vec<EpisodeId>> {
    let ids: Vec<i64> = sqlx::query_scalar(
        "SELECT e.id FROM podcasts p JOIN episodes e ON e.id IN (
             SELECT id FROM episodes WHERE podcast_id = p.id
                 AND EXISTS (SELECT 1 FROM enclosures WHERE episode_id = episodes.id)
             ORDER BY sort_time DESC, id DESC LIMIT ?2)
         WHERE CASE WHEN ?1 IS NULL THEN p.id IN (SELECT podcast_id FROM subscriptions) ELSE p.id = ?1 END
         ORDER BY e.sort_time DESC, e.id DESC",
    )
    .bind(podcast.map(|podcast| podcast.0))
    .bind(i64::from(count))
    .fetch_all(readers)
    .await?;
    Ok(ids.into_iter().map(EpisodeId).collect())
}

pub(crate) async fn newest_dates(
    readers: &SqlitePool,
    podcast: PodcastId,
    now: Timestamp,
    most: u32,
) -> Result<Vec<Timestamp>> {
    let dates: Vec<i64> = sqlx::query_scalar(
        "SELECT published FROM episodes WHERE podcast_id = ? AND published <= ? ORDER BY sort_time DESC, id DESC LIMIT ?",
    )
    .bind(podcast.0)
    .bind(now.0)
    .bind(most)
    .fetch_all(readers)
    .await?;
    Ok(dates.into_iter().map(Timestamp).collect())
}

pub(crate) async fn rows(readers: &SqlitePool, ids: &[EpisodeId]) -> Result<Vec<EpisodeRow>> {
    let sql = format!("{ROW} WHERE e.id IN (SELECT value FROM json_each(?))");
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(json_array(ids)).fetch_all(readers).await?;
    let mut found: HashMap<EpisodeId, EpisodeRow> = HashMap::with_capacity(rows.len());
    for row in &rows {
        let row = read(row)?;
        found.insert(row.episode.id, row);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

pub(crate) async fn one(readers: &SqlitePool, id: EpisodeId) -> Result<Option<EpisodeDetails>> {
    let sql = format!("{ROW} WHERE e.id = ?");
    let Some(found) = sqlx::query(AssertSqlSafe(sql)).bind(id.0).fetch_optional(readers).await? else {
        return Ok(None);
    };
    let mut row = read(&found)?;
    row.episode.published.enclosures = enclosures::of_episode(readers, id).await?;
    row.episode.published.transcripts = enclosures::transcripts(readers, id).await?;
    row.episode.published.alternates = alternates::of_episode(readers, id).await?;
    row.episode.published.chapters = chapters::of(readers, id, ChapterSource::Feed).await?;
    row.episode.published.extras = extras::of_episode(readers, id).await?;
    Ok(Some(EpisodeDetails { row, notes: notes::one(readers, id).await? }))
}

pub(crate) async fn next_in_podcast(readers: &SqlitePool, id: EpisodeId) -> Result<Option<EpisodeId>> {
    let next = sqlx::query_scalar(
        "SELECT e.id FROM episodes e JOIN episodes was ON was.id = ?
         LEFT JOIN episode_states st ON st.episode_id = e.id
         WHERE e.podcast_id = was.podcast_id AND (e.sort_time, e.id) > (was.sort_time, was.id)
             AND coalesce(st.listening, 'new') <> 'played'
             AND EXISTS (SELECT 1 FROM enclosures WHERE episode_id = e.id)
         ORDER BY e.sort_time, e.id LIMIT 1",
    )
    .bind(id.0)
    .fetch_optional(readers)
    .await?;
    Ok(next.map(EpisodeId))
}

pub(crate) async fn keys(readers: &SqlitePool, podcast: PodcastId) -> Result<Vec<EpisodeKey>> {
    let rows = sqlx::query(
        "SELECT e.id, e.identity, e.fingerprint, e.title, e.published, n.url FROM episodes e
         LEFT JOIN enclosures n ON n.episode_id = e.id AND n.position = 0 WHERE e.podcast_id = ?",
    )
    .bind(podcast.0)
    .fetch_all(readers)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(EpisodeKey {
                id: EpisodeId(row.try_get("id")?),
                identity: row.try_get("identity")?,
                fingerprint: row.try_get("fingerprint")?,
                enclosure_url: row.try_get("url")?,
                title: row.try_get("title")?,
                published: row.maybe_time("published")?,
            })
        })
        .collect()
}

/// Adds episodes under their identities; the answer has their numbers in the same order.
pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    podcast: PodcastId,
    new: &[(&str, &PublishedEpisode)],
    first_seen: Timestamp,
) -> Result<Vec<EpisodeId>> {
    let mut ids = Vec::with_capacity(new.len());
    for episodes in strides(new) {
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
            "INSERT INTO episodes (podcast_id, identity, fingerprint, guid, title, link, published, duration, season,
                number, episode_type, explicit, image, summary, chapters_url, first_seen, sort_time) ",
        );
        query.push_values(episodes, |mut row, (identity, published)| {
            row.push_bind(podcast.0)
                .push_bind(*identity)
                .push_bind(fingerprint(published))
                .push_bind(&published.guid)
                .push_bind(&published.title)
                .push_bind(published.link.as_ref().map(Url::as_str))
                .push_bind(published.published.map(|time| time.0))
                .push_bind(published.duration.map(milliseconds))
                .push_bind(published.season)
                .push_bind(published.number)
                .push_bind(published.episode_type.map(friday_model::EpisodeType::as_str))
                .push_bind(published.explicit)
                .push_bind(published.image.as_ref().map(Url::as_str))
                .push_bind(&published.summary)
                .push_bind(published.chapters_url.as_ref().map(Url::as_str))
                .push_bind(first_seen.0)
                .push_bind(sort_time(published, first_seen).0);
        });
        query.push(" RETURNING identity, id");
        let rows: Vec<(String, i64)> = query.build_query_as().fetch_all(&mut *connection).await?;
        let known: HashMap<String, i64> = rows.into_iter().collect();
        ids.extend(episodes.iter().map(|(identity, _)| EpisodeId(known[*identity])));
    }
    let new: Vec<(EpisodeId, &PublishedEpisode)> =
        ids.iter().copied().zip(new.iter().map(|(_, published)| *published)).collect();
    enclosures::insert(connection, &new).await?;
    notes::insert(connection, &new).await?;
    extras::insert_episodes(connection, &new).await?;
    for (id, published) in new {
        alternates::insert(connection, id, &published.alternates).await?;
        chapters::insert(connection, id, ChapterSource::Feed, &published.chapters).await?;
    }
    Ok(ids)
}

/// The published date, or when it was first seen where that is missing or lies ahead.
fn sort_time(published: &PublishedEpisode, first_seen: Timestamp) -> Timestamp {
    let believed = first_seen.0.saturating_add(milliseconds(AHEAD));
    published.published.filter(|time| time.0 <= believed).unwrap_or(first_seen)
}

pub(crate) async fn update(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    identity: &str,
    published: &PublishedEpisode,
) -> Result<()> {
    sqlx::query(
        "UPDATE episodes SET identity = ?2, fingerprint = ?3, guid = ?4, title = ?5, link = ?6, published = ?7,
            duration = ?8, season = ?9, number = ?10, episode_type = ?11, explicit = ?12, image = ?13, summary = ?14,
            chapters_url = ?15,
            sort_time = CASE WHEN ?7 IS NULL OR ?7 > first_seen + ?16 THEN first_seen ELSE ?7 END
         WHERE id = ?1",
    )
    .bind(id.0)
    .bind(identity)
    .bind(fingerprint(published))
    .bind(&published.guid)
    .bind(&published.title)
    .bind(published.link.as_ref().map(Url::as_str))
    .bind(published.published.map(|time| time.0))
    .bind(published.duration.map(milliseconds))
    .bind(published.season)
    .bind(published.number)
    .bind(published.episode_type.map(friday_model::EpisodeType::as_str))
    .bind(published.explicit)
    .bind(published.image.as_ref().map(Url::as_str))
    .bind(&published.summary)
    .bind(published.chapters_url.as_ref().map(Url::as_str))
    .bind(milliseconds(AHEAD))
    .execute(&mut *connection)
    .await?;
    enclosures::replace(connection, id, published).await?;
    notes::replace(connection, id, published).await?;
    alternates::replace(connection, id, &published.alternates).await?;
    chapters::replace(connection, id, ChapterSource::Feed, &published.chapters).await?;
    extras::replace_episode(connection, id, &published.extras).await
}

/// Without notes, chapters, transcripts and alternates, and with the first enclosure only.
fn read(row: &SqliteRow) -> sqlx::Result<EpisodeRow> {
    let enclosure = row.maybe_url("enclosure_url")?.map(|url| -> sqlx::Result<Enclosure> {
        Ok(Enclosure {
            url,
            mime_type: row.try_get("enclosure_type")?,
            length: row.maybe_number("enclosure_length")?,
        })
    });
    let episode_type: Option<&str> = row.try_get("episode_type")?;
    Ok(EpisodeRow {
        episode: Episode {
            id: EpisodeId(row.try_get("id")?),
            podcast: PodcastId(row.try_get("podcast_id")?),
            published: PublishedEpisode {
                guid: row.try_get("guid")?,
                title: row.try_get("title")?,
                link: row.maybe_url("link")?,
                published: row.maybe_time("published")?,
                duration: row.maybe_length("duration")?,
                season: row.maybe_number("season")?,
                number: row.maybe_number("number")?,
                episode_type: episode_type.and_then(|word| word.parse().ok()),
                explicit: row.try_get("explicit")?,
                image: row.maybe_url("image")?,
                notes: None,
                summary: row.try_get("summary")?,
                chapters_url: row.maybe_url("chapters_url")?,
                chapters: Vec::new(),
                transcripts: Vec::new(),
                enclosures: enclosure.transpose()?.into_iter().collect(),
                alternates: Vec::new(),
                extras: EpisodeExtras::default(),
            },
            first_seen: Timestamp(row.try_get("first_seen")?),
        },
        podcast_title: row.try_get("podcast_title")?,
        podcast_image: row.maybe_url("podcast_image")?,
        podcast_feed: row.url("feed_url")?,
        state: states::read(row)?,
        download: downloads::read_joined(row)?,
    })
}

/// Numbers as a JSON array, for `json_each`: one static statement for lists of any length.
pub(super) fn json_array(ids: &[EpisodeId]) -> String {
    let numbers: Vec<String> = ids.iter().map(ToString::to_string).collect();
    format!("[{}]", numbers.join(","))
}
