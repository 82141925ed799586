//! What is in the library can be found, whatever happens to the index.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::{fs, time::Duration};

use common::Library;
use friday_engine::{Event, Found, IndexState, Which};
use friday_model::Cue;
use friday_store::{DocumentKind, EpisodeDocument, Store};
use friday_testing::{Audio, EpisodeMother, ShowMother};

fn titles(found: &Found) -> Vec<&str> {
    found.episodes.iter().map(|hit| hit.episode.episode.published.title.as_str()).collect()
}

/// Subscribed to a show with two episodes about salt.
async fn salt() -> Library {
    let library = Library::open().await;
    let show = ShowMother::new("Salt and Semaphore")
        .author("Ann Bird")
        .episode(EpisodeMother::new("The lighthouse").notes("<p>A <b>café</b> &amp; a quarrel about salt."))
        .episode(EpisodeMother::new("Salt roads").notes("<p>Over the Alps."));
    let on_air = library.world.publish(show);
    library.subscribe(&on_air.feed_url).await.unwrap();
    library
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_finds_podcasts_and_episodes_with_the_passage_in_which_it_stands() {
    let library = salt().await;
    library.catch_up_search().await.unwrap();
    let found = library.find("salt", 10).await.unwrap();
    assert_eq!(found.index, IndexState::Whole);
    assert_eq!(found.podcasts.len(), 1);
    assert_eq!(titles(&found), ["Salt roads", "The lighthouse"]);
    let snippet = &found.episodes[1].snippet;
    assert_eq!(snippet.text, "A café & a quarrel about salt.");
    assert_eq!(snippet.marks.iter().map(|mark| &snippet.text[mark.clone()]).collect::<Vec<_>>(), ["salt"]);
    assert_eq!(found.episodes[0].title_marks, [0..4]);
    assert_eq!(titles(&library.find("cafe lighth", 10).await.unwrap()), ["The lighthouse"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_follows_what_happens_without_being_asked() {
    let library = Library::at_work().await;
    let mut events = library.events();
    let on_air = library.world.publish(ShowMother::new("Tides").episode(EpisodeMother::new("Neap")));
    let podcast = library.subscribe(&on_air.feed_url).await.unwrap().podcast.id;
    until(&library, &mut events, "neap", 1).await;
    library.world.add_episode("tides", EpisodeMother::new("Spring and neap"));
    library.refresh(Which::All).await.unwrap();
    until(&library, &mut events, "neap", 2).await;
    library.unsubscribe(podcast).await.unwrap();
    until(&library, &mut events, "neap", 0).await;
    assert!(library.find("tides", 10).await.unwrap().podcasts.is_empty());
}

/// Waits for so many hits, as a window does that looks again whenever the index has changed.
async fn until(
    library: &Library,
    events: &mut tokio::sync::broadcast::Receiver<Event>,
    text: &str,
    count: usize,
) {
    let waiting = async {
        while library.find(text, 10).await.unwrap().episodes.len() != count {
            while events.recv().await.unwrap() != Event::SearchIndexChanged {}
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("the index follows");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_is_found_with_the_second_at_which_it_is_said() {
    let library = salt().await;
    let id = library.find_one("lighthouse").await;
    let store = Store::open(&library.data_dir().join("friday.db")).await.unwrap();
    let cue = |second: u64, text: &str| Cue {
        start: Duration::from_secs(second),
        text: text.to_owned(),
        ..Cue::default()
    };
    let mut write = store.write().await.unwrap();
    let document = EpisodeDocument {
        url: "https://host.example/t.vtt".parse().unwrap(),
        language: None,
        timed: true,
        fetched: friday_model::Timestamp(1),
    };
    write.set_episode_document(id, DocumentKind::Transcript, &document).await.unwrap();
    write
        .set_cues(id, &[cue(0, "Good evening."), cue(61, "Tonight a zeppelin."), cue(75, "And the sea.")])
        .await
        .unwrap();
    write.commit().await.unwrap();
    store.close().await;
    library.catch_up_search().await.unwrap();
    let found = library.find("zeppelin", 10).await.unwrap();
    assert_eq!((found.episodes.len(), found.cues.len()), (0, 1));
    assert_eq!((found.cues[0].episode.episode.id, found.cues[0].start), (id, Duration::from_secs(61)));
    assert!(found.cues[0].snippet.text.contains("zeppelin"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_a_downloaded_episode_is_found_and_read_without_a_network() {
    let library = Library::open().await;
    let show = library.world.publish(
        ShowMother::new("Small lives").episode(
            EpisodeMother::new("Bees")
                .audio(Audio::mp3(Duration::from_mins(2)))
                .transcript([(0.0, "Ada", "Good morning."), (61.0, "Ada", "The orchard was asleep.")])
                .chapters([(0.0, "Morning"), (60.0, "The orchard")]),
        ),
    );
    library.subscribe(&show.feed_url).await.unwrap();
    let id = library.find_one("bees").await;
    library.download(&[id]).await.unwrap();
    library.work_until_idle().await.unwrap();
    library.world.go_off_air();

    library.catch_up_search().await.unwrap();
    let found = library.find("asleep", 10).await.unwrap();
    assert_eq!(found.cues.iter().map(|cue| cue.start).collect::<Vec<_>>(), [Duration::from_secs(61)]);
    assert_eq!(library.transcript(id).await.unwrap().unwrap().cues.len(), 2);
    assert_eq!(library.chapters(id).await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_missing_damaged_or_of_another_version_is_written_again() {
    let mut library = salt().await;
    library.catch_up_search().await.unwrap();
    for damage in ["missing", "nonsense", "outdated", "torn"] {
        let folder = library.data_dir().join("search");
        match damage {
            "missing" => fs::remove_dir_all(&folder).unwrap(),
            "nonsense" => fs::write(folder.join("meta.json"), "{").unwrap(),
            "outdated" => {
                let meta = fs::read_to_string(folder.join("meta.json")).unwrap();
                fs::write(folder.join("meta.json"), meta.replace("\"1 ", "\"0 ")).unwrap();
            }
            _ => {
                for file in fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()) {
                    if file.extension().is_some_and(|kind| kind == "idx") {
                        fs::write(&file, "torn").unwrap();
                    }
                }
            }
        }
        library = library.reopen().await;
        let before = library.find("salt", 10).await.unwrap();
        assert_eq!((before.index, before.episodes.len()), (IndexState::Missing, 0), "{damage}");
        library.catch_up_search().await.unwrap();
        let after = library.find("salt", 10).await.unwrap();
        assert_eq!((after.index, after.episodes.len()), (IndexState::Whole, 2), "{damage}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_was_put_back_to_an_earlier_time_is_indexed_anew() {
    let library = salt().await;
    library.catch_up_search().await.unwrap();
    let earlier = library.data_dir().join("earlier.db");
    let store = Store::open(&library.data_dir().join("friday.db")).await.unwrap();
    store.close().await;
    fs::copy(library.data_dir().join("friday.db"), &earlier).unwrap();
    library.world.add_episode("salt-and-semaphore", EpisodeMother::new("Salt of the earth"));
    library.refresh(Which::All).await.unwrap();
    library.catch_up_search().await.unwrap();
    assert_eq!(library.find("earth", 10).await.unwrap().episodes.len(), 1);
    let library = library
        .reopen_with(|options| {
            let database = options.data_dir.join("friday.db");
            for name in ["friday.db-wal", "friday.db-shm"] {
                let _ = fs::remove_file(options.data_dir.join(name));
            }
            fs::copy(&earlier, database).unwrap();
        })
        .await;
    library.catch_up_search().await.unwrap();
    assert_eq!(library.find("earth", 10).await.unwrap().episodes.len(), 0);
    assert_eq!(library.find("salt", 10).await.unwrap().episodes.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_beside_finds_what_the_one_that_runs_the_jobs_has_written() {
    let library = salt().await;
    library.keep_working();
    let beside = library.open_beside().await;
    beside.catch_up_search().await.unwrap();
    assert_eq!(beside.find("salt", 10).await.unwrap().episodes.len(), 2);
    library.world.add_episode("salt-and-semaphore", EpisodeMother::new("More salt"));
    library.refresh(Which::All).await.unwrap();
    beside.catch_up_search().await.unwrap();
    assert_eq!(beside.find("salt", 10).await.unwrap().episodes.len(), 3);
    beside.close().await;
}

impl Library {
    async fn find_one(&self, text: &str) -> friday_model::EpisodeId {
        self.catch_up_search().await.unwrap();
        self.find(text, 1).await.unwrap().episodes[0].episode.episode.id
    }
}
