use url::Url;

use crate::{Feed, PodcastId, Timestamp};

/// A show as its publisher describes it, under our own id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Podcast {
    pub id: PodcastId,
    /// Where it is fetched from today; follows permanent moves.
    pub feed_url: Url,
    /// Plain text; the host name when the feed has no title.
    pub title: String,
    pub author: Option<String>,
    pub description: Option<String>,
    /// The website.
    pub link: Option<Url>,
    pub language: Option<String>,
    pub image: Option<Url>,
    /// Meant to be heard from the oldest episode on.
    pub serial: bool,
}

/// The listener's relation to a podcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subscription {
    pub podcast: PodcastId,
    pub since: Timestamp,
    pub favorite: bool,
}

/// All that a tile or a page header shows of a podcast, read at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodcastOverview {
    pub podcast: Podcast,
    /// Absent after the listener has unsubscribed; what was heard and downloaded stays known.
    pub subscription: Option<Subscription>,
    pub feed: Feed,
    /// Episodes known.
    pub episodes: u32,
    /// Of these, the ones that are neither played nor archived.
    pub unplayed: u32,
    /// Of these, the ones on disk.
    pub downloaded: u32,
    /// When the newest episode was published.
    pub newest: Option<Timestamp>,
}
