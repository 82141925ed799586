//! A library of a thousand shows with 255,000 episodes in the window: how long it takes to open and what it holds, beside
//! a bare window; how evenly its lists scroll; how soon what is found is shown while one types.
//!
//! `make bench` builds what it needs and runs this under a virtual screen.

#![allow(clippy::print_stdout, reason = "what was measured is printed")]
#![cfg(target_os = "linux")]

mod driver;
mod opening;
mod processes;

/// The window as the tests see it.
#[path = "../tests/e2e"]
#[allow(dead_code, reason = "the tests use the rest")]
mod e2e {
    pub(crate) mod app;
    #[allow(unused_imports, reason = "the tests use the rest")]
    pub(crate) mod desktop;
    pub(crate) mod listener;
    pub(crate) mod page;
    pub(crate) mod until;
}

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use friday_testing::{Broadcaster, EpisodeMother, ShowMother};
use serde_json::json;

use crate::desktop::Desktop;
use crate::listener::{go, open_podcast};
use crate::opening::{Sample, measure, median};
use crate::page::{Page, at};
use e2e::{app, desktop, listener, page, until};

const SHOWS: usize = 1_000;
const EPISODES: usize = 250;
const IN_THE_LONGEST: usize = 5_000;
const ROUNDS: usize = 5;
const WORDS: [&str; 32] = [
    "anchor", "autumn", "bridge", "candle", "clover", "copper", "delta", "ember", "ferry", "garden",
    "harbour", "island", "juniper", "kettle", "lantern", "meadow", "needle", "orchard", "pebble", "quarry",
    "river", "saffron", "thistle", "umbrella", "valley", "willow", "yarrow", "zephyr", "market", "station",
    "letter", "window",
];
const TYPED: [&str; 6] =
    ["orchard", "copper kettle", "ferry", "zephyr valley", "harb", "window letter river"];

#[tokio::main]
async fn main() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("bench-library", &world);
    fill(&world, &desktop);
    opens(&desktop).await;

    let app = desktop.launch().await;
    let page = app.page();
    println!("scrolling, frames, ms: p50, p95, longest");
    go(page, "library").await;
    page.see(at("podcast-tile")).await;
    scrolls(page, "the library").await;
    go(page, "episodes").await;
    page.see(at("episode-row")).await;
    scrolls(page, "all episodes").await;
    go(page, "library").await;
    page.fill(at("library-filter"), "The longest").await;
    open_podcast(page, "The longest").await;
    page.see(at("episode-row")).await;
    scrolls(page, "a show with 5,000 episodes").await;
    finds(page).await;
}

/// A thousand shows, imported and indexed.
fn fill(world: &Broadcaster, desktop: &Desktop) {
    let mut list = String::from("<opml version='2.0'><head/><body>");
    for number in 0..SHOWS {
        let (title, count) = match number {
            0 => ("The longest".to_owned(), IN_THE_LONGEST),
            _ => (format!("{} and {} {number}", word(number), word(number / 32 + 5)), EPISODES),
        };
        let show = (0..count).fold(ShowMother::new(title), |show, episode| {
            let at = number * 7919 + episode * 104_729;
            let title = format!("{} {} {} {episode}", word(at), word(at / 32), word(at / 1024));
            let notes: Vec<&str> = (0..60).map(|place| word(at / (place + 1) + place * 13)).collect();
            show.episode(EpisodeMother::new(title).notes(format!("<p>{}</p>", notes.join(" "))))
        });
        let show = world.publish(show);
        let _ = write!(list, "<outline type='rss' xmlUrl='{}'/>", show.feed_url);
    }
    list.push_str("</body></opml>");
    let file = desktop.data().with_extension("opml");
    fs::write(&file, list).expect("there is room for a list");
    let started = Instant::now();
    desktop.fridayctl(&["import", &file.to_string_lossy()]);
    let listed = started.elapsed().as_secs_f64();
    desktop.fridayctl(&["work", "--until-idle"]);
    let indexed = started.elapsed().as_secs_f64();
    println!(
        "{SHOWS} shows: listed after {listed:.0} s, searchable after {indexed:.0} s (the broadcaster on the same machine)"
    );
}

fn word(at: usize) -> &'static str {
    WORDS[at % WORDS.len()]
}

async fn opens(desktop: &Desktop) {
    let bare = Path::new(desktop::FRIDAY).with_file_name("examples").join("bare");
    let friday = PathBuf::from(desktop::FRIDAY);
    let data = ["--data-dir".to_owned(), desktop.data().to_string_lossy().into_owned()];
    let environment = desktop.environment();
    let (mut bares, mut fridays) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bares.push(measure(&bare, &[], &environment).await);
        fridays.push(measure(&friday, &data, &environment).await);
    }
    println!("medians of {ROUNDS} in turn: bare window, Friday with the library, ratio");
    let line = |what: &str, of: fn(&Sample) -> f64| {
        let [bare, friday] = [&bares, &fridays].map(|samples| median(samples, of));
        println!("  {what:<32}{bare:>8.0}{friday:>8.0}{:>7.2}", friday / bare);
    };
    line("start to first paint, ms", |sample| sample.first_paint);
    line("start to page loaded, ms", |sample| sample.loaded);
    line("memory (PSS, all processes), MB", |sample| sample.memory);
}

/// Scrolls what is shown by 60 pixels a frame for five seconds, and tells how long the frames were.
async fn scrolls(page: &Page, what: &str) {
    let script = "
        const done = arguments[0];
        const boxes = [...document.querySelectorAll('main, main *')];
        const deep = (box) => box.scrollHeight - box.clientHeight;
        const box = boxes.reduce((a, b) => (deep(b) > deep(a) ? b : a));
        const times = [];
        let before = performance.now();
        const begun = before;
        const step = (now) => {
            times.push(now - before);
            before = now;
            box.scrollTop += 60;
            if (now - begun < 5000) requestAnimationFrame(step);
            else { box.scrollTop = 0; done(times.slice(2)); }
        };
        requestAnimationFrame(step);";
    let told = page.client().execute_async(script, Vec::new()).await.expect("it scrolls");
    let mut times: Vec<f64> =
        told.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    println!("  {what:<32}{}", spread(&mut times));
}

/// Types what is sought, key by key, as fast as a hurried listener, and tells how long after the last key it was shown.
async fn finds(page: &Page) {
    let mut times = Vec::new();
    for words in TYPED {
        page.press("Ctrl+K").await;
        page.see(at("library-search-field")).await;
        page.press("Ctrl+A").await;
        page.press("Backspace").await;
        page.see_no_more(at("hit")).await;
        let watch = "
            window.shown = null;
            let typed = 0;
            const field = document.querySelector('[data-testid=library-search-field]');
            const input = field.matches('input') ? field : field.querySelector('input');
            input.addEventListener('input', () => { typed = performance.now(); window.shown = null; });
            const dialog = document.querySelector('[data-testid=search-dialog]');
            new MutationObserver(() => {
                // The covers come later.
                if (window.shown === null && dialog.querySelector('[data-testid=hit]') && typed > 0)
                    requestAnimationFrame(() => (window.shown ??= performance.now() - typed));
            }).observe(dialog, { subtree: true, childList: true, characterData: true });";
        page.ask(watch, json!([])).await;
        page.write(words).await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        times.extend(page.ask("return window.shown;", json!([])).await.as_f64());
        page.press("Escape").await;
    }
    println!(
        "from the last key to what is found (of which 100 ms wait for the next key), ms: p50, p95, longest"
    );
    println!("  {:<32}{}", format!("{} searches", times.len()), spread(&mut times));
}

fn spread(times: &mut [f64]) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    format!("{:>7.1}{:>7.1}{:>7.1}", at(50), at(95), at(100))
}
