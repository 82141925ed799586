//! What a document is when it is no feed, in words for the listener.

use std::{error, fmt};

/// Why a document was refused. Its text is a sentence that a person understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAFeed {
    /// No bytes, or only white space.
    Empty,
    /// More than [`MAX_DOCUMENT_BYTES`](crate::limits::MAX_DOCUMENT_BYTES).
    TooLarge,
    /// HTML; it may announce feeds, see [`announced_feeds`](crate::announced_feeds).
    WebPage,
    /// OPML: a list of feeds.
    ListOfFeeds,
    /// JSON that is no JSON Feed.
    Json,
    /// XML of another kind, by the name of its first element.
    Xml(String),
    /// Sound, an image, an archive: no text at all.
    File,
    /// Text that is none of these.
    Text,
}

impl fmt::Display for NotAFeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("This is not a feed: the document is empty."),
            Self::TooLarge => f.write_str("This feed is too large: it has more than 48 MB."),
            Self::WebPage => f.write_str("This is not a feed but a web page (HTML)."),
            Self::ListOfFeeds => {
                f.write_str("This is not a feed but a list of feeds (OPML), which can be imported.")
            }
            Self::Json => f.write_str("This is not a feed but other data (JSON)."),
            Self::Xml(root) => write!(f, "This is not a feed but another kind of XML (<{root}>)."),
            Self::File => {
                f.write_str("This is not a feed but a file of another kind, such as a sound or an image.")
            }
            Self::Text => f.write_str("This is not a feed but plain text."),
        }
    }
}

impl error::Error for NotAFeed {}
