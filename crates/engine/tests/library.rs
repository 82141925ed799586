//! One engine in a folder of its own, and the broadcaster as its world.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use common::Library;
use friday_engine::{Error, Event, Which};
use friday_model::{EpisodeFilter, EpisodeOrder, EpisodeStateFilter, Listening};
use friday_store::Store;
use friday_testing::{EpisodeMother, Fault, ShowMother};

#[tokio::test(flavor = "multi_thread")]
async fn a_found_podcast_is_one_call_from_a_subscription() {
    let library = Library::open().await;
    let answer = library.search_directories("marmalade").await.unwrap();
    assert!(answer.failures.is_empty());
    let (hit, known) = &answer.found[0];
    assert_eq!(*known, None);
    let podcast = library.subscribe(hit.feed_url.as_str()).await.unwrap();
    assert_eq!(podcast.podcast.title, hit.title);
    assert_eq!(podcast.episodes, 40);
    let again = library.search_directories("marmalade").await.unwrap();
    assert_eq!(again.found[0].1, Some(podcast.podcast.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_web_page_leads_to_the_feed_that_it_announces() {
    let library = Library::open().await;
    let show = library.world.show("slow-elevators");
    let podcast = library.subscribe(&show.site_url).await.unwrap();
    assert_eq!(podcast.podcast.feed_url.as_str(), show.feed_url);
    let same = library.subscribe(&show.feed_url).await.unwrap();
    assert_eq!(same.podcast.id, podcast.podcast.id, "subscribing twice is subscribing once");
    assert_eq!(library.podcasts().await.unwrap().len(), 1);
}

/// A page that announces feeds, each with or without a title.
fn page_of(library: &Library, feeds: &[(&str, &str)]) -> String {
    let links: Vec<String> = feeds
        .iter()
        .map(|(url, title)| {
            format!(r#"<link rel="alternate" type="application/rss+xml" href="{url}" title="{title}">"#)
        })
        .collect();
    let page = friday_testing::Reply::new(200)
        .header("content-type", "text/html")
        .body(format!("<!doctype html><html><head>{}</head><body></body></html>", links.concat()));
    library.world.put("/several", page)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_feeds_on_a_page_the_listener_chooses() {
    let library = Library::open().await;
    let [first, second] = ["slow-elevators", "fold-here"].map(|slug| library.world.show(slug).feed_url);
    let page = page_of(&library, &[(&first, "Slow Elevators"), (&second, "")]);
    let Err(Error::SeveralFeeds { feeds, .. }) = library.subscribe(&page).await else { panic!() };
    let offered: Vec<(&str, Option<&str>)> =
        feeds.iter().map(|feed| (feed.url.as_str(), feed.title.as_deref())).collect();
    assert_eq!(offered, [(first.as_str(), Some("Slow Elevators")), (second.as_str(), None)]);
    assert!(library.podcasts().await.unwrap().is_empty());
    assert_eq!(library.preview(&page).await.unwrap_err().code(), "several_feeds");

    let chosen = library.subscribe(feeds[1].url.as_str()).await.unwrap();
    assert_eq!(chosen.podcast.feed_url.as_str(), second);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_offers_no_feed_in_the_private_network_of_the_listener() {
    let library = Library::open().await;
    let feed = library.world.show("slow-elevators").feed_url;
    let page =
        page_of(&library, &[("http://192.168.1.1/feed", "Router"), (&feed, ""), ("http://printer/feed", "")]);
    let podcast = library.subscribe(&page).await.unwrap();
    assert_eq!(podcast.podcast.feed_url.as_str(), feed);
    let page = page_of(&library, &[("http://192.168.1.1/feed", "Router"), ("http://printer/feed", "")]);
    assert!(matches!(library.subscribe(&page).await, Err(Error::NoFeedAnnounced(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_feed_leaves_no_subscription() {
    let library = Library::open().await;
    let page = library.world.url("/plain");
    assert!(matches!(library.subscribe(&page).await, Err(Error::NoFeedAnnounced(_))));
    let text = library.world.put("/text", friday_testing::Reply::new(200).body("just words"));
    assert!(matches!(library.subscribe(&text).await, Err(Error::NotAFeed { .. })));
    let gone = library.subscribe(&library.world.url("/nowhere.xml")).await.unwrap_err();
    assert_eq!(gone.code(), "http_404");
    assert!(library.podcasts().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn favourites_come_first() {
    let library = Library::open().await;
    for slug in ["greenhouse-at-night", "slow-elevators"] {
        library.subscribe(&library.world.show(slug).feed_url).await.unwrap();
    }
    let last = library.podcasts().await.unwrap().pop().unwrap();
    library.set_favorite(last.podcast.id, true).await.unwrap();
    assert_eq!(library.podcasts().await.unwrap()[0].podcast.id, last.podcast.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_adds_what_is_new_and_asks_for_nothing_that_it_has() {
    let library = Library::open().await;
    let show = library.world.publish(ShowMother::new("Low Tide").episodes(3));
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let quiet = library.refresh(Which::All).await.unwrap();
    assert_eq!((quiet.checked, quiet.unchanged, quiet.new_episodes), (1, 1, 0));
    assert_eq!(library.world.traffic(&show.feed_url).statuses(), [200, 304]);
    library.world.add_episode("low-tide", EpisodeMother::new("Fresh"));
    let report = library.refresh(Which::These(vec![podcast])).await.unwrap();
    assert_eq!((report.changed, report.new_episodes), (1, 1));
    assert_eq!(library.podcast(podcast).await.unwrap().episodes, 4);
    assert_eq!(library.refresh(Which::Due).await.unwrap().checked, 0, "nothing is due within the hour");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_feed_is_a_state_and_loses_nothing() {
    let library = Library::open().await;
    let show = library.world.show("slow-elevators");
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let before = library.podcast(podcast).await.unwrap();
    library.world.on(&show.feed_url).always(Fault::Status { code: 503, retry_after: Some("7200".into()) });
    let report = library.refresh(Which::All).await.unwrap();
    assert_eq!(report.failed.len(), 1);
    let after = library.podcast(podcast).await.unwrap();
    assert_eq!(after.feed.error.unwrap().code, "http_503");
    assert_eq!(after.feed.failures, 1);
    let wait = after.feed.next_check.unwrap().since(after.feed.checked.unwrap());
    assert_eq!(wait.as_secs(), 7200, "the server's own wish is kept");
    assert_eq!(after.episodes, before.episodes);
    library.world.heal();
    library.refresh(Which::All).await.unwrap();
    assert_eq!(library.podcast(podcast).await.unwrap().feed.error, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn unsubscribing_and_subscribing_again_keeps_what_was_heard() {
    let library = Library::open().await;
    let show = library.world.show("slow-elevators");
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let episode = library.newest(podcast).await;
    library.set_played(&[episode], true).await.unwrap();
    library.unsubscribe(podcast).await.unwrap();
    assert!(library.podcasts().await.unwrap().is_empty());
    library.subscribe(&show.feed_url).await.unwrap();
    assert_eq!(library.episode_row(episode).await.unwrap().state.listening, Listening::Played);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_holds_what_its_filter_says() {
    let library = Library::open().await;
    let show = library.world.publish(ShowMother::new("Low Tide").episodes(5));
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let all = library.episode_ids(&EpisodeFilter::default()).await.unwrap();
    assert_eq!(all.len(), 5);
    library.set_played(&all[..2], true).await.unwrap();
    library.set_starred(&all[4..], true).await.unwrap();
    for (state, expected) in [
        (EpisodeStateFilter::New, 3),
        (EpisodeStateFilter::Unplayed, 3),
        (EpisodeStateFilter::Played, 2),
        (EpisodeStateFilter::Starred, 1),
        (EpisodeStateFilter::InProgress, 0),
        (EpisodeStateFilter::Downloaded, 0),
        (EpisodeStateFilter::NotDownloaded, 5),
    ] {
        let filter =
            EpisodeFilter { podcast: Some(podcast), states: vec![state], ..EpisodeFilter::default() };
        assert_eq!(library.episode_ids(&filter).await.unwrap().len(), expected, "{state:?}");
    }
    let oldest =
        EpisodeFilter { order: EpisodeOrder::OldestFirst, limit: Some(2), ..EpisodeFilter::default() };
    assert_eq!(library.episode_ids(&oldest).await.unwrap(), [all[4], all[3]]);
    let next = EpisodeFilter { after: Some(all[3]), ..oldest };
    assert_eq!(library.episode_ids(&next).await.unwrap(), [all[2], all[1]]);
    let rest = EpisodeFilter { after: Some(all[2]), ..EpisodeFilter::default() };
    assert_eq!(library.episode_ids(&rest).await.unwrap(), all[3..]);
    assert_eq!(library.podcast(podcast).await.unwrap().unplayed, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn show_notes_reach_the_window_without_their_scripts() {
    let library = Library::open().await;
    let podcast = library.subscribe(&library.world.show("mischief").feed_url).await.unwrap().podcast.id;
    for id in library.episode_ids(&EpisodeFilter::default()).await.unwrap() {
        let notes = library.episode(id).await.unwrap().notes.unwrap_or_default().to_lowercase();
        for forbidden in
            ["<script", "onerror", "onclick", "javascript:", "<iframe", "<style", "style=", "<img"]
        {
            assert!(!notes.contains(forbidden), "{forbidden} in the notes of {id} of {podcast}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_name_what_has_changed() {
    let library = Library::open().await;
    let mut events = library.events();
    let podcast = library.subscribe(&library.world.show("slow-elevators").feed_url).await.unwrap().podcast.id;
    assert_eq!(events.recv().await.unwrap(), Event::PodcastsChanged(vec![podcast]));
    let episode = library.newest(podcast).await;
    library.set_starred(&[episode], true).await.unwrap();
    assert_eq!(events.recv().await.unwrap(), Event::EpisodesChanged(vec![episode]));
}

#[tokio::test(flavor = "multi_thread")]
async fn artwork_comes_from_the_loopback_server_once_fetched() {
    let library = Library::open().await;
    let show = library.world.show("slow-elevators");
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast;
    let address = library.artwork_address(podcast.image.as_ref().unwrap(), &podcast.feed_url);
    for _ in 0..2 {
        let answer = library.get(&address).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "image/png");
    }
    assert_eq!(library.world.traffic(podcast.image.unwrap().as_str()).count(), 1);
    let svg = library.world.put(
        "/cover.svg",
        friday_testing::Reply::new(200).header("content-type", "image/svg+xml").body("<svg/>"),
    );
    let refused = library.artwork_address(&svg.parse().unwrap(), &podcast.feed_url);
    assert_eq!(library.get(&refused).await.status(), 404, "an SVG may carry scripts");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_without_a_file_says_so() {
    let library = Library::open().await;
    let show = library
        .world
        .publish(ShowMother::new("Words").episode(EpisodeMother::new("Only text").no_enclosure()));
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let id = library
        .episode_ids(&EpisodeFilter { podcast: Some(podcast), ..EpisodeFilter::default() })
        .await
        .unwrap()[0];
    assert!(matches!(library.download(&[id]).await, Err(Error::NoMedia)));
    assert!(matches!(library.play(id).await, Err(Error::NoMedia)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_can_be_read_while_another_process_hangs_in_the_middle_of_a_write() {
    let library = Library::open().await;
    let episode = library.newest_of("slow-elevators").await;
    library.download(&[episode]).await.unwrap();
    let hanging = Store::open(&library.data_dir().join("friday.db")).await.unwrap();
    let _writing = hanging.write().await.unwrap();
    let beside = library.open_beside().await;
    assert_eq!(beside.podcasts().await.unwrap().len(), 1);
    assert_eq!(beside.jobs(&[]).await.unwrap().len(), 1);
}
