//! What `kill -9` leaves behind.
#![cfg(unix)]

use std::path::Path;

use friday_testing::Fault;
use serde_json::{Value, json};

use crate::library::{Library, sha256, until};

#[test]
fn a_killed_download_goes_on_from_its_synced_bytes() {
    let library = Library::new();
    let (_, show) = library.subscribe("long-wave-goodnight");
    let newest = show.newest();
    let gate = library.world.hold(&newest.audio_path, 45_000_000);
    let jobs = library.json(&["download", &library.id(&newest.title)]);
    let job = jobs[0]["id"].to_string();
    let worker = library.start(&["work"]);
    gate.reached_blocking();
    until("the bytes before the gate are in the file", || {
        library.partial_file().is_some_and(|part| part.metadata().unwrap().len() > 42_000_000)
    });
    worker.kill();
    gate.open();

    // The next process is sent away, and tells what it has to go on from.
    library.world.forget_traffic();
    library
        .world
        .on(&newest.audio_path)
        .once(Fault::Status { code: 503, retry_after: Some("3600".to_owned()) });
    let sent_away = library.start(&["work"]);
    until("it waits for its next try", || library.json(&["jobs"])[0]["error"]["code"] == "http_503");
    assert_eq!(sent_away.stop("TERM").status, Some(0));
    let synced = library.episode(&newest.title)["download"]["bytes"].as_u64().unwrap();
    assert!(synced >= 8_000_000, "{synced}");

    library.json(&["retry", &job]);
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 1, "failed": 0 }));
    let traffic = library.world.traffic(&newest.audio_path);
    assert_eq!(traffic.statuses(), [503, 206]);
    assert_eq!(traffic.ranges(), [format!("bytes={synced}-"), format!("bytes={synced}-")]);
    assert_eq!(traffic.requests[1].sent, newest.bytes - synced);

    let download = &library.episode(&newest.title)["download"];
    assert_eq!(download["sha256"], json!(newest.sha256()));
    assert_eq!(sha256(Path::new(download["path"].as_str().unwrap())), newest.sha256());
    assert_eq!(library.partial_file(), None);
    let attempts = library.json(&["attempts", &job]);
    let outcomes: Vec<&Value> =
        attempts.as_array().unwrap().iter().map(|attempt| &attempt["outcome"]).collect();
    assert_eq!(outcomes, ["crashed", "failed", "done"]);
}

#[test]
fn a_job_at_which_the_process_died_three_times_is_set_aside_and_goes_on_when_asked() {
    let library = Library::new();
    let (_, show) = library.subscribe("long-wave-goodnight");
    let newest = show.newest();
    let jobs = library.json(&["download", &library.id(&newest.title)]);
    for _ in 1..=3 {
        let gate = library.world.hold(&newest.audio_path, 12_000_000);
        let worker = library.start(&["work"]);
        gate.reached_blocking();
        worker.kill();
        gate.open();
    }

    library.world.forget_traffic();
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 0, "failed": 0 }));
    assert_eq!(library.world.traffic(&newest.audio_path).count(), 0);
    let set_aside = library.json(&["jobs", "--state", "failed"]);
    assert_eq!([&set_aside[0]["id"], &set_aside[0]["error"]["code"]], [&jobs[0]["id"], &json!("crashed")]);
    assert_eq!(library.episode(&newest.title)["download"]["state"], json!("failed"));

    library.json(&["retry", "--all"]);
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 1, "failed": 0 }));
    assert_eq!(library.episode(&newest.title)["download"]["sha256"], json!(newest.sha256()));
}
