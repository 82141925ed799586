//! The nouns of Friday: plain data that every other crate speaks in.
//!
//! Nothing here does I/O, knows the clock, or knows how it is stored or sent. The words are the ones of
//! `docs/ARCHITECTURE.md`; the table, the struct, the command and the label say the same.

mod directory;
mod download;
mod episode;
mod feed;
mod ids;
mod podcast;
mod published;
mod rules;
mod timestamp;

pub use directory::FoundPodcast;
pub use download::{Download, DownloadError, DownloadState, DownloadTotals, Phase, Progress, Wait};
pub use episode::{
    Episode, EpisodeFilter, EpisodeOrder, EpisodeOverview, EpisodeState, EpisodeStateFilter, EpisodeType,
    Listening,
};
pub use feed::{Feed, FeedError, Validators};
pub use ids::{EpisodeId, PodcastId};
pub use podcast::{Podcast, PodcastOverview, Subscription};
pub use published::{Enclosure, PublishedEpisode, PublishedPodcast, TextTrack};
pub use rules::{AutoDownload, KeepRule, PodcastRules};
pub use timestamp::Timestamp;
