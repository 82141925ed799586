//! Listening: what the audio element gets, and where it goes on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::time::Duration;

use common::{Library, asked, report};
use friday_engine::{Event, PlayerCommand, PlayerReport, ReportReason, SleepAfter, SoundSettings};
use friday_model::{DownloadState, EpisodeId, Listening};
use friday_testing::{Audio, EpisodeMother, EpisodeOnAir, Fault, Gate, ShowMother};

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
    library.report_player(report(id, 42, ReportReason::Seek)).await.unwrap();
    let library = library.reopen().await;
    assert_eq!(library.last_listened().await.unwrap().unwrap().episode.id, id);
    let kept = library.episode_row(id).await.unwrap().state;
    assert_eq!((kept.position, kept.listening), (Duration::from_secs(42), Listening::Unplayed));
    let end = library.episode_row(id).await.unwrap().duration().unwrap().as_secs();
    library.report_player(report(id, end, ReportReason::Ended)).await.unwrap();
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

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_off_is_no_end_and_goes_on_where_it_was() {
    let library = Library::open().await;
    let id = library.newest_of("slow-elevators").await;
    library.report_player(report(id, 12, ReportReason::Play)).await.unwrap();
    let mut events = library.events();
    library.report_player(report(id, 20, ReportReason::Ended)).await.unwrap();
    let state = library.episode_row(id).await.unwrap().state;
    assert_eq!((state.position, state.listening), (Duration::from_secs(20), Listening::Unplayed));
    loop {
        if let Event::PlayerAsked(command) = events.recv().await.unwrap() {
            assert_eq!(command, PlayerCommand::PlayEpisode(id));
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_failed_is_played_again_once_there_are_new_bytes() {
    let library = Library::open().await;
    let id = library.newest_of("slow-elevators").await;
    library.play(id).await.unwrap();
    library.report_player(report(id, 3, ReportReason::Play)).await.unwrap();
    let failed = PlayerReport { playing: false, ..report(id, 3, ReportReason::Failed) };
    library.report_player(failed).await.unwrap();
    let mut events = library.events();
    library.keep_working();
    loop {
        if let Event::PlayerAsked(command) = events.recv().await.unwrap() {
            assert_eq!(command, PlayerCommand::PlayEpisode(id));
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_long_pause_it_goes_on_a_little_earlier() {
    let clock = friday_testing::FixedClock::new();
    let library = Library::open_with(|options| options.clock = std::sync::Arc::new(clock.clone())).await;
    let id = library.newest_of("slow-elevators").await;
    library.report_player(report(id, 30, ReportReason::Pause)).await.unwrap();
    assert_eq!(library.play(id).await.unwrap().position, Duration::from_secs(30));
    clock.advance(Duration::from_hours(2));
    assert_eq!(library.play(id).await.unwrap().position, Duration::from_secs(20));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_seconds_before_a_quit_are_kept() {
    let library = Library::open().await;
    let id = library.newest_of("slow-elevators").await;
    library.report_player(report(id, 10, ReportReason::Play)).await.unwrap();
    library.report_player(report(id, 12, ReportReason::Tick)).await.unwrap();
    let library = library.reopen().await;
    assert_eq!(library.episode_row(id).await.unwrap().state.position, Duration::from_secs(12));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_star_given_while_it_plays_stays() {
    let library = Library::open().await;
    let id = library.newest_of("slow-elevators").await;
    library.report_player(report(id, 10, ReportReason::Play)).await.unwrap();
    library.set_starred(&[id], true).await.unwrap();
    library.report_player(report(id, 12, ReportReason::Pause)).await.unwrap();
    assert!(library.episode_row(id).await.unwrap().state.starred);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_file_is_wanted_it_goes_after_listening_but_not_one_that_was_asked_for() {
    let library = Library::at_work().await;
    let podcast = library.subscribe(&library.world.show("slow-elevators").feed_url).await.unwrap().podcast.id;
    library
        .set_sound_settings(SoundSettings { keep_files: false, ..SoundSettings::default() })
        .await
        .unwrap();
    let ids = library.newest_episodes(Some(podcast), 2).await.unwrap();
    for id in &ids {
        library.play(*id).await.unwrap();
    }
    library.download(&ids[1..]).await.unwrap();
    let mut events = library.events();
    for id in &ids {
        while library.episode_row(*id).await.unwrap().download.unwrap().state != DownloadState::Done {
            events.recv().await.unwrap();
        }
        let end = library.episode_row(*id).await.unwrap().duration().unwrap().as_secs();
        library.report_player(report(*id, end, ReportReason::Ended)).await.unwrap();
    }
    let kept: Vec<bool> =
        library.episodes(&ids).await.unwrap().iter().map(|row| row.download.is_some()).collect();
    assert_eq!(kept, [false, true]);
    assert_eq!(library.undo_clean_up(&ids).await.unwrap(), ids[..1], "and it can be put back for a while");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bookmark_is_kept_with_its_note() {
    let library = Library::open().await;
    let id = library.newest_of("slow-elevators").await;
    let later = library.add_bookmark(id, Duration::from_secs(40), "").await.unwrap();
    let first = library.add_bookmark(id, Duration::from_secs(5), " The bell ").await.unwrap();
    library.set_bookmark_note(&later, "Listen again").await.unwrap();
    let notes = |marks: Vec<friday_model::Bookmark>| -> Vec<(u64, String)> {
        marks.into_iter().map(|mark| (mark.position.as_secs(), mark.note)).collect()
    };
    let library = library.reopen().await;
    let kept = notes(library.bookmarks(id).await.unwrap());
    assert_eq!(kept, [(5, "The bell".to_owned()), (40, "Listen again".to_owned())]);
    library.remove_bookmark(&first).await.unwrap();
    assert_eq!(library.bookmarks(id).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chapter_that_is_skipped_always_is_skipped_in_every_episode_until_it_is_heard_again() {
    let library = Library::open().await;
    let chapters = [(0.0, "Hello"), (20.0, "Sponsor"), (30.0, "A word"), (40.0, "Talk"), (50.0, "Credits")];
    let episode = |guid: &str| {
        let audio = Audio::mp3(Duration::from_mins(1));
        EpisodeMother::new(guid).audio(audio).chapters(chapters)
    };
    let show = ShowMother::new("A").episode(episode("one")).episode(episode("two"));
    let podcast = library.subscribe(&library.world.publish(show).feed_url).await.unwrap().podcast.id;
    let ids = library.newest_episodes(Some(podcast), 2).await.unwrap();
    for id in &ids {
        assert_eq!(library.chapters(*id).await.unwrap().len(), 5);
    }
    library.set_chapter_skipped(ids[0], " SPONSOR ", true).await.unwrap();
    library.set_chapter_skipped(ids[0], "A Word", true).await.unwrap();
    library.set_chapter_skipped(ids[0], "", true).await.unwrap();
    let library = library.reopen().await;
    let skipped: Vec<bool> =
        library.chapters_to_show(ids[1]).await.unwrap().iter().map(|shown| shown.skipped).collect();
    assert_eq!(skipped, [false, true, true, false, false]);

    let mut events = library.events();
    for id in &ids {
        library.report_player(report(*id, 18, ReportReason::Play)).await.unwrap();
        library.report_player(report(*id, 20, ReportReason::Tick)).await.unwrap();
        assert_eq!(asked(&mut events).await, PlayerCommand::Seek(Duration::from_secs(40)));
        library.report_player(report(*id, 40, ReportReason::Seek)).await.unwrap();
    }
    let store = friday_store::Store::open(&library.data_dir().join("friday.db")).await.unwrap();
    let saved = store.heard_since(friday_model::Timestamp(0)).await.unwrap().by_skips;
    assert!((20..=40).contains(&saved.as_secs()), "twice about twenty seconds, not {saved:?}");

    library.report_player(report(ids[1], 31, ReportReason::Seek)).await.unwrap();
    library.report_player(report(ids[1], 33, ReportReason::Tick)).await.unwrap();
    library.set_chapter_skipped(ids[1], "Credits", true).await.unwrap();
    library.report_player(report(ids[1], 48, ReportReason::Seek)).await.unwrap();
    assert_eq!(asked(&mut events).await, PlayerCommand::Pause, "the last one ends the episode");
    while library.episode_row(ids[1]).await.unwrap().state.listening != Listening::Played {
        events.recv().await.unwrap();
    }
    library.set_chapter_skipped(ids[1], "sponsor", false).await.unwrap();
    library.report_player(report(ids[1], 20, ReportReason::Play)).await.unwrap();
    library.report_player(report(ids[1], 30, ReportReason::Tick)).await.unwrap();
    assert_eq!(asked(&mut events).await, PlayerCommand::Seek(Duration::from_secs(40)), "only what still is");
}

/// The newest episode of a long show plays while its download is held back, and the address at which it does.
async fn playing_held_back(
    library: &Library,
    fault: Option<Fault>,
) -> (EpisodeId, EpisodeOnAir, Gate, String) {
    let id = library.newest_of("long-wave-goodnight").await;
    let on_air = library.world.show("long-wave-goodnight").newest().clone();
    if let Some(fault) = fault {
        library.world.on(&on_air.audio_path).always(fault);
    }
    let gate = library.world.hold(&on_air.audio_path, 300_000);
    let url = library.play(id).await.unwrap().url;
    gate.reached().await;
    (id, on_air, gate, url)
}

/// The newest episode of a long show plays while its download is held back; the rest of the file from `start` on is
/// asked for, as by a seek.
async fn heard_beyond(library: &Library, fault: Option<Fault>) -> (EpisodeId, EpisodeOnAir, u64, Vec<u8>) {
    let (id, on_air, gate, url) = playing_held_back(library, fault).await;
    let start = on_air.bytes - 600_000;
    let heard = async {
        let answer = library.get_range(&url, Some(&format!("bytes={start}-"))).await;
        answer.bytes().await.unwrap().to_vec()
    };
    let opened = async {
        library.world.wait_until(&on_air.audio_path, |traffic| traffic.ranges().len() == 1).await;
        gate.open();
    };
    let (heard, ()) = tokio::join!(heard, opened);
    (id, on_air, start, heard)
}

async fn finished(library: &Library, id: EpisodeId) -> String {
    let mut events = library.events();
    loop {
        let download = library.episode_row(id).await.unwrap().download.unwrap();
        if download.state == DownloadState::Done {
            return download.sha256.unwrap();
        }
        events.recv().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seek_beyond_the_edge_is_served_at_once_and_what_it_brought_is_kept() {
    let library = Library::at_work().await;
    let (id, on_air, start, heard) = heard_beyond(&library, None).await;
    assert_eq!(heard, on_air.audio.read(start, 600_000));
    assert_eq!(finished(&library, id).await, on_air.sha256());
    let traffic = library.world.traffic(&on_air.audio_path);
    assert_eq!(traffic.ranges(), [format!("bytes={start}-")], "the download has not asked for it again");
    assert!(traffic.bytes <= on_air.bytes + 600_000, "nothing but what lay beyond the edge came twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leap_leads_to_a_moment_that_the_download_has_not_come_to() {
    let library = Library::at_work().await;
    let (id, on_air, gate, url) = playing_held_back(&library, None).await;
    // What has come can be heard, although nothing more comes.
    let beginning = library.get_range(&url, Some("bytes=0-299999")).await.bytes().await.unwrap();
    assert_eq!(beginning, on_air.audio.read(0, 300_000));
    assert_eq!(library.leap(id, Duration::ZERO).await.unwrap(), None, "that is here");
    assert_eq!(library.leap(id, Duration::from_hours(2)).await.unwrap(), None, "that is behind the end");

    let url = library.leap(id, Duration::from_mins(30)).await.unwrap().expect("half an hour has not come");
    let from: u64 = url.rsplit_once('=').unwrap().1.parse().unwrap();
    assert!(from.abs_diff(on_air.bytes / 2) < 20_000, "{from} of {} is half an hour", on_air.bytes);
    let mut answer = library.get(&url).await;
    assert_eq!(answer.content_length(), Some(on_air.bytes - from));
    let mut heard = Vec::new();
    while heard.len() < 100_000 {
        heard.extend_from_slice(&answer.chunk().await.unwrap().unwrap());
    }
    assert_eq!(&heard[..100_000], &on_air.audio.read(from, 100_000)[..]);
    drop(answer);
    gate.open();
    assert_eq!(finished(&library, id).await, on_air.sha256());
    let ranges = library.world.traffic(&on_air.audio_path).ranges();
    assert_eq!(
        ranges.iter().filter(|range| **range == format!("bytes={from}-")).count(),
        1,
        "asked for once"
    );
    assert_eq!(library.leap(id, Duration::from_mins(30)).await.unwrap(), None, "all is here");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_beyond_the_edge_is_heard_but_not_kept_where_versions_cannot_be_told_apart() {
    let library = Library::at_work().await;
    let (id, on_air, start, heard) = heard_beyond(&library, Some(Fault::NoValidators)).await;
    assert_eq!(heard, on_air.audio.read(start, 600_000));
    assert_eq!(finished(&library, id).await, on_air.sha256());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_server_knows_no_ranges_a_seek_waits_for_the_download() {
    let library = Library::at_work().await;
    let (id, on_air, start, heard) = heard_beyond(&library, Some(Fault::RangeIgnored)).await;
    assert_eq!(heard, on_air.audio.read(start, 600_000));
    assert_eq!(finished(&library, id).await, on_air.sha256());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sleep_timer_knows_the_chapters_that_come_while_an_episode_plays() {
    let library = Library::at_work().await;
    let chapters = [(0.0, "The gate"), (60.0, "The orchard"), (90.0, "The well"), (91.5, "The house")];
    let walk = EpisodeMother::new("A walk").audio(Audio::mp3(Duration::from_mins(2))).chapters(chapters);
    let show = library.world.publish(ShowMother::new("Walks").episode(walk));
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let id = library.newest(podcast).await;
    library.report_player(report(id, 90, ReportReason::Play)).await.unwrap();
    assert_eq!(library.chapters(id).await.unwrap().len(), 4);
    let mut events = library.events();
    library.set_sleep(Some(SleepAfter::Chapter));
    assert_eq!(library.sleep().unwrap().after, SleepAfter::Chapter);
    loop {
        match events.recv().await.unwrap() {
            Event::PlayerAsked(PlayerCommand::Pause) => break,
            _ => assert!(library.sleep().is_none_or(|timer| timer.after == SleepAfter::Chapter)),
        }
    }
}
