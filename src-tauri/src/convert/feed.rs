//! How a feed does, to the wire.

use friday_model::{FeedError, Fetch, FetchOutcome, LoginState};

use crate::wire;

pub(crate) fn health(health: friday_engine::FeedHealth) -> wire::FeedHealth {
    wire::FeedHealth {
        not_modified: health.not_modified,
        failed: health.failed,
        usual_time: health.usual_time.map(|time| time.as_millis() as u64),
        bytes: health.bytes,
        fetches: health.fetches.into_iter().map(fetch).collect(),
    }
}

pub(crate) fn reason(error: FeedError) -> wire::Reason {
    wire::Reason { code: error.code, message: error.message }
}

pub(crate) fn login(state: LoginState) -> wire::LoginState {
    match state {
        LoginState::Kept => wire::LoginState::Kept,
        LoginState::Needed => wire::LoginState::Needed,
        LoginState::Refused => wire::LoginState::Refused,
    }
}

fn fetch(fetch: Fetch) -> wire::FeedFetch {
    wire::FeedFetch {
        at: fetch.at.0,
        outcome: match fetch.outcome {
            FetchOutcome::NotModified => wire::FetchOutcome::NotModified,
            FetchOutcome::Same => wire::FetchOutcome::Same,
            FetchOutcome::Changed => wire::FetchOutcome::Changed,
            FetchOutcome::Failed => wire::FetchOutcome::Failed,
        },
        took: fetch.took.as_millis() as u64,
        bytes: fetch.bytes,
        new_episodes: fetch.new_episodes,
        error: fetch.error.map(reason),
        moved_to: fetch.moved_to.map(Into::into),
    }
}
