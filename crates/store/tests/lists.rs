//! Folders, former addresses and what the podcast namespace says are kept.

#![allow(clippy::unwrap_used, reason = "a test stops at what should not be")]

use std::time::Duration;

use friday_model::{
    Discussion, EpisodeExtras, EpisodeState, License, LiveItem, LiveStatus, Location, Page, Person,
    PodcastExtras, PodcastId, PublishedEpisode, PublishedPodcast, Recipient, RemotePodcast, Soundbite,
    TextRecord, Timestamp,
};
use friday_store::Store;
use url::Url;

fn url(text: &str) -> Url {
    Url::parse(&format!("https://show.example/{text}")).unwrap()
}

async fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("friday.db")).await.unwrap();
    (folder, store)
}

async fn subscribed(store: &Store, address: &str) -> PodcastId {
    let mut write = store.write().await.unwrap();
    let podcast = write.add_podcast(&url(address), &PublishedPodcast::default()).await.unwrap();
    write.subscribe(podcast, Timestamp(1)).await.unwrap();
    write.commit().await.unwrap();
    podcast
}

fn extras() -> (PodcastExtras, EpisodeExtras) {
    let person = |name: &str, role: Option<&str>| Person {
        name: name.to_owned(),
        role: role.map(str::to_owned),
        group: None,
        link: Some(url("ann")),
        image: None,
    };
    let podcast = PodcastExtras {
        medium: Some("music".to_owned()),
        update_frequency: Some("weekly".to_owned()),
        persons: vec![person("Ann", Some("guest")), person("Bob", None)],
        locations: vec![Location { name: "Here".to_owned(), map: Some(url("map")), of_creator: true }],
        license: Some(License { name: "cc-by-4.0".to_owned(), link: None }),
        funding: vec![Page { url: url("give"), title: "Give".to_owned() }],
        value: vec![Recipient {
            name: "Ann".to_owned(),
            kind: "lightning".to_owned(),
            address: "03ae".to_owned(),
            split: 99,
        }],
        podroll: vec![RemotePodcast {
            guid: Some("g".to_owned()),
            feed_url: Some(url("other")),
            title: None,
        }],
        live: vec![LiveItem {
            guid: Some("l".to_owned()),
            title: "On air".to_owned(),
            status: LiveStatus::Live,
            start: Some(Timestamp(5)),
            end: None,
            link: Some(url("watch")),
            image: Some(url("live.jpg")),
        }],
        notes: vec![TextRecord { purpose: None, text: "x".to_owned() }],
    };
    let episode = EpisodeExtras {
        season_name: Some("The sea".to_owned()),
        number_label: Some("Ch. 3".to_owned()),
        persons: vec![person("Cleo", Some("host"))],
        soundbites: vec![Soundbite {
            start: Duration::from_millis(33_500),
            length: Duration::from_mins(1),
            title: "Listen".to_owned(),
        }],
        discussions: vec![Discussion {
            url: url("talk"),
            protocol: Some("activitypub".to_owned()),
            account: None,
        }],
        ..EpisodeExtras::default()
    };
    (podcast, episode)
}

#[tokio::test]
async fn what_the_namespace_says_is_kept_whole_and_written_only_when_it_changes() {
    let (_folder, store) = store().await;
    let (podcast_extras, episode_extras) = extras();
    let podcast = subscribed(&store, "feed").await;
    let published = PublishedPodcast {
        title: "A".to_owned(),
        extras: podcast_extras.clone(),
        ..PublishedPodcast::default()
    };
    let item = PublishedEpisode { extras: episode_extras.clone(), ..PublishedEpisode::default() };
    let mut write = store.write().await.unwrap();
    assert!(write.update_podcast(podcast, &published).await.unwrap());
    assert!(!write.update_podcast(podcast, &published).await.unwrap());
    let episode = write.add_episode(podcast, "1", &item, Timestamp(1)).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(store.podcast_extras(podcast).await.unwrap(), podcast_extras);
    assert_eq!(store.episode(episode).await.unwrap().unwrap().row.episode.published.extras, episode_extras);
    let mut write = store.write().await.unwrap();
    write.update_episode(episode, "1", &PublishedEpisode::default()).await.unwrap();
    write.commit().await.unwrap();
    assert!(store.episode_extras(episode).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_feed_is_known_at_its_former_addresses_too() {
    let (_folder, store) = store().await;
    let podcast = subscribed(&store, "old").await;
    let mut write = store.write().await.unwrap();
    assert!(write.move_feed(podcast, &url("new")).await.unwrap());
    write.commit().await.unwrap();
    let mut known = store.known_addresses().await.unwrap();
    known.sort_by(|one, other| one.url.cmp(&other.url));
    let facts: Vec<(&str, bool, bool)> =
        known.iter().map(|known| (known.url.as_str(), known.subscribed, known.former)).collect();
    assert_eq!(facts, [("https://show.example/new", true, false), ("https://show.example/old", true, true)]);
    // Back where it was: that is no former address any more.
    let mut write = store.write().await.unwrap();
    write.move_feed(podcast, &url("old")).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(store.known_addresses().await.unwrap().iter().filter(|known| known.former).count(), 1);
}

#[tokio::test]
async fn a_podcast_that_turns_out_to_be_another_is_removed_unless_the_listener_has_used_it() {
    let (_folder, store) = store().await;
    let home = subscribed(&store, "home").await;
    let (twin, used) = (subscribed(&store, "twin").await, subscribed(&store, "used").await);
    let mut write = store.write().await.unwrap();
    for podcast in [twin, used] {
        assert!(!write.move_feed(podcast, &url("home")).await.unwrap());
        write.add_episode(podcast, "1", &PublishedEpisode::default(), Timestamp(1)).await.unwrap();
    }
    let heard = write.add_episode(used, "2", &PublishedEpisode::default(), Timestamp(1)).await.unwrap();
    write.set_episode_state(heard, &EpisodeState { starred: true, ..EpisodeState::default() }).await.unwrap();
    assert_eq!(write.fold_duplicates(&[twin, used, home]).await.unwrap(), [twin]);
    write.commit().await.unwrap();
    assert_eq!(store.podcasts().await.unwrap().len(), 2);
    let known = store.known_addresses().await.unwrap();
    assert!(known.iter().any(|known| known.url.ends_with("/twin") && known.podcast == home && known.former));
}

#[tokio::test]
async fn folders_stay_with_their_subscriptions() {
    let (_folder, store) = store().await;
    let (one, _other) = (subscribed(&store, "one").await, subscribed(&store, "other").await);
    let folder = vec!["News".to_owned(), "More".to_owned()];
    let mut write = store.write().await.unwrap();
    write.set_folder(one, &folder).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(store.folders().await.unwrap(), [(one, folder)]);
}
