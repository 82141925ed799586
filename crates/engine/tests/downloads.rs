//! Downloads from the listener's side: asked for, seen, finished, failed, and never half right.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use common::Library;
use friday_engine::{Event, Trail};
use friday_model::{DownloadState, EpisodeId};
use friday_testing::{Audio, EpisodeMother, Fault, ShowMother};

async fn finished(library: &Library, id: EpisodeId) {
    let jobs = library.download(&[id]).await.unwrap();
    let ids: Vec<_> = jobs.iter().map(|job| job.id).collect();
    library.until_finished(&ids).await.unwrap();
}

async fn state(library: &Library, id: EpisodeId) -> Option<DownloadState> {
    library.episode_row(id).await.unwrap().download.map(|download| download.state)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_ends_up_on_disk_byte_for_byte() {
    let library = Library::at_work().await;
    let id = library.newest_of("slow-elevators").await;
    finished(&library, id).await;
    let download = library.episode_row(id).await.unwrap().download.unwrap();
    assert_eq!(download.state, DownloadState::Done);
    let show = library.world.show("slow-elevators");
    assert_eq!(download.sha256.unwrap(), show.newest().audio.sha256());
    let file = library.downloaded_file(id).await.unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().len(), show.newest().bytes);
    assert_eq!(file.extension().unwrap(), "mp3");
    let verification = library.verify().await.unwrap();
    assert_eq!((verification.ok, verification.damaged.len(), verification.missing.len()), (1, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_is_kept_under_the_name_of_what_it_is() {
    let library = Library::at_work().await;
    let show = library.world.show("line-up-tone");
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let jobs = library.download_latest(Some(podcast), 50).await.unwrap();
    assert_eq!(jobs.len(), show.episodes.len());
    library.until_finished(&jobs.iter().map(|job| job.id).collect::<Vec<_>>()).await.unwrap();
    for row in library.episodes(&library.newest_episodes(Some(podcast), 50).await.unwrap()).await.unwrap() {
        let download = row.download.unwrap();
        let title = &row.episode.published.title;
        assert_eq!(download.state, DownloadState::Done, "{title}: {:?}", download.error);
        let on_air = show.episodes.iter().find(|episode| episode.title == *title).unwrap();
        assert_eq!(
            download.path.unwrap().extension().unwrap().to_str(),
            Some(on_air.audio.extension()),
            "{title}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_in_the_middle_goes_on_from_the_synced_bytes() {
    let library = Library::at_work().await;
    let id = library.newest_of("slow-elevators").await;
    let on_air = library.world.show("slow-elevators").newest().clone();
    library.world.on(&on_air.audio_path).once(Fault::Reset { after_bytes: on_air.bytes / 2 });
    let mut events = library.events();
    let job = library.download(&[id]).await.unwrap().remove(0);
    while library.episode_row(id).await.unwrap().download.unwrap().error.is_none() {
        events.recv().await.unwrap();
    }
    library.retry_jobs(&[job.id]).await.unwrap();
    library.until_finished(&[job.id]).await.unwrap();
    assert_eq!(
        library.episode_row(id).await.unwrap().download.unwrap().sha256.unwrap(),
        on_air.audio.sha256()
    );
    let attempts = library.attempts(job.id).await.unwrap();
    assert_eq!(attempts.len(), 2);
    let trail = Trail::of(&attempts[0]);
    assert!(trail.headers.iter().any(|(name, _)| name == "content-length"), "{trail:?}");
    assert!(library.world.traffic(&on_air.audio_path).ranges().iter().any(|range| range != "bytes=0-"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_gone_fails_for_good_with_its_reason_and_succeeds_on_retry() {
    let library = Library::at_work().await;
    let id = library.newest_of("slow-elevators").await;
    let path = library.world.show("slow-elevators").newest().audio_path.clone();
    library.world.on(&path).always(Fault::Status { code: 410, retry_after: None });
    finished(&library, id).await;
    let download = library.episode_row(id).await.unwrap().download.unwrap();
    assert_eq!(download.state, DownloadState::Failed);
    assert_eq!(download.error.unwrap().code, "http_410");
    assert_eq!(library.downloads().await.unwrap().failed[0].episodes, [id]);
    library.world.heal();
    let job = library.jobs(&[]).await.unwrap().remove(0);
    library.retry_download(id).await.unwrap();
    library.until_finished(&[job.id]).await.unwrap();
    assert_eq!(state(&library, id).await, Some(DownloadState::Done));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_audio_is_never_kept_as_an_episode() {
    let silence = Audio::bytes(vec![0; 1024], "audio/mpeg", "mp3");
    let cases = [
        (
            "a web page",
            ShowMother::new("A").episode(EpisodeMother::new("x")),
            Some(Fault::HtmlInstead),
            "html_instead_of_audio",
        ),
        ("an empty body", ShowMother::new("B").episode(EpisodeMother::new("x")), Some(Fault::Empty), "empty"),
        ("zeros", ShowMother::new("C").episode(EpisodeMother::new("x").audio(silence)), None, "not_audio"),
    ];
    for (what, show, fault, code) in cases {
        let library = Library::at_work().await;
        let show = library.world.publish(show);
        if let Some(fault) = fault {
            library.world.on(&show.newest().audio_path).always(fault);
        }
        let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
        let id = library.newest(podcast).await;
        let mut events = library.events();
        library.download(&[id]).await.unwrap();
        let error = loop {
            if let Some(error) = library.episode_row(id).await.unwrap().download.unwrap().error {
                break error;
            }
            events.recv().await.unwrap();
        };
        assert_eq!(error.code, code, "{what}");
        assert_ne!(state(&library, id).await, Some(DownloadState::Done), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pausing_keeps_the_bytes_and_cancelling_leaves_nothing() {
    let library = Library::at_work().await;
    let id = library.newest_of("long-wave-goodnight").await;
    let path = library.world.show("long-wave-goodnight").newest().audio_path.clone();
    let gate = library.world.hold(&path, 10_000_000);
    let mut events = library.events();
    library.download(&[id]).await.unwrap();
    gate.reached().await;
    library.pause_download(id).await.unwrap();
    while state(&library, id).await != Some(DownloadState::Paused) {
        events.recv().await.unwrap();
    }
    let paused = library.episode_row(id).await.unwrap().download.unwrap();
    assert!(paused.bytes >= 1_000_000, "{} bytes were kept", paused.bytes);
    library.cancel_download(id).await.unwrap();
    assert_eq!(state(&library, id).await, None);
    let left: Vec<_> = walk(library.downloads_dir());
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn downloads_go_on_when_the_library_is_opened_again() {
    let library = Library::at_work().await;
    let id = library.newest_of("long-wave-goodnight").await;
    let on_air = library.world.show("long-wave-goodnight").newest().clone();
    let gate = library.world.hold(&on_air.audio_path, 20_000_000);
    library.download(&[id]).await.unwrap();
    gate.reached().await;
    let library = library.reopen().await;
    let kept = library.episode_row(id).await.unwrap().download.unwrap();
    assert_eq!(kept.state, DownloadState::Queued);
    assert!(kept.bytes > 0);
    let job = library.jobs(&[]).await.unwrap().remove(0);
    library.world.forget_traffic();
    library.keep_working();
    library.until_finished(&[job.id]).await.unwrap();
    let done = library.episode_row(id).await.unwrap().download.unwrap();
    assert_eq!(done.sha256.unwrap(), on_air.audio.sha256());
    assert!(
        library.world.traffic(&on_air.audio_path).bytes <= on_air.bytes - kept.bytes,
        "synced bytes were fetched again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_the_listener_deleted_is_downloaded_again_when_asked_for() {
    let library = Library::at_work().await;
    let id = library.newest_of("slow-elevators").await;
    finished(&library, id).await;
    std::fs::remove_file(library.downloaded_file(id).await.unwrap()).unwrap();
    assert_eq!(library.verify().await.unwrap().missing.len(), 1);
    finished(&library, id).await;
    assert_eq!(library.verify().await.unwrap().ok, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn pausing_everything_lasts_over_a_restart() {
    let library = Library::open().await;
    library.pause_all_downloads().await.unwrap();
    let id = library.newest_of("slow-elevators").await;
    library.download(&[id]).await.unwrap();
    let library = library.reopen().await;
    assert!(library.downloads().await.unwrap().paused);
    let tally = library.work_until_idle().await.unwrap();
    assert_eq!(tally.done, 0);
    library.resume_all_downloads().await.unwrap();
    assert_eq!(library.work_until_idle().await.unwrap().done, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_seen_while_it_happens() {
    let library = Library::at_work().await;
    let id = library.newest_of("long-wave-goodnight").await;
    let on_air = library.world.show("long-wave-goodnight").newest().clone();
    let gate = library.world.hold(&on_air.audio_path, 5_000_000);
    let job = library.download(&[id]).await.unwrap().remove(0);
    gate.reached().await;
    let progress = library.progress();
    assert_eq!(progress[0].episode, id);
    assert_eq!(progress[0].total, Some(on_air.bytes));
    assert_eq!(library.downloads().await.unwrap().running, [id]);
    gate.open();
    library.until_finished(&[job.id]).await.unwrap();
    assert!(library.progress().is_empty());
    assert_eq!(library.downloads().await.unwrap().done, [id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_engines_in_one_process_share_a_library_and_one_runs_it() {
    let library = Library::at_work().await;
    let id = library.newest_of("slow-elevators").await;
    let options = friday_engine::Options::at(library.data_dir().to_owned());
    let guest = friday_engine::Engine::open(options).await.unwrap();
    let mut seen = library.events();
    let job = guest.download(&[id]).await.unwrap().remove(0);
    guest.until_finished(&[job.id]).await.unwrap();
    assert!(guest.runner_is_elsewhere());
    assert_eq!(state(&library, id).await, Some(DownloadState::Done));
    let mut told = false;
    while let Ok(event) = seen.try_recv() {
        told |= matches!(event, Event::DownloadsChanged(ids) if ids == [id]);
    }
    assert!(told);
    guest.close().await;
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}
