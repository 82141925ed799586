//! How many clicks lie between the first run and hearing something, beside typing.

use friday_testing::Broadcaster;

use crate::desktop::Desktop;
use crate::listener::hear_past;
use crate::page::{Page, at};

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_episode_of_a_known_address_is_two_clicks_away() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("clicks-address", &world);
    let show = world.show("slow-elevators");
    let app = desktop.launch().await;
    let page = app.page();

    write_at_once(page, &show.feed_url).await;
    page.click(at("subscribe-address")).await;
    page.see(at("podcast-title").showing(&show.title)).await;
    page.click(at("play-podcast").that_is(":enabled")).await;
    page.see(at("player-title").showing(&show.newest().title)).await;
    hear_past(page, 0.5).await;
    assert!(page.clicks() <= 2, "it took {} clicks", page.clicks());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_episode_of_what_a_search_finds_is_three_clicks_away() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("clicks-search", &world);
    let show = world.show("slow-elevators");
    let app = desktop.launch().await;
    let page = app.page();

    write_at_once(page, &show.title).await;
    page.press("Enter").await;
    let hit = at("found-row").showing(&show.title);
    page.click(hit.clone().at("subscribe")).await;
    page.click(hit.at("found-link")).await;
    page.see(at("podcast-title").showing(&show.title)).await;
    page.click(at("play-podcast").that_is(":enabled")).await;
    page.see(at("player-title").showing(&show.newest().title)).await;
    hear_past(page, 0.5).await;
    assert!(page.clicks() <= 3, "it took {} clicks", page.clicks());
}

/// Types what is looked for: on the first run the field has the keyboard, and nobody clicks into it.
async fn write_at_once(page: &Page, text: &str) {
    page.see(at("first-run")).await;
    page.see_focus(at("search-field")).await;
    page.write(text).await;
    page.see(at("search-field").showing(text)).await;
}
