use serde_json::json;

use crate::library::Library;

#[test]
fn json_may_stand_before_or_after_the_command() {
    let library = Library::new();
    library.subscribe("fold-here");
    let after = library.run(&["podcasts", "--json"]);
    let before = library.run(&["--json", "podcasts"]);
    assert_eq!(after.document(), before.document());
    assert_eq!(after.out.lines().count(), 1, "{after:?}");
    assert_eq!(after.err, "");
}

#[test]
fn the_data_directory_is_the_one_that_was_typed_else_the_one_of_the_environment() {
    let library = Library::new();
    library.subscribe("fold-here");
    let other = library.beside().join("another place");
    let other = other.to_str().unwrap();
    assert_eq!(library.json(&["--data-dir", other, "podcasts"]), json!([]));
    assert_eq!(library.json(&["podcasts", "--data-dir", other]), json!([]));
    assert_eq!(library.json(&["podcasts"]).as_array().unwrap().len(), 1);
}

#[test]
fn paths_are_absolute_also_where_the_data_directory_was_typed_relative() {
    let library = Library::new();
    let feed = library.world.show("fold-here").feed_url;
    library.json(&["--data-dir", "near", "subscribe", &feed]);
    library.json(&["--data-dir", "near", "download", "--latest", "1", "--wait"]);
    let episodes = library.json(&["--data-dir", "near", "episodes", "--state", "downloaded"]);
    let path = episodes[0]["download"]["path"].as_str().unwrap();
    assert!(std::path::Path::new(path).is_absolute(), "{path}");
    assert!(std::path::Path::new(path).is_file(), "{path}");
}

#[test]
fn wrong_usage_is_status_2() {
    let library = Library::new();
    let table: &[&[&str]] = &[
        &[],
        &["dance"],
        &["search"],
        &["subscribe"],
        &["favorite"],
        &["favorite", "first"],
        &["episodes", "--state", "lost"],
        &["jobs", "--state", "done"],
        &["download"],
        &["download", "--latest", "0"],
        &["download", "--latest", "some"],
        &["download", "1", "--latest", "1"],
        &["download", "1", "--podcast", "1"],
        &["retry"],
        &["retry", "1", "--all"],
        &["cancel"],
        &["attempts"],
        &["pause", "first"],
        &["move", "1"],
        &["move", "1", "--to", "0"],
        &["work", "--driver", "pigeon"],
        &["preview"],
        &["preview", "feed.xml", "--base-url", "no address"],
    ];
    for arguments in table {
        let ran = library.run(arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}: {ran:?}");
        assert_eq!(ran.out, "", "{arguments:?}");
        assert_ne!(ran.err, "", "{arguments:?}");
    }
    assert!(!library.data_dir().exists());
}

#[test]
fn a_failure_is_status_1_and_one_line_that_says_what_and_what_to_do() {
    let library = Library::new();
    library.subscribe("fold-here");
    let picture = library.world.show("slow-elevators").artwork_url.unwrap();
    let table: &[(&[&str], &str)] = &[
        (&["episodes", "--podcast", "77"], "there is no podcast 77; `fridayctl podcasts`"),
        (&["unsubscribe", "77"], "there is no podcast 77"),
        (&["favorite", "77"], "there is no podcast 77"),
        (&["refresh", "77"], "there is no podcast 77"),
        (&["download", "7777"], "there is no episode 7777; `fridayctl episodes`"),
        (&["download", "7777", "--wait"], "there is no episode 7777"),
        (&["download", "--latest", "1", "--podcast", "77"], "there is no podcast 77"),
        (&["attempts", "77"], "there is no job 77; `fridayctl jobs`"),
        (&["cancel", "77"], "there is no job 77"),
        (&["retry", "77"], "there is no job to retry 77"),
        (&["pause", "77"], "there is no job to pause 77; `fridayctl jobs`"),
        (&["resume", "77"], "there is no job to resume 77"),
        (&["move", "77", "--to", "1"], "there is no waiting job 77"),
        (&["subscribe", "salt roads"], "“salt roads” is not an address; paste"),
        (&["subscribe", &library.world.url("/plain")], "is a web page that announces no feed; look for"),
        (&["subscribe", &picture], "not a feed"),
        (&["preview", &picture], "not a feed"),
        (&["subscribe", &library.world.url("/nowhere")], "/nowhere: "),
        (&["preview", &library.world.url("/nowhere")], "/nowhere: "),
    ];
    for (arguments, expected) in table {
        let ran = library.run(arguments);
        assert_eq!((ran.status, ran.out.as_str()), (Some(1), ""), "{arguments:?}: {ran:?}");
        assert_eq!(ran.err.lines().count(), 1, "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(expected), "{arguments:?}: {ran:?}");

        let ran = library.run(&[*arguments, &["--json"]].concat());
        assert_eq!(ran.status, Some(1), "{arguments:?}: {ran:?}");
        assert!(ran.document()["error"].as_str().unwrap().contains(expected), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn a_library_that_cannot_be_made_is_told() {
    let library = Library::new();
    let file = library.beside().join("a file");
    std::fs::write(&file, "in the way").unwrap();
    let ran = library.run(&["podcasts", "--json", "--data-dir", file.to_str().unwrap()]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.document()["error"].as_str().unwrap().contains("a file"), "{ran:?}");
}
