use url::Url;

/// A hit of a directory: enough to show it and to subscribe to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPodcast {
    pub title: String,
    pub author: Option<String>,
    pub feed_url: Url,
    pub artwork_url: Option<Url>,
    /// The directories that know it, the one that answered first first: `itunes`, `podcastindex`, `fyyd`, `gpodder.net`.
    pub sources: Vec<String>,
    /// Episodes, as the directory counts them.
    pub episodes: Option<u32>,
    /// The first of its categories.
    pub genre: Option<String>,
}
