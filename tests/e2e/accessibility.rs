//! Every view, in both themes, without a violation that axe-core knows of.

use friday_testing::{Broadcaster, Fault};

use crate::axe;
use crate::desktop::Desktop;
use crate::listener::{THEMES, doing, download, go, open_podcast, row, subscribe_to, wear};
use crate::page::{Page, at};

#[tokio::test(flavor = "multi_thread")]
async fn no_view_has_a_violation_in_any_theme() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("accessibility", &world);
    let show = world.show("slow-elevators");
    let app = desktop.launch().await;
    let page = app.page();

    page.see(at("first-run")).await;
    check(page, "first run").await;
    page.fill(at("search-field"), &show.title).await;
    page.see(at("found-row").showing(&show.title)).await;
    check(page, "hits").await;

    subscribe_to(page, &show.feed_url, &show.title).await;
    let [done, running, failed] = [&show.episodes[0], &show.episodes[1], &show.episodes[2]];
    world.on(&failed.audio_path).always(Fault::Status { code: 410, retry_after: None });
    let gate = world.hold(&running.audio_path, running.bytes / 2);
    for episode in [done, running, failed] {
        download(page, &episode.title).await;
    }
    gate.reached().await;
    page.see(row(&failed.title).at("failure-reason")).await;
    page.see(row(&running.title).at("progress-bytes").showing("%")).await;
    page.click(doing(&done.title, "play")).await;
    page.see(at("player-title").showing(&done.title)).await;
    check(page, "podcast").await;
    page.click(at("tab-about")).await;
    page.see(at("tab-about").that_is("[aria-selected='true']")).await;
    check(page, "about").await;

    go(page, "downloads").await;
    page.see(at("downloads-active-row").at("progress-facts").showing("%")).await;
    check(page, "downloads").await;
    go(page, "episodes").await;
    page.see(row(&done.title)).await;
    check(page, "episodes").await;
    go(page, "discover").await;
    page.see(at("search-field")).await;
    check(page, "discover").await;
    go(page, "library").await;
    page.see(at("podcast-tile")).await;
    check(page, "library").await;
    open_podcast(page, &show.title).await;
    page.click(row(&done.title).at("episode-title")).await;
    page.see(at("notes")).await;
    check(page, "episode").await;
    go(page, "settings").await;
    page.see(at("language")).await;
    check(page, "settings").await;

    page.resize(480, 800).await;
    check(page, "narrow settings").await;
    open_podcast(page, &show.title).await;
    check(page, "narrow podcast").await;
    page.no_troubles().await;
}

async fn check(page: &Page, view: &str) {
    for theme in THEMES.into_iter().chain(["contrast"]) {
        wear(page, theme).await;
        axe::check(page, &format!("{view} in {theme}")).await;
    }
}
