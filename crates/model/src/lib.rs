//! The nouns of Friday: plain data that every other crate speaks in.
//!
//! Nothing here does I/O, knows the clock, or knows how it is stored or sent. The words are the ones of
//! `docs/ARCHITECTURE.md`; the table, the struct, the command and the label say the same.

mod alternate;
mod chapter;
mod directory;
mod download;
mod episode;
mod extras;
mod feed;
mod ids;
mod listening;
mod podcast;
mod published;
mod rules;
mod timestamp;
mod transcript;

pub use alternate::{AlternateEnclosure, Integrity, IntegrityKind};
pub use chapter::{Chapter, Picture};
pub use directory::FoundPodcast;
pub use download::{Download, DownloadError, DownloadState, DownloadTotals, Phase, Progress, Wait};
pub use episode::{
    Episode, EpisodeFilter, EpisodeOrder, EpisodeOverview, EpisodeState, EpisodeStateFilter, EpisodeType,
    Listening,
};
pub use extras::{
    Discussion, EpisodeExtras, License, LiveItem, LiveStatus, Location, Page, Person, PodcastExtras,
    Recipient, RemotePodcast, Soundbite, TextRecord,
};
pub use feed::{Feed, FeedError, Fetch, FetchOutcome, LoginState, Schedule, Validators};
pub use ids::{EpisodeId, PodcastId};
pub use listening::{Bookmark, Heard, PodcastSound, Speed, UpNextList, UpNextListId};
pub use podcast::{Podcast, PodcastOverview, Subscription};
pub use published::{Enclosure, PublishedEpisode, PublishedPodcast};
pub use rules::{Arrivals, AutoDownload, KeepRule, PodcastRules, Quality};
pub use timestamp::Timestamp;
pub use transcript::{Cue, TextTrack, Transcript};
