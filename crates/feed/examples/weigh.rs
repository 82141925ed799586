//! How long a feed takes to read, and how much memory at most: `cargo run --release -p friday-feed --example weigh -- FILE`.

#![allow(clippy::print_stdout)]

use std::{env, error::Error, fs, time::Instant};

use url::Url;

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args().nth(1).ok_or("which file?")?;
    let bytes = fs::read(&file)?;
    let before = peak().unwrap_or_default();
    let begun = Instant::now();
    let read = friday_feed::read(&bytes, &Url::parse("https://media.example.invalid/feed.xml")?, None);
    let took = begun.elapsed();
    let outcome = match &read {
        Ok(document) => format!("{} episodes, {} problems", document.episodes.len(), document.problems.len()),
        Err(reason) => reason.to_string(),
    };
    println!("{} bytes: {outcome}; {} ms", bytes.len(), took.as_millis());
    println!("peak {} kB, of which {before} kB before reading", peak().unwrap_or_default());
    Ok(())
}

/// The most memory that this process has had, in kB (Linux).
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
