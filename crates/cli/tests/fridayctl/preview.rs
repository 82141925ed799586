use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::library::Library;

const FEED: &str = r#"<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
  <title>Low Tide</title><link>https://low.example/</link><language>en</language>
  <itunes:author>Ann &amp; Bo</itunes:author><itunes:image href="/cover.png"/>
  <item><title>Second</title><guid isPermaLink="false">two</guid><link>/two</link>
    <pubDate>Fri, 20 Nov 2026 08:00:00 +0000</pubDate><itunes:duration>1:02</itunes:duration>
    <itunes:season>1</itunes:season><itunes:episode>2</itunes:episode><itunes:episodeType>bonus</itunes:episodeType>
    <itunes:explicit>no</itunes:explicit><itunes:image href="two.png"/>
    <podcast:chapters url="two.json" type="application/json+chapters"/>
    <podcast:transcript url="two.vtt" type="text/vtt"/>
    <enclosure url="two.mp3" type="audio/mpeg" length="1000"/></item>
  <item><title>First</title><pubDate>some day</pubDate></item>
</channel></rss>"#;

fn write(library: &Library, name: &str, text: &str) -> String {
    let path = library.beside().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_file_is_read_without_a_library() {
    let library = Library::new();
    let file = write(&library, "feed.xml", FEED);
    let document = library.json(&["preview", &file, "--base-url", "https://low.example/feeds/all.xml"]);
    assert_eq!(
        document["feed"],
        json!({ "title": "Low Tide", "link": "https://low.example/", "author": "Ann & Bo", "language": "en",
                "image": "https://low.example/cover.png" })
    );
    assert_eq!(
        document["items"],
        json!([
            { "title": "Second", "guid": "two", "link": "https://low.example/two", "pub_date": 1_795_161_600, "duration": 62,
              "season": 1, "episode": 2, "episode_type": "bonus", "explicit": false,
              "image": "https://low.example/feeds/two.png", "chapters_url": "https://low.example/feeds/two.json",
              "transcript_url": "https://low.example/feeds/two.vtt",
              "enclosures": [{ "url": "https://low.example/feeds/two.mp3", "type": "audio/mpeg", "length": 1000 }] },
            { "title": "First", "enclosures": [] },
        ])
    );
    assert!(document["problems"].as_array().unwrap().iter().all(Value::is_string), "{document}");
    assert!(!library.data_dir().exists());
}

#[test]
fn several_files_are_one_object_with_a_member_each() {
    let library = Library::new();
    let (good, bad) =
        (write(&library, "good.xml", FEED), write(&library, "bad.xml", "<html><body>No</body></html>"));
    let ran = library.run(&["preview", &good, &bad, "--json"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
    let document = ran.document();
    assert_eq!(document[&good]["items"].as_array().unwrap().len(), 2);
    assert!(document[&bad]["error"].as_str().unwrap().contains("web page"), "{document}");
}

#[test]
fn what_is_no_feed_is_an_error_that_names_the_file() {
    let library = Library::new();
    let file = write(&library, "page.html", "<!doctype html><title>Hello</title>");
    for file in [file.as_str(), "nowhere.xml"] {
        let ran = library.run(&["preview", file, "--json"]);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.document()["error"].as_str().unwrap().contains(file), "{ran:?}");
    }
    assert!(!library.data_dir().exists());
}

#[test]
fn an_address_is_read_without_subscribing() {
    let library = Library::new();
    let show = library.world.show("tuesday-cartographers");
    let document = library.json(&["preview", &show.feed_url]);
    assert_eq!(document["feed"]["title"], json!(show.title));
    let titles: Vec<&Value> =
        document["items"].as_array().unwrap().iter().map(|item| &item["title"]).collect();
    assert_eq!(
        titles,
        show.episodes
            .iter()
            .map(|episode| json!(episode.title))
            .collect::<Vec<_>>()
            .iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(library.json(&["podcasts"]), json!([]));
}

#[test]
fn the_words_for_people_hold_nothing_that_commands_a_terminal() {
    let library = Library::new();
    let file = write(&library, "feed.xml", &FEED.replace("Second", "Se\u{9b}31mcond\u{202e}"));
    let ran = library.run(&["preview", &file]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.out.contains("cond"), "{ran:?}");
    assert!(!ran.out.contains(['\u{9b}', '\u{1b}', '\u{202e}']), "{ran:?}");
}

#[test]
fn every_real_feed_of_the_collection_is_read() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures/feeds/real");
    let Some(feeds) = files_in(&folder) else {
        assert!(std::env::var("CI").is_err(), "the collection of feeds is missing");
        eprintln!("skipped: there is no collection of feeds at {}", folder.display());
        return;
    };
    let library = Library::new();
    let arguments: Vec<&str> = std::iter::once("preview").chain(feeds.iter().map(String::as_str)).collect();
    let documents = library.json(&arguments);
    for feed in &feeds {
        assert_ne!(documents[feed]["items"], json!([]), "{feed}");
    }
}

fn files_in(folder: &Path) -> Option<Vec<String>> {
    let files = std::fs::read_dir(folder).ok()?;
    Some(files.map(|file| file.unwrap().path().to_str().unwrap().to_owned()).collect())
}
