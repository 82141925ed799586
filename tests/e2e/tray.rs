//! The tray menu is complete by itself: it tells what plays and what downloads, and does what the window does.

use friday_testing::Broadcaster;

use crate::desktop::Desktop;
use crate::listener::{doing, download, hear_past, row, subscribe_to};
use crate::page::at;

#[tokio::test(flavor = "multi_thread")]
async fn the_tray_menu_tells_and_steers() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::with_tray("tray", &world).await;
    let show = world.show("slow-elevators");
    let (first, second) = (&show.episodes[0], &show.episodes[1]);
    let app = desktop.launch().await;
    let page = app.page();
    let tray = desktop.tray();
    subscribe_to(page, &show.feed_url, &show.title).await;

    let gate = world.hold(&second.audio_path, second.bytes / 2);
    download(page, &second.title).await;
    gate.reached().await;
    // How far it is comes with the first report of the download, which may be later than its name.
    tray.labels("a running download and how far it is", |labels| {
        labels.contains("1 downloading") && labels.contains(&second.title) && labels.contains('%')
    })
    .await;

    tray.click("Pause all downloads").await;
    page.see(row(&second.title).css("p").showing("paused")).await;
    tray.click("Resume all downloads").await;
    gate.open();
    page.see(doing(&second.title, "play")).await;

    download(page, &first.title).await;
    page.click(doing(&first.title, "play")).await;
    hear_past(page, 0.5).await;
    tray.labels("what plays", |labels| labels.contains(&first.title)).await;
    tray.click("Pause").await;
    page.see(at("player-toggle").that_is("[aria-label='Play']")).await;
    tray.click("Play").await;
    page.see(at("player-toggle").that_is("[aria-label='Pause']")).await;

    tray.click("Quit").await;
    app.until_ended().await;
    tray.is_empty().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_icon_that_the_panel_did_not_take_is_offered_again() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::with_tray("tray-refused", &world).await;
    desktop.tray().refuse_once();
    let app = desktop.launch().await;
    desktop.tray().click("Quit").await;
    app.until_ended().await;
    assert!(desktop.tray().has_refused(), "no icon was refused");
}
