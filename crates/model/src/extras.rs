//! What the podcast namespace adds to a feed that a listener can see (<https://podcasting2.org/docs/podcast-namespace>).

use std::time::Duration;

use url::Url;

use crate::Timestamp;

/// What the podcast namespace says of a podcast.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct PodcastExtras {
    /// What kind of thing it is, lower case: `podcast`, `music`, `audiobook`, …
    pub medium: Option<String>,
    /// How often something new comes, in the publisher's words.
    pub update_frequency: Option<String>,
    pub persons: Vec<Person>,
    pub locations: Vec<Location>,
    pub license: Option<License>,
    /// Pages where listeners can give something back (`podcast:funding`).
    pub funding: Vec<Page>,
    /// The people behind it, to whom money can be sent.
    pub value: Vec<Recipient>,
    /// Podcasts that this one recommends.
    pub podroll: Vec<RemotePodcast>,
    /// Broadcasts that are announced, on, or just over.
    pub live: Vec<LiveItem>,
    pub notes: Vec<TextRecord>,
}

/// What the podcast namespace says of an episode.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct EpisodeExtras {
    /// The name of its season.
    pub season_name: Option<String>,
    /// How its number is to be shown, where a number alone would not do.
    pub number_label: Option<String>,
    pub persons: Vec<Person>,
    pub locations: Vec<Location>,
    pub license: Option<License>,
    pub funding: Vec<Page>,
    pub value: Vec<Recipient>,
    /// Moments that make one want to hear it all.
    pub soundbites: Vec<Soundbite>,
    /// Pages where it is talked about.
    pub discussions: Vec<Discussion>,
    pub notes: Vec<TextRecord>,
}

impl PodcastExtras {
    /// True if the feed says nothing of all this.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl EpisodeExtras {
    /// True if the feed says nothing of all this.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Someone who has a part in it (`podcast:person`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Person {
    pub name: String,
    /// Lower case and in the publisher's words, for example `guest`; a host when absent.
    pub role: Option<String>,
    /// Lower case; `cast` when absent.
    pub group: Option<String>,
    pub link: Option<Url>,
    pub image: Option<Url>,
}

/// A place that it is about, or where it is made (`podcast:location`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Location {
    pub name: String,
    /// On `OpenStreetMap`, if the feed says where it is.
    pub map: Option<Url>,
    /// Where it is made, not what it is about.
    pub of_creator: bool,
}

/// What one may do with it (`podcast:license`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct License {
    /// An SPDX identifier, or a name of its own.
    pub name: String,
    pub link: Option<Url>,
}

/// Someone to whom money can be sent straight away (`podcast:value`). Friday shows it and pays nobody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recipient {
    pub name: String,
    /// How it is sent, lower case, for example `lightning`.
    pub kind: String,
    pub address: String,
    /// The part of this one among those of all recipients.
    pub split: u32,
}

/// A moment to begin with (`podcast:soundbite`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Soundbite {
    pub start: Duration,
    pub length: Duration,
    /// Empty where it has none.
    pub title: String,
}

/// Another podcast, named by a feed (`podcast:remoteItem`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RemotePodcast {
    /// Its `podcast:guid`.
    pub guid: Option<String>,
    pub feed_url: Option<Url>,
    pub title: Option<String>,
}

/// A broadcast that a feed announces (`podcast:liveItem`). It is not an episode until the feed says so.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LiveItem {
    pub guid: Option<String>,
    pub title: String,
    pub status: LiveStatus,
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
    /// Where it can be seen or heard, else the page about it.
    pub link: Option<Url>,
    pub image: Option<Url>,
}

/// A page on the web, with what a publisher calls it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Page {
    pub url: Url,
    /// May be empty.
    pub title: String,
}

/// How far a broadcast has come, as the feed last said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LiveStatus {
    Pending,
    Live,
    Ended,
}

impl LiveStatus {
    /// The word that feeds use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Live => "live",
            Self::Ended => "ended",
        }
    }

    /// Read from the word that feeds use.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Pending, Self::Live, Self::Ended]
            .into_iter()
            .find(|status| status.as_str().eq_ignore_ascii_case(word.trim()))
    }
}

/// A page where an episode is talked about (`podcast:socialInteract`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Discussion {
    pub url: Url,
    /// Lower case, for example `activitypub`.
    pub protocol: Option<String>,
    /// Whose post it is.
    pub account: Option<String>,
}

/// Free text with a purpose (`podcast:txt`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextRecord {
    /// Lower case, for example `verify`.
    pub purpose: Option<String>,
    pub text: String,
}
