//! Bytes to nouns: reads RSS, Atom, JSON Feed, OPML, chapters, transcripts and show notes.
//!
//! Nothing here fails but for documents that are no feed at all, and then it says what they are. Everything else is
//! understood as far as it goes, with a list of what was odd. No network, no disk, no clock: what is published without
//! a date has none. All sizes are bounded by [`limits`].
//!
//! RSS is read by our own lenient reader (`xml` makes tokens of anything, `document` walks them, the drafts in
//! `episode` and `podcast` collect). Atom, RSS 1.0 and JSON Feed go through feed-rs after the same cleaning, one
//! entry at a time (`syndication`, `json_feed`).

mod alternates;
mod announced;
mod chapters;
mod charset;
mod dates;
mod document;
mod durations;
mod enclosures;
mod episode;
mod feed_scheme;
mod fields;
mod json_feed;
pub mod limits;
mod namespace;
mod not_a_feed;
mod notes;
mod opml;
mod plain;
mod podcast;
mod schedule;
mod syndication;
mod tags;
mod text;
mod transcript;
mod urls;
mod vocabulary;
mod xml;

use std::fmt;

use friday_model::{PublishedEpisode, PublishedPodcast};
use url::Url;

pub use announced::{AnnouncedFeed, announced_feeds};
pub use chapters::{ChapterList, chapters_within, read_chapters};
pub use enclosures::best_enclosure;
pub use feed_scheme::{FEED_SCHEMES, behind_feed_scheme};
pub use not_a_feed::NotAFeed;
pub use notes::sanitise_notes;
pub use opml::{FeedList, ListedFeed, NotAList, SkipReason, SkippedFeed, feed_key, read_opml, write_opml};
pub use plain::plain_text;
pub use transcript::{ReadTranscript, read_transcript};

/// What was understood of a feed, and what was odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub podcast: PublishedPodcast,
    /// All of them, in the order of the document.
    pub episodes: Vec<PublishedEpisode>,
    pub problems: Vec<Problem>,
}

/// Something odd in a feed that did not keep the rest from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Index into [`Document::episodes`]; absent if it concerns the feed.
    pub episode: Option<usize>,
    /// One English sentence.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.episode {
            Some(index) => write!(f, "Episode {}: {}", index + 1, self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Reads a feed: RSS of any version, Atom, or JSON Feed.
///
/// `base` is the final address of the document, to which the addresses in it are relative. `content_type` is the HTTP
/// header; the charset is taken from the byte order mark, else from it, else from the document, else it is UTF-8.
pub fn read(bytes: &[u8], base: &Url, content_type: Option<&str>) -> Result<Document, NotAFeed> {
    if bytes.len() > limits::MAX_DOCUMENT_BYTES {
        return Err(NotAFeed::TooLarge);
    }
    if is_file(bytes) {
        return Err(NotAFeed::File);
    }
    let text = charset::decode(bytes, content_type);
    let text = text.trim_start();
    let (podcast, episodes) = match text.chars().next() {
        None => return Err(NotAFeed::Empty),
        Some('{') => json_feed::read(text, base)?,
        Some('[') if serde_json::from_str::<serde_json::Value>(text).is_ok() => return Err(NotAFeed::Json),
        Some(_) => document::read(text, base)?,
    };
    let (episodes, problems) = episodes.finish();
    Ok(Document { podcast: podcast.finish(), episodes, problems })
}

/// Files that are often mistaken for a feed: the episode itself, an image, something compressed.
fn is_file(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 9] = [
        b"ID3",
        b"\xff\xfb",
        b"OggS",
        b"fLaC",
        b"\x89PNG",
        b"GIF8",
        b"\xff\xd8\xff",
        b"PK\x03\x04",
        b"\x1f\x8b",
    ];
    STARTS.iter().any(|start| bytes.starts_with(start))
        || bytes.get(4..8) == Some(b"ftyp")
        || bytes.starts_with(b"%PDF")
}
