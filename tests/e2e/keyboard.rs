//! The whole main job without a pointer.

use friday_testing::Broadcaster;

use crate::desktop::Desktop;
use crate::listener::{doing, hear_past, position, until_on_disk};
use crate::page::at;

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_run_to_listening_by_keyboard_only() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("keyboard", &world);
    let show = world.show("slow-elevators");
    let episode = show.newest();
    let app = desktop.launch().await;
    let page = app.page();
    page.see(at("first-run")).await;

    page.press("Ctrl+F").await;
    page.see_focus(at("search-field")).await;
    page.write(&show.title).await;
    let hit = at("found-row").showing(&show.title);
    page.see(hit.clone()).await;
    page.tab_to(hit.clone().at("subscribe")).await;
    page.press("Enter").await;
    page.see(hit.clone().at("subscribed")).await;
    page.tab_to(hit.at("found-link")).await;
    page.press("Enter").await;
    page.see(at("podcast-title").showing(&show.title)).await;

    page.see(doing(&episode.title, "download")).await;
    page.tab_to(doing(&episode.title, "download")).await;
    page.press("Enter").await;
    until_on_disk(&desktop, &episode.title, &episode.audio.sha256()).await;
    page.see(doing(&episode.title, "play")).await;
    page.tab_to(doing(&episode.title, "play")).await;
    page.press("Enter").await;
    hear_past(page, 1.0).await;

    page.tab_to(at("player-toggle")).await;
    page.press("Space").await;
    page.see(at("player-toggle").that_is("[aria-label='Play']")).await;
    page.tab_to(at("player-seek")).await;
    page.press("Home").await;
    page.until("the beginning, at Home", async || {
        let now = position(page).await;
        if now < 0.5 { Ok(()) } else { Err(format!("it is at {now} s")) }
    })
    .await;
    page.press("ArrowRight").await;
    hear_past(page, 1.0).await;
}
