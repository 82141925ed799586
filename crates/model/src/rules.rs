use std::time::Duration;

use crate::EpisodeType;

/// What Friday does with a podcast's episodes without being asked each time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PodcastRules {
    /// Absent: nothing is downloaded by itself.
    pub auto_download: Option<AutoDownload>,
    pub keep: KeepRule,
    /// Where new episodes go, whether they are downloaded or not.
    pub arrivals: Arrivals,
    /// Which edition of its episodes is downloaded; absent: as for every podcast.
    pub quality: Option<Quality>,
}

/// Where the new episodes of a podcast go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Arrivals {
    /// Before the listener, until they have looked.
    #[default]
    Inbox,
    /// To the end of Up Next.
    UpNext,
    /// They stand in their podcast, and that is all.
    Nowhere,
}

impl Arrivals {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Inbox, Self::UpNext, Self::Nowhere];

    /// The word in tables and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::UpNext => "up_next",
            Self::Nowhere => "nowhere",
        }
    }

    /// Read from the word that [`as_str`](Self::as_str) gives.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|arrivals| arrivals.as_str() == word)
    }
}

/// Which edition of an episode is downloaded, where its publisher offers several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Quality {
    /// The enclosure.
    #[default]
    AsPublished,
    /// Of the same kind and language, the one with the fewest bytes.
    Smallest,
    /// Of the same kind and language, the one with the most bits a second.
    Best,
    /// The smallest first, to be heard at once; then the best takes its place.
    SmallFirst,
}

impl Quality {
    /// Every choice.
    pub const ALL: [Self; 4] = [Self::AsPublished, Self::Smallest, Self::Best, Self::SmallFirst];

    /// The word in tables and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsPublished => "as-published",
            Self::Smallest => "smallest",
            Self::Best => "best",
            Self::SmallFirst => "small-first",
        }
    }

    /// Read from the word that [`as_str`](Self::as_str) gives.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quality| quality.as_str() == word)
    }
}

/// Which new episodes are downloaded by themselves after a refresh.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AutoDownload {
    /// Only if an episode is among so many newest that pass the filters.
    pub newest: u32,
    /// One of these stands in the title, whatever its case; any title will do when empty.
    pub contains: Vec<String>,
    /// None of these stands in the title.
    pub excludes: Vec<String>,
    /// As announced; an episode whose length is unknown passes.
    pub shortest: Option<Duration>,
    pub longest: Option<Duration>,
    /// Of one of these types; any when empty. An episode that says nothing is a full one.
    pub types: Vec<EpisodeType>,
}

/// Which finished downloads of a podcast stay. What plays and what is starred always stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeepRule {
    /// So many of the newest; all when absent.
    pub newest: Option<u32>,
    /// Played ones go so many days after they were listened to; they stay when absent.
    pub days_after_played: Option<u32>,
    /// Bytes that the downloads of the podcast may take; any when absent.
    pub budget: Option<u64>,
}
