//! From a mother to paths on air: feed, page, cover, recordings and what lies beside them.

use std::collections::HashSet;

use bytes::Bytes;

use crate::audio::Audio;
use crate::dates::{self, DAY, TODAY};
use crate::directory::Listing;
use crate::file::{Content, File, OnPath};
use crate::mother::{Cover, EpisodeMother, Guid, ShowMother, number_of, slug};
use crate::on_air::{EpisodeOnAir, OnAir};
use crate::station::{Programme, Station};
use crate::{beside, rss};

/// Puts a show on air. One that is there already gets a new version of its feed and its pages.
pub(crate) fn publish(station: &Station, mother: ShowMother) -> OnAir {
    let mother = mother.dated();
    let mut programme = station.programme();
    let show = show_on_air(&station.base_url, &programme, &mother);
    let published = Published { programme: &mut programme, slug: &show.slug };
    published.all(&station.base_url, &mother, &show);

    let listing = listing(&mother, &show);
    if let Some(at) = programme.shows.iter().position(|known| known.slug == show.slug) {
        programme.shows[at] = show.clone();
        programme.directory[at] = listing;
    } else {
        programme.shows.push(show.clone());
        programme.directory.push(listing);
    }
    programme.mothers.insert(show.slug.clone(), mother);
    show
}

/// Puts an episode on top of a show, published a day after the newest unless it has a date.
pub(crate) fn add_episode(station: &Station, slug: &str, mut episode: EpisodeMother) -> EpisodeOnAir {
    let known = station.programme().mothers.get(slug).cloned();
    let mut mother = known.unwrap_or_else(|| panic!("there is no show {slug:?} on air"));
    let newest = mother.episodes.first().and_then(|episode| episode.published).unwrap_or(TODAY - DAY);
    episode.published.get_or_insert(newest + DAY);
    mother.episodes.insert(0, episode);
    publish(station, mother).newest().clone()
}

/// Puts a recording on air without a show.
pub(crate) fn put_audio(station: &Station, path: &str, audio: Audio) -> EpisodeOnAir {
    let episode = EpisodeOnAir {
        title: path.to_owned(),
        guid: String::new(),
        audio_url: format!("{}{path}", station.base_url),
        audio_path: path.to_owned(),
        published: TODAY,
        duration: audio.duration(),
        bytes: audio.len(),
        content_type: audio.content_type().to_owned(),
        extension: audio.extension().to_owned(),
        audio,
    };
    station.programme().paths.insert(path.to_owned(), recording(&episode, None));
    episode
}

/// The paths of one show while they are put on air.
struct Published<'a> {
    programme: &'a mut Programme,
    slug: &'a str,
}

impl Published<'_> {
    fn all(mut self, base_url: &str, mother: &ShowMother, show: &OnAir) {
        let newest = show.episodes.first().map_or(TODAY - DAY, |episode| episode.published);
        let slug = self.slug;
        let feed = mother.raw_feed.clone().unwrap_or_else(|| rss::feed(base_url, mother, show).into());
        self.text(&show.feed_path(), feed, "application/rss+xml; charset=utf-8", newest);
        self.text(
            &format!("/site/{slug}"),
            beside::site(mother, show).into(),
            "text/html; charset=utf-8",
            newest,
        );
        if let Cover::Given { bytes, content_type, extension } = &mother.cover {
            let picture = Content::Picture(bytes.clone());
            self.put(&format!("/artwork/{slug}.{extension}"), picture, content_type, TODAY - 90 * DAY);
        }
        for (mother, episode) in mother.episodes.iter().zip(&show.episodes) {
            self.episode(mother, episode);
        }
    }

    fn episode(&mut self, mother: &EpisodeMother, episode: &EpisodeOnAir) {
        let kept = self.programme.paths.get(&episode.audio_path);
        // A recording that a test has corrected since stays corrected.
        let unchanged = matches!(kept, Some(OnPath::File(file)) if matches!(&file.content, Content::Audio(audio) if audio.fingerprint() == episode.audio.fingerprint()));
        if !unchanged {
            let recording = recording(episode, Some(self.slug.to_owned()));
            self.programme.paths.insert(episode.audio_path.clone(), recording);
        }
        let slug = self.slug;
        let name = rss::file_name(episode);
        if !mother.chapters.is_empty() {
            let path = format!("/chapters/{slug}/{name}.json");
            self.text(&path, beside::chapters(mother).into(), "application/json+chapters", episode.published);
        }
        if !mother.transcript.is_empty() {
            let path = format!("/transcripts/{slug}/{name}.vtt");
            self.text(&path, beside::transcript(mother).into(), "text/vtt; charset=utf-8", episode.published);
        }
    }

    fn text(&mut self, path: &str, text: Bytes, content_type: &str, modified: i64) {
        self.put(path, Content::Text(text), content_type, modified);
    }

    fn put(&mut self, path: &str, content: Content, content_type: &str, modified: i64) {
        let mut file = File {
            content,
            content_type: content_type.to_owned(),
            modified,
            show: Some(self.slug.to_owned()),
        };
        // Whatever replaces a file is younger than it.
        if let Some(OnPath::File(known)) = self.programme.paths.get(path)
            && known.validators().etag != file.validators().etag
        {
            file.modified = file.modified.max(known.modified + 60_000);
        }
        self.programme.paths.insert(path.to_owned(), OnPath::File(file));
    }
}

fn show_on_air(base_url: &str, programme: &Programme, mother: &ShowMother) -> OnAir {
    let slug = &mother.slug;
    let mut taken = HashSet::new();
    let artwork_url = match &mother.cover {
        Cover::None => None,
        Cover::Tile => Some(format!("{base_url}/artwork/{slug}/300x300bb.png")),
        Cover::Given { extension, .. } => Some(format!("{base_url}/artwork/{slug}.{extension}")),
    };
    OnAir {
        slug: slug.clone(),
        title: mother.title.clone(),
        author: mother.author.clone(),
        feed_url: format!("{base_url}/feeds/{slug}.xml"),
        site_url: format!("{base_url}/site/{slug}"),
        artwork_url,
        episodes: mother
            .episodes
            .iter()
            .map(|episode| episode_on_air(base_url, programme, slug, episode, &mut taken))
            .collect(),
    }
}

fn episode_on_air(
    base_url: &str,
    programme: &Programme,
    show: &str,
    mother: &EpisodeMother,
    taken: &mut HashSet<String>,
) -> EpisodeOnAir {
    let name = slug(&mother.title);
    let guid = match &mother.guid {
        Guid::Made => format!("{show}:{name}"),
        Guid::Given(guid) => guid.clone(),
        Guid::None => String::new(),
    };
    let audio = match &mother.audio {
        Some(audio) => audio.clone(),
        None => Audio::mp3(std::time::Duration::from_secs(12)).titled(&mother.title),
    };
    let mut path =
        mother.audio_path.clone().unwrap_or_else(|| format!("/audio/{show}/{name}.{}", audio.extension()));
    for number in 2.. {
        if taken.insert(path.clone()) {
            break;
        }
        path = format!("/audio/{show}/{name}-{number}.{}", audio.extension());
    }
    let audio_path = path.split('?').next().unwrap_or(&path).to_owned();
    let seed = number_of(&format!("{show} {guid} {audio_path}")) ^ audio.own_seed();
    let audio = audio.seed(seed.wrapping_add(programme.corrections.get(&audio_path).copied().unwrap_or(0)));
    EpisodeOnAir {
        title: mother.title.clone(),
        guid,
        audio_url: mother.enclosure_url.clone().unwrap_or_else(|| format!("{base_url}{path}")),
        audio_path,
        published: mother.published.unwrap_or(TODAY),
        duration: audio.duration(),
        bytes: audio.len(),
        content_type: mother.enclosure_type.clone().unwrap_or_else(|| audio.content_type().to_owned()),
        extension: audio.extension().to_owned(),
        audio,
    }
}

fn recording(episode: &EpisodeOnAir, show: Option<String>) -> OnPath {
    OnPath::File(File {
        content: Content::Audio(episode.audio.clone()),
        content_type: episode.content_type.clone(),
        modified: episode.published.div_euclid(1000) * 1000,
        show,
    })
}

fn listing(mother: &ShowMother, show: &OnAir) -> Listing {
    let newest = show.episodes.first();
    Listing {
        slug: show.slug.clone(),
        title: mother.title.clone(),
        author: mother.author.clone(),
        genre: mother.genre.clone(),
        feed_url: show.feed_url.clone(),
        artwork: show.artwork_url.is_some(),
        episodes: show.episodes.len(),
        released: dates::iso(newest.map_or(TODAY, |episode| episode.published)),
        seconds: newest.map_or(0, |episode| episode.duration.as_secs()),
        id: 1_000_000_000 + number_of(&show.slug) % 900_000_000,
    }
}
