//! How feeds are asked for, and what has come of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::time::Duration;

use friday_model::{
    FeedError, Fetch, FetchOutcome, LoginState, PodcastId, PublishedEpisode, PublishedPodcast, Schedule,
    Timestamp, Validators,
};
use friday_store::{Store, Write};
use tempfile::TempDir;

async fn store() -> (TempDir, Store, PodcastId) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("friday.db")).await.unwrap();
    let mut write = store.write().await.unwrap();
    let url = "https://host.example/feed".parse().unwrap();
    let podcast = write.add_podcast(&url, &PublishedPodcast::default()).await.unwrap();
    write.subscribe(podcast, Timestamp(0)).await.unwrap();
    write.commit().await.unwrap();
    (folder, store, podcast)
}

async fn write(store: &Store, act: impl AsyncFnOnce(&mut Write)) {
    let mut write = store.write().await.unwrap();
    act(&mut write).await;
    write.commit().await.unwrap();
}

fn fetch(at: i64) -> Fetch {
    Fetch {
        at: Timestamp(at),
        outcome: FetchOutcome::NotModified,
        took: Duration::from_millis(80),
        bytes: None,
        new_episodes: 0,
        error: None,
        moved_to: None,
    }
}

#[tokio::test]
async fn the_last_checks_of_a_feed_are_kept_and_no_more() {
    let (_folder, store, podcast) = store().await;
    let failed = Fetch {
        outcome: FetchOutcome::Failed,
        error: Some(FeedError { code: "dns".into(), message: "Can't find it.".into() }),
        ..fetch(60)
    };
    let moved = Fetch {
        outcome: FetchOutcome::Changed,
        bytes: Some(5_000_000_000),
        new_episodes: 3,
        moved_to: Some("https://other.example/feed".parse().unwrap()),
        ..fetch(61)
    };
    write(&store, async |write| {
        for at in 0..60 {
            write.add_fetch(podcast, &fetch(at)).await.unwrap();
        }
        write.add_fetch(podcast, &failed).await.unwrap();
        write.add_fetch(podcast, &moved).await.unwrap();
    })
    .await;
    let kept = store.fetches(podcast).await.unwrap();
    assert_eq!((kept.len(), &kept[0], &kept[1]), (50, &moved, &failed));
    assert_eq!(kept[49].at, Timestamp(12), "the oldest go");
}

#[tokio::test]
async fn a_feed_keeps_its_login_state_and_schedule_over_successes_and_failures() {
    let (_folder, store, podcast) = store().await;
    let schedule =
        Schedule { ttl: Some(Duration::from_mins(90)), skip_hours: 1 << 23, skip_days: 64, complete: true };
    let error = FeedError { code: "http_401".into(), message: "The server needs a login.".into() };
    write(&store, async |write| {
        write.set_login_state(podcast, Some(LoginState::Needed)).await.unwrap();
        write.feed_failed(podcast, &error, Timestamp(1), Timestamp(2)).await.unwrap();
        write.set_schedule(podcast, &schedule).await.unwrap();
        write.set_login_state(podcast, Some(LoginState::Kept)).await.unwrap();
        let validators = Validators::default();
        write.feed_succeeded(podcast, &validators, None, Timestamp(3), Timestamp(4)).await.unwrap();
    })
    .await;
    let feed = store.podcast(podcast).await.unwrap().unwrap().feed;
    assert_eq!((feed.login, feed.schedule, feed.error), (Some(LoginState::Kept), schedule, None));
    write(&store, async |write| write.set_login_state(podcast, None).await.unwrap()).await;
    assert_eq!(store.feeds().await.unwrap()[0].login, None);
}

#[tokio::test]
async fn a_check_is_put_off_but_never_brought_forward() {
    let (_folder, store, podcast) = store().await;
    for (until, expected) in [(50, 50), (20, 50), (70, 70)] {
        write(&store, async |write| write.postpone_check(podcast, Timestamp(until)).await.unwrap()).await;
        let feed = &store.feeds().await.unwrap()[0];
        assert_eq!((feed.next_check, feed.failures), (Some(Timestamp(expected)), 0));
    }
}

#[tokio::test]
async fn the_inbox_holds_what_arrived_last_first_until_it_is_taken_out() {
    let (_folder, store, podcast) = store().await;
    let mut ids = Vec::new();
    write(&store, async |write| {
        for place in 0..3 {
            let identity = place.to_string();
            let episode = PublishedEpisode::default();
            let id = write.add_episode(podcast, &identity, &episode, Timestamp(0)).await.unwrap();
            write.put_into_inbox(id, Timestamp(place)).await.unwrap();
            write.put_into_inbox(id, Timestamp(99)).await.unwrap();
            ids.push(id);
        }
    })
    .await;
    assert_eq!(store.inbox().await.unwrap(), [ids[2], ids[1], ids[0]]);
    write(&store, async |write| {
        assert_eq!(write.take_from_inbox(&[ids[1]]).await.unwrap(), [ids[1]]);
        assert_eq!(write.take_from_inbox(&[ids[1]]).await.unwrap(), []);
    })
    .await;
    assert_eq!(store.inbox().await.unwrap(), [ids[2], ids[0]]);
    write(&store, async |write| _ = write.unsubscribe(podcast).await.unwrap()).await;
    assert_eq!(store.inbox().await.unwrap(), [], "what is no longer followed is not before the listener");
}
