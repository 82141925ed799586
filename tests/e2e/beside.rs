//! `fridayctl` beside the open window: both see what the other does.

use std::time::Duration;

use friday_testing::Broadcaster;
use tokio::time::Instant;

use crate::desktop::Desktop;
use crate::listener::{doing, episode, open_podcast, until_on_disk};
use crate::page::{Spot, at};

const SOON: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread")]
async fn what_fridayctl_does_is_seen_in_the_window_within_a_second() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("beside", &world);
    let show = world.show("slow-elevators");
    let app = desktop.launch().await;
    let page = app.page();
    page.see(at("first-run")).await;
    let seen_soon = async |spot: Spot| {
        let asked = Instant::now();
        page.see(spot.clone()).await;
        assert!(asked.elapsed() <= SOON, "{spot}was seen after {:?}", asked.elapsed());
    };

    desktop.fridayctl(&["subscribe", &show.feed_url]);
    seen_soon(at("to-library")).await;
    open_podcast(page, &show.title).await;
    page.see(doing(&show.newest().title, "download")).await;

    let newest = show.newest();
    let gate = world.hold(&newest.audio_path, newest.bytes / 2);
    let id = episode(&desktop, &newest.title)["id"].to_string();
    desktop.fridayctl(&["download", &id]);
    seen_soon(doing(&newest.title, "pause")).await;
    gate.reached().await;
    let jobs = desktop.fridayctl(&["jobs", "--state", "running"]);
    assert_eq!(jobs.as_array().map(Vec::len), Some(1), "{jobs}");

    gate.open();
    until_on_disk(&desktop, &newest.title, &newest.audio.sha256()).await;
    seen_soon(doing(&newest.title, "play")).await;
}
