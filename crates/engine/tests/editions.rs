//! Other editions of an episode: chosen by quality, checked against their publisher's checksum, replaced in place.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::time::Duration;

use friday_engine::{Event, MediaSettings, PlayerReport, ReportReason};
use friday_model::{DownloadState, EpisodeId, Quality, Speed};
use friday_testing::{Audio, ShowMother};

use common::Library;

const MINUTE: Duration = Duration::from_mins(1);

/// Publishes an episode of a minute whose feed announces these editions besides the enclosure, and subscribes.
async fn published(library: &Library, usual: Audio, editions: &str) -> EpisodeId {
    let world = &library.world;
    let usual = world.put_audio("/usual.mp3", usual);
    let feed = format!(
        r#"<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"
            xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>A</title><item><guid>x</guid>
            <title>x</title><itunes:duration>60</itunes:duration>
            <enclosure url="{}" type="audio/mpeg" length="{}"/>{editions}</item></channel></rss>"#,
        world.url("/usual.mp3"),
        usual.bytes,
    );
    let show = world.publish(ShowMother::new("A").raw_feed(feed));
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    library.newest(podcast).await
}

fn edition(url: &str, bitrate: u32, inside: &str) -> String {
    format!(
        r#"<podcast:alternateEnclosure type="audio/mpeg" bitrate="{bitrate}"><podcast:source uri="{url}"/>{inside}
           </podcast:alternateEnclosure>"#
    )
}

async fn until(
    library: &Library,
    events: &mut tokio::sync::broadcast::Receiver<Event>,
    id: EpisodeId,
    url: &str,
) {
    while library.episode_row(id).await.unwrap().download.unwrap().url.as_str() != url {
        events.recv().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_another_checksum_than_the_publisher_gives_fails_for_good() {
    for (checksum, state) in [
        ("sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=", DownloadState::Failed),
        ("md5-unknown", DownloadState::Done),
    ] {
        let library = Library::at_work().await;
        let integrity = format!(r#"<podcast:integrity type="sri" value="{checksum}"/>"#);
        let editions = edition(&library.world.url("/usual.mp3"), 24_000, &integrity);
        let id = published(&library, Audio::mp3(MINUTE), &editions).await;
        let job = library.download(&[id]).await.unwrap().remove(0);
        library.until_finished(&[job.id]).await.unwrap();
        let download = library.episode_row(id).await.unwrap().download.unwrap();
        assert_eq!(download.state, state, "{checksum}");
        let code = download.error.map(|error| error.code);
        assert_eq!(code.as_deref(), (state == DownloadState::Failed).then_some("integrity"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_small_edition_is_there_first_and_the_better_one_takes_its_place_where_listening_left_off() {
    let library = Library::at_work().await;
    let (usual, small) = (library.world.url("/usual.mp3"), library.world.url("/small.mp3"));
    let audio = library.world.put_audio("/small.mp3", Audio::mp3(MINUTE));
    let id = published(&library, Audio::mp3_wide(MINUTE), &edition(&small, 24_000, "")).await;
    let quality = Quality::SmallFirst;
    library.set_media_settings(MediaSettings { quality, ..MediaSettings::default() }).await.unwrap();
    let held = library.world.hold("/usual.mp3", 0);
    let mut events = library.events();
    let job = library.download(&[id]).await.unwrap().remove(0);
    library.until_finished(&[job.id]).await.unwrap();
    let first = library.episode_row(id).await.unwrap().download.unwrap();
    assert_eq!((first.state, first.url.as_str()), (DownloadState::Done, small.as_str()));
    assert_eq!(first.sha256.unwrap(), audio.sha256());
    let position = Duration::from_secs(20);
    let report = PlayerReport {
        episode: id,
        playing: false,
        position,
        duration: None,
        speed: Speed::NORMAL,
        reason: ReportReason::Pause,
    };
    // In another process, so that it does not play here.
    let beside = library.open_beside().await;
    beside.report_player(report).await.unwrap();
    beside.close().await;
    held.open();
    until(&library, &mut events, id, &usual).await;
    let row = library.episode_row(id).await.unwrap();
    let better = row.download.unwrap();
    assert_eq!(better.sha256.unwrap(), library.world.sha256("/usual.mp3"));
    assert_eq!(row.state.position, position);
    assert!(library.downloads_dir().join(better.path.unwrap()).is_file());
    assert!(!library.downloads_dir().join(first.path.unwrap()).exists(), "only one edition stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_that_is_half_a_minute_longer_is_another_recording_and_takes_no_place() {
    let library = Library::at_work().await;
    let small = library.world.url("/small.mp3");
    library.world.put_audio("/small.mp3", Audio::mp3(MINUTE));
    let id = published(&library, Audio::mp3_wide(MINUTE * 2), &edition(&small, 24_000, "")).await;
    let quality = Quality::SmallFirst;
    library.set_media_settings(MediaSettings { quality, ..MediaSettings::default() }).await.unwrap();
    let job = library.download(&[id]).await.unwrap().remove(0);
    library.until_finished(&[job.id]).await.unwrap();
    while !library.jobs(&[]).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(library.episode_row(id).await.unwrap().download.unwrap().url.as_str(), small);
    let files = std::fs::read_dir(library.downloads_dir().join("A")).unwrap().count();
    assert_eq!(files, 1, "nothing of the other is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_were_replaced_cut_or_deleted_are_noticed_at_a_glance_and_fetched_again() {
    let library = Library::at_work().await;
    let id = published(&library, Audio::mp3(MINUTE), "").await;
    let job = library.download(&[id]).await.unwrap().remove(0);
    library.until_finished(&[job.id]).await.unwrap();
    let file = library.downloaded_file(id).await.unwrap();
    let whole = std::fs::read(&file).unwrap();
    let found = library.check_files(false).await.unwrap();
    assert_eq!((found.ok, found.damaged.len(), found.missing.len()), (1, 0, 0));

    let long_ago = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let touch = || std::fs::File::options().write(true).open(&file).unwrap().set_modified(long_ago).unwrap();
    touch();
    assert_eq!(library.check_files(false).await.unwrap().ok, 1, "touched, but the same");

    let other: Vec<u8> = whole.iter().map(|byte| byte ^ 1).collect();
    std::fs::write(&file, other).unwrap();
    let found = library.check_files(false).await.unwrap();
    assert_eq!(found.damaged.iter().map(|file| file.episode).collect::<Vec<_>>(), [id]);
    touch();
    assert_eq!(library.check_files(false).await.unwrap().damaged.len(), 1, "once damaged, it stays so");

    for bytes in [Some(&whole[..100]), None] {
        match bytes {
            Some(bytes) => std::fs::write(&file, bytes).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        let found = library.check_files(false).await.unwrap();
        assert_eq!(found.damaged.len() + found.missing.len(), 1);
        let job = library.download_again(&[id]).await.unwrap().remove(0);
        library.until_finished(&[job.id]).await.unwrap();
        assert_eq!(std::fs::read(library.downloaded_file(id).await.unwrap()).unwrap(), whole);
    }
}
