use std::time::Duration;

use url::Url;

use crate::{
    AlternateEnclosure, Chapter, EpisodeExtras, EpisodeType, PodcastExtras, Schedule, TextTrack, Timestamp,
};

/// A podcast as its publisher describes it in the feed; the next refresh may say otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedPodcast {
    /// Plain text, entities resolved; empty when the feed has none.
    pub title: String,
    /// `itunes:author`, else the managing editor: plain text.
    pub author: Option<String>,
    /// Plain text, tags removed.
    pub description: Option<String>,
    /// The website.
    pub link: Option<Url>,
    /// As declared (RFC 5646).
    pub language: Option<String>,
    /// Artwork, http or https.
    pub image: Option<Url>,
    /// `itunes:new-feed-url`: where the publisher says that the feed has moved.
    pub new_feed_url: Option<Url>,
    /// `podcast:guid`.
    pub guid: Option<String>,
    /// `itunes:type` is `serial`: meant to be heard from the oldest episode on.
    pub serial: bool,
    /// When it wants to be asked for new episodes.
    pub schedule: Schedule,
    /// Where the older episodes go on (RFC 5005, section 3).
    pub next_page: Option<Url>,
    /// What the podcast namespace adds.
    pub extras: PodcastExtras,
}

/// One item of a feed as its publisher describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedEpisode {
    /// The publisher's own id, trimmed; never one that a parser made up.
    pub guid: Option<String>,
    /// Plain text, entities resolved once; empty when the feed has none.
    pub title: String,
    /// The web page of the episode.
    pub link: Option<Url>,
    /// When it was published; absent when the date cannot be read.
    pub published: Option<Timestamp>,
    /// As announced; the file itself knows better.
    pub duration: Option<Duration>,
    /// `itunes:season`, a natural number.
    pub season: Option<u32>,
    /// `itunes:episode`, a natural number.
    pub number: Option<u32>,
    /// `itunes:episodeType`.
    pub episode_type: Option<EpisodeType>,
    /// `itunes:explicit`.
    pub explicit: Option<bool>,
    /// Artwork of this episode alone.
    pub image: Option<Url>,
    /// Show notes as HTML from outside: not sanitised, cut at 1 MB.
    pub notes: Option<String>,
    /// One or two sentences of plain text, for rows.
    pub summary: Option<String>,
    /// `podcast:chapters`.
    pub chapters_url: Option<Url>,
    /// Chapters in the feed itself (`psc:chapters`), in the order of time.
    pub chapters: Vec<Chapter>,
    /// `podcast:transcript`, in document order.
    pub transcripts: Vec<TextTrack>,
    /// The files that were announced, in document order as they are read, the one to play first once they are kept.
    pub enclosures: Vec<Enclosure>,
    /// `podcast:alternateEnclosure`, in document order.
    pub alternates: Vec<AlternateEnclosure>,
    /// What the podcast namespace adds.
    pub extras: EpisodeExtras,
}

/// A media file as announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Always http or https.
    pub url: Url,
    /// MIME type as written, lower case.
    pub mime_type: Option<String>,
    /// Bytes; absent when missing, zero or nonsense.
    pub length: Option<u64>,
}
