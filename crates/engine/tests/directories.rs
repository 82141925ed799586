//! The directories are asked side by side, and each fails on its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use common::Library;
use friday_testing::{Fault, Reply};

const FYYD: &str = "/fyyd/0.2/search/podcast";
const INDEX: &str = "/podcastindex/api/1.0/search/byterm";

#[tokio::test(flavor = "multi_thread")]
async fn the_same_podcast_from_several_directories_is_one_hit() {
    let library = Library::open().await;
    let answer = library.search_directories("marmalade").await.unwrap();
    assert!(answer.failures.is_empty() && answer.waiting.is_empty(), "{answer:?}");
    assert_eq!(answer.found.len(), 1);
    let mut sources = answer.found[0].0.sources.clone();
    sources.sort();
    assert_eq!(sources, ["fyyd", "gpodder.net", "itunes"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn hits_come_as_the_directories_answer_and_one_that_fails_takes_nothing_from_the_others() {
    let library = Library::open().await;
    library.world.on("/itunes/search").always(Fault::Status { code: 503, retry_after: None });
    library.world.put("/gpodder/search.json", Reply::new(200).body("<html>"));
    let mut told = Vec::new();
    let answer = library
        .search_directories_telling("marmalade", |answer| {
            told.push((answer.found.len(), answer.failures.len(), answer.waiting.len()));
        })
        .await
        .unwrap();
    assert_eq!(told.len(), 3);
    assert_eq!(told[2], (1, 2, 0));
    let mut failed: Vec<&str> = answer.failures.iter().map(|failure| failure.source).collect();
    failed.sort_unstable();
    assert_eq!(failed, ["gpodder.net", "itunes"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_podcast_index_is_asked_once_there_is_a_key_and_each_question_is_signed() {
    let library = Library::open().await;
    library.search_directories("marmalade").await.unwrap();
    assert!(library.world.traffic(INDEX).requests.is_empty());
    assert!(!library.has_podcast_index_key().await.unwrap());
    library.set_podcast_index_key(" KEY ", "SECRET\n").await.unwrap();
    let answer = library.search_directories("marmalade").await.unwrap();
    assert!(answer.found[0].0.sources.contains(&"podcastindex".to_owned()));
    let asked = &library.world.traffic(INDEX).requests[0];
    let header =
        |name: &str| asked.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(header("x-auth-key"), Some("KEY"));
    assert!(header("x-auth-date").is_some_and(|date| date.parse::<i64>().is_ok()));
    assert_eq!(header("authorization").map(str::len), Some(40));
    library.forget_podcast_index_key().await.unwrap();
    assert!(!library.has_podcast_index_key().await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_does_not_leave_with_a_redirect() {
    let library = Library::open().await;
    let elsewhere = friday_testing::Broadcaster::start().await;
    let to = elsewhere.url(INDEX);
    library.world.put(INDEX, Reply::new(302).header("location", &to));
    library.set_podcast_index_key("KEY", "SECRET").await.unwrap();
    library.search_directories("marmalade").await.unwrap();
    for asked in elsewhere.traffic(INDEX).requests {
        assert!(!asked.headers.iter().any(|(name, _)| name == "x-auth-key" || name == "authorization"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn apple_is_asked_twenty_times_a_minute_and_the_others_go_on() {
    let library = Library::open().await;
    for _ in 0..21 {
        library.search_directories("nobody uses this word").await.unwrap();
    }
    assert_eq!(library.world.traffic("/itunes/search").requests.len(), 20);
    assert_eq!(library.world.traffic(FYYD).requests.len(), 21);
    let answer = library.search_directories("marmalade").await.unwrap();
    assert_eq!((answer.failures[0].source, answer.failures[0].error.code()), ("itunes", "asked_too_often"));
    assert_eq!(answer.found.len(), 1);
}
