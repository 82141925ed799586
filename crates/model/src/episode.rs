use std::{str::FromStr, time::Duration};

use url::Url;

use crate::{Download, EpisodeId, PodcastId, PublishedEpisode, Timestamp};

/// One item of a podcast, under our own id. A refresh may replace all of `published`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    pub id: EpisodeId,
    pub podcast: PodcastId,
    pub published: PublishedEpisode,
    /// When Friday first saw it; stands in for a missing or future date.
    pub first_seen: Timestamp,
}

/// What kind of episode it is (`itunes:episodeType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EpisodeType {
    Full,
    Trailer,
    Bonus,
}

impl EpisodeType {
    /// The word that feeds use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Trailer => "trailer",
            Self::Bonus => "bonus",
        }
    }
}

impl FromStr for EpisodeType {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word.trim().to_ascii_lowercase().as_str() {
            "full" => Ok(Self::Full),
            "trailer" => Ok(Self::Trailer),
            "bonus" => Ok(Self::Bonus),
            _ => Err(()),
        }
    }
}

/// The listener's part of an episode. It is never replaced by a refresh and outlives a pruned episode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EpisodeState {
    /// Where listening goes on.
    pub position: Duration,
    /// The length that the player or the file reported; better than the announced one.
    pub measured_duration: Option<Duration>,
    pub listening: Listening,
    pub starred: bool,
    /// When it was last listened to.
    pub listened: Option<Timestamp>,
}

impl EpisodeState {
    /// The length of an episode that was announced so: measured if known, else as announced. A length of nothing is
    /// what hosts announce that do not know it.
    #[must_use]
    pub fn length(&self, announced: Option<Duration>) -> Option<Duration> {
        self.measured_duration.or(announced).filter(|length| !length.is_zero())
    }
}

/// How far the listener has come with an episode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Listening {
    /// Never touched.
    #[default]
    New,
    /// Begun, or marked as not played.
    Unplayed,
    Played,
}

/// All that a row shows of an episode, read at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeOverview {
    /// `published.notes` is left out; it is read with the episode alone.
    pub episode: Episode,
    pub podcast_title: String,
    /// The artwork of the podcast; the episode's own comes first where it has one.
    pub podcast_image: Option<Url>,
    /// Where the podcast's feed lies.
    pub podcast_feed: Url,
    pub state: EpisodeState,
    pub download: Option<Download>,
}

impl EpisodeOverview {
    /// The length to show: measured if known, else as announced.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        self.state.length(self.episode.published.duration)
    }
}

/// Which episodes a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EpisodeFilter {
    /// Of one podcast, or of all.
    pub podcast: Option<PodcastId>,
    /// In any of these states; all episodes when empty.
    pub states: Vec<EpisodeStateFilter>,
    pub order: EpisodeOrder,
    /// Only what follows this one: the next part of a list that is read in parts.
    pub after: Option<EpisodeId>,
    /// At most so many; all when absent.
    pub limit: Option<u32>,
}

/// A state that a list of episodes can be narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EpisodeStateFilter {
    New,
    Unplayed,
    InProgress,
    Played,
    Starred,
    Downloaded,
    NotDownloaded,
    /// New by a refresh, and not looked at yet.
    Inbox,
}

impl EpisodeStateFilter {
    /// Every state, in the order of this list.
    pub const ALL: [Self; 8] = [
        Self::New,
        Self::Unplayed,
        Self::InProgress,
        Self::Played,
        Self::Starred,
        Self::Downloaded,
        Self::NotDownloaded,
        Self::Inbox,
    ];

    /// The word on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unplayed => "unplayed",
            Self::InProgress => "in-progress",
            Self::Played => "played",
            Self::Starred => "starred",
            Self::Downloaded => "downloaded",
            Self::NotDownloaded => "not-downloaded",
            Self::Inbox => "inbox",
        }
    }
}

impl FromStr for EpisodeStateFilter {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == word).ok_or(())
    }
}

/// How a list of episodes is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EpisodeOrder {
    #[default]
    NewestFirst,
    OldestFirst,
}
