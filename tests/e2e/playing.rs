//! Listening: what the desktop's keys do, what plays next when nobody looks, and what is kept when all goes dark.

use std::process::Command;
use std::time::Duration;

use friday_testing::{Audio, Broadcaster, EpisodeMother, Fault, OnAir, ShowMother};
use tokio::time::Instant;

use crate::app::App;
use crate::desktop::Desktop;
use crate::listener::{hear_past, play, position, row, seek, shown_position, subscribe_to, until_on_disk};
use crate::page::{Page, at};
use crate::until::until;

/// A show whose episodes end soon.
fn short_walks(world: &Broadcaster) -> OnAir {
    let walk =
        |title: &str, seed| EpisodeMother::new(title).audio(Audio::mp3(Duration::from_secs(12)).seed(seed));
    world.publish(
        ShowMother::new("Short walks")
            .episode(walk("To the mill", 1))
            .episode(walk("To the pond", 2))
            .episode(walk("To the station", 3)),
    )
}

/// What `playerctl` says on this desktop.
fn playerctl(desktop: &Desktop, arguments: &[&str]) -> String {
    let said = Command::new("playerctl")
        .args(["--player=friday"])
        .args(arguments)
        .env_clear()
        .envs(desktop.environment())
        .output()
        .expect("playerctl is installed (scripts/setup)");
    String::from_utf8_lossy(&said.stdout).trim().to_owned()
}

async fn until_said(desktop: &Desktop, arguments: &[&str], wanted: impl Fn(&str) -> bool) -> String {
    until(format!("playerctl {arguments:?}"), async || {
        let said = playerctl(desktop, arguments);
        if wanted(&said) { Ok(said) } else { Err(format!("it says {said:?}")) }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_media_keys_play_pause_seek_and_tell_what_plays() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("media-keys", &world);
    let show = world.show("slow-elevators");
    let episode = show.newest();
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;
    play(page, &episode.title).await;
    hear_past(page, 1.0).await;

    until_said(&desktop, &["status"], |said| said == "Playing").await;
    // The picture may be fetched later than the rest is known; it is told as a file.
    let names = format!("{}|{}|file://", episode.title, show.title);
    let told = ["metadata", "--format", "{{title}}|{{artist}}|{{mpris:artUrl}}"];
    until_said(&desktop, &told, |said| said.starts_with(&names)).await;
    let seconds = episode.audio.duration().as_secs();
    let as_long = |said: &str| said.parse().is_ok_and(|us| Duration::from_micros(us).as_secs() == seconds);
    until_said(&desktop, &["metadata", "mpris:length"], as_long).await;

    playerctl(&desktop, &["play-pause"]);
    until_said(&desktop, &["status"], |said| said == "Paused").await;
    playerctl(&desktop, &["position", "20"]);
    let there = |said: &str| said.parse::<f64>().is_ok_and(|at| (19.5..21.0).contains(&at));
    until_said(&desktop, &["position"], there).await;
    page.until("the sound to jump too", async || {
        let now = position(page).await;
        if (now - 20.0).abs() < 0.5 { Ok(()) } else { Err(format!("it is at {now} s")) }
    })
    .await;
    playerctl(&desktop, &["position", "5-"]);
    until_said(&desktop, &["position"], |said| said.parse::<f64>().is_ok_and(|at| at < 16.0)).await;
    playerctl(&desktop, &["play"]);
    until_said(&desktop, &["status"], |said| said == "Playing").await;
    hear_past(page, 16.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn up_next_plays_on_while_the_window_is_hidden() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::with_tray("up-next", &world).await;
    let show = short_walks(&world);
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;
    for title in ["To the pond", "To the station"] {
        page.click(row(title).at("episode-menu")).await;
        page.click(at("choice-play-last")).await;
    }
    play(page, "To the mill").await;
    hear_past(page, 0.5).await;
    app.close_window().await;
    app.until_hidden().await;
    for title in ["To the pond", "To the station"] {
        until_said(&desktop, &["metadata", "title"], |said| said == title).await;
    }
    until_said(&desktop, &["status"], |said| said == "Paused").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_costs_no_more_than_a_few_seconds() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("kill-while-it-plays", &world);
    let show = world.show("slow-elevators");
    let episode = show.newest();
    let app = desktop.launch().await;
    subscribe_to(app.page(), &show.feed_url, &show.title).await;
    play(app.page(), &episode.title).await;
    hear_past(app.page(), 12.0).await;
    let looked = Instant::now();
    let heard = position(app.page()).await;
    app.kill().await;
    // It sounded until it was dead.
    let most = heard + looked.elapsed().as_secs_f64();

    let app = desktop.launch().await;
    let kept = offered(&app).await;
    assert!(kept <= most + 1.0, "it never jumps forward: {kept} s of {most} s");
    assert!(kept >= heard - 10.0, "more than 10 s are lost: {kept} s of {heard} s");
}

/// Where the player offers to go on.
async fn offered(app: &App<'_>) -> f64 {
    app.page().see(at("player-title")).await;
    app.page()
        .until("the player to offer what was heard", async || {
            let shown = shown_position(app.page()).await;
            if shown > 0.0 { Ok(shown) } else { Err("it offers nothing".to_owned()) }
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_plays_while_it_comes_and_the_file_is_exact() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("play-while-it-comes", &world);
    let audio = Audio::mp3_wide(Duration::from_mins(1));
    let bytes_per_second = audio.len() * 3 / 2 / 60;
    let show = world
        .publish(ShowMother::new("Slow lines").episode(EpisodeMother::new("Over the hill").audio(audio)));
    let episode = show.newest();
    world.on(&episode.audio_path).always(Fault::Slow { bytes_per_second });
    // However slow this machine is: it does not come to its end before that was looked at.
    let gate = world.hold(&episode.audio_path, episode.bytes * 4 / 5);
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;
    play(page, &episode.title).await;
    hear_past(page, 3.0).await;
    seek(page, 1.0).await;
    hear_past_of(page, 1.0).await;
    seek(page, 50.0).await;
    hear_past_of(page, 50.0).await;
    assert_ne!(download_state(&desktop, &episode.title), "done", "it was heard before it had come");
    gate.open();
    until_on_disk(&desktop, &episode.title, &episode.audio.sha256()).await;

    let traffic = world.traffic(&episode.audio_path);
    let ranges = traffic.ranges();
    assert_eq!(traffic.count() - ranges.len(), 1, "asked for from the beginning once, then {ranges:?}");
    let start = |range: &String| range.trim_start_matches("bytes=").trim_end_matches('-').parse::<u64>();
    let beyond = |range: &String| start(range).is_ok_and(|start| start > episode.audio.len() * 3 / 4);
    assert!(ranges.iter().all(beyond), "only what lay beyond the edge came twice: {ranges:?}");
}

fn download_state(desktop: &Desktop, title: &str) -> String {
    crate::listener::episode(desktop, title)["download"]["state"].as_str().unwrap_or_default().to_owned()
}

/// Waits until it sounds a little after a position that was jumped to, as the player shows it.
async fn hear_past_of(page: &Page, seconds: f64) {
    page.until(format!("to hear what comes after {seconds} s"), async || {
        let now = shown_position(page).await;
        if now > seconds + 1.0 && now < seconds + 20.0 { Ok(()) } else { Err(format!("it is at {now} s")) }
    })
    .await;
}
