//! When and how fast is downloaded, by the clock on the wall.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::{sync::Arc, time::Duration};

use common::Library;
use friday_engine::{DownloadSettings, HourlyLimit, Hours, WaitsFor};
use friday_model::{DownloadState, EpisodeId};
use friday_testing::FixedClock;

/// In a land where it is eight in the morning.
async fn library(clock: &FixedClock) -> Library {
    let library = Library::open_with(|options| {
        options.clock = Arc::new(clock.clone());
        options.zone = |_| 0;
    })
    .await;
    library.keep_working();
    library
}

async fn state(library: &Library, id: EpisodeId) -> DownloadState {
    library.episode_row(id).await.unwrap().download.unwrap().state
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_waits_for_its_hours_with_the_reason_and_without_an_attempt() {
    let clock = FixedClock::new();
    let library = library(&clock).await;
    let start = Some(Hours { from: 60, to: 360 });
    library.set_download_settings(&DownloadSettings { start, ..DownloadSettings::default() }).await.unwrap();
    let id = library.newest_of("slow-elevators").await;
    let path = library.world.show("slow-elevators").newest().audio_path.clone();
    let mut events = library.events();
    let job = library.download(&[id]).await.unwrap().remove(0).id;
    let waiting = loop {
        let record = library.job(job).await.unwrap().unwrap();
        if record.error.is_some() {
            break record;
        }
        events.recv().await.unwrap();
    };
    let error = waiting.error.unwrap();
    assert_eq!((error.code.as_str(), waiting.attempt), ("outside_hours", 0));
    assert_eq!(error.message, "Downloads begin between 01:00 and 06:00.");
    assert_eq!(waiting.waits_for, Some(WaitsFor::Time));
    assert_eq!(waiting.run_at, clock.now() + Duration::from_hours(17).as_millis() as i64);
    assert_eq!(library.world.traffic(&path).count(), 0);
    clock.advance(Duration::from_hours(17));
    library.until_finished(&[job]).await.unwrap();
    assert_eq!(state(&library, id).await, DownloadState::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_listener_wants_now_and_what_no_longer_has_hours_does_not_wait() {
    let clock = FixedClock::new();
    let library = library(&clock).await;
    let start = Some(Hours { from: 60, to: 360 });
    library.set_download_settings(&DownloadSettings { start, ..DownloadSettings::default() }).await.unwrap();
    let played = library.newest_of("slow-elevators").await;
    library.play(played).await.unwrap();
    let job = library.jobs(&[]).await.unwrap().pop();
    library.until_finished(&job.map(|job| job.id).into_iter().collect::<Vec<_>>()).await.unwrap();
    assert_eq!(state(&library, played).await, DownloadState::Done);

    let other = library.newest_of("greenhouse-at-night").await;
    let mut events = library.events();
    let job = library.download(&[other]).await.unwrap().remove(0).id;
    while library.job(job).await.unwrap().unwrap().error.is_none() {
        events.recv().await.unwrap();
    }
    library.set_download_settings(&DownloadSettings::default()).await.unwrap();
    library.until_finished(&[job]).await.unwrap();
    assert_eq!(state(&library, other).await, DownloadState::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_limit_of_the_hour_holds_at_once_and_after_a_restart() {
    let clock = FixedClock::new();
    let library = library(&clock).await;
    assert_eq!(library.bandwidth(), None);
    let night = HourlyLimit { hours: Hours { from: 23 * 60, to: 7 * 60 }, limit: None };
    let settings = DownloadSettings { bandwidth: Some(200_000), by_hour: vec![night], start: None };
    library.set_download_settings(&settings).await.unwrap();
    assert_eq!(library.bandwidth(), Some(200_000));
    clock.advance(Duration::from_hours(16));
    library.set_download_settings(&settings).await.unwrap();
    assert_eq!(library.bandwidth(), None);
    let library = library.reopen().await;
    assert_eq!(library.download_settings().await.unwrap(), settings);
}
