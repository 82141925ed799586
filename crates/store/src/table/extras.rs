//! What the podcast namespace says: one thing a row, its kind in a column.

use std::time::Duration;

use friday_model::{
    Discussion, EpisodeExtras, EpisodeId, License, LiveItem, LiveStatus, Location, Page, Person,
    PodcastExtras, PodcastId, PublishedEpisode, Recipient, RemotePodcast, Soundbite, TextRecord,
};
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection, SqliteExecutor, SqlitePool, sqlite::SqliteRow};
use url::Url;

use super::{Columns as _, milliseconds, strides};
use crate::Result;

/// One thing, as the table has it.
#[derive(Default)]
struct Thing<'a> {
    kind: &'static str,
    text: &'a str,
    detail: Option<&'a str>,
    more: Option<&'a str>,
    link: Option<&'a Url>,
    image: Option<&'a Url>,
    start: Option<i64>,
    ends: Option<i64>,
}

/// Returns whether anything differs.
pub(crate) async fn replace_podcast(
    connection: &mut SqliteConnection,
    id: PodcastId,
    extras: &PodcastExtras,
) -> Result<bool> {
    if of_podcast(&mut *connection, id).await? == *extras {
        return Ok(false);
    }
    sqlx::query("DELETE FROM extras WHERE podcast_id = ?").bind(id.0).execute(&mut *connection).await?;
    insert(connection, &placed(Some(id.0), None, podcast_things(extras))).await?;
    Ok(true)
}

pub(crate) async fn replace_episode(
    connection: &mut SqliteConnection,
    id: EpisodeId,
    extras: &EpisodeExtras,
) -> Result<()> {
    sqlx::query("DELETE FROM extras WHERE episode_id = ?").bind(id.0).execute(&mut *connection).await?;
    insert(connection, &placed(None, Some(id.0), episode_things(extras))).await
}

/// Of episodes that have none yet.
pub(crate) async fn insert_episodes(
    connection: &mut SqliteConnection,
    episodes: &[(EpisodeId, &PublishedEpisode)],
) -> Result<()> {
    let of_all: Vec<_> = episodes
        .iter()
        .flat_map(|(id, published)| placed(None, Some(id.0), episode_things(&published.extras)))
        .collect();
    insert(connection, &of_all).await
}

/// A thing, whose it is, and its position among those.
type Placed<'a> = (Option<i64>, Option<i64>, i64, Thing<'a>);

fn placed(podcast: Option<i64>, episode: Option<i64>, things: Vec<Thing<'_>>) -> Vec<Placed<'_>> {
    (0..).zip(things).map(|(position, thing)| (podcast, episode, position, thing)).collect()
}

async fn insert(connection: &mut SqliteConnection, things: &[Placed<'_>]) -> Result<()> {
    for things in strides(things) {
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
            "INSERT INTO extras (podcast_id, episode_id, position, kind, text, detail, more, link, image, start, ends) ",
        );
        query.push_values(things, |mut row, (podcast, episode, position, thing)| {
            row.push_bind(*podcast)
                .push_bind(*episode)
                .push_bind(*position)
                .push_bind(thing.kind)
                .push_bind(thing.text)
                .push_bind(thing.detail)
                .push_bind(thing.more)
                .push_bind(thing.link.map(Url::as_str))
                .push_bind(thing.image.map(Url::as_str))
                .push_bind(thing.start)
                .push_bind(thing.ends);
        });
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}

pub(crate) async fn of_podcast(reader: impl SqliteExecutor<'_>, id: PodcastId) -> Result<PodcastExtras> {
    let rows = sqlx::query("SELECT * FROM extras WHERE podcast_id = ? ORDER BY position")
        .bind(id.0)
        .fetch_all(reader)
        .await?;
    Ok(read(&rows)?.0)
}

pub(crate) async fn of_episode(readers: &SqlitePool, id: EpisodeId) -> Result<EpisodeExtras> {
    let rows = sqlx::query("SELECT * FROM extras WHERE episode_id = ? ORDER BY position")
        .bind(id.0)
        .fetch_all(readers)
        .await?;
    let (podcast, episode) = read(&rows)?;
    let PodcastExtras { persons, locations, license, funding, value, notes, .. } = podcast;
    Ok(EpisodeExtras { persons, locations, license, funding, value, notes, ..episode })
}

fn podcast_things(extras: &PodcastExtras) -> Vec<Thing<'_>> {
    let PodcastExtras {
        medium,
        update_frequency,
        persons,
        locations,
        license,
        funding,
        value,
        podroll,
        live,
        notes,
    } = extras;
    let mut things = shared(persons, locations, license.as_ref(), funding, value, notes);
    things.extend(medium.iter().map(|text| Thing { kind: "medium", text, ..Thing::default() }));
    things.extend(update_frequency.iter().map(|text| Thing { kind: "frequency", text, ..Thing::default() }));
    things.extend(podroll.iter().map(|podcast| Thing {
        kind: "podroll",
        text: podcast.title.as_deref().unwrap_or_default(),
        more: podcast.guid.as_deref(),
        link: podcast.feed_url.as_ref(),
        ..Thing::default()
    }));
    things.extend(live.iter().map(|live| Thing {
        kind: "live",
        text: &live.title,
        detail: Some(live.status.as_str()),
        more: live.guid.as_deref(),
        link: live.link.as_ref(),
        image: live.image.as_ref(),
        start: live.start.map(|time| time.0),
        ends: live.end.map(|time| time.0),
    }));
    things
}

fn episode_things(extras: &EpisodeExtras) -> Vec<Thing<'_>> {
    let EpisodeExtras {
        season_name,
        number_label,
        persons,
        locations,
        license,
        funding,
        value,
        soundbites,
        discussions,
        notes,
    } = extras;
    let mut things = shared(persons, locations, license.as_ref(), funding, value, notes);
    things.extend(season_name.iter().map(|text| Thing { kind: "season", text, ..Thing::default() }));
    things.extend(number_label.iter().map(|text| Thing { kind: "number", text, ..Thing::default() }));
    things.extend(soundbites.iter().map(|soundbite| Thing {
        kind: "soundbite",
        text: &soundbite.title,
        start: Some(milliseconds(soundbite.start)),
        ends: Some(milliseconds(soundbite.start.saturating_add(soundbite.length))),
        ..Thing::default()
    }));
    things.extend(discussions.iter().map(|discussion| Thing {
        kind: "discussion",
        detail: discussion.protocol.as_deref(),
        more: discussion.account.as_deref(),
        link: Some(&discussion.url),
        ..Thing::default()
    }));
    things
}

/// What both podcasts and episodes may say.
fn shared<'a>(
    persons: &'a [Person],
    locations: &'a [Location],
    license: Option<&'a License>,
    funding: &'a [Page],
    value: &'a [Recipient],
    notes: &'a [TextRecord],
) -> Vec<Thing<'a>> {
    let mut things: Vec<Thing<'a>> = Vec::new();
    things.extend(persons.iter().map(|person| Thing {
        kind: "person",
        text: &person.name,
        detail: person.role.as_deref(),
        more: person.group.as_deref(),
        link: person.link.as_ref(),
        image: person.image.as_ref(),
        ..Thing::default()
    }));
    things.extend(locations.iter().map(|location| Thing {
        kind: "location",
        text: &location.name,
        detail: location.of_creator.then_some("creator"),
        link: location.map.as_ref(),
        ..Thing::default()
    }));
    things.extend(license.iter().map(|license| Thing {
        kind: "license",
        text: &license.name,
        link: license.link.as_ref(),
        ..Thing::default()
    }));
    things.extend(funding.iter().map(|page| Thing {
        kind: "funding",
        text: &page.title,
        link: Some(&page.url),
        ..Thing::default()
    }));
    things.extend(value.iter().map(|recipient| Thing {
        kind: "value",
        text: &recipient.name,
        detail: Some(&recipient.kind),
        more: Some(&recipient.address),
        start: Some(recipient.split.into()),
        ..Thing::default()
    }));
    things.extend(notes.iter().map(|note| Thing {
        kind: "note",
        text: &note.text,
        detail: note.purpose.as_deref(),
        ..Thing::default()
    }));
    things
}

/// Sorts rows by what they are. Kinds that a later version has added are passed over.
fn read(rows: &[SqliteRow]) -> sqlx::Result<(PodcastExtras, EpisodeExtras)> {
    let (mut podcast, mut episode) = (PodcastExtras::default(), EpisodeExtras::default());
    for row in rows {
        let text: String = row.try_get("text")?;
        let detail: Option<String> = row.try_get("detail")?;
        let more: Option<String> = row.try_get("more")?;
        let link = row.maybe_url("link")?;
        let image = row.maybe_url("image")?;
        match row.try_get("kind")? {
            "person" => podcast.persons.push(Person { name: text, role: detail, group: more, link, image }),
            "location" => {
                podcast.locations.push(Location { name: text, map: link, of_creator: detail.is_some() });
            }
            "license" => podcast.license = Some(License { name: text, link }),
            "funding" => podcast.funding.extend(link.map(|url| Page { url, title: text })),
            "value" => podcast.value.push(Recipient {
                name: text,
                kind: detail.unwrap_or_default(),
                address: more.unwrap_or_default(),
                split: row.number("start")?,
            }),
            "note" => podcast.notes.push(TextRecord { purpose: detail, text }),
            "medium" => podcast.medium = Some(text),
            "frequency" => podcast.update_frequency = Some(text),
            "podroll" => podcast.podroll.push(RemotePodcast {
                guid: more,
                feed_url: link,
                title: Some(text).filter(|title| !title.is_empty()),
            }),
            "live" => podcast.live.push(LiveItem {
                guid: more,
                title: text,
                status: detail.and_then(|word| LiveStatus::from_word(&word)).unwrap_or(LiveStatus::Ended),
                start: row.maybe_time("start")?,
                end: row.maybe_time("ends")?,
                link,
                image,
            }),
            "season" => episode.season_name = Some(text),
            "number" => episode.number_label = Some(text),
            "soundbite" => {
                let start = row.maybe_length("start")?.unwrap_or_default();
                let ends: Duration = row.maybe_length("ends")?.unwrap_or_default();
                episode.soundbites.push(Soundbite { start, length: ends.saturating_sub(start), title: text });
            }
            "discussion" => {
                episode.discussions.extend(link.map(|url| Discussion {
                    url,
                    protocol: detail,
                    account: more,
                }));
            }
            _ => {}
        }
    }
    Ok((podcast, episode))
}
