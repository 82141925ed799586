use std::fs;

use serde_json::json;

use crate::library::Library;

#[test]
fn a_library_that_is_well_has_no_problems() {
    let library = Library::new();
    let found = library.json(&["doctor"]);
    assert_eq!((&found["ok"], &found["problems"]), (&json!(true), &json!([])));
    assert_eq!(found["paths"]["database"], json!(library.data_dir().join("friday.db")));
    assert_eq!(found["limits"], json!({ "at_once": 3, "per_host": 2, "bandwidth": null }));
    assert!(found["disk"]["downloads_free"].as_u64().unwrap() > 0);
    assert_eq!(found["versions"]["friday"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_missing_downloads_folder_is_a_problem() {
    let library = Library::new();
    library.subscribe("fold-here");
    library.json(&["download", "--latest", "1", "--wait"]);
    fs::rename(library.data_dir().join("downloads"), library.beside().join("elsewhere")).unwrap();
    let ran = library.run(&["doctor", "--json"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert_eq!(ran.document()["ok"], false);
}

#[test]
fn a_damaged_library_is_told_of_and_restored() {
    let library = Library::new();
    let (id, _) = library.subscribe("fold-here");
    let backup = library.json(&["backup"]);
    fs::write(library.data_dir().join("friday.db"), "").unwrap();
    let ran = library.run(&["podcasts"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("damaged") && ran.err.contains("fridayctl restore"), "{ran:?}");
    let restored = library.json(&["restore"]);
    assert_eq!(restored["restored"], backup["made"]);
    assert_eq!(library.json(&["podcasts"])[0]["id"], id);
}

#[test]
fn without_a_backup_there_is_nothing_to_restore() {
    let library = Library::new();
    library.json(&["podcasts"]);
    let ran = library.run(&["restore"]);
    assert_eq!((ran.status, ran.err.lines().count()), (Some(1), 1), "{ran:?}");
}
