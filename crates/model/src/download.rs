use std::{path::PathBuf, time::Duration};

use url::Url;

use crate::{EpisodeId, Timestamp};

/// The local copy of an enclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    pub episode: EpisodeId,
    pub state: DownloadState,
    /// Where the bytes come from: the enclosure as it was when the download was asked for.
    pub url: Url,
    /// Relative to the downloads folder; absent until the first bytes name it.
    pub path: Option<PathBuf>,
    /// Bytes that are safely on disk.
    pub bytes: u64,
    /// Bytes in all; absent while unknown.
    pub total: Option<u64>,
    /// Of the whole file, lower-case hexadecimal; present when done.
    pub sha256: Option<String>,
    /// MIME type by content; present when done.
    pub mime_type: Option<String>,
    /// Why it failed, or why it waits before the next try.
    pub error: Option<DownloadError>,
    /// Runs so far, and how many there will be before it is given up.
    pub attempt: u32,
    pub max_attempts: u32,
    /// When the next try begins, if it waits for one.
    pub retry_at: Option<Timestamp>,
    /// Why it does not run; only of a queued one.
    pub waits_for: Option<Wait>,
    /// When the listener asked for it.
    pub requested: Timestamp,
    /// When it was done.
    pub finished: Option<Timestamp>,
}

/// How far a download has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DownloadState {
    Queued,
    Running,
    Paused,
    Done,
    Failed,
}

impl DownloadState {
    /// Every state, in the order of a download's life.
    pub const ALL: [Self; 5] = [Self::Queued, Self::Running, Self::Paused, Self::Done, Self::Failed];

    /// The word in tables, on the command line and on screen.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// Why a queued download does not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Others are before it.
    Turn,
    /// As many downloads from its host run as may.
    Host,
    /// The time of its next try.
    Time,
    /// The network.
    Network,
    /// All downloads are paused.
    Pause,
}

/// Why a download failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadError {
    /// Short and stable, for the screen to choose words by: `dns`, `http_404`, `not_audio`, `disk_full`, …
    pub code: String,
    /// One English sentence, for logs and the command line.
    pub message: String,
}

/// A look at a download that is running now. It lives in memory only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub episode: EpisodeId,
    pub phase: Phase,
    pub bytes: u64,
    pub total: Option<u64>,
    /// Bytes a second over the last seconds; absent until two seconds of data.
    pub speed: Option<u64>,
    /// Time left at that speed; absent while size or speed is unknown.
    pub left: Option<Duration>,
}

/// What a running download is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Connecting,
    Downloading,
    Verifying,
}

/// The downloads in figures, for the tray and the navigation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DownloadTotals {
    pub running: u32,
    pub waiting: u32,
    pub paused: u32,
    pub failed: u32,
}
