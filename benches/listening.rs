//! How soon an episode that is not on disk is heard after a click, beside the same file in a bare audio element from the
//! same server; how near to where it was sent a seek in an hour of a variable rate sounds; and what twenty episodes in a
//! row at three times their speed, with seeks and a window that comes and goes, do to memory and to patience.
//!
//! `make bench` builds what it needs and runs this under a virtual screen. `click`, `seek` or `row` measures only that.

#![allow(clippy::print_stdout, reason = "what was measured is printed")]
#![cfg(target_os = "linux")]

mod driver;
mod processes;

/// The window as the tests see it.
#[path = "../tests/e2e"]
#[allow(dead_code, reason = "the tests use the rest")]
mod e2e {
    pub(crate) mod app;
    pub(crate) mod desktop;
    pub(crate) mod listener;
    pub(crate) mod page;
    pub(crate) mod until;
}

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use fantoccini::Client;
use friday_testing::{Audio, Broadcaster, EpisodeMother, OnAir, ShowMother};
use serde_json::json;

use crate::desktop::{Desktop, Recording};
use crate::listener::{
    doing, download, hear_past, play, row, seek, shown_position, subscribe_to, until_on_disk,
};
use crate::page::{Page, at};
use crate::processes::{memory, tree};
use e2e::{app, desktop, listener, page, until};

const CLICKS: usize = 9;
const IN_A_ROW: usize = 20;
/// Whoever listens would notice that it does not go on; and nobody would wait longer.
const A_STAND: Duration = Duration::from_secs(1);
const GIVEN_UP: Duration = Duration::from_secs(30);
/// What the element says of itself.
const STATE: &str = "
    const { readyState, networkState, paused, seeking, ended, duration, playbackRate, buffered, src } =
        document.querySelector('audio');
    const spans = Array.from({ length: buffered.length }, (_, at) => [buffered.start(at), buffered.end(at)]);
    return { readyState, networkState, paused, seeking, ended, duration, playbackRate, spans, src };
";
/// Where an hour is sought, in seconds, in this order.
const PLACES: [f64; 12] =
    [1800.0, 61.0, 3333.0, 2.0, 2718.0, 904.5, 3590.0, 1234.5, 3141.0, 600.0, 2000.0, 47.0];

#[tokio::main]
async fn main() {
    let only = std::env::args().nth(1).filter(|word| !word.starts_with('-'));
    let asked = |name: &str| only.as_deref().is_none_or(|only| only == name);
    if asked("click") {
        from_click_to_sound().await;
    }
    if asked("seek") {
        seeks_in_an_hour().await;
    }
    if asked("row") {
        twenty_in_a_row().await;
    }
}

/// What the element tells on its way from a click to the first moment past zero.
const STEPS: [&str; 4] = ["loadstart", "loadedmetadata", "canplay", "timeupdate"];

/// Waits for each of these, in milliseconds since `start` was set.
const HEARD: &str = "
    const [steps, argument, done] = arguments;
    const times = {};
    let start = 0;
    const note = ({ type, target }) => {
        if (start === 0 || (type === 'timeupdate' && target.currentTime <= 0)) return;
        times[type] ??= performance.now() - start;
        if (type !== 'timeupdate') return;
        for (const step of steps) document.removeEventListener(step, note, true);
        done(steps.map((step) => times[step] ?? 0));
    };
    for (const step of steps) document.addEventListener(step, note, true);
";

type Times = [f64; STEPS.len()];

async fn heard_after(client: &Client, begin: &str, argument: &str) -> Times {
    let script = format!("{HEARD} {begin}");
    let told = client.execute_async(&script, vec![json!(STEPS), json!(argument)]).await.expect("it sounds");
    std::array::from_fn(|step| told[step].as_f64().expect("it is a time"))
}

async fn from_click_to_sound() {
    let world = Broadcaster::start().await;
    let show = (0..CLICKS).fold(ShowMother::new("Doors"), |show, number| {
        let audio = Audio::mp3_wide(Duration::from_mins(30)).seed(number as u64);
        show.episode(EpisodeMother::new(format!("Door {number}.")).audio(audio))
    });
    let show = world.publish(show);
    let desktop = Desktop::start("bench-click", &world);
    let fridays = {
        let app = desktop.launch().await;
        subscribe_to(app.page(), &show.feed_url, &show.title).await;
        clicks(app.page(), &show).await
    };
    let bares = bare_clicks(&desktop, &show).await;
    println!(
        "from a click to sound, not on disk, medians of {CLICKS}, ms: bare audio element, Friday, ratio"
    );
    for (place, step) in STEPS.into_iter().enumerate() {
        let [bare, friday] = [&bares, &fridays].map(|times| median(times, place));
        println!("  {step:<15}{bare:>6.0}{friday:>6.0}{:>7.2}", friday / bare);
    }
}

async fn clicks(page: &Page, show: &OnAir) -> Vec<Times> {
    let mut times = Vec::new();
    for episode in &show.episodes {
        page.click(row(&episode.title).at("episode-menu")).await;
        page.see(at("choice-play")).await;
        let press = "start = performance.now(); document.querySelector(argument).click();";
        times.push(heard_after(page.client(), press, "[data-testid=choice-play]").await);
        page.click(at("player-toggle")).await;
        page.see(at("player-toggle").that_is("[aria-label='Play']")).await;
    }
    times
}

async fn bare_clicks(desktop: &Desktop, show: &OnAir) -> Vec<Times> {
    let bare = Path::new(desktop::FRIDAY).with_file_name("examples").join("bare");
    let (mut driver, client) = driver::launch(&bare, &[], &desktop.environment()).await;
    let mut times = Vec::new();
    for episode in &show.episodes {
        let press = "
            document.querySelector('audio')?.remove();
            const audio = document.createElement('audio');
            document.body.append(audio);
            start = performance.now();
            audio.src = argument;
            audio.play();";
        times.push(heard_after(&client, press, &episode.audio_url).await);
    }
    let _ = client.close().await;
    let _ = driver.kill();
    let _ = driver.wait();
    times
}

fn median(times: &[Times], step: usize) -> f64 {
    let mut values: Vec<f64> = times.iter().map(|times| times[step]).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

async fn seeks_in_an_hour() {
    let folder = tempfile::tempdir().expect("there is room for an hour");
    let hour = Audio::bytes(an_hour_that_tells_the_time(folder.path()), "audio/mpeg", "mp3");
    let world = Broadcaster::start().await;
    let show = world.publish(
        ShowMother::new("Clock").episode(EpisodeMother::new("An hour").audio(hour).duration_text("1:00:00")),
    );
    let desktop = Desktop::with_speakers("bench-seek", &world).await;
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;
    download(page, "An hour").await;
    until_on_disk(&desktop, "An hour", &show.newest().audio.sha256()).await;
    page.click(doing("An hour", "play")).await;
    hear_past(page, 1.0).await;
    page.click(at("player-toggle")).await;
    page.see(at("player-toggle").that_is("[aria-label='Play']")).await;

    println!("seeks in an hour of mp3 of a variable rate: sent to, heard at, off by, s");
    let mut worst = 0.0_f64;
    for place in PLACES {
        seek(page, place).await;
        page.until("the element to be there", async || {
            let script = "const audio = document.querySelector('audio'); return audio.seeking ? -1 : audio.currentTime;";
            let now = page.ask(script, json!([])).await.as_f64().unwrap_or_default();
            if (now - place).abs() < 0.1 { Ok(()) } else { Err(format!("it is at {now}")) }
        })
        .await;
        let recorder = desktop.speakers().record("seek").await;
        page.click(at("player-toggle")).await;
        hear_past(page, place + 1.5).await;
        page.click(at("player-toggle")).await;
        page.see(at("player-toggle").that_is("[aria-label='Play']")).await;
        let heard = told_time(&recorder.stop());
        worst = worst.max((heard - place).abs());
        println!("  {place:>7.1} {heard:>9.2} {:>7.2}", heard - place);
    }
    println!("  worst {worst:.2}");
}

/// Two tones that tell the time: one rises by 10 Hz each 10 s, from 2000 Hz on; the other by 100 Hz each second within
/// those 10 s, from 400 Hz on. With noise every now and then, so that the rate varies.
fn an_hour_that_tells_the_time(folder: &Path) -> Vec<u8> {
    let file: PathBuf = folder.join("hour.mp3");
    let tones = "0.2*sin(2*PI*(400*mod(t,10)+50*mod(t,10)^2))+0.2*sin(2*PI*(2000+10*floor(t/10))*mod(t,10))\
        +0.1*(random(0)-0.5)*gt(mod(t,7),3.5)";
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", &format!("aevalsrc='{tones}':s=44100:d=3600")])
        .args(["-c:a", "libmp3lame", "-q:a", "4"])
        .arg(&file)
        .status();
    assert!(made.is_ok_and(|status| status.success()), "ffmpeg is installed (scripts/setup)");
    std::fs::read(file).expect("it was made")
}

/// What time it was when something was first heard, by its tones.
fn told_time(recording: &Recording) -> f64 {
    const RATE: usize = 16_000;
    const WINDOW: usize = RATE / 5;
    let samples = recording.samples(RATE);
    let loud = |window: &&[f32]| window.iter().map(|sample| sample * sample).sum::<f32>() > 0.001 * 160.0;
    let begin = samples.chunks(160).position(|window| loud(&window)).expect("something sounds") * 160;
    let window = &samples[begin + 800..][..WINDOW];
    let strongest = |from: u32, to: u32| {
        let power = |hertz: f64| {
            let (mut re, mut im) = (0.0, 0.0);
            for (at, sample) in window.iter().enumerate() {
                let hann = (std::f64::consts::PI * at as f64 / WINDOW as f64).sin().powi(2);
                let turn = std::f64::consts::TAU * hertz * at as f64 / RATE as f64;
                re += f64::from(*sample) * hann * turn.cos();
                im += f64::from(*sample) * hann * turn.sin();
            }
            re * re + im * im
        };
        (from..to)
            .map(f64::from)
            .map(|hertz| (power(hertz), hertz))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(0.0, |(_, hertz)| hertz)
    };
    let tens = ((strongest(1990, 5610) - 2000.0) / 10.0).round() * 10.0;
    let within = (strongest(390, 1410) - 400.0) / 100.0;
    // The tones are those of the middle of the window.
    tens + within - (800 + WINDOW / 2) as f64 / RATE as f64
}

async fn twenty_in_a_row() {
    let world = Broadcaster::start().await;
    let titles: Vec<String> = (1..=IN_A_ROW).map(|number| format!("Walk {number}.")).collect();
    let show = titles.iter().enumerate().fold(ShowMother::new("Walks"), |show, (number, title)| {
        let audio = Audio::mp3_wide(Duration::from_mins(1)).seed(number as u64);
        show.episode(EpisodeMother::new(title.clone()).audio(audio))
    });
    let show = world.publish(show);
    let desktop = Desktop::with_tray("bench-row", &world).await;
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;
    play(page, &titles[0]).await;
    hear_past(page, 0.5).await;
    let all = desktop.fridayctl(&["episodes"]);
    let id =
        |title: &String| all.as_array()?.iter().find(|one| one["title"] == title.as_str())?["id"].as_i64();
    let ids: Vec<i64> = titles[1..].iter().filter_map(id).collect();
    let set = "const done = arguments[1]; window.__TAURI_INTERNALS__.invoke('set_up_next', { ids: arguments[0] }).then(done);";
    page.client().execute_async(set, vec![json!(ids)]).await.expect("it is set up");
    for _ in 0..40 {
        page.press("]").await;
    }

    let mut held = Vec::new();
    let mut longest = Duration::ZERO;
    let started = Instant::now();
    for (number, title) in titles.iter().enumerate() {
        page.see(at("player-title").showing(title)).await;
        hear_past(page, 0.0).await;
        // Anywhere, but the same in every run.
        let place = (number * 17 % 40) as f64;
        seek(page, place).await;
        if number % 3 == 0 {
            app.close_window().await;
        }
        longest = longest.max(stands_still(page, title, place).await);
        if number % 3 == 0 {
            desktop.launch_again().await;
            app.until_visible().await;
        }
        held.push(tree(app.process()).into_iter().map(memory).sum::<f64>());
    }
    let at_speed = started.elapsed().as_secs_f64();
    println!(
        "{IN_A_ROW} episodes in a row at 3x, each sought once, every third with the window closed: {at_speed:.0} s"
    );
    println!("  longest stand {:.1} s", longest.as_secs_f64());
    let list: Vec<String> = held.iter().map(|megabytes| format!("{megabytes:.0}")).collect();
    println!("  memory after each, MB: {}", list.join(" "));
}

/// Listens to an episode until the next one plays or nothing does; the longest time in which it did not go on.
async fn stands_still(page: &Page, title: &str, from: f64) -> Duration {
    let (mut at, mut since, mut longest, mut told) = (from, Instant::now(), Duration::ZERO, false);
    loop {
        let script = "const audio = document.querySelector('audio');
            return [audio.currentTime, audio.paused, document.querySelector('[data-testid=player-title]').innerText];";
        let now = page.ask(script, json!([])).await;
        let gone = !now[2].as_str().is_some_and(|shown| shown.contains(title));
        if gone || (now[1] == true && shown_position(page).await > 55.0) {
            return longest;
        }
        let position = now[0].as_f64().unwrap_or_default();
        if (position - at).abs() > 0.01 {
            (at, since, told) = (position, Instant::now(), false);
        }
        longest = longest.max(since.elapsed());
        if since.elapsed() > A_STAND && !told {
            told = true;
            println!("  {title} stands at {at:.1} s: {}", page.ask(STATE, json!([])).await);
        }
        assert!(since.elapsed() < GIVEN_UP, "{title} does not go on");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
