//! What is written into the files of downloads, where the listener wants it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::path::PathBuf;

use friday_engine::{MediaSettings, Verification};
use friday_model::EpisodeId;
use friday_testing::{Audio, EpisodeMother, ShowMother};
use lofty::{
    file::{AudioFile as _, TaggedFileExt as _},
    tag::Accessor as _,
};

use common::Library;

/// In the year 2023.
const PUBLISHED: i64 = 1_700_000_000_000;

/// Downloads an episode with this audio, with tags to be written or not, and returns where its file lies.
async fn downloaded(library: &Library, audio: Audio, write_tags: bool) -> (EpisodeId, PathBuf) {
    let settings = MediaSettings { write_tags, ..library.media_settings().await.unwrap() };
    library.set_media_settings(settings).await.unwrap();
    let episode = EpisodeMother::new("The title")
        .published(PUBLISHED)
        .chapters([(0.0, "Hello"), (0.5, "Goodbye")])
        .audio(audio);
    let show = library.world.publish(ShowMother::new("The podcast").author("Ann").episode(episode));
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let id = library.newest(podcast).await;
    library.download(&[id]).await.unwrap();
    library.work_until_idle().await.unwrap();
    (id, library.downloads_dir().join(library.episode_row(id).await.unwrap().download.unwrap().path.unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_left_as_it_came_unless_the_listener_wants_tags() {
    let library = Library::open().await;
    let (id, path) = downloaded(&library, Audio::m4a(), false).await;
    assert_eq!(std::fs::read(&path).unwrap(), as_published(&library, id).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_given_the_tags_that_it_lacks_and_its_sound_stays_as_it_is() {
    let formats = [Audio::mp3_vbr(), Audio::m4a(), Audio::m4a_moov_last(), Audio::opus()]
        .map(|audio| (audio.extension().to_owned(), audio));
    for (number, (format, audio)) in formats.into_iter().enumerate() {
        let what = format!("{number} {format}");
        let library = Library::open().await;
        let before = lofty::probe::Probe::new(std::io::Cursor::new(bytes_of(&audio)))
            .guess_file_type()
            .unwrap()
            .read()
            .unwrap();
        let (id, path) = downloaded(&library, audio, true).await;
        let after = lofty::read_from_path(&path).unwrap();
        let tag = after.primary_tag().unwrap();
        let lacking = before.primary_tag().and_then(lofty::tag::Accessor::title).is_none();
        if lacking {
            assert_eq!(tag.title().as_deref(), Some("The title"), "{what}");
        }
        assert_eq!(tag.album().as_deref(), Some("The podcast"), "{what}");
        assert_eq!(tag.artist().as_deref(), Some("Ann"), "{what}");
        assert_eq!(tag.date().map(|date| date.year), Some(2023), "{what}");
        assert_eq!(tag.pictures().len(), 1, "{what}");
        assert_eq!(after.properties().duration(), before.properties().duration(), "{what}");
        assert_eq!(library.chapters(id).await.unwrap().len(), 2, "{what}");
        assert_eq!(
            library.verify().await.unwrap(),
            Verification { ok: 1, ..Verification::default() },
            "{what}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_the_tag_of_an_mp3_every_byte_is_as_it_was_published_and_its_chapters_can_be_read_again() {
    let library = Library::open().await;
    let (id, path) = downloaded(&library, Audio::mp3_vbr_without_header(), true).await;
    let sound = as_published(&library, id).await;
    let written = std::fs::read(&path).unwrap();
    assert!(written.starts_with(b"ID3"));
    let without_tag = sound.strip_prefix(b"ID3").map_or(0, |_| 10 + tag_length(&sound));
    assert!(written.ends_with(&sound[without_tag..]), "the sound is the same");
    let chapters = written.windows(4).filter(|bytes| bytes == b"CHAP").count();
    assert_eq!(chapters, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_publisher_wrote_into_a_file_stays() {
    let library = Library::open().await;
    let (_, path) = downloaded(&library, Audio::mp3_of_size(200_000).titled("Their own"), true).await;
    let file = lofty::read_from_path(&path).unwrap();
    assert_eq!(file.primary_tag().unwrap().title().as_deref(), Some("Their own"));
    assert_eq!(file.primary_tag().unwrap().album().as_deref(), Some("The podcast"));
}

fn bytes_of(audio: &Audio) -> Vec<u8> {
    audio.read(0, usize::try_from(audio.len()).unwrap()).to_vec()
}

async fn as_published(library: &Library, id: EpisodeId) -> Vec<u8> {
    let url = library.episode_row(id).await.unwrap().download.unwrap().url;
    library.get(url.as_str()).await.bytes().await.unwrap().to_vec()
}

fn tag_length(bytes: &[u8]) -> usize {
    bytes[6..10].iter().fold(0, |size, byte| size << 7 | usize::from(*byte))
}
