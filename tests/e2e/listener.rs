//! What a listener does in the window, in the words of a listener.

use std::path::Path;

use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::page::{Page, Spot, at};
use crate::until::until;

/// Both themes, as the page names them.
pub(crate) const THEMES: [&str; 2] = ["light", "dark"];

/// Opens one of the places of the navigation: `library`, `downloads`, `discover` or `settings`.
pub(crate) async fn go(page: &Page, place: &str) {
    page.click(at(&format!("nav-{place}"))).await;
    page.see(at(&format!("nav-{place}")).that_is("[aria-current='page']")).await;
}

/// Subscribes to the feed at `address` and ends on the podcast's page.
pub(crate) async fn subscribe_to(page: &Page, address: &str, title: &str) {
    go(page, "discover").await;
    page.fill(at("search-field"), address).await;
    page.click(at("subscribe-address")).await;
    page.see(at("podcast-title").showing(title)).await;
}

/// Opens a podcast of the library.
pub(crate) async fn open_podcast(page: &Page, title: &str) {
    go(page, "library").await;
    page.click(at("podcast-tile").showing(title)).await;
    page.see(at("podcast-title").showing(title)).await;
}

/// The row of an episode, in whichever list is shown.
pub(crate) fn row(title: &str) -> Spot {
    at("episode-row").showing(title)
}

/// The row's one button, while it is there to do this: `download`, `pause`, `resume`, `play` or `pausePlayback`.
pub(crate) fn doing(title: &str, action: &str) -> Spot {
    row(title).css(&format!("[data-action='{action}']")).at("row-action")
}

/// Begins a download and waits until it has been taken.
pub(crate) async fn download(page: &Page, title: &str) {
    page.click(doing(title, "download")).await;
    page.see_no_more(doing(title, "download")).await;
}

/// Plays an episode that is not on disk.
pub(crate) async fn play(page: &Page, title: &str) {
    page.click(row(title).at("episode-menu")).await;
    page.click(at("choice-play")).await;
}

/// The player's position, in seconds.
pub(crate) async fn position(page: &Page) -> f64 {
    let script =
        "return document.querySelector('audio')?.currentTime ?? seen(arguments[0])[0]?.valueAsNumber;";
    page.ask(script, json!([at("player-seek")])).await.as_f64().unwrap_or_default()
}

/// Waits until the player is past a position, in seconds.
pub(crate) async fn hear_past(page: &Page, seconds: f64) -> f64 {
    page.until(format!("to hear what comes after {seconds} s"), async || {
        let now = position(page).await;
        if now > seconds {
            return Ok(now);
        }
        // A sound that stands still may have many reasons.
        let state = "const audio = document.querySelector('audio');
            const { readyState, networkState, paused, seeking, ended, duration, playbackRate } = audio;
            const spans = Array.from({ length: audio.buffered.length }, (_, at) =>
                [audio.buffered.start(at), audio.buffered.end(at)]);
            const error = audio.error?.message;
            return JSON.stringify({ readyState, networkState, paused, seeking, ended, duration, playbackRate, spans, error });";
        let state = page.ask(state, json!([])).await;
        Err(format!("it is at {now} s, and the element says {state}"))
    })
    .await
}

/// The position that the player shows, in seconds: the audio element may know only what comes after a leap.
pub(crate) async fn shown_position(page: &Page) -> f64 {
    let shown = page.ask("return seen(arguments[0])[0]?.valueAsNumber;", json!([at("player-seek")])).await;
    shown.as_f64().unwrap_or_default()
}

/// What a pointer does to the player's line, the spot of which and the seconds are the arguments.
const SEEK: &str = "
    const line = seen(arguments[0])[0];
    line.valueAsNumber = arguments[1];
    line.dispatchEvent(new Event('input', { bubbles: true }));
    line.dispatchEvent(new Event('change', { bubbles: true }));
";

/// Moves the player's line to a position, in seconds.
pub(crate) async fn seek(page: &Page, seconds: f64) {
    page.ask(SEEK, json!([at("player-seek"), seconds])).await;
}

/// Moves the player's line to a position, and waits until it sounds on from there. The page itself notes what is heard:
/// between two looks of a slow machine an episode may have ended.
pub(crate) async fn seek_and_hear(page: &Page, seconds: f64) {
    let note = "
        const audio = document.querySelector('audio');
        window.heard = [];
        audio.ontimeupdate = () => audio.seeking || window.heard.push(audio.currentTime);";
    page.ask(&format!("{note}{SEEK}"), json!([at("player-seek"), seconds])).await;
    page.until(format!("to hear what comes after {seconds} s"), async || {
        let heard = page.ask("return window.heard;", json!([])).await;
        let after = |at: f64| at > seconds + 0.1 && at < seconds + 3.0;
        let is_heard = heard.as_array().into_iter().flatten().filter_map(Value::as_f64).any(after);
        if is_heard { Ok(()) } else { Err(format!("{heard} was heard")) }
    })
    .await;
}

/// Shows the page in a theme without choosing it, as for a picture.
pub(crate) async fn wear(page: &Page, theme: &str) {
    page.ask("document.documentElement.dataset.theme = arguments[0];", json!([theme])).await;
}

/// Leaves a picture of the page in each theme, called `name`.
pub(crate) async fn picture(page: &Page, folder: &Path, name: &str) {
    let worn = page.ask("return document.documentElement.dataset.theme;", json!([])).await;
    for theme in THEMES {
        wear(page, theme).await;
        page.picture(&folder.join(format!("{name}-{theme}.png"))).await;
    }
    wear(page, worn.as_str().expect("the page wears a theme")).await;
}

/// An episode as `fridayctl` knows it.
pub(crate) fn episode(desktop: &Desktop, title: &str) -> Value {
    titled(&desktop.fridayctl(&["episodes"]), title)
}

/// A podcast as `fridayctl` knows it.
pub(crate) fn podcast(desktop: &Desktop, title: &str) -> Value {
    titled(&desktop.fridayctl(&["podcasts"]), title)
}

fn titled(all: &Value, title: &str) -> Value {
    let found = all.as_array().into_iter().flatten().find(|one| one["title"] == title);
    found.unwrap_or_else(|| panic!("{title} is not among {all}")).clone()
}

/// Waits until an episode is on disk, and checks that it is what the broadcaster sent.
pub(crate) async fn until_on_disk(desktop: &Desktop, title: &str, sha256: &str) {
    let download = until(format!("{title} to be on disk"), async || {
        let download = episode(desktop, title)["download"].take();
        if download["state"] == "done" { Ok(download) } else { Err(format!("it is {download}")) }
    })
    .await;
    assert_eq!(download["sha256"], sha256, "{title} is not what was sent");
    let path = download["path"].as_str().expect("a download that is done has a path");
    assert!(Path::new(path).exists(), "{path} is not there");
}
