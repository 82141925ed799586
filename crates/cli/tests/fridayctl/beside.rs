//! Two processes on one library.
#![cfg(unix)]

use serde_json::json;

use crate::library::{Library, until};

#[test]
fn a_job_pushed_beside_a_working_process_is_done_by_it() {
    let library = Library::new();
    let (_, fold) = library.subscribe("fold-here");
    let worker = library.start(&["work", "--json"]);
    let id = library.id(&fold.newest().title);
    assert_eq!(library.json(&["download", &id])[0]["state"], json!("waiting"));
    library.world.wait_until_blocking(&fold.newest().audio_path, |traffic| traffic.count() > 0);
    until("the job is done", || library.episode(&fold.newest().title)["download"]["state"] == "done");
    let ran = worker.stop("TERM");
    assert_eq!((ran.status, ran.document()), (Some(0), json!({ "done": 1, "failed": 0 })), "{ran:?}");
}

#[test]
fn waiting_for_a_download_that_another_process_runs_ends_when_it_is_done() {
    let library = Library::new();
    let (_, slow) = library.subscribe("long-wave-goodnight");
    let (_, fold) = library.subscribe("fold-here");
    let gate = library.world.hold(&slow.newest().audio_path, 1_000_000);
    library.json(&["download", &library.id(&slow.newest().title)]);
    let worker = library.start(&["work", "--json"]);
    gate.reached_blocking();

    let waited = library.run(&["download", &library.id(&fold.newest().title), "--wait", "--json"]);
    assert_eq!((waited.status, &waited.document()[0]["state"]), (Some(0), &json!("done")), "{waited:?}");
    assert!(waited.err.contains("Another process"), "{waited:?}");
    assert_eq!(library.episode(&slow.newest().title)["download"]["state"], json!("running"));

    gate.open();
    until("the held one is done", || library.json(&["jobs"]) == json!([]));
    let ran = worker.stop("INT");
    assert_eq!((ran.status, ran.document()), (Some(0), json!({ "done": 2, "failed": 0 })), "{ran:?}");
}

#[test]
fn a_running_download_is_cancelled_from_beside() {
    let library = Library::new();
    let (_, slow) = library.subscribe("long-wave-goodnight");
    let gate = library.world.hold(&slow.newest().audio_path, 1_000_000);
    let jobs = library.json(&["download", &library.id(&slow.newest().title)]);
    let worker = library.start(&["work", "--until-idle", "--json"]);
    gate.reached_blocking();
    assert_eq!(library.json(&["cancel", &jobs[0]["id"].to_string()])[0]["state"], json!("cancelled"));
    let ran = worker.end();
    assert_eq!((ran.status, ran.document()), (Some(0), json!({ "done": 0, "failed": 0 })), "{ran:?}");
    assert_eq!(library.episode(&slow.newest().title)["download"], json!(null));
}
