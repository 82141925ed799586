use url::Url;

/// A hit of a directory: enough to show it and to subscribe to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPodcast {
    pub title: String,
    pub author: Option<String>,
    pub feed_url: Url,
    pub artwork_url: Option<Url>,
    /// The directory that found it: `itunes`.
    pub source: String,
    /// Episodes, as the directory counts them.
    pub episodes: Option<u32>,
    /// The first of its categories.
    pub genre: Option<String>,
}
