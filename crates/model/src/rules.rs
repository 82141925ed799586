use std::time::Duration;

use crate::EpisodeType;

/// What Friday does with a podcast's episodes without being asked each time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PodcastRules {
    /// Absent: nothing is downloaded by itself.
    pub auto_download: Option<AutoDownload>,
    pub keep: KeepRule,
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
