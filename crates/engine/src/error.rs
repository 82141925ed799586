use std::path::PathBuf;

use friday_feed::{AnnouncedFeed, NotAFeed};
use friday_net::NetError;
use friday_store::StoreError;
use url::Url;

/// What engine functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the engine could not do what was asked. `Display` is a sentence that says what and, where it helps, what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was typed is no address.
    #[error("“{0}” is not an address; paste the link of a feed or of a podcast's website")]
    BadAddress(String),
    /// The network said no.
    #[error("{0}")]
    Net(#[from] NetError),
    /// The address leads to something else than a feed.
    #[error("{url}: {reason}")]
    NotAFeed {
        /// Where it was looked for.
        url: Url,
        /// What it is instead.
        reason: NotAFeed,
    },
    /// A file that was to be imported is no list of podcasts.
    #[error("{0}")]
    NotAList(#[from] friday_feed::NotAList),
    /// A file that was opened or dropped cannot be read.
    #[error("{file} cannot be read: {reason}", file = file.display())]
    CannotRead {
        /// The file.
        file: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The address leads to a web page that names no feed.
    #[error("{0} is a web page that announces no feed; look for a link called RSS on it")]
    NoFeedAnnounced(Url),
    /// The address leads to a web page that names several feeds: the listener chooses.
    #[error("{page} announces several feeds; choose one of them: {}", listed(feeds))]
    SeveralFeeds {
        /// The web page.
        page: Url,
        /// At least two, in the order of the page.
        feeds: Vec<AnnouncedFeed>,
    },
    /// A directory answered with something that cannot be understood.
    #[error("{directory} answered with something that is not a search result")]
    BadAnswer {
        /// Its name.
        directory: String,
        /// What was wrong, technically.
        reason: String,
    },
    /// A directory lets itself be asked only so often.
    #[error("{directory} does not like to be asked more often; ask again in {} seconds", wait.as_secs() + 1)]
    AskedTooOften {
        /// Its name.
        directory: &'static str,
        /// Until it may be asked again.
        wait: std::time::Duration,
    },
    /// What was given is not the two letters of a country.
    #[error("“{0}” is no country; it is two letters, such as de")]
    BadCountry(String),
    /// The directory that has charts is not asked here.
    #[error("charts come from iTunes, which is not among the directories that are asked")]
    NoCharts,
    /// There is no podcast, episode or job with this id.
    #[error("there is no {noun} {id}")]
    NotFound {
        /// What was looked for.
        noun: &'static str,
        /// By which id.
        id: i64,
    },
    /// The feed announced no file for this episode.
    #[error("the feed announces no file for this episode")]
    NoMedia,
    /// A file that was downloaded is no longer there.
    #[error("the file is no longer on disk; download it again")]
    GoneFromDisk,
    /// There are backups of a library that is no longer there.
    #[error("{0} is gone, but there are backups of it")]
    LibraryGone(PathBuf),
    /// Another process has the library open, and would go on writing to the file that is put aside.
    #[error("another Friday has this library open; quit it first")]
    LibraryInUse,
    /// What was given is no address of a broker.
    #[error(
        "this is not the address of a broker; it looks like amqp://user:password@host:5672/vhost?queue=friday"
    )]
    BadBroker,
    /// The list keeps its order.
    #[error("the list is locked; unlock it to change its order")]
    Locked,
    /// The database failed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The search index failed.
    #[error("{0}")]
    Search(#[from] friday_search::SearchError),
    /// The queue failed.
    #[error("the job queue failed: {0}")]
    Queue(#[from] friday_queue::Error),
    /// The server did not accept the login.
    #[error("the server did not accept this user name and password")]
    LoginRefused,
    /// The keyring holds a password that is needed, and was not opened.
    #[error("the keyring is locked; unlock it and try again")]
    KeyringLocked,
    /// The keyring failed.
    #[error("the keyring failed: {0}")]
    Keyring(String),
    /// The file system said no.
    #[error("{what}: {reason}")]
    Io {
        /// What was tried, with the path.
        what: String,
        /// What the system said.
        reason: std::io::Error,
    },
}

impl Error {
    /// Short and stable, for the screen to choose words by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadAddress(_) => "bad_address",
            Self::Net(error) => error.code(),
            Self::NotAFeed { .. } | Self::BadAnswer { .. } => "not_a_feed",
            Self::NotAList(_) => "not_a_list",
            Self::CannotRead { .. } => "cannot_read",
            Self::NoFeedAnnounced(_) => "no_feed_announced",
            Self::SeveralFeeds { .. } => "several_feeds",
            Self::AskedTooOften { .. } => "asked_too_often",
            Self::BadCountry(_) | Self::NoCharts => "no_chart",
            Self::NotFound { .. } => "not_found",
            Self::NoMedia => "no_media",
            Self::GoneFromDisk => "gone_from_disk",
            Self::BadBroker => "bad_broker",
            Self::Locked => "locked",
            Self::LoginRefused => "login_refused",
            Self::KeyringLocked => "keyring_locked",
            Self::Keyring(_) => "keyring",
            Self::LibraryGone(_) => "database_gone",
            Self::LibraryInUse => "database_in_use",
            Self::Store(StoreError::Damaged(_) | StoreError::Malformed) => "database_damaged",
            Self::Store(StoreError::NewerSchema(_)) => "database_newer",
            Self::Store(StoreError::Busy) => "database_busy",
            Self::Store(StoreError::Full) => "disk_full",
            Self::Store(_) | Self::Queue(_) => "database",
            Self::Search(_) => "search",
            Self::Io { reason, .. } if reason.kind() == std::io::ErrorKind::StorageFull => "disk_full",
            Self::Io { .. } => "cannot_write",
        }
    }

    /// The technical reason, where it says more than the sentence. Never a password.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Net(error) => Some(error.detail().to_owned()),
            Self::BadAnswer { reason, .. } => Some(reason.clone()),
            _ => None,
        }
    }

    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |reason| Self::Io { what, reason }
    }
}

/// Each with its title, where it has one.
fn listed(feeds: &[AnnouncedFeed]) -> String {
    let named = feeds.iter().map(|AnnouncedFeed { url, title }| match title {
        Some(title) => format!("{url} ({title})"),
        None => url.to_string(),
    });
    named.collect::<Vec<_>>().join(", ")
}
