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
    /// Of the bytes as they were downloaded.
    pub sha256: Option<String>,
    /// Of the file, where it was changed on purpose since; else it is as it was downloaded.
    pub file_sha256: Option<String>,
    /// When the file was last changed, as the file system says it, once it was recorded.
    pub modified: Option<Timestamp>,
    pub mime_type: Option<String>,
    pub requested: Timestamp,
    pub finished: Option<Timestamp>,
}

impl DownloadRow {
    /// The SHA-256 that the file has if nobody has touched it.
    #[must_use]
    pub fn expected_sha256(&self) -> Option<&str> {
        self.file_sha256.as_deref().or(self.sha256.as_deref())
    }
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

/// What a downloaded file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaFile {
    /// A picture that came in it, by the name under which it is kept with the artwork.
    pub artwork: Option<String>,
    pub title: Option<String>,
    pub artist: Option<String>,
    pub album: Option<String>,
}

/// Where chapters were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChapterSource {
    /// In the feed itself.
    Feed,
    /// In a document that the feed names.
    Document,
    /// In the downloaded file.
    File,
}

/// A document that was fetched for an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeDocument {
    pub url: Url,
    /// RFC 5646.
    pub language: Option<String>,
    /// False for a transcript that is plain text.
    pub timed: bool,
    pub fetched: Timestamp,
}

/// What a document that was fetched for an episode holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    Chapters,
    Transcript,
}

/// A better edition of a finished download, on its way to take that one's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BetterEdition {
    pub episode: EpisodeId,
    pub url: Url,
    /// Relative to the downloads folder, without an extension; absent until the first bytes name it.
    pub path: Option<PathBuf>,
    /// Bytes that were synced to disk.
    pub bytes: u64,
    pub total: Option<u64>,
    pub validator: Option<String>,
    pub requested: Timestamp,
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
