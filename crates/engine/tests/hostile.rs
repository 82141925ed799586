//! What servers, feeds and the listener's own file system may do to downloads. The resume matrix is tested where it is
//! decided, in `crates/net/tests`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;
mod small_disk;

use std::{path::Path, time::Duration};

use common::Library;
use friday_engine::{PlayerReport, ReportReason};
use friday_model::{Download, DownloadState, EpisodeId, Speed};
use friday_testing::{EpisodeMother, Fault, FixedClock, ShowMother};
use small_disk::SmallDisk;

async fn download(library: &Library, id: EpisodeId) -> Download {
    let jobs = library.download(&[id]).await.unwrap();
    library.until_finished(&jobs.iter().map(|job| job.id).collect::<Vec<_>>()).await.unwrap();
    library.episode_row(id).await.unwrap().download.unwrap()
}

/// The error with which a download waits or has failed.
async fn error_of(library: &Library, id: EpisodeId) -> String {
    let mut events = library.events();
    library.download(&[id]).await.unwrap();
    loop {
        let row = library.episode_row(id).await.unwrap().download.unwrap();
        if let Some(error) = row.error {
            assert_ne!(row.state, DownloadState::Done);
            return error.code;
        }
        events.recv().await.unwrap();
    }
}

fn files_below(folder: &Path) -> usize {
    let Ok(found) = std::fs::read_dir(folder) else { return 0 };
    found
        .map(|found| found.unwrap().path())
        .map(|path| if path.is_dir() { files_below(&path) } else { 1 })
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn episodes_of_one_name_are_files_of_their_own() {
    let library = Library::at_work().await;
    let mut show = ShowMother::new("Echo");
    for (title, guid) in [("Again", "a"), ("Again", "b"), ("AGAIN", "c"), ("again.", "d"), ("again ", "e")] {
        let path = format!("/audio/{guid}.mp3");
        show = show.episode(EpisodeMother::new(title).guid(guid).published(0).audio_path(&path));
    }
    let show = library.world.publish(show);
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let jobs = library.download_latest(Some(podcast), 10).await.unwrap();
    library.until_finished(&jobs.iter().map(|job| job.id).collect::<Vec<_>>()).await.unwrap();
    let mut names = Vec::new();
    for id in library.newest_episodes(Some(podcast), 10).await.unwrap() {
        let file = library.downloaded_file(id).await.unwrap();
        names.push(file.to_str().unwrap().to_lowercase());
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 5, "{names:?}");
    assert_eq!(library.verify().await.unwrap().ok, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_a_server_suggests_is_not_taken() {
    let long = format!("attachment; filename={}.mp3", "x".repeat(10_000));
    for suggested in [
        "attachment; filename=\"../../x.mp3\"",
        "attachment; filename=/etc/cron.d/x",
        "attachment; filename=CON",
        "attachment; filename*=UTF-8''%2e%2e%2f%00%ff.mp3",
        &long,
    ] {
        let library = Library::at_work().await;
        let id = library.newest_of("slow-elevators").await;
        let path = library.world.show("slow-elevators").newest().audio_path.clone();
        let header = Fault::Header { name: "content-disposition".into(), value: suggested.into() };
        library.world.on(&path).always(header);
        let done = download(&library, id).await;
        assert_eq!(done.state, DownloadState::Done, "{suggested:.60}: {:?}", done.error);
        let file = library.downloaded_file(id).await.unwrap().canonicalize().unwrap();
        assert!(file.starts_with(library.downloads_dir().canonicalize().unwrap()));
        assert_eq!(files_below(library.downloads_dir()), 1, "{suggested:.60}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_a_host_asks_for_outlives_a_restart() {
    let clock = FixedClock::new();
    let library = Library::open_with(|options| options.clock = std::sync::Arc::new(clock.clone())).await;
    library.keep_working();
    let id = library.newest_of("slow-elevators").await;
    let path = library.world.show("slow-elevators").newest().audio_path.clone();
    library.world.on(&path).once(Fault::Status { code: 503, retry_after: Some("7200".into()) });
    assert_eq!(error_of(&library, id).await, "http_503");
    let wanted = clock.now() + Duration::from_hours(2).as_millis() as i64;
    let library = library.reopen_with(|options| options.clock = std::sync::Arc::new(clock.clone())).await;
    let waiting = library.episode_row(id).await.unwrap().download.unwrap();
    assert_eq!(waiting.retry_at.map(|time| time.0), Some(wanted));
    library.keep_working();
    let job = library.jobs(&[]).await.unwrap().remove(0);
    clock.advance(Duration::from_hours(2));
    library.until_finished(&[job.id]).await.unwrap();
    assert_eq!(library.world.traffic(&path).statuses(), [503, 200]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_cut_replaced_or_deleted_is_noticed_and_fetched_again_at_play() {
    type Change = fn(&Path);
    let changes: [(&str, Change); 3] = [
        ("deleted", |file| std::fs::remove_file(file).unwrap()),
        ("cut", |file| std::fs::OpenOptions::new().write(true).open(file).unwrap().set_len(1000).unwrap()),
        ("replaced", |file| std::fs::write(file, "a shopping list").unwrap()),
    ];
    for (what, change) in changes {
        let library = Library::at_work().await;
        let id = library.newest_of("slow-elevators").await;
        let on_air = library.world.show("slow-elevators").newest().clone();
        download(&library, id).await;
        let url = library.play(id).await.unwrap().url;
        let position = Duration::from_secs(3);
        let report = PlayerReport {
            episode: id,
            playing: true,
            position,
            duration: None,
            speed: Speed::NORMAL,
            reason: ReportReason::Tick,
        };
        library.report_player(report).await.unwrap();
        change(&library.downloaded_file(id).await.unwrap());
        let found = library.verify().await.unwrap();
        assert_eq!((found.ok, found.damaged.len() + found.missing.len()), (0, 1), "{what}");
        // The address that the player has holds still.
        let heard = library.get(&url).await.bytes().await.unwrap();
        assert!(
            heard == on_air.audio.read(0, usize::try_from(on_air.bytes).unwrap()),
            "{what}: {} bytes were heard",
            heard.len()
        );
        if let Some(job) = library.jobs(&[]).await.unwrap().pop() {
            library.until_finished(&[job.id]).await.unwrap();
        }
        assert_eq!(library.verify().await.unwrap().ok, 1, "{what}");
        assert_eq!(library.play(id).await.unwrap().position, position, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_downloads_folder_that_has_vanished_is_not_made_anew_and_comes_back_with_its_files() {
    let library = Library::at_work().await;
    let id = library.newest_of("slow-elevators").await;
    download(&library, id).await;
    let folder = library.downloads_dir().to_owned();
    let elsewhere = folder.with_extension("unplugged");
    std::fs::rename(&folder, &elsewhere).unwrap();
    let library = library.reopen().await;
    library.keep_working();
    let other = library.newest_of("greenhouse-at-night").await;
    assert_eq!(error_of(&library, other).await, "cannot_write");
    assert_eq!(library.play(id).await.unwrap_err().code(), "cannot_write");
    assert!(!folder.exists(), "a folder was made in place of the drive");
    std::fs::rename(&elsewhere, &folder).unwrap();
    assert_eq!(library.verify().await.unwrap().ok, 1);
    let jobs = library.jobs(&[]).await.unwrap();
    library.retry_jobs(&[jobs[0].id]).await.unwrap();
    library.until_finished(&[jobs[0].id]).await.unwrap();
    assert_eq!(library.verify().await.unwrap().ok, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_place_of_the_downloads_folder_stays_and_the_library_opens() {
    let library = Library::open_with(|options| {
        std::fs::create_dir_all(&options.data_dir).unwrap();
        std::fs::write(&options.downloads_dir, "mine").unwrap();
    })
    .await;
    library.keep_working();
    let id = library.newest_of("slow-elevators").await;
    assert_eq!(error_of(&library, id).await, "cannot_write");
    assert_eq!(std::fs::read(library.downloads_dir()).unwrap(), b"mine");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_through_a_link_out_of_the_downloads_folder() {
    let library = Library::at_work().await;
    let id = library.newest_of("slow-elevators").await;
    let outside = tempfile::tempdir().unwrap();
    let done = download(&library, id).await;
    let folder = library.downloads_dir().join(done.path.unwrap().parent().unwrap());
    library.remove_download(id).await.unwrap();
    std::fs::remove_dir(&folder).unwrap();
    std::os::unix::fs::symlink(outside.path(), &folder).unwrap();
    assert_eq!(error_of(&library, id).await, "cannot_write");
    assert_eq!(files_below(outside.path()), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_downloads_folder_that_cannot_be_written_to_is_named_in_the_reason() {
    let Some(disk) = SmallDisk::mount(1) else { return };
    disk.make_read_only();
    let library = Library::open_with(|options| disk.path().clone_into(&mut options.downloads_dir)).await;
    library.keep_working();
    let id = library.newest_of("slow-elevators").await;
    assert_eq!(error_of(&library, id).await, "cannot_write");
    let error = library.episode_row(id).await.unwrap().download.unwrap().error.unwrap();
    assert!(error.message.contains(disk.path().to_str().unwrap()), "{}", error.message);
}
