//! The store from outside: what is written is read back, and what must not be lost is not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

use std::{path::Path, time::Duration};

use friday_model::{
    AlternateEnclosure, Arrivals, AutoDownload, Chapter, Enclosure, EpisodeFilter, EpisodeState, EpisodeType,
    FeedError, Integrity, IntegrityKind, KeepRule, Listening, Picture, PodcastId, PodcastRules,
    PublishedEpisode, PublishedPodcast, Quality, TextTrack, Timestamp, Validators,
};
use friday_store::{NewDownload, Store, StoreError};
use url::Url;

const NOW: Timestamp = Timestamp::from_seconds(1_763_596_800);

fn url(path: &str) -> Url {
    format!("https://host.example/{path}").parse().unwrap()
}

fn episode(title: &str) -> PublishedEpisode {
    PublishedEpisode {
        guid: Some(title.to_owned()),
        title: title.to_owned(),
        link: Some(url("page")),
        published: Some(NOW),
        duration: Some(Duration::from_secs(754)),
        season: Some(2),
        number: Some(7),
        episode_type: Some(EpisodeType::Bonus),
        explicit: Some(false),
        image: Some(url("art.png")),
        notes: Some("<p>Notes</p>".to_owned()),
        summary: Some("Notes".to_owned()),
        chapters_url: Some(url("chapters.json")),
        transcripts: vec![TextTrack {
            url: url("t.vtt"),
            mime_type: Some("text/vtt".to_owned()),
            language: Some("en".to_owned()),
            captions: true,
        }],
        enclosures: vec![
            Enclosure { url: url("a.mp3"), mime_type: Some("audio/mpeg".to_owned()), length: Some(7) },
            Enclosure { url: url("a.opus"), mime_type: None, length: None },
        ],
        chapters: vec![
            Chapter { title: "Intro".to_owned(), ..Chapter::default() },
            Chapter {
                start: Duration::from_millis(90_500),
                end: Some(Duration::from_secs(100)),
                title: "Later".to_owned(),
                link: Some(url("later")),
                image: Some(Picture::Web(url("later.png"))),
                hidden: true,
            },
        ],
        alternates: vec![AlternateEnclosure {
            sources: vec![url("small.opus"), url("mirror/small.opus")],
            mime_type: Some("audio/opus".to_owned()),
            length: Some(3),
            bitrate: Some(32_000),
            title: Some("Small".to_owned()),
            integrity: Some(Integrity { kind: IntegrityKind::Sri, value: "sha256-AA==".to_owned() }),
            ..AlternateEnclosure::default()
        }],
        ..PublishedEpisode::default()
    }
}

async fn podcast(store: &Store, feed: &str) -> PodcastId {
    let mut write = store.write().await.unwrap();
    let published = PublishedPodcast { title: feed.to_owned(), ..PublishedPodcast::default() };
    let id = write.add_podcast(&url(feed), &published).await.unwrap();
    write.subscribe(id, NOW).await.unwrap();
    write.commit().await.unwrap();
    id
}

async fn open(folder: &Path) -> Store {
    Store::open(&folder.join("friday.db")).await.unwrap()
}

#[tokio::test]
async fn an_episode_is_read_back_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let podcast = podcast(&store, "feed").await;
    let published = episode("One");
    let mut write = store.write().await.unwrap();
    let id = write.add_episode(podcast, "One", &published, NOW).await.unwrap();
    write.commit().await.unwrap();
    let details = store.episode(id).await.unwrap().unwrap();
    assert_eq!(details.notes, published.notes);
    let read = details.row.episode.published;
    assert_eq!(read, PublishedEpisode { notes: None, ..published });
}

#[tokio::test]
async fn many_episodes_are_written_as_each_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let podcast = podcast(&store, "feed").await;
    let published: Vec<PublishedEpisode> = (0..150)
        .map(|number| PublishedEpisode {
            notes: (number % 3 > 0).then(|| format!("Notes of {number}")),
            enclosures: episode("One").enclosures.into_iter().take(number % 2).collect(),
            ..episode(&number.to_string())
        })
        .collect();
    let new: Vec<_> = published.iter().map(|published| (published.title.as_str(), published)).collect();
    let mut write = store.write().await.unwrap();
    let ids = write.add_episodes(podcast, &new, NOW).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(ids.len(), published.len());
    for (id, published) in ids.into_iter().zip(published) {
        let details = store.episode(id).await.unwrap().unwrap();
        assert_eq!(details.notes, published.notes);
        assert_eq!(details.row.episode.published, PublishedEpisode { notes: None, ..published });
    }
}

#[tokio::test]
async fn a_refresh_replaces_what_is_published_and_never_what_the_listener_did() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let podcast = podcast(&store, "feed").await;
    let mut write = store.write().await.unwrap();
    let id = write.add_episode(podcast, "One", &episode("One"), NOW).await.unwrap();
    let heard = EpisodeState {
        position: Duration::from_millis(61_500),
        measured_duration: Some(Duration::from_secs(700)),
        listening: Listening::Unplayed,
        starred: true,
        listened: Some(NOW),
    };
    write.set_episode_state(id, &heard).await.unwrap();
    write.update_episode(id, "One", &episode("Uno")).await.unwrap();
    write.commit().await.unwrap();
    let row = store.episodes(&[id]).await.unwrap().remove(0);
    assert_eq!((row.episode.published.title.as_str(), row.state), ("Uno", heard));
}

#[tokio::test]
async fn a_missing_or_future_date_sorts_by_when_it_was_first_seen() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let podcast = podcast(&store, "feed").await;
    let mut write = store.write().await.unwrap();
    let mut ids = Vec::new();
    for (title, published) in
        [("past", Some(Timestamp(0))), ("far ahead", Some(Timestamp(i64::MAX))), ("none", None)]
    {
        let published = PublishedEpisode { published, ..episode(title) };
        ids.push(write.add_episode(podcast, title, &published, NOW).await.unwrap());
    }
    write.commit().await.unwrap();
    assert_eq!(store.episode_ids(&EpisodeFilter::default()).await.unwrap(), [ids[2], ids[1], ids[0]]);
}

#[tokio::test]
async fn a_transaction_that_is_not_committed_has_never_been() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let mut write = store.write().await.unwrap();
    write.add_podcast(&url("feed"), &PublishedPodcast::default()).await.unwrap();
    drop(write);
    assert_eq!(store.podcast_by_feed(&url("feed")).await.unwrap(), None);
}

#[tokio::test]
async fn a_feed_keeps_count_of_its_failures_and_forgets_them_with_a_success() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let id = podcast(&store, "feed").await;
    let error = FeedError { code: "dns".to_owned(), message: "Can't find the server.".to_owned() };
    for _ in 0..2 {
        let mut write = store.write().await.unwrap();
        write.feed_failed(id, &error, NOW, NOW).await.unwrap();
        write.commit().await.unwrap();
    }
    let feed = store.podcast(id).await.unwrap().unwrap().feed;
    assert_eq!((feed.failures, feed.error, feed.succeeded), (2, Some(error), None));
    let mut write = store.write().await.unwrap();
    let validators = Validators { etag: Some("\"1\"".to_owned()), last_modified: None };
    write.feed_succeeded(id, &validators, Some(b"hash"), NOW, NOW).await.unwrap();
    write.feed_succeeded(id, &validators, None, NOW, NOW).await.unwrap();
    write.commit().await.unwrap();
    let feed = store.feeds().await.unwrap().remove(0);
    assert_eq!((feed.failures, feed.error, feed.validators), (0, None, validators));
    assert_eq!(
        store.body_hash(id).await.unwrap().unwrap(),
        b"hash",
        "a 304 keeps the hash of the body before"
    );
}

#[tokio::test]
async fn asking_for_a_download_again_keeps_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let podcast = podcast(&store, "feed").await;
    let mut write = store.write().await.unwrap();
    let id = write.add_episode(podcast, "One", &episode("One"), NOW).await.unwrap();
    let download = NewDownload { episode: id, url: url("a.mp3"), total: Some(7), requested: NOW };
    write.add_download(&download).await.unwrap();
    write.download_began(id, Path::new("Show/One"), Some("etag"), 0, Some(9)).await.unwrap();
    write.download_synced(id, 5).await.unwrap();
    write.add_download(&NewDownload { url: url("b.mp3"), ..download }).await.unwrap();
    write.commit().await.unwrap();
    let row = store.download(id).await.unwrap().unwrap();
    assert_eq!((row.bytes, row.total, row.url), (5, Some(9), url("b.mp3")));
    assert_eq!(store.unfinished_downloads().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let (writer, _) = store.pools();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'tomorrow', 1, x'00', 0)",
    )
    .execute(&writer)
    .await
    .unwrap();
    store.close().await;
    let before = std::fs::read(folder.path().join("friday.db")).unwrap();
    let refused = Store::open(&folder.path().join("friday.db")).await.unwrap_err();
    assert!(matches!(refused, StoreError::NewerSchema(_)), "{refused}");
    assert_eq!(std::fs::read(folder.path().join("friday.db")).unwrap(), before);
}

#[tokio::test]
async fn what_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("friday.db");
    std::fs::write(
        &path,
        "the listener's own text, long enough to be taken for a header of a hundred bytes. ".repeat(9),
    )
    .unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path).await.unwrap_err(), StoreError::Damaged(_)));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_open_a_new_library_at_once_both_succeed() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("friday.db");
        let (one, two) = tokio::join!(Store::open(&path), Store::open(&path));
        assert_eq!(one.unwrap().integrity().await.unwrap(), Vec::<String>::new());
        assert_eq!(two.unwrap().podcasts().await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_podcast_without_a_title_goes_by_its_host_until_it_has_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let mut write = store.write().await.unwrap();
    let id = write.add_podcast(&url("feed"), &PublishedPodcast::default()).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(store.podcast(id).await.unwrap().unwrap().podcast.title, "host.example");
    let mut write = store.write().await.unwrap();
    let named = PublishedPodcast { title: "Named".to_owned(), ..PublishedPodcast::default() };
    assert!(write.update_podcast(id, &named).await.unwrap());
    assert!(!write.update_podcast(id, &named).await.unwrap(), "what is the same is not written again");
    write.commit().await.unwrap();
    assert_eq!(store.podcast(id).await.unwrap().unwrap().podcast.title, "Named");
}

#[tokio::test]
async fn the_rules_of_a_podcast_are_read_back_as_they_were_made() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let id = podcast(&store, "feed").await;
    assert_eq!(store.podcast_rules(id).await.unwrap(), PodcastRules::default());
    let made = PodcastRules {
        auto_download: Some(AutoDownload {
            newest: 3,
            contains: vec!["news".to_owned(), "late night".to_owned()],
            excludes: vec!["rerun".to_owned()],
            shortest: Some(Duration::from_mins(5)),
            longest: None,
            types: vec![EpisodeType::Full, EpisodeType::Bonus],
        }),
        keep: KeepRule { newest: Some(9), days_after_played: Some(0), budget: Some(5_000_000_000) },
        quality: Some(Quality::SmallFirst),
        arrivals: Arrivals::Nowhere,
    };
    for rules in [made, PodcastRules::default()] {
        let mut write = store.write().await.unwrap();
        write.set_podcast_rules(id, &rules).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(store.podcast_rules(id).await.unwrap(), rules);
        assert_eq!(store.all_podcast_rules().await.unwrap(), [(id, rules)]);
    }
}

#[tokio::test]
async fn what_was_cleaned_up_comes_back_whole_unless_it_was_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let podcast = podcast(&store, "feed").await;
    let mut write = store.write().await.unwrap();
    let mut ids = Vec::new();
    for title in ["One", "Two"] {
        let id = write.add_episode(podcast, title, &episode(title), NOW).await.unwrap();
        let download = NewDownload { episode: id, url: url(title), total: None, requested: NOW };
        write.add_download(&download).await.unwrap();
        assert!(!write.put_into_trash(id, NOW).await.unwrap(), "it is not finished");
        write.download_finished(id, Path::new(title), 7, "abc", "audio/mpeg", NOW).await.unwrap();
        ids.push(id);
    }
    write.commit().await.unwrap();
    let before = store.download(ids[0]).await.unwrap();
    let mut write = store.write().await.unwrap();
    assert!(write.put_into_trash(ids[0], NOW).await.unwrap());
    assert!(write.put_into_trash(ids[1], NOW).await.unwrap());
    let again = NewDownload { episode: ids[1], url: url("again"), total: None, requested: NOW };
    write.add_download(&again).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(store.trash().await.unwrap().iter().map(|one| one.episode).collect::<Vec<_>>(), ids);
    assert_eq!(store.download(ids[0]).await.unwrap(), None);
    let mut write = store.write().await.unwrap();
    assert!(write.restore_from_trash(ids[0]).await.unwrap());
    assert!(!write.restore_from_trash(ids[1]).await.unwrap());
    write.commit().await.unwrap();
    assert_eq!(store.download(ids[0]).await.unwrap(), before);
    assert_eq!(store.download(ids[1]).await.unwrap().unwrap().finished, None);
    assert!(store.trash().await.unwrap().is_empty());
}
