//! A host that turns everyone away holds up nobody but those who want something of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use common::Library;
use friday_engine::{JobId, JobState};
use friday_testing::{Broadcaster, Fault, ShowMother};

/// Pushes every episode of a new show of this world.
async fn download_all(library: &Library, world: &Broadcaster, title: &str) -> Vec<JobId> {
    let show = world.publish(ShowMother::new(title).episodes(5));
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let jobs = library.download_latest(Some(podcast), 5).await.unwrap();
    jobs.iter().map(|job| job.id).collect()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn while_one_host_asks_everyone_to_wait_the_queue_goes_on_with_the_others() {
    let library = Library::open().await;
    let other_host = Broadcaster::start_at("127.0.0.2:0".parse().unwrap()).await.unwrap();
    let busy = Fault::Status { code: 503, retry_after: Some("3600".into()) };
    let kept_waiting = download_all(&library, &library.world, "Busy").await;
    let others = download_all(&library, &other_host, "Idle").await;
    library.world.on_show("busy").always(busy);
    let mut events = library.events();
    library.keep_working();
    library.until_finished(&others).await.unwrap();
    for id in others {
        assert_eq!(library.job(id).await.unwrap(), None, "it is done");
    }

    while library.world.show_traffic("busy").statuses().iter().filter(|status| **status == 503).count() < 5 {
        events.recv().await.unwrap();
    }
    for id in kept_waiting {
        let job = loop {
            let job = library.job(id).await.unwrap().unwrap();
            if job.state == JobState::Waiting {
                break job;
            }
            events.recv().await.unwrap();
        };
        assert_eq!(
            (job.error.unwrap().code.as_str(), job.attempt),
            ("http_503", 1),
            "asked once, and not again"
        );
    }
}
