use std::path::Path;

use friday_model::{DownloadState, EpisodeOverview, PodcastOverview, Timestamp};
use serde::Serialize;
use url::Url;

/// A podcast with its counts.
#[derive(Debug, Serialize)]
pub(crate) struct Podcast {
    id: i64,
    title: String,
    author: Option<String>,
    feed_url: String,
    artwork_url: Option<String>,
    favorite: bool,
    episodes: u32,
    unplayed: u32,
    downloaded: u32,
    last_checked: Option<i64>,
    error: Option<String>,
}

/// An episode with its download.
#[derive(Debug, Serialize)]
pub(crate) struct Episode {
    id: i64,
    guid: Option<String>,
    title: String,
    pub_date: Option<i64>,
    duration: Option<u64>,
    enclosure_url: Option<String>,
    download: Option<Download>,
}

#[derive(Debug, Serialize)]
struct Download {
    state: &'static str,
    /// Where the finished file lies, absolute; `null` until it is done.
    path: Option<String>,
    bytes: u64,
    total: Option<u64>,
    sha256: Option<String>,
    error: Option<String>,
}

/// What a refresh found.
#[derive(Debug, Serialize)]
pub(crate) struct RefreshReport {
    checked: u32,
    changed: u32,
    unchanged: u32,
    failed: Vec<FailedFeed>,
    new_episodes: u32,
}

#[derive(Debug, Serialize)]
struct FailedFeed {
    id: i64,
    feed_url: String,
    error: String,
}

/// What a look at every finished download found; paths are absolute.
#[derive(Debug, Serialize)]
pub(crate) struct Verification {
    ok: u64,
    damaged: Vec<String>,
    missing: Vec<String>,
}

impl From<&PodcastOverview> for Podcast {
    fn from(overview: &PodcastOverview) -> Self {
        let podcast = &overview.podcast;
        Self {
            id: podcast.id.0,
            title: podcast.title.clone(),
            author: podcast.author.clone(),
            feed_url: podcast.feed_url.to_string(),
            artwork_url: podcast.image.as_ref().map(ToString::to_string),
            favorite: overview.subscription.is_some_and(|subscription| subscription.favorite),
            episodes: overview.episodes,
            unplayed: overview.unplayed,
            downloaded: overview.downloaded,
            last_checked: overview.feed.checked.map(Timestamp::seconds),
            error: overview.feed.error.as_ref().map(|error| error.message.clone()),
        }
    }
}

impl Episode {
    pub(crate) fn of(overview: &EpisodeOverview, downloads_dir: &Path) -> Self {
        let published = &overview.episode.published;
        Self {
            id: overview.episode.id.0,
            guid: published.guid.clone(),
            title: published.title.clone(),
            pub_date: published.published.map(Timestamp::seconds),
            duration: overview.duration().map(|duration| duration.as_secs()),
            enclosure_url: published.enclosures.first().map(|enclosure| without_login(&enclosure.url)),
            download: overview.download.as_ref().map(|download| Download::of(download, downloads_dir)),
        }
    }
}

impl Download {
    fn of(download: &friday_model::Download, downloads_dir: &Path) -> Self {
        let done = download.state == DownloadState::Done;
        let path = download.path.as_ref().filter(|_| done);
        Self {
            state: download.state.as_str(),
            path: path.map(|path| text(&downloads_dir.join(path))),
            bytes: download.bytes,
            total: download.total,
            sha256: download.sha256.clone(),
            error: download.error.as_ref().map(|error| error.message.clone()),
        }
    }
}

impl From<&friday_engine::RefreshReport> for RefreshReport {
    fn from(report: &friday_engine::RefreshReport) -> Self {
        Self {
            checked: report.checked,
            changed: report.changed,
            unchanged: report.unchanged,
            failed: report.failed.iter().map(FailedFeed::from).collect(),
            new_episodes: report.new_episodes,
        }
    }
}

impl From<&friday_engine::FailedFeed> for FailedFeed {
    fn from(feed: &friday_engine::FailedFeed) -> Self {
        Self { id: feed.podcast.0, feed_url: feed.feed_url.to_string(), error: feed.error.message.clone() }
    }
}

impl From<&friday_engine::Verification> for Verification {
    fn from(verification: &friday_engine::Verification) -> Self {
        let paths = |files: &[friday_engine::BadFile]| files.iter().map(|file| text(&file.path)).collect();
        Self {
            ok: verification.ok,
            damaged: paths(&verification.damaged),
            missing: paths(&verification.missing),
        }
    }
}

/// JSON knows no paths that are not text.
fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A login that a feed puts into an address is not for other eyes.
fn without_login(url: &Url) -> String {
    let mut url = url.clone();
    // Both fail only for a URL without a host, which has no login either.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::without_login;

    #[test]
    fn a_login_in_an_address_is_not_shown() {
        for (url, shown) in [
            ("https://ann:x@host.example/1.mp3?a=b", "https://host.example/1.mp3?a=b"),
            ("https://host.example/1.mp3", "https://host.example/1.mp3"),
        ] {
            assert_eq!(without_login(&url.parse().unwrap()), shown);
        }
    }
}
