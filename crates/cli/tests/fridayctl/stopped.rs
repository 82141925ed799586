//! What a process that was stopped for a while, as by `SIGSTOP` or a closed lid, does when it goes on.
#![cfg(unix)]

use std::{process::Command, thread, time::Duration};

use serde_json::json;

use crate::library::{Library, until};

/// `FRIDAY_STOPPED_SECONDS=90` outlasts every limit on silence; the few seconds of every day do not.
fn stopped_for() -> Duration {
    let seconds = std::env::var("FRIDAY_STOPPED_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(3))
}

fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), process.to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_process_that_was_stopped_goes_on_and_starts_nothing_twice() {
    let library = Library::new();
    let (_, show) = library.subscribe("long-wave-goodnight");
    let newest = show.newest();
    let gate = library.world.hold(&newest.audio_path, 20_000_000);
    let jobs = library.json(&["download", &library.id(&newest.title)]);
    let job = jobs[0]["id"].to_string();
    let worker = library.start(&["work"]);
    gate.reached_blocking();
    until("bytes are in the file", || library.partial_file().is_some());
    signal(worker.id(), "STOP");
    gate.open();
    thread::sleep(stopped_for());
    assert_eq!(library.json(&["jobs"])[0]["state"], "running", "nobody else takes it up");
    signal(worker.id(), "CONT");
    until("it is done", || library.json(&["jobs"]) == json!([]));
    assert_eq!(worker.stop("TERM").status, Some(0));

    let traffic = library.world.traffic(&newest.audio_path);
    assert_eq!(traffic.peak_in_flight, 1, "one at a time");
    assert_eq!(traffic.bytes, newest.bytes, "every byte was sent once");
    let outcomes = library.json(&["attempts", &job]);
    assert_eq!(outcomes.as_array().unwrap().iter().filter(|attempt| attempt["outcome"] == "done").count(), 1);
    assert_eq!(library.episode(&newest.title)["download"]["sha256"], json!(newest.sha256()));
}
