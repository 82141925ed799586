//! The order of the downloads, and what becomes of those that fail.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::time::Duration;

use common::Library;
use friday_engine::{AfterFailure, QueueSettings};
use friday_model::{DownloadState, EpisodeId, Wait};
use friday_testing::Fault;

const GONE: Fault = Fault::Status { code: 410, retry_after: None };

async fn waiting(library: &Library) -> Vec<EpisodeId> {
    library.waiting_downloads(0, 50).await.unwrap()
}

async fn three(library: &Library) -> [EpisodeId; 3] {
    let podcast = library.subscribe(&library.world.show("fold-here").feed_url).await.unwrap().podcast.id;
    library.download_latest(Some(podcast), 3).await.unwrap();
    waiting(library).await.try_into().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_download_is_moved_to_a_place_and_says_why_it_waits() {
    let library = Library::open().await;
    let [first, second, third] = three(&library).await;
    library.move_download(third, 1).await.unwrap();
    assert_eq!(waiting(&library).await, [third, first, second]);
    library.pause_download(third).await.unwrap();
    assert_eq!(waiting(&library).await, [first, second, third], "what is paused stands below what waits");
    assert_eq!(library.waiting_downloads(1, 1).await.unwrap(), [second]);
    assert_eq!(library.waiting_downloads(2, 9).await.unwrap(), [third]);
    let waits_for = async |id| library.episode_row(id).await.unwrap().download.unwrap().waits_for;
    assert_eq!((waits_for(first).await, waits_for(third).await), (Some(Wait::Turn), None));
    library.pause_all_downloads().await.unwrap();
    assert_eq!(waits_for(first).await, Some(Wait::Pause));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_for_one_cause_is_tried_again_or_given_up_together() {
    let library = Library::open().await;
    let ids = three(&library).await;
    library.world.on_show("fold-here").always(GONE);
    library.work_until_idle().await.unwrap();
    let groups = library.downloads().await.unwrap();
    let [cause] = &groups.failed[..] else { panic!("one cause: {groups:?}") };
    assert_eq!((cause.code.as_str(), cause.count, cause.episodes.len()), ("http_410", 3, 3));
    assert_eq!(library.retry_downloads_where("http_404").await.unwrap(), 0);
    assert_eq!(library.retry_downloads_where("http_410").await.unwrap(), 3);
    assert_eq!(waiting(&library).await.len(), 3);
    library.work_until_idle().await.unwrap();
    assert_eq!(library.download_attempts(ids[0]).await.unwrap().len(), 2);
    assert_eq!(library.give_up_downloads_where("http_410").await.unwrap(), 3);
    assert_eq!(library.downloads().await.unwrap().failed, []);
    assert_eq!(library.episode_row(ids[0]).await.unwrap().download, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_started_now_starts_though_all_are_paused() {
    let library = Library::at_work().await;
    library.pause_all_downloads().await.unwrap();
    let [first, _, third] = three(&library).await;
    let mut events = library.events();
    library.start_download_now(third).await.unwrap();
    while library.episode_row(third).await.unwrap().download.unwrap().state != DownloadState::Done {
        events.recv().await.unwrap();
    }
    assert_eq!(library.episode_row(first).await.unwrap().download.unwrap().state, DownloadState::Queued);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_of_the_queue_hold_at_once_and_after_a_restart() {
    let library = Library::open().await;
    assert_eq!(library.queue_settings(), QueueSettings::default());
    let settings = QueueSettings {
        at_once: 5,
        per_host: 1,
        after_failure: AfterFailure::Expire(Duration::from_hours(48)),
    };
    library.set_queue_settings(settings).await.unwrap();
    let groups = library.downloads().await.unwrap();
    assert_eq!((groups.at_once, groups.per_host), (5, 1));
    let library = library.reopen().await;
    assert_eq!(library.queue_settings(), settings);
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_downloads_that_are_not_wanted_are_gone_with_their_records() {
    let library = Library::open().await;
    let ids = three(&library).await;
    library.world.on_show("fold-here").always(GONE);
    library.work_until_idle().await.unwrap();
    let drop = QueueSettings { after_failure: AfterFailure::Drop, ..QueueSettings::default() };
    library.set_queue_settings(drop).await.unwrap();
    assert_eq!(library.episode_row(ids[0]).await.unwrap().download, None, "those that had failed before");

    let mut events = library.events();
    library.download(&ids).await.unwrap();
    library.work_until_idle().await.unwrap();
    while library.episodes(&ids).await.unwrap().iter().any(|row| row.download.is_some()) {
        events.recv().await.unwrap();
    }
    library.work_until_idle().await.unwrap();
    assert_eq!(library.jobs(&[]).await.unwrap(), []);
}
