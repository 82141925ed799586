//! Lists of podcasts: imported once, exported whole.

use std::fs;

use friday_testing::{OnAir, ShowMother};

use crate::library::Library;

fn outline(title: &str, url: &str) -> String {
    format!("<outline type=\"rss\" text=\"{title}\" xmlUrl=\"{url}\"/>")
}

fn write_list(library: &Library, outlines: &str) -> String {
    let file = library.beside().join("list.opml");
    fs::write(&file, format!("<opml version=\"2.0\"><body>{outlines}</body></opml>")).unwrap();
    file.display().to_string()
}

#[test]
fn a_list_is_imported_once_and_what_fails_stays_with_its_error() {
    let library = Library::new();
    let shows = ["salt-and-semaphore", "one-minute-museum"].map(|slug| library.world.show(slug).feed_url);
    let gone = format!("{}/nothing-here", shows[0]);
    let outlines = format!(
        "<outline text=\"News\">{}</outline>{}{}{}{}",
        outline("Salt", &shows[0]),
        outline("Museum", &shows[1]),
        outline("Gone", &gone),
        outline("Bad", "file:///etc/passwd"),
        outline("Twice", &shows[1]),
    );
    let list = write_list(&library, &outlines);
    let first = library.json(&["import", &list]);
    assert_eq!((first["added"].as_u64(), first["known"].as_u64()), (Some(3), Some(0)), "{first}");
    assert_eq!(first["skipped"][0]["url"], "file:///etc/passwd");
    assert_eq!(first["skipped"].as_array().unwrap().len(), 2);
    let podcasts = library.json(&["podcasts"]);
    let podcasts = podcasts.as_array().unwrap();
    assert_eq!(podcasts.len(), 3);
    let gone = podcasts.iter().find(|podcast| podcast["title"] == "Gone").unwrap();
    assert!(gone["error"].is_string(), "{gone}");
    assert!(podcasts.iter().any(|podcast| podcast["episodes"].as_u64().unwrap() > 1));
    let second = library.json(&["import", &list]);
    assert_eq!((second["added"].as_u64(), second["known"].as_u64()), (Some(0), Some(3)));
}

#[test]
fn what_is_exported_can_be_imported_elsewhere_and_exported_the_same() {
    let library = Library::new();
    let url = library.world.show("salt-and-semaphore").feed_url;
    let list = write_list(&library, &format!("<outline text=\"News\">{}</outline>", outline("Salt", &url)));
    library.json(&["import", "--no-wait", &list]);
    let file = library.beside().join("mine.opml").display().to_string();
    assert_eq!(library.json(&["export", &file])["podcasts"], 1);
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.contains("<outline text=\"News\">") && written.contains(&url), "{written}");
    let other = Library::new();
    other.json(&["import", "--no-wait", &file]);
    assert_eq!(other.json(&["export"])["list"], written);
}

#[test]
fn what_is_no_list_is_refused_in_words() {
    let library = Library::new();
    let file = library.beside().join("page.opml");
    fs::write(&file, "<html><body>").unwrap();
    let ran = library.run(&["import", &file.display().to_string()]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("web page"), "{}", ran.err);
}

#[test]
#[cfg(unix)]
fn an_import_that_is_killed_again_and_again_loses_nothing_and_adds_nothing_twice() {
    let library = Library::new();
    let shows: Vec<OnAir> = (0..10)
        .map(|number| library.world.publish(ShowMother::new(format!("Show {number}")).episodes(400)))
        .collect();
    let outlines: String = shows.iter().map(|show| outline(&show.title, &show.feed_url)).collect();
    let list = write_list(&library, &outlines);
    for show in &shows {
        let import = library.start(&["import", &list]);
        let next = library.start(&["refresh", "--force"]);
        // At another feed each time: when it was asked for it is read, stored or indexed.
        library.world.wait_until_blocking(&show.feed_path(), |traffic| traffic.count() > 0);
        import.kill();
        next.kill();
        library.world.forget_traffic();
    }
    library.json(&["import", &list]);
    library.json(&["refresh", "--force"]);

    let podcasts = library.json(&["podcasts"]);
    let mut titles: Vec<&str> =
        podcasts.as_array().unwrap().iter().filter_map(|one| one["title"].as_str()).collect();
    titles.sort_unstable();
    let published: Vec<&str> = shows.iter().map(|show| show.title.as_str()).collect();
    assert_eq!(titles, published);
    for show in &shows {
        let podcast =
            podcasts.as_array().unwrap().iter().find(|one| one["title"] == show.title.as_str()).unwrap();
        assert_eq!(podcast["episodes"], 400, "{podcast}");
    }
    assert_eq!(library.episodes().len(), 4000);
    assert_eq!(library.json(&["doctor"])["ok"], true);
}
