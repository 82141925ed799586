use std::path::Path;

use friday_testing::Fault;
use serde_json::{Value, json};

use crate::library::{Library, sha256, until};

#[test]
fn the_latest_of_each_podcast_are_downloaded_and_recorded() {
    let library = Library::new();
    let (_, fold) = library.subscribe("fold-here");
    let (_, museum) = library.subscribe("one-minute-museum");
    let jobs = library.json(&["download", "--latest", "3", "--wait"]);
    let jobs = jobs.as_array().unwrap();
    assert_eq!(jobs.len(), 6);
    for job in jobs {
        assert_eq!(
            [&job["kind"], &job["state"], &job["error"]],
            [&json!("download_episode"), &json!("done"), &json!(null)]
        );
        assert_eq!([&job["attempt"], &job["bytes"]], [&json!(1), &job["total"]]);
        assert!(job["id"].is_i64() && job["run_at"].is_i64() && job["bytes"].as_u64().unwrap() > 0, "{job}");
    }
    for on_air in fold.episodes[..3].iter().chain(&museum.episodes[..3]) {
        let episode = library.episode(&on_air.title);
        let download = &episode["download"];
        let path = Path::new(download["path"].as_str().unwrap());
        assert_eq!(
            [
                &download["state"],
                &download["bytes"],
                &download["total"],
                &download["sha256"],
                &download["error"]
            ],
            [
                &json!("done"),
                &json!(on_air.bytes),
                &json!(on_air.bytes),
                &json!(on_air.sha256()),
                &json!(null)
            ]
        );
        assert!(path.is_absolute() && path.starts_with(library.data_dir()), "{download}");
        assert_eq!(sha256(path), on_air.sha256());
        assert_eq!(library.world.traffic(&on_air.audio_path).count(), 1);
    }
    assert_eq!(library.json(&["verify"]), json!({ "ok": 6, "damaged": [], "missing": [] }));
    assert_eq!(library.json(&["jobs"]), json!([]));
    assert_eq!(library.json(&["episodes", "--state", "downloaded"]).as_array().unwrap().len(), 6);
}

#[test]
fn what_is_on_disk_is_not_downloaded_again() {
    let library = Library::new();
    let (id, _) = library.subscribe("fold-here");
    library.json(&["download", "--latest", "2", "--wait"]);
    let asked = library.world.total_traffic().count();
    assert_eq!(
        library.json(&["download", "--latest", "2", "--podcast", &id.to_string(), "--wait"]),
        json!([])
    );
    assert_eq!(library.world.total_traffic().count(), asked);
}

#[test]
fn without_wait_the_jobs_are_pushed_and_wait_for_work() {
    let library = Library::new();
    let (_, show) = library.subscribe("fold-here");
    let id = library.id(&show.newest().title);
    let jobs = library.json(&["download", &id]);
    assert_eq!(
        [&jobs[0]["state"], &jobs[0]["attempt"], &jobs[0]["bytes"]],
        [&json!("waiting"), &json!(0), &json!(0)]
    );
    assert_eq!(library.json(&["jobs"]), jobs);
    assert_eq!(library.json(&["download", &id]), jobs, "asking twice is asking once");
    assert_eq!(library.episode(&show.newest().title)["download"]["state"], json!("queued"));
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 1, "failed": 0 }));
    assert_eq!(library.episode(&show.newest().title)["download"]["state"], json!("done"));
}

#[test]
fn a_download_that_fails_is_told_with_its_reason_and_succeeds_on_retry() {
    let library = Library::new();
    let (_, show) = library.subscribe("fold-here");
    let [newest, second, ..] = show.episodes.as_slice() else { panic!("fold-here has two episodes") };
    library.world.on(&newest.audio_path).always(Fault::Status { code: 404, retry_after: None });

    let ran = library.run(&["download", "--latest", "2", "--wait", "--json"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let document = ran.document();
    let states: Vec<&Value> = document.as_array().unwrap().iter().map(|job| &job["state"]).collect();
    assert_eq!(states, ["failed", "done"]);
    let failed = &document[0];
    assert_eq!([&failed["error"]["class"], &failed["error"]["code"]], [&json!("final"), &json!("http_404")]);
    let reason = failed["error"]["message"].as_str().unwrap();
    assert!(ran.err.contains(&format!("failed: {}: {reason}", newest.title)), "{ran:?}");
    assert!(ran.err.contains(&format!("done: {}", second.title)), "{ran:?}");

    assert!(ran.err.contains(&format!("`fridayctl retry {}` tries again", failed["id"])), "{ran:?}");

    let download = &library.episode(&newest.title)["download"];
    assert_eq!([&download["state"], &download["error"]], [&json!("failed"), &json!(reason)]);
    assert_eq!(library.json(&["jobs", "--state", "failed"])[0]["id"], failed["id"]);
    assert_eq!(library.json(&["jobs", "--state", "waiting,running"]), json!([]));

    library.world.heal();
    let id = failed["id"].to_string();
    let retried = library.json(&["retry", &id]);
    assert_eq!([&retried[0]["id"], &retried[0]["state"]], [&failed["id"], &json!("waiting")]);
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 1, "failed": 0 }));
    assert_eq!(library.episode(&newest.title)["download"]["sha256"], json!(newest.sha256()));
    let attempts = library.json(&["attempts", &id]);
    let outcomes: Vec<&Value> =
        attempts.as_array().unwrap().iter().map(|attempt| &attempt["outcome"]).collect();
    assert_eq!(outcomes, ["failed", "done"]);
    assert_eq!(attempts[0]["error"]["code"], json!("http_404"));
    assert_eq!([&attempts[0]["status"], &attempts[1]["status"]], [&json!(404), &json!(200)]);
    assert_eq!(attempts[0]["hops"][0]["status"], json!(404));
    assert!(attempts[1]["headers"]["content-length"].is_string(), "{attempts}");
    assert_eq!([&attempts[1]["bytes"], &attempts[1]["error"]], [&json!(newest.bytes), &json!(null)]);
}

#[test]
fn the_length_is_that_of_the_file_whatever_its_format() {
    let library = Library::new();
    let (id, show) = library.subscribe("line-up-tone");
    library.json(&["download", "--latest", "20", "--podcast", &id.to_string(), "--wait"]);
    for on_air in &show.episodes {
        let episode = library.episode(&on_air.title);
        let length = episode["duration"].as_u64().unwrap();
        assert!(length.abs_diff(on_air.duration.as_secs()) <= 1, "{length} and {on_air:?}");
        let path = Path::new(episode["download"]["path"].as_str().unwrap());
        assert_eq!(path.extension().unwrap().to_str(), Some(on_air.extension.as_str()));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_download_keeps_its_bytes_and_goes_on_from_them() {
    let library = Library::new();
    let (_, show) = library.subscribe("long-wave-goodnight");
    let newest = show.newest();
    let gate = library.world.hold(&newest.audio_path, 5_000_000);
    let id = library.id(&newest.title);
    let waiting = library.start(&["download", &id, "--wait", "--json"]);
    gate.reached_blocking();
    until("some of it is in the file", || {
        library.partial_file().is_some_and(|part| part.metadata().unwrap().len() > 0)
    });
    let ran = waiting.stop("INT");
    assert_eq!(ran.status, Some(130), "{ran:?}");
    assert!(ran.document()["error"].as_str().unwrap().contains("interrupted"), "{ran:?}");
    gate.open();

    let download = &library.episode(&newest.title)["download"];
    let kept = download["bytes"].as_u64().unwrap();
    assert_eq!(download["state"], json!("queued"));
    assert!(kept > 0 && kept <= 5_000_000, "{download}");
    assert_eq!(library.json(&["jobs"])[0]["attempt"], json!(0), "an interruption does not count");

    library.world.forget_traffic();
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 1, "failed": 0 }));
    assert_eq!(library.world.traffic(&newest.audio_path).ranges(), [format!("bytes={kept}-")]);
    assert_eq!(library.episode(&newest.title)["download"]["sha256"], json!(newest.sha256()));
}
