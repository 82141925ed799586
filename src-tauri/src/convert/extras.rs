//! What the podcast namespace says, on its way to the page.

use friday_engine::{Engine, Recommended};
use friday_model::{EpisodeExtras, LiveStatus, Location, Page, Person, PodcastExtras, Recipient, TextRecord};

use crate::wire;

pub(crate) fn of_podcast(
    engine: &Engine,
    extras: PodcastExtras,
    recommended: Vec<Recommended>,
) -> wire::Extras {
    let PodcastExtras {
        medium,
        update_frequency,
        persons,
        locations,
        license,
        funding,
        value,
        live,
        notes,
        ..
    } = extras;
    let live = live.into_iter().filter(|live| live.status != LiveStatus::Ended);
    wire::Extras {
        medium,
        update_frequency,
        license: license.map(|license| link(license.name, license.link)),
        podroll: recommended.into_iter().map(|podcast| found(engine, podcast)).collect(),
        live: live
            .map(|live| wire::LiveItem {
                title: live.title,
                on: live.status == LiveStatus::Live,
                start: live.start.map(|time| time.0),
                link: live.link.map(Into::into),
            })
            .collect(),
        ..shared(persons, locations, funding, value, notes)
    }
}

pub(crate) fn of_episode(extras: EpisodeExtras) -> wire::Extras {
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
    wire::Extras {
        season_name,
        number_label,
        license: license.map(|license| link(license.name, license.link)),
        soundbites: soundbites
            .into_iter()
            .map(|bite| wire::Soundbite {
                start: bite.start.as_secs_f64(),
                length: bite.length.as_secs_f64(),
                title: bite.title,
            })
            .collect(),
        discussions: discussions
            .into_iter()
            .map(|discussion| {
                let host = discussion.url.host_str().unwrap_or_default().to_owned();
                link(discussion.account.unwrap_or(host), Some(discussion.url))
            })
            .collect(),
        ..shared(persons, locations, funding, value, notes)
    }
}

fn shared(
    persons: Vec<Person>,
    locations: Vec<Location>,
    funding: Vec<Page>,
    value: Vec<Recipient>,
    notes: Vec<TextRecord>,
) -> wire::Extras {
    let person = |person: Person| wire::Person {
        name: person.name,
        role: person.role,
        link: person.link.map(Into::into),
    };
    let recipient = |recipient: Recipient| wire::Recipient {
        name: recipient.name,
        kind: recipient.kind,
        address: recipient.address,
    };
    // What has a purpose is for programs.
    let notes = notes.into_iter().filter(|note| note.purpose.is_none()).map(|note| note.text);
    wire::Extras {
        persons: persons.into_iter().map(person).collect(),
        locations: locations.into_iter().map(|location| link(location.name, location.map)).collect(),
        funding: funding.into_iter().map(|page| link(page.title, Some(page.url))).collect(),
        recipients: value.into_iter().map(recipient).collect(),
        notes: notes.collect(),
        ..wire::Extras::default()
    }
}

fn link(name: String, url: Option<impl Into<String>>) -> wire::Link {
    wire::Link { name, url: url.map(Into::into) }
}

fn found(engine: &Engine, podcast: Recommended) -> wire::FoundPodcast {
    wire::FoundPodcast {
        artwork: podcast.image.map(|image| engine.artwork_address(&image, &podcast.feed_url)),
        title: podcast.title,
        author: podcast.author,
        feed_url: podcast.feed_url.into(),
        sources: vec!["podroll".to_owned()],
        episodes: None,
        genre: None,
        podcast_id: podcast.podcast.map(|podcast| podcast.0),
    }
}
