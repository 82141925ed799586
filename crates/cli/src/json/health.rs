use friday_model::{Fetch, Timestamp};
use serde::Serialize;

/// How a feed has done over its last checks.
#[derive(Debug, Serialize)]
pub(crate) struct FeedHealth {
    id: i64,
    feed_url: String,
    last_checked: Option<i64>,
    last_success: Option<i64>,
    next_check: Option<i64>,
    failures: u32,
    error: Option<String>,
    /// `kept`, `needed`, `refused`, or `null` where no login was ever asked for.
    login: Option<&'static str>,
    not_modified: u32,
    failed: u32,
    /// Milliseconds, the middle one of all answers.
    usual_time: Option<u64>,
    bytes: Option<u64>,
    fetches: Vec<FeedFetch>,
}

#[derive(Debug, Serialize)]
struct FeedFetch {
    at: i64,
    outcome: &'static str,
    milliseconds: u64,
    bytes: Option<u64>,
    new_episodes: u32,
    error: Option<String>,
    moved_to: Option<String>,
}

impl From<&friday_engine::FeedHealth> for FeedHealth {
    fn from(health: &friday_engine::FeedHealth) -> Self {
        let feed = &health.feed;
        Self {
            id: feed.podcast.0,
            feed_url: feed.url.to_string(),
            last_checked: feed.checked.map(Timestamp::seconds),
            last_success: feed.succeeded.map(Timestamp::seconds),
            next_check: feed.next_check.map(Timestamp::seconds),
            failures: feed.failures,
            error: feed.error.as_ref().map(|error| error.message.clone()),
            login: feed.login.map(friday_model::LoginState::as_str),
            not_modified: health.not_modified,
            failed: health.failed,
            usual_time: health.usual_time.map(|time| time.as_millis() as u64),
            bytes: health.bytes,
            fetches: health.fetches.iter().map(FeedFetch::from).collect(),
        }
    }
}

impl From<&Fetch> for FeedFetch {
    fn from(fetch: &Fetch) -> Self {
        Self {
            at: fetch.at.seconds(),
            outcome: fetch.outcome.as_str(),
            milliseconds: fetch.took.as_millis() as u64,
            bytes: fetch.bytes,
            new_episodes: fetch.new_episodes,
            error: fetch.error.as_ref().map(|error| error.message.clone()),
            moved_to: fetch.moved_to.as_ref().map(ToString::to_string),
        }
    }
}
