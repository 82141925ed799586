//! How long Friday's window takes from start to first paint, and how much memory it holds, beside a bare Tauri window
//! on the same machine in the same run: in turn, medians, and their ratios. Friday is started with an empty library, and
//! with one in which ten thousand downloads wait.
//!
//! `make bench` builds both and runs this under a virtual screen.

#![allow(clippy::print_stdout, reason = "what was measured is printed")]

mod driver;
mod opening;
mod processes;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use friday_testing::{Broadcaster, Fault, ShowMother};

use crate::opening::{Sample, measure, median};

const ROUNDS: usize = 9;
const WAITING: usize = 10_000;
#[tokio::main]
async fn main() {
    let release = Path::new(env!("CARGO_BIN_EXE_friday")).parent().map(Path::to_owned).unwrap_or_default();
    let bare = release.join("examples/bare");
    let friday = PathBuf::from(env!("CARGO_BIN_EXE_friday"));
    let (empty, busy) = (tempfile::tempdir(), tempfile::tempdir());
    let (empty, busy) = (empty.expect("a folder for a library"), busy.expect("a folder for another"));
    let world = Broadcaster::start().await;
    fill(&world, &release.join("fridayctl"), busy.path());
    let on =
        |data: &tempfile::TempDir| vec!["--data-dir".to_owned(), data.path().to_string_lossy().into_owned()];
    let (mut bares, mut fridays, mut busies) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bares.push(measure(&bare, &[], &[]).await);
        fridays.push(measure(&friday, &on(&empty), &[]).await);
        busies.push(measure(&friday, &on(&busy), &[]).await);
    }
    println!(
        "{ROUNDS} rounds in turn, medians{:>20}{:>12}{:>8}{:>20}{:>8}",
        "bare window", "Friday", "ratio", "with 10,000 waiting", "ratio"
    );
    let line = |what: &str, of: fn(&Sample) -> f64| {
        let [bare, friday, busy] = [&bares, &fridays, &busies].map(|samples| median(samples, of));
        println!(
            "{what:<32}{bare:>12.0}{friday:>12.0}{:>8.2}{busy:>20.0}{:>8.2}",
            friday / bare,
            busy / bare
        );
    };
    line("start to first paint, ms", |sample| sample.first_paint);
    line("start to page loaded, ms", |sample| sample.loaded);
    line("memory (PSS, all processes), MB", |sample| sample.memory);
}

/// Asks for ten thousand downloads, which come so slowly that all but three of them wait.
fn fill(world: &Broadcaster, fridayctl: &Path, data: &Path) {
    let show = world.publish(ShowMother::new("Endless").episodes(WAITING));
    let run = |words: &[&str]| {
        let mut command = Command::new(fridayctl);
        let done = command.arg("--data-dir").arg(data).args(words).stdout(Stdio::null()).status();
        assert!(done.is_ok_and(|status| status.success()), "{words:?}");
    };
    run(&["subscribe", &show.feed_url]);
    run(&["download", "--latest", &WAITING.to_string()]);
    world.everywhere().always(Fault::Slow { bytes_per_second: 1000 });
}
