use std::time::Duration;

use url::Url;

/// A part of an episode that has a name of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Chapter {
    pub start: Duration,
    /// Where it ends if that is said; else it ends where the next one begins. Never before `start`.
    pub end: Option<Duration>,
    /// Plain text; empty for one that only changes the picture.
    pub title: String,
    /// A page about it, http or https.
    pub link: Option<Url>,
    /// What to look at meanwhile.
    pub image: Option<Picture>,
    /// Not meant to stand in the list of chapters.
    pub hidden: bool,
}

/// Where a picture comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Picture {
    /// An address, http or https.
    Web(Url),
    /// It came in a file and is kept with the artwork, by this name.
    Kept(String),
}
