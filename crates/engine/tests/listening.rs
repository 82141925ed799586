//! Listening: what the audio element gets, and where it goes on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::time::Duration;

use common::Library;
use friday_engine::{PlayerReport, ReportReason};
use friday_model::{DownloadState, EpisodeId, Listening};

fn report(episode: EpisodeId, seconds: u64, reason: ReportReason) -> PlayerReport {
    PlayerReport {
        episode,
        playing: reason != ReportReason::Pause && reason != ReportReason::Ended,
        position: Duration::from_secs(seconds),
        duration: None,
        reason,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_on_disk_is_served_in_any_range() {
    let library = Library::at_work().await;
    let id = library.newest_of("slow-elevators").await;
    let on_air = library.world.show("slow-elevators").newest().clone();
    let job = library.download(&[id]).await.unwrap().remove(0);
    library.until_finished(&[job.id]).await.unwrap();
    let url = library.play(id).await.unwrap().url;
    let whole = library.get(&url).await;
    assert_eq!((whole.status().as_u16(), whole.content_length()), (200, Some(on_air.bytes)));
    assert_eq!(whole.headers()["accept-ranges"], "bytes");
    let part = library.get_range(&url, Some("bytes=1000-1999")).await;
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], format!("bytes 1000-1999/{}", on_air.bytes));
    assert_eq!(part.bytes().await.unwrap(), on_air.audio.read(1000, 1000));
    assert_eq!(library.get_range(&url, Some("bytes=999999999-")).await.status(), 416);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_that_is_not_on_disk_plays_from_the_file_as_it_grows() {
    let library = Library::at_work().await;
    let id = library.newest_of("long-wave-goodnight").await;
    let on_air = library.world.show("long-wave-goodnight").newest().clone();
    let gate = library.world.hold(&on_air.audio_path, 2_000_000);
    let playback = library.play(id).await.unwrap();
    let mut answer = library.get(&playback.url).await;
    assert_eq!(answer.content_length(), Some(on_air.bytes), "the player sees the whole length at once");
    let mut heard = Vec::new();
    while heard.len() < 1_000_000 {
        heard.extend_from_slice(&answer.chunk().await.unwrap().unwrap());
    }
    gate.open();
    while let Some(chunk) = answer.chunk().await.unwrap() {
        heard.extend_from_slice(&chunk);
    }
    assert_eq!(heard.len() as u64, on_air.bytes);
    assert_eq!(&heard[..4096], &on_air.audio.read(0, 4096)[..]);
    let mut events = library.events();
    while library.episode_row(id).await.unwrap().download.unwrap().state != DownloadState::Done {
        events.recv().await.unwrap();
    }
    assert_eq!(library.world.traffic(&on_air.audio_path).bytes, on_air.bytes, "nothing is fetched twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_loopback_server_answers_only_those_who_know_it() {
    let library = Library::at_work().await;
    let id = library.newest_of("slow-elevators").await;
    let url: url::Url = library.play(id).await.unwrap().url.parse().unwrap();
    let mut guessed = url.clone();
    guessed.set_path(&format!("/guess/episode/{id}"));
    assert_eq!(library.get(guessed.as_str()).await.status(), 404);
    let mut unknown = url.clone();
    unknown.set_path(&url.path().replace(&format!("/episode/{id}"), "/episode/..%2f..%2fetc%2fpasswd"));
    assert_eq!(library.get(unknown.as_str()).await.status(), 400);
    let mut rebound = url;
    rebound.set_host(Some("localhost")).unwrap();
    assert_eq!(library.get(rebound.as_str()).await.status(), 403, "another name for this machine is refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_is_kept_over_a_restart_and_an_episode_heard_to_its_end_is_played() {
    let library = Library::open().await;
    let id = library.newest_of("slow-elevators").await;
    library.report_player(report(id, 0, ReportReason::Play)).await.unwrap();
    library.report_player(report(id, 42, ReportReason::Tick)).await.unwrap();
    let library = library.reopen().await;
    assert_eq!(library.last_listened().await.unwrap().unwrap().episode.id, id);
    let kept = library.episode_row(id).await.unwrap().state;
    assert_eq!((kept.position, kept.listening), (Duration::from_secs(42), Listening::Unplayed));
    library.report_player(report(id, 60, ReportReason::Ended)).await.unwrap();
    let heard = library.episode_row(id).await.unwrap().state;
    assert_eq!((heard.position, heard.listening), (Duration::ZERO, Listening::Played));
    assert_eq!(library.last_listened().await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_never_lies_behind_the_end() {
    let library = Library::open().await;
    let id = library.newest_of("slow-elevators").await;
    library.report_player(report(id, 1_000_000, ReportReason::Seek)).await.unwrap();
    let row = library.episode_row(id).await.unwrap();
    assert_eq!(row.state.position, row.duration().unwrap());
    assert_eq!(library.play(id).await.unwrap().position, Duration::ZERO, "it begins anew");
}
