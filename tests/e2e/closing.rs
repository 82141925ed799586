//! Closing the window is not quitting, where there is a tray to come back from; where there is none, it is.

use friday_testing::Broadcaster;

use crate::desktop::Desktop;
use crate::listener::{doing, download, hear_past, subscribe_to, until_on_disk};
use crate::page::at;

#[tokio::test(flavor = "multi_thread")]
async fn a_download_goes_on_while_the_window_is_closed() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::with_tray("closing", &world).await;
    let show = world.show("slow-elevators");
    let episode = show.newest();
    let app = desktop.launch().await;
    subscribe_to(app.page(), &show.feed_url, &show.title).await;

    let gate = world.hold(&episode.audio_path, episode.bytes / 3);
    download(app.page(), &episode.title).await;
    gate.reached().await;
    app.close_window().await;
    app.until_hidden().await;
    gate.open();
    until_on_disk(&desktop, &episode.title, &episode.audio.sha256()).await;

    desktop.tray().click("Show Friday").await;
    app.until_visible().await;
    app.page().see(doing(&episode.title, "play")).await;

    // A second start is another way back.
    app.close_window().await;
    app.until_hidden().await;
    desktop.launch_again().await;
    app.until_visible().await;
    app.page().click(doing(&episode.title, "play")).await;
    hear_past(app.page(), 1.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_window_quits_where_there_is_no_tray() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("closing-without-tray", &world);
    let app = desktop.launch().await;
    app.page().see(at("first-run")).await;
    app.close_window().await;
    app.until_ended().await;
}
