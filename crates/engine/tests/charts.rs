//! What a country listens to can be subscribed to.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::sync::Arc;

use common::Library;
use friday_engine::Chart;
use friday_testing::{Fault, FixedClock, Reply, TODAY};

const CHART: &str = "/itunes/us/rss/toppodcasts/limit=50/json";
const LOOKUP: &str = "/itunes/lookup";
const HOUR: i64 = 3_600_000;

fn titles(chart: &Chart) -> Vec<&str> {
    chart.podcasts.iter().map(|(found, _)| found.title.as_str()).collect()
}

async fn at(clock: &FixedClock) -> Library {
    Library::open_with(|options| options.clock = Arc::new(clock.clone())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_country_has_a_chart_of_its_own_whose_podcasts_can_be_subscribed_to() {
    let library = Library::open().await;
    let on_air: Vec<String> = library.world.shows().iter().map(|show| show.title.clone()).collect();
    let chart = library.chart("US").await.unwrap();
    assert_eq!((chart.country.as_str(), titles(&chart)), ("us", on_air.iter().map(String::as_str).collect()));
    let german = library.chart("de").await.unwrap();
    assert_eq!(titles(&german), on_air.iter().rev().map(String::as_str).collect::<Vec<_>>());

    let podcast = library.subscribe(chart.podcasts[0].0.feed_url.as_str()).await.unwrap().podcast.id;
    let chart = library.chart("us").await.unwrap();
    assert_eq!((chart.podcasts[0].1, chart.podcasts[1].1), (Some(podcast), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_is_asked_for_once_an_hour_with_one_lookup_for_all_of_it() {
    let clock = FixedClock::new();
    let library = at(&clock).await;
    let asked = |path: &str| library.world.traffic(path).requests.len();
    library.chart("us").await.unwrap();
    clock.set(TODAY + HOUR - 1);
    assert_eq!(library.chart("us").await.unwrap().read.0, TODAY);
    assert_eq!((asked(CHART), asked(LOOKUP)), (1, 1));
    clock.set(TODAY + HOUR);
    assert_eq!(library.chart("us").await.unwrap().read.0, TODAY + HOUR);
    assert_eq!((asked(CHART), asked(LOOKUP)), (2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_that_cannot_be_read_anew_is_shown_as_it_was_with_the_reason() {
    let clock = FixedClock::new();
    let library = at(&clock).await;
    let before = titles(&library.chart("us").await.unwrap()).len();
    clock.set(TODAY + HOUR);
    library.world.on(LOOKUP).always(Fault::Status { code: 503, retry_after: None });
    let chart = library.chart("us").await.unwrap();
    assert_eq!((titles(&chart).len(), chart.read.0), (before, TODAY));
    assert_eq!(chart.failure.unwrap().code(), "http_503");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_that_was_never_read_fails_in_words() {
    let library = Library::open().await;
    library.world.put(CHART, Reply::new(200).body("<html>"));
    assert_eq!(library.chart("us").await.unwrap_err().code(), "not_a_feed");
    assert_eq!(library.chart("../de").await.unwrap_err().code(), "no_chart");
    let elsewhere = Library::open_with(|options| options.directories.itunes = None).await;
    assert_eq!(elsewhere.chart("us").await.unwrap_err().code(), "no_chart");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_without_places_is_empty_and_looks_nothing_up() {
    let library = Library::open().await;
    library.world.put(CHART, Reply::new(200).body(r#"{"feed": {}}"#));
    assert!(library.chart("us").await.unwrap().podcasts.is_empty());
    assert!(library.world.traffic(LOOKUP).requests.is_empty());
}
