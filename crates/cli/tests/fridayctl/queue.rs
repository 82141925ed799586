use friday_testing::Fault;
use serde_json::json;

use crate::library::Library;

#[test]
fn a_cancelled_job_takes_its_download_with_it() {
    let library = Library::new();
    let (_, show) = library.subscribe("fold-here");
    let jobs = library.json(&["download", "--latest", "2"]);
    let id = jobs[0]["id"].to_string();
    let cancelled = library.json(&["cancel", &id]);
    assert_eq!([&cancelled[0]["id"], &cancelled[0]["state"]], [&jobs[0]["id"], &json!("cancelled")]);
    assert_eq!(library.json(&["jobs"]).as_array().unwrap().len(), 1);
    assert_eq!(library.episode(&show.newest().title)["download"], json!(null));
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 1, "failed": 0 }));
    assert_eq!(library.world.traffic(&show.newest().audio_path).count(), 0);
}

#[test]
fn all_failed_jobs_are_tried_again_at_once() {
    let library = Library::new();
    library.subscribe("fold-here");
    library.world.on_show("fold-here").always(Fault::Status { code: 410, retry_after: None });
    library.json(&["download", "--latest", "3"]);
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 0, "failed": 3 }));
    library.world.heal();
    assert_eq!(library.json(&["retry", "--all"]).as_array().unwrap().len(), 3);
    assert_eq!(library.json(&["retry", "--all"]), json!([]));
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 3, "failed": 0 }));
}

#[test]
fn a_job_is_listed_with_the_title_of_its_episode() {
    let library = Library::new();
    let (_, show) = library.subscribe("fold-here");
    library.json(&["download", "--latest", "1"]);
    let ran = library.run(&["jobs"]);
    let row = ran.out.lines().nth(1).unwrap();
    assert!(row.contains("waiting") && row.contains(&show.newest().title), "{ran:?}");
    assert_eq!(library.run(&["jobs", "--state", "failed"]).out, "No jobs.\n");
}

#[test]
fn there_is_nothing_to_do_in_a_new_library() {
    let library = Library::new();
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 0, "failed": 0 }));
    assert_eq!(
        library.json(&["work", "--until-idle", "--driver", "database"]),
        json!({ "done": 0, "failed": 0 })
    );
    assert_eq!(library.json(&["jobs"]), json!([]));
    assert_eq!(library.json(&["retry", "--all"]), json!([]));
    assert_eq!(library.json(&["episodes"]), json!([]));
    assert_eq!(library.json(&["download", "--latest", "3", "--wait"]), json!([]));
}

#[test]
fn a_paused_job_is_left_out_until_it_is_resumed() {
    let library = Library::new();
    library.subscribe("fold-here");
    let jobs = library.json(&["download", "--latest", "2"]);
    let id = jobs[0]["id"].to_string();
    for _ in 0..2 {
        assert_eq!(library.json(&["pause", &id])[0]["state"], json!("paused"));
    }
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 1, "failed": 0 }));
    assert_eq!(library.json(&["resume", &id])[0]["state"], json!("waiting"));
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 1, "failed": 0 }));
}

#[test]
fn everything_can_be_paused_and_resumed() {
    let library = Library::new();
    library.subscribe("fold-here");
    library.json(&["download", "--latest", "2"]);
    assert_eq!(library.json(&["pause"]).as_array().unwrap().len(), 2);
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 0, "failed": 0 }));
    assert_eq!(library.json(&["resume"]).as_array().unwrap().len(), 2);
    assert_eq!(library.json(&["work", "--until-idle"]), json!({ "done": 2, "failed": 0 }));
}

#[test]
fn a_waiting_job_is_moved_to_a_place() {
    let library = Library::new();
    library.subscribe("fold-here");
    let ids = |jobs: serde_json::Value| {
        jobs.as_array().unwrap().iter().map(|job| job["id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    let [first, second, third] = ids(library.json(&["download", "--latest", "3"]))[..] else {
        panic!("three")
    };
    assert_eq!(ids(library.json(&["move", &third.to_string(), "--to", "1"])), [third]);
    assert_eq!(ids(library.json(&["jobs"])), [third, first, second]);
    library.json(&["move", &third.to_string(), "--to", "99"]);
    assert_eq!(ids(library.json(&["jobs"])), [first, second, third]);
}
