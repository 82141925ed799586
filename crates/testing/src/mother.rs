//! Mothers: shows and episodes for tests in a line, with everything a feed needs made up unless a test says it.

use std::time::Duration;

use bytes::Bytes;

use crate::audio::Audio;
use crate::dates::{DAY, TODAY};

/// A show to publish. What is not said is made up sensibly.
#[derive(Debug, Clone)]
pub struct ShowMother {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) description: String,
    pub(crate) language: String,
    pub(crate) genre: String,
    pub(crate) people: Vec<(String, String)>,
    pub(crate) funding: Option<(String, String)>,
    pub(crate) cover: Cover,
    pub(crate) every: Duration,
    pub(crate) raw_feed: Option<Bytes>,
    /// Newest first.
    pub(crate) episodes: Vec<EpisodeMother>,
}

#[derive(Debug, Clone)]
pub(crate) enum Cover {
    None,
    /// A plain tile in a colour of its own.
    Tile,
    Given {
        bytes: Bytes,
        content_type: String,
        extension: String,
    },
}

impl ShowMother {
    /// A show without episodes; its slug is made of the title.
    pub fn new(title: impl Into<String>) -> Self {
        let title = title.into();
        Self {
            slug: slug(&title),
            author: "Anonymous".into(),
            description: format!("<p>{title} is a podcast that exists for a test.</p>"),
            title,
            language: "en".into(),
            genre: "Society & Culture".into(),
            people: Vec::new(),
            funding: None,
            cover: Cover::Tile,
            every: Duration::from_hours(7 * 24),
            raw_feed: None,
            episodes: Vec::new(),
        }
    }

    /// The show's name in addresses.
    #[must_use]
    pub fn slug(mut self, slug: impl Into<String>) -> Self {
        self.slug = slug.into();
        self
    }

    #[must_use]
    pub fn author(mut self, author: impl Into<String>) -> Self {
        self.author = author.into();
        self
    }

    /// HTML, as publishers write it.
    #[must_use]
    pub fn description(mut self, html: impl Into<String>) -> Self {
        self.description = html.into();
        self
    }

    #[must_use]
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = language.into();
        self
    }

    /// Its category at iTunes.
    #[must_use]
    pub fn genre(mut self, genre: impl Into<String>) -> Self {
        self.genre = genre.into();
        self
    }

    /// Someone on every episode (`podcast:person`).
    #[must_use]
    pub fn person(mut self, name: impl Into<String>, role: impl Into<String>) -> Self {
        self.people.push((name.into(), role.into()));
        self
    }

    /// Where listeners give money (`podcast:funding`).
    #[must_use]
    pub fn funding(mut self, url: impl Into<String>, text: impl Into<String>) -> Self {
        self.funding = Some((url.into(), text.into()));
        self
    }

    /// Its picture; without this or `no_cover`, a plain tile.
    #[must_use]
    pub fn cover(mut self, bytes: impl Into<Bytes>, content_type: impl Into<String>) -> Self {
        let content_type = content_type.into();
        let extension = if content_type == "image/jpeg" { "jpg" } else { "png" }.to_owned();
        self.cover = Cover::Given { bytes: bytes.into(), content_type, extension };
        self
    }

    #[must_use]
    pub fn no_cover(mut self) -> Self {
        self.cover = Cover::None;
        self
    }

    /// The time between episodes that have no date of their own; a week unless said.
    #[must_use]
    pub fn every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }

    /// Served in place of the generated feed. Audio and pages of the episodes are on air all the same.
    #[must_use]
    pub fn raw_feed(mut self, bytes: impl Into<Bytes>) -> Self {
        self.raw_feed = Some(bytes.into());
        self
    }

    /// Episodes "Episode `count`" to "Episode 1", each with 12 s of mp3.
    #[must_use]
    pub fn episodes(mut self, count: usize) -> Self {
        self.episodes.extend((1..=count).rev().map(|number| EpisodeMother::new(format!("Episode {number}"))));
        self
    }

    /// One episode more, older than those before.
    #[must_use]
    pub fn episode(mut self, episode: EpisodeMother) -> Self {
        self.episodes.push(episode);
        self
    }

    /// Gives every episode a date: the newest three hours before [`TODAY`], unless it has one, the others each
    /// a period before the one above.
    pub(crate) fn dated(mut self) -> Self {
        let every = i64::try_from(self.every.as_millis()).unwrap_or(7 * DAY);
        let mut next = TODAY - DAY / 8;
        for episode in &mut self.episodes {
            let published = *episode.published.get_or_insert(next);
            next = published - every;
        }
        self
    }
}

/// An episode to publish. What is not said is made up sensibly.
#[derive(Debug, Clone)]
pub struct EpisodeMother {
    pub(crate) title: String,
    pub(crate) guid: Guid,
    pub(crate) published: Option<i64>,
    pub(crate) notes: String,
    pub(crate) summary: Option<String>,
    pub(crate) season: Option<u32>,
    pub(crate) number: Option<u32>,
    pub(crate) kind: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) people: Vec<(String, String)>,
    pub(crate) audio: Option<Audio>,
    pub(crate) audio_path: Option<String>,
    pub(crate) enclosure: bool,
    pub(crate) enclosure_url: Option<String>,
    pub(crate) enclosure_length: Option<String>,
    pub(crate) enclosure_type: Option<String>,
    pub(crate) duration_text: Option<String>,
    pub(crate) chapters: Vec<(f64, String)>,
    pub(crate) transcript: Vec<(f64, String, String)>,
}

#[derive(Debug, Clone)]
pub(crate) enum Guid {
    /// Made of the show's slug and the title.
    Made,
    Given(String),
    None,
}

impl EpisodeMother {
    /// An episode with 12 s of mp3 that no other episode has.
    pub fn new(title: impl Into<String>) -> Self {
        let title = title.into();
        Self {
            notes: format!("<p>{title} is an episode that exists for a test.</p>"),
            title,
            guid: Guid::Made,
            published: None,
            summary: None,
            season: None,
            number: None,
            kind: None,
            image: None,
            people: Vec::new(),
            audio: None,
            audio_path: None,
            enclosure: true,
            enclosure_url: None,
            enclosure_length: None,
            enclosure_type: None,
            duration_text: None,
            chapters: Vec::new(),
            transcript: Vec::new(),
        }
    }

    #[must_use]
    pub fn guid(mut self, guid: impl Into<String>) -> Self {
        self.guid = Guid::Given(guid.into());
        self
    }

    #[must_use]
    pub fn no_guid(mut self) -> Self {
        self.guid = Guid::None;
        self
    }

    /// Milliseconds since 1970, whole seconds.
    #[must_use]
    pub fn published(mut self, ms: i64) -> Self {
        self.published = Some(ms);
        self
    }

    /// The show notes: HTML as it stands, in `description` and `content:encoded`.
    #[must_use]
    pub fn notes(mut self, html: impl Into<String>) -> Self {
        self.notes = html.into();
        self
    }

    /// One sentence (`itunes:summary`).
    #[must_use]
    pub fn summary(mut self, text: impl Into<String>) -> Self {
        self.summary = Some(text.into());
        self
    }

    #[must_use]
    pub fn number(mut self, season: u32, number: u32) -> Self {
        (self.season, self.number) = (Some(season), Some(number));
        self
    }

    /// `full`, `trailer` or `bonus`.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// The path of a picture of its own.
    #[must_use]
    pub fn image(mut self, path: impl Into<String>) -> Self {
        self.image = Some(path.into());
        self
    }

    /// Someone on this episode (`podcast:person`).
    #[must_use]
    pub fn person(mut self, name: impl Into<String>, role: impl Into<String>) -> Self {
        self.people.push((name.into(), role.into()));
        self
    }

    /// Its recording. It goes on air with a seed that depends on the guid too, so compare with
    /// `EpisodeOnAir::sha256`, not with the hash of what was handed in.
    #[must_use]
    pub fn audio(mut self, audio: Audio) -> Self {
        self.audio = Some(audio);
        self
    }

    /// Where the recording is, as in `/get.php?id=3`.
    #[must_use]
    pub fn audio_path(mut self, path: impl Into<String>) -> Self {
        self.audio_path = Some(path.into());
        self
    }

    #[must_use]
    pub fn no_enclosure(mut self) -> Self {
        self.enclosure = false;
        self
    }

    /// What the feed says in place of the true address; relative ones are left relative.
    #[must_use]
    pub fn enclosure_url(mut self, url: impl Into<String>) -> Self {
        self.enclosure_url = Some(url.into());
        self
    }

    /// What the feed says in place of the true length.
    #[must_use]
    pub fn enclosure_length(mut self, length: impl Into<String>) -> Self {
        self.enclosure_length = Some(length.into());
        self
    }

    /// What the feed and the host say in place of the true type.
    #[must_use]
    pub fn enclosure_type(mut self, content_type: impl Into<String>) -> Self {
        self.enclosure_type = Some(content_type.into());
        self
    }

    /// `itunes:duration` as it stands, in place of the true one.
    #[must_use]
    pub fn duration_text(mut self, text: impl Into<String>) -> Self {
        self.duration_text = Some(text.into());
        self
    }

    /// Chapters in a JSON file beside it: seconds from the start, title.
    #[must_use]
    pub fn chapters<T: Into<String>>(mut self, chapters: impl IntoIterator<Item = (f64, T)>) -> Self {
        self.chapters = chapters.into_iter().map(|(start, title)| (start, title.into())).collect();
        self
    }

    /// A transcript in WebVTT beside it: seconds from the start, who speaks, what is said.
    #[must_use]
    pub fn transcript<W: Into<String>, T: Into<String>>(
        mut self,
        cues: impl IntoIterator<Item = (f64, W, T)>,
    ) -> Self {
        self.transcript =
            cues.into_iter().map(|(start, who, said)| (start, who.into(), said.into())).collect();
        self
    }
}

/// The name of a thing in an address: its words in lower case, or a number made of it where it has no Latin letters.
pub(crate) fn slug(text: &str) -> String {
    let words: Vec<String> = text
        .replace(['\'', '’'], "")
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let latin: usize = words.iter().map(String::len).sum();
    if latin * 2 < text.chars().filter(|c| c.is_alphanumeric()).count() {
        return format!("{:012x}", number_of(text) >> 16);
    }
    words.join("-")
}

/// FNV-1a: the same number for the same text on every machine.
pub(crate) fn number_of(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_fit_for_an_address() {
        assert_eq!(slug("Slow Elevators"), "slow-elevators");
        assert_eq!(slug("It’s 3 o'clock!"), "its-3-oclock");
        assert!(slug("雨巷电台").bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
