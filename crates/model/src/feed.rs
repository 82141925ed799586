use url::Url;

use crate::{PodcastId, Timestamp};

/// The document at a URL, and how fetching it went. A failing feed is a state, not an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    pub podcast: PodcastId,
    pub url: Url,
    pub validators: Validators,
    /// When it was last asked for, whatever came of it.
    pub checked: Option<Timestamp>,
    /// When it last answered with something readable, 304 included.
    pub succeeded: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// Why the last check failed; absent after a success.
    pub error: Option<FeedError>,
    /// When to ask again.
    pub next_check: Option<Timestamp>,
}

/// What a server said to recognise a version of a document by (RFC 9110, section 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// Why a feed could not be fetched or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedError {
    /// Short and stable, for the screen to choose words by: `dns`, `http_404`, `not_a_feed`, …
    pub code: String,
    /// One English sentence, for logs and the command line.
    pub message: String,
}
