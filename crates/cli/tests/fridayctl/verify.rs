use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::library::Library;

fn path(library: &Library, title: &str) -> PathBuf {
    library.episode(title)["download"]["path"].as_str().unwrap().into()
}

#[test]
fn damaged_and_missing_files_are_told_apart() {
    let library = Library::new();
    let (_, show) = library.subscribe("fold-here");
    library.json(&["download", "--latest", "3", "--wait"]);
    let (damaged, missing) =
        (path(&library, &show.episodes[0].title), path(&library, &show.episodes[1].title));
    let mut bytes = fs::read(&damaged).unwrap();
    bytes[20_000] ^= 1;
    fs::write(&damaged, bytes).unwrap();
    fs::remove_file(&missing).unwrap();

    let ran = library.run(&["verify", "--json"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
    assert_eq!(ran.document(), json!({ "ok": 1, "damaged": [damaged], "missing": [missing] }));
}

#[test]
fn a_missing_file_can_be_downloaded_again() {
    let library = Library::new();
    let (_, show) = library.subscribe("fold-here");
    let title = &show.newest().title;
    library.json(&["download", "--latest", "1", "--wait"]);
    fs::remove_file(path(&library, title)).unwrap();
    let jobs = library.json(&["download", &library.id(title), "--wait"]);
    assert_eq!(jobs.as_array().unwrap().iter().map(|job| &job["state"]).collect::<Vec<&Value>>(), ["done"]);
    assert_eq!(library.json(&["verify"]), json!({ "ok": 1, "damaged": [], "missing": [] }));
}
