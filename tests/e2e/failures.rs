//! What cannot be downloaded says why in words, and another try is one click away.

use friday_testing::{Broadcaster, Fault};

use crate::desktop::Desktop;
use crate::listener::{download, go, row, subscribe_to, until_on_disk};
use crate::page::at;

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_download_says_why_and_succeeds_on_retry() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("failures", &world);
    let show = world.show("slow-elevators");
    let episode = show.newest();
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;

    world.on(&episode.audio_path).always(Fault::Status { code: 404, retry_after: None });
    download(page, &episode.title).await;
    page.see(row(&episode.title).at("failure-reason").showing("gone")).await;
    go(page, "downloads").await;
    let failed = at("downloads-failed-row").showing(&episode.title);
    page.see(failed.clone().at("failure-reason").showing("gone")).await;

    world.heal();
    page.click(failed.at("retry")).await;
    page.see(at("downloads-done-row").showing(&episode.title)).await;
    until_on_disk(&desktop, &episode.title, &episode.audio.sha256()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_in_place_of_audio_is_called_what_it_is() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("failures-html", &world);
    let show = world.show("slow-elevators");
    let episode = show.newest();
    let app = desktop.launch().await;
    subscribe_to(app.page(), &show.feed_url, &show.title).await;

    world.on(&episode.audio_path).always(Fault::HtmlInstead);
    download(app.page(), &episode.title).await;
    app.page().see(row(&episode.title).at("failure-reason").showing("web page")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_no_feed_is_said_at_the_field() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("failures-address", &world);
    let app = desktop.launch().await;
    let page = app.page();
    go(page, "discover").await;
    page.fill(at("search-field"), &world.url("/plain")).await;
    page.click(at("subscribe-address")).await;
    page.see(at("field-error")).await;
}
