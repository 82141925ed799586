use std::time::Duration;

use url::Url;

use crate::{PodcastId, Timestamp};

/// The document at a URL, and how fetching it went. A failing feed is a state, not an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    pub podcast: PodcastId,
    /// Never with a user or a password in it.
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
    /// Absent while neither the feed nor its files have asked for a login.
    pub login: Option<LoginState>,
    pub schedule: Schedule,
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

/// How it stands with the login that a feed or its files want. The login itself is with the passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginState {
    /// The listener has given one.
    Kept,
    /// The server asks for one.
    Needed,
    /// The server did not accept the one that the listener has given.
    Refused,
}

impl LoginState {
    const ALL: [Self; 3] = [Self::Kept, Self::Needed, Self::Refused];

    /// The word in tables and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Needed => "needed",
            Self::Refused => "refused",
        }
    }

    /// Read from the word that [`as_str`](Self::as_str) gives.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// When a publisher wants to be asked for new episodes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Schedule {
    /// `ttl`: no sooner than this after the last time.
    pub ttl: Option<Duration>,
    /// `skipHours`: not in these hours, one bit each from midnight UTC.
    pub skip_hours: u32,
    /// `skipDays`: not on these days, one bit each from Monday.
    pub skip_days: u8,
    /// `itunes:complete`: nothing more will come.
    pub complete: bool,
}

/// One check of a feed, as it is kept to see how the feed does over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    pub at: Timestamp,
    pub outcome: FetchOutcome,
    /// From asking to having read all of the answer.
    pub took: Duration,
    /// Of the body; absent where none came.
    pub bytes: Option<u64>,
    pub new_episodes: u32,
    /// Present if it failed.
    pub error: Option<FeedError>,
    /// Where the feed has lived since, if this check found that it moved.
    pub moved_to: Option<Url>,
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchOutcome {
    /// The server said that nothing changed (304).
    NotModified,
    /// The server sent what was known already.
    Same,
    /// Something was different.
    Changed,
    Failed,
}

impl FetchOutcome {
    const ALL: [Self; 4] = [Self::NotModified, Self::Same, Self::Changed, Self::Failed];

    /// The word in tables and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotModified => "not_modified",
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Failed => "failed",
        }
    }

    /// Read from the word that [`as_str`](Self::as_str) gives.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == word)
    }
}
