//! Listening as one likes it: skips from the keyboard, faster, by chapters, and until one sleeps.

use std::time::Duration;

use friday_testing::{Audio, Broadcaster, EpisodeMother, ShowMother};
use serde_json::json;

use crate::desktop::Desktop;
use crate::listener::{doing, download, go, hear_past, position, subscribe_to};
use crate::page::{Page, at};

#[tokio::test(flavor = "multi_thread")]
async fn skips_speed_chapters_and_the_sleep_timer_do_what_they_say() {
    let world = Broadcaster::start().await;
    let chapters = [(0.0, "The gate"), (60.0, "The orchard"), (90.0, "The well"), (102.0, "The house")];
    let walk = EpisodeMother::new("A walk").audio(Audio::mp3(Duration::from_mins(2))).chapters(chapters);
    let show = world.publish(ShowMother::new("Round the farm").episode(walk));
    let episode = show.newest();
    let desktop = Desktop::start("listening", &world);
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;
    download(page, &episode.title).await;
    page.click(doing(&episode.title, "play")).await;
    hear_past(page, 0.5).await;

    page.click(at("player-toggle")).await;
    page.see(at("player-toggle").that_is("[aria-label='Play']")).await;
    let paused = position(page).await;
    page.press("ArrowRight").await;
    until_at(page, paused + 30.0, paused + 30.5).await;
    page.press("ArrowLeft").await;
    until_at(page, paused + 15.0, paused + 15.5).await;
    page.press("K").await;
    hear_past(page, paused + 16.0).await;

    page.press("]").await;
    until_fast(page, 1.05).await;
    page.click(at("player-speed")).await;
    page.click(at("player").css("[role=dialog] button:last-child").showing("2×")).await;
    until_fast(page, 2.0).await;
    page.press("Escape").await;

    go(page, "history").await;
    page.see(at("history-list").showing(&episode.title)).await;

    page.press("C").await;
    page.click(at("chapter").showing("The well")).await;
    page.see(at("chapter-current").showing("The well")).await;
    page.see(at("chapter").that_is("[aria-current='true']").showing("The well")).await;
    page.click(at("player-sleep")).await;
    page.click(at("sleep-chapter")).await;
    page.see(at("player-toggle").that_is("[aria-label='Play']")).await;
    until_at(page, 101.0, 103.0).await;
    page.no_troubles().await;
}

/// Waits until the sound is between two moments, in seconds.
async fn until_at(page: &Page, from: f64, to: f64) {
    page.until(format!("to be between {from} s and {to} s"), async || {
        let now = position(page).await;
        if now >= from - 0.1 && now <= to { Ok(()) } else { Err(format!("it is at {now} s")) }
    })
    .await;
}

/// Waits until it is as fast as this, and in its own pitch.
async fn until_fast(page: &Page, speed: f64) {
    page.until(format!("to be {speed} times as fast"), async || {
        let script = "const { playbackRate, preservesPitch } = document.querySelector('audio');
            return [playbackRate, preservesPitch];";
        let is = page.ask(script, json!([])).await;
        let fast = is[0].as_f64().is_some_and(|rate| (rate - speed).abs() < 0.001);
        if fast && is[1] == true { Ok(()) } else { Err(format!("it is {is}")) }
    })
    .await;
}
