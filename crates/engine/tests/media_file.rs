//! What is in a media file and what comes with an episode: read after the download, chosen, kept.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::time::Duration;

use friday_engine::Event;
use friday_model::{Chapter, DownloadState, EpisodeId};
use friday_testing::{Audio, EpisodeMother, ShowMother};

use common::Library;

/// An mp3 of about twelve seconds behind an ID3 tag with these frames.
fn tagged(frames: &[u8]) -> Audio {
    let sound = Audio::mp3(Duration::from_secs(12));
    let sound = sound.read(0, usize::try_from(sound.len()).unwrap());
    Audio::bytes([&tag(frames), sound.as_ref()].concat(), "audio/mpeg", "mp3")
}

fn tag(frames: &[u8]) -> Vec<u8> {
    [b"ID3\x04\0\0".as_slice(), &synchsafe(frames.len()), frames].concat()
}

fn frame(id: &str, content: &[u8]) -> Vec<u8> {
    [id.as_bytes(), &synchsafe(content.len()), b"\0\0", content].concat()
}

fn synchsafe(size: usize) -> [u8; 4] {
    [21, 14, 7, 0].map(|shift| u8::try_from(size >> shift & 0x7f).unwrap())
}

fn chap(start: u32, title: &str) -> Vec<u8> {
    let title = frame("TIT2", &[b"\x03", title.as_bytes()].concat());
    let times = [start.to_be_bytes(), [0; 4], [0xff; 4], [0xff; 4]].concat();
    frame("CHAP", &[format!("c{start}").as_bytes(), b"\0", &times, &title].concat())
}

fn titles(chapters: &[Chapter]) -> Vec<(u64, &str)> {
    chapters.iter().map(|chapter| (chapter.start.as_secs(), chapter.title.as_str())).collect()
}

/// Downloads the newest episode of a show and waits until it is ready.
async fn ready(library: &Library, show: ShowMother) -> EpisodeId {
    let show = library.world.publish(show);
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let id = library.newest(podcast).await;
    let mut events = library.events();
    library.download(&[id]).await.unwrap();
    while events.recv().await.unwrap() != Event::EpisodeReady(id) {}
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_is_ready_when_its_file_was_read_and_its_chapters_are_known() {
    let library = Library::at_work().await;
    let audio = tagged(&[chap(0, "Intro"), chap(5000, "Rest"), chap(90_000, "Past the end")].concat());
    let id = ready(&library, ShowMother::new("A").episode(EpisodeMother::new("x").audio(audio))).await;
    assert_eq!(titles(&library.chapters(id).await.unwrap()), [(0, "Intro"), (5, "Rest")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_tags_never_fail_a_download() {
    let cases: [(&str, Vec<u8>); 4] = [
        ("a picture of 20 MB", frame("APIC", &vec![0; 20 * 1024 * 1024])),
        ("times that go backwards", [chap(9000, "b"), chap(1000, "a")].concat()),
        ("ten thousand chapters", (0..10_000).flat_map(|second| chap(second, "x")).collect()),
        ("a frame that is longer than the tag", b"CHAP\x7f\x7f\x7f\x7f\0\0".to_vec()),
    ];
    for (what, frames) in cases {
        let library = Library::at_work().await;
        let show = ShowMother::new("A").episode(EpisodeMother::new("x").audio(tagged(&frames)));
        let id = ready(&library, show).await;
        let download = library.episode_row(id).await.unwrap().download.unwrap();
        assert_eq!(download.state, DownloadState::Done, "{what}: {:?}", download.error);
        assert!(library.chapters(id).await.unwrap().is_sorted_by_key(|chapter| chapter.start), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chapters_that_the_publisher_tends_come_first_and_are_kept_for_when_there_is_no_network() {
    let library = Library::at_work().await;
    let episode = EpisodeMother::new("x")
        .audio(tagged(&chap(0, "In the file")))
        .chapters([(0.0, "Hello"), (6.5, "Goodbye")]);
    let id = ready(&library, ShowMother::new("A").episode(episode)).await;
    assert_eq!(titles(&library.chapters(id).await.unwrap()), [(0, "Hello"), (6, "Goodbye")]);
    library.world.go_off_air();
    assert_eq!(titles(&library.chapters(id).await.unwrap()), [(0, "Hello"), (6, "Goodbye")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_is_fetched_once_and_kept() {
    let library = Library::open().await;
    let episode = EpisodeMother::new("x").transcript([(0.0, "Ann", "Hello."), (2.5, "Bob", "Goodbye.")]);
    let show = library.world.publish(ShowMother::new("A").episode(episode));
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let id = library.newest(podcast).await;
    let fetched = library.transcript(id).await.unwrap().unwrap();
    assert!(fetched.timed);
    let said: Vec<_> = fetched.cues.iter().map(|cue| (cue.speaker.as_deref(), cue.text.as_str())).collect();
    assert_eq!(said, [(Some("Ann"), "Hello."), (Some("Bob"), "Goodbye.")]);
    library.world.go_off_air();
    assert_eq!(library.transcript(id).await.unwrap().unwrap(), fetched);
}
