//! How a feed has done over its last checks.

use std::time::Duration;

use friday_model::{Feed, Fetch, FetchOutcome, PodcastId};

use crate::{Engine, Result};

/// A feed with what its last checks say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedHealth {
    pub feed: Feed,
    /// The last checks, newest first.
    pub fetches: Vec<Fetch>,
    /// Of these, the ones that the server answered without sending anything.
    pub not_modified: u32,
    /// Of these, the ones that failed.
    pub failed: u32,
    /// The middle one of the times that answers took.
    pub usual_time: Option<Duration>,
    /// Of the last body that came.
    pub bytes: Option<u64>,
}

impl Engine {
    /// How the feed of a podcast does.
    pub async fn feed_health(&self, id: PodcastId) -> Result<FeedHealth> {
        let feed = self.podcast(id).await?.feed;
        Ok(FeedHealth::of(feed, self.inner.store.fetches(id).await?))
    }
}

impl FeedHealth {
    fn of(feed: Feed, fetches: Vec<Fetch>) -> Self {
        let count = |outcome| fetches.iter().filter(|fetch| fetch.outcome == outcome).count();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let answered = fetches.iter().filter(|fetch| fetch.outcome != FetchOutcome::Failed);
        let mut times: Vec<Duration> = answered.map(|fetch| fetch.took).collect();
        times.sort_unstable();
        Self {
            not_modified: number(count(FetchOutcome::NotModified)),
            failed: number(count(FetchOutcome::Failed)),
            usual_time: times.get(times.len() / 2).copied(),
            bytes: fetches.iter().find_map(|fetch| fetch.bytes),
            feed,
            fetches,
        }
    }
}

#[cfg(test)]
mod tests {
    use friday_model::{Schedule, Timestamp, Validators};

    use super::*;

    #[test]
    fn the_checks_together_tell_how_a_feed_does() {
        let feed = Feed {
            podcast: PodcastId(1),
            url: "https://host.example/".parse().unwrap(),
            validators: Validators::default(),
            checked: None,
            succeeded: None,
            failures: 0,
            error: None,
            next_check: None,
            login: None,
            schedule: Schedule::default(),
        };
        let fetch = |outcome, milliseconds, bytes| Fetch {
            at: Timestamp(0),
            outcome,
            took: Duration::from_millis(milliseconds),
            bytes,
            new_episodes: 0,
            error: None,
            moved_to: None,
        };
        let health = FeedHealth::of(
            feed.clone(),
            vec![
                fetch(FetchOutcome::Failed, 30_000, None),
                fetch(FetchOutcome::NotModified, 90, None),
                fetch(FetchOutcome::Changed, 400, Some(7000)),
                fetch(FetchOutcome::Same, 200, Some(6000)),
            ],
        );
        assert_eq!((health.not_modified, health.failed, health.bytes), (1, 1, Some(7000)));
        assert_eq!(health.usual_time, Some(Duration::from_millis(200)));
        let never = FeedHealth::of(feed, Vec::new());
        assert_eq!((never.usual_time, never.bytes), (None, None));
    }
}
