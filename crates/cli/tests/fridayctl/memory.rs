//! How much memory a download takes, whatever its size.
#![cfg(target_os = "linux")]

use std::fs;

use friday_testing::{Audio, EpisodeMother, ShowMother};
use serde_json::json;

use crate::library::{Library, until};

const MOST: u64 = 80_000_000;

#[test]
fn a_download_of_500_megabytes_takes_less_than_80_megabytes_of_memory() {
    let library = Library::new();
    let long = EpisodeMother::new("All night").audio(Audio::mp3_of_size(500_000_000));
    library.world.publish(ShowMother::new("Endurance").episode(long));
    library.subscribe("endurance");
    let mut download = library.start(&["download", "--latest", "1", "--wait", "--json"]);
    let mut peak = 0;
    until("the download ends", || {
        peak = peak.max(peak_memory(download.id()).unwrap_or(0));
        download.has_ended()
    });
    let ran = download.end();
    assert_eq!((ran.status, &ran.document()[0]["bytes"]), (Some(0), &json!(500_000_000)), "{ran:?}");
    println!("peak memory: {:.1} MB", peak as f64 / 1e6);
    assert!(peak > 0 && peak < MOST, "{peak} bytes");
}

/// The most memory that the process has had in RAM so far, in bytes; nothing once it has ended.
fn peak_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}
