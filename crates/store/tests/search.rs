//! The search index is told of every change, whoever makes it, and of no other.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

use std::path::Path;

use friday_model::{Cue, EpisodeId, EpisodeState, PodcastId, PublishedEpisode, PublishedPodcast, Timestamp};
use friday_store::{DocumentKind, EpisodeDocument, Store, Write};
use url::Url;

const NOW: Timestamp = Timestamp::from_seconds(1_763_596_800);

fn url(path: &str) -> Url {
    format!("https://host.example/{path}").parse().unwrap()
}

fn podcast(title: &str) -> PublishedPodcast {
    PublishedPodcast { title: title.to_owned(), ..PublishedPodcast::default() }
}

fn episode(title: &str) -> PublishedEpisode {
    PublishedEpisode {
        title: title.to_owned(),
        notes: Some(format!("<p>{title}")),
        ..PublishedEpisode::default()
    }
}

async fn open(folder: &Path) -> Store {
    Store::open(&folder.join("friday.db")).await.unwrap()
}

/// Two subscribed podcasts with two episodes each, all of which the index has read up to the revision returned.
async fn library(folder: &Path) -> (Store, [PodcastId; 2], [EpisodeId; 2], u64) {
    let store = open(folder).await;
    let mut write = store.write().await.unwrap();
    let (mut podcasts, mut episodes) = ([PodcastId(0); 2], [EpisodeId(0); 2]);
    for place in 0..2 {
        let id = write.add_podcast(&url(&place.to_string()), &podcast("Salt")).await.unwrap();
        write.subscribe(id, NOW).await.unwrap();
        for title in ["one", "two"] {
            episodes[place] = write.add_episode(id, title, &episode(title), NOW).await.unwrap();
        }
        podcasts[place] = id;
    }
    write.commit().await.unwrap();
    let read = mark(&store).await;
    (store, podcasts, episodes, read)
}

async fn mark(store: &Store) -> u64 {
    let mut write = store.write().await.unwrap();
    let mark = write.mark_search_changes().await.unwrap();
    write.commit().await.unwrap();
    mark
}

async fn changed(store: &Store, after: u64) -> Vec<PodcastId> {
    store.search_changes(after).await.unwrap().into_iter().map(|(podcast, _)| podcast).collect()
}

#[tokio::test]
async fn what_can_be_searched_tells_when_it_changes() {
    async fn check(name: &str, change: impl AsyncFnOnce(&mut Write, PodcastId, EpisodeId), expected: bool) {
        let folder = tempfile::tempdir().unwrap();
        let (store, [podcast, _], [episode, _], read) = library(folder.path()).await;
        assert_eq!(changed(&store, read).await, [], "{name}");
        let mut write = store.write().await.unwrap();
        change(&mut write, podcast, episode).await;
        write.commit().await.unwrap();
        let expected = if expected { vec![podcast] } else { vec![] };
        assert_eq!(changed(&store, read).await, expected, "{name}");
        let read = mark(&store).await;
        assert_eq!(changed(&store, read).await, [], "{name}: read");
    }
    check(
        "an episode",
        async |write, id, _| {
            write.add_episode(id, "three", &episode("three"), NOW).await.unwrap();
        },
        true,
    )
    .await;
    check(
        "what is said of one",
        async |write, _, id| {
            write.update_episode(id, "two", &episode("second")).await.unwrap();
        },
        true,
    )
    .await;
    check(
        "the same said again",
        async |write, _, id| {
            write.update_episode(id, "two", &episode("two")).await.unwrap();
        },
        false,
    )
    .await;
    check(
        "a title",
        async |write, id, _| {
            write.update_podcast(id, &podcast("Pepper")).await.unwrap();
        },
        true,
    )
    .await;
    check(
        "a subscription that ends",
        async |write, id, _| {
            write.unsubscribe(id).await.unwrap();
        },
        true,
    )
    .await;
    check(
        "a favourite",
        async |write, id, _| {
            write.set_favorite(id, true).await.unwrap();
        },
        false,
    )
    .await;
    check(
        "what the listener did",
        async |write, _, id| {
            write
                .set_episode_state(id, &EpisodeState { starred: true, ..EpisodeState::default() })
                .await
                .unwrap();
        },
        false,
    )
    .await;
    check(
        "a transcript",
        async |write, _, id| {
            let document = EpisodeDocument { url: url("t.vtt"), language: None, timed: true, fetched: NOW };
            write.set_episode_document(id, DocumentKind::Transcript, &document).await.unwrap();
        },
        true,
    )
    .await;
}

#[tokio::test]
async fn changes_are_told_in_their_order_and_none_is_lost_between_two_looks() {
    let folder = tempfile::tempdir().unwrap();
    let (store, [first, second], [a, b], read) = library(folder.path()).await;
    let mut write = store.write().await.unwrap();
    write.update_episode(b, "two", &episode("x")).await.unwrap();
    write.update_episode(a, "two", &episode("x")).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(changed(&store, read).await, [second, first]);
    // The index looks now, and reads; meanwhile one changes again.
    let read = mark(&store).await;
    let mut write = store.write().await.unwrap();
    write.update_episode(a, "two", &episode("y")).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(changed(&store, read).await, [first]);
    assert_eq!(store.search_mark().await.unwrap(), read);
}

#[tokio::test]
async fn the_words_of_an_episode_are_read_with_its_transcript() {
    let folder = tempfile::tempdir().unwrap();
    let (store, [podcast, _], [id, _], _) = library(folder.path()).await;
    assert_eq!(store.episode_marks(podcast).await.unwrap().len(), 2);
    let cue = Cue { text: "Hello".to_owned(), ..Cue::default() };
    let mut write = store.write().await.unwrap();
    let document = EpisodeDocument { url: url("t.vtt"), language: None, timed: true, fetched: NOW };
    write.set_episode_document(id, DocumentKind::Transcript, &document).await.unwrap();
    write.set_cues(id, std::slice::from_ref(&cue)).await.unwrap();
    write.commit().await.unwrap();
    let mark = store.episode_marks(podcast).await.unwrap().into_iter().find(|mark| mark.id == id).unwrap();
    assert_eq!(mark.transcript, Some(NOW));
    let words = store.episode_words(&[id, EpisodeId(99)]).await.unwrap();
    assert_eq!(words.len(), 1);
    assert_eq!(
        (words[0].title.as_str(), words[0].notes.as_deref(), &words[0].cues),
        ("two", Some("<p>two"), &vec![cue])
    );
    let podcast = store.podcast_words(podcast).await.unwrap().unwrap();
    assert_eq!((podcast.title.as_str(), podcast.newest), ("Salt", Some(NOW)));
}

#[tokio::test]
async fn a_podcast_without_a_subscription_has_no_words() {
    let folder = tempfile::tempdir().unwrap();
    let (store, [podcast, _], _, _) = library(folder.path()).await;
    let mut write = store.write().await.unwrap();
    write.unsubscribe(podcast).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(store.podcast_words(podcast).await.unwrap(), None);
}
