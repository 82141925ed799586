//! What the store returns where the model's own nouns would say too much or too little.

use std::path::PathBuf;

use friday_model::{Episode, EpisodeId, EpisodeState, Timestamp};
use url::Url;

/// An episode with what surrounds it in a list; its notes are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeRow {
    pub episode: Episode,
    pub podcast_title: String,
    pub podcast_image: Option<Url>,
    pub podcast_feed: Url,
    pub state: EpisodeState,
    pub download: Option<DownloadRow>,
}

/// An episode with its notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeDetails {
    pub row: EpisodeRow,
    /// As published: not sanitised.
    pub notes: Option<String>,
}

/// What recognises an episode at the next refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeKey {
    pub id: EpisodeId,
    pub identity: String,
    pub fingerprint: i64,
    pub enclosure_url: Option<String>,
    pub title: String,
    pub published: Option<Timestamp>,
}

/// The record of a download. Until it is finished, its state is that of its job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadRow {
    pub episode: EpisodeId,
    pub url: Url,
    /// Relative to the downloads folder.
    pub path: Option<PathBuf>,
    /// Bytes that were synced to disk.
    pub bytes: u64,
    pub total: Option<u64>,
    /// What the server recognises this version of the file by.
    pub validator: Option<String>,
    pub sha256: Option<String>,
    pub mime_type: Option<String>,
    pub requested: Timestamp,
    pub finished: Option<Timestamp>,
}

/// A finished download that was cleaned up and can be put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trashed {
    pub episode: EpisodeId,
    /// Where its file lay, relative to the downloads folder.
    pub path: PathBuf,
    pub bytes: u64,
    pub removed: Timestamp,
}

/// Downloads in figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DownloadSums {
    pub count: u32,
    /// Bytes that are here.
    pub bytes: u64,
    /// Bytes that there will be, as far as that is known.
    pub total: u64,
}

/// A download that was asked for just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDownload {
    pub episode: EpisodeId,
    pub url: Url,
    /// As announced.
    pub total: Option<u64>,
    pub requested: Timestamp,
}
