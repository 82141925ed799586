//! What podcasts are published as, each heard from disk; and what no web view can play, which is said.

use std::time::Duration;

use friday_testing::{Audio, Broadcaster, EpisodeMother, ShowMother};
use serde_json::json;

use crate::desktop::Desktop;
use crate::listener::{doing, download, seek_and_hear, shown_position, subscribe_to, until_on_disk};
use crate::page::at;

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_file_is_heard_from_disk_seeks_and_is_as_long_as_it_is() {
    let kinds = [
        ("mp3", "audio/mpeg", Audio::mp3(Duration::from_secs(13))),
        ("mp3 of a variable rate", "audio/mpeg", Audio::mp3_vbr()),
        ("m4a", "audio/mp4", Audio::m4a()),
        ("m4a with its index at the end", "audio/mp4", Audio::m4a_moov_last()),
        ("opus", "audio/ogg", Audio::opus()),
        ("vorbis", "audio/ogg", Audio::vorbis()),
        ("flac", "audio/flac", Audio::flac()),
        ("wav", "audio/wav", Audio::wav()),
    ];
    let world = Broadcaster::start().await;
    // The feed says of none how long it is: that must come from the file.
    let show = kinds.iter().fold(ShowMother::new("All kinds"), |show, (kind, _, audio)| {
        let title = format!("As {kind}.");
        show.episode(EpisodeMother::new(title).audio(audio.clone()).duration_text(""))
    });
    let show = world.publish(show);
    let desktop = Desktop::start("formats", &world);
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;

    for (place, ((kind, content_type, audio), episode)) in kinds.iter().zip(&show.episodes).enumerate() {
        assert_eq!(episode.content_type, *content_type, "{kind} is announced as what it is");
        download(page, &episode.title).await;
        until_on_disk(&desktop, &episode.title, &episode.audio.sha256()).await;
        page.click(doing(&episode.title, "play")).await;
        page.see(at("player-title").showing(&episode.title)).await;
        page.until("it to sound", async || {
            let shown = shown_position(page).await;
            if shown > 0.1 { Ok(()) } else { Err(format!("it is at {shown} s")) }
        })
        .await;
        seek_and_hear(page, 6.0).await;

        // What is left is shown until somebody presses on it; from then on the whole length is.
        if place == 0 {
            page.click(at("player-duration")).await;
        }
        let seconds = audio.duration().as_secs_f64();
        page.see(at("player-duration").showing(&format!("Length 0:{:02}", seconds.round()))).await;
        let element = page.ask("return document.querySelector('audio').duration;", json!([])).await;
        let measured = element.as_f64().unwrap_or_default();
        assert!((measured - seconds).abs() < 0.5, "{kind} lasts {seconds} s, for the web view {measured} s");
    }
    page.no_troubles().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_web_view_cannot_play_is_said_to_be_so_and_opens_outside() {
    let world = Broadcaster::start().await;
    let show = world
        .publish(ShowMother::new("Secret codes").episode(EpisodeMother::new("Ciphers").audio(in_no_codec())));
    let episode = show.newest();
    let desktop = Desktop::start("formats-unknown", &world);
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;
    download(page, &episode.title).await;
    page.click(doing(&episode.title, "play")).await;
    let problem = at("player-problem");
    page.see(problem.clone().showing("This kind of file can't be played here")).await;
    page.see(problem.at("open-outside")).await;
}

/// An m4a in a codec that nobody has.
fn in_no_codec() -> Audio {
    let mut bytes = Audio::m4a().read(0, usize::MAX / 2).to_vec();
    let codec = bytes.windows(4).position(|name| name == b"mp4a").expect("an m4a names its codec");
    bytes[codec..codec + 4].copy_from_slice(b"Frdy");
    Audio::bytes(bytes, "audio/mp4", "m4a")
}
