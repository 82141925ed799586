//! Every feed of the shared fixtures against the values on which other parsers agree.

#![allow(clippy::unwrap_used, reason = "a test stops at what should not be")]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use url::Url;

mod preview;

/// Where the fixtures are wrong, or want what a listener would not.
const EXCEPTIONS: [(&str, &str); 4] = [
    // An episode has a natural number or none.
    ("feeds/unit/episode-number-invalid.xml", "episode"),
    // Relative addresses are resolved.
    ("feeds/unit/no-enclosure.xml", "enclosures"),
    // A video that only `media:content` names can be played, though it is no `<enclosure>`.
    ("feeds/unit/antennapod-media-content.xml", "enclosures"),
    // `itunes:image` is the artwork in full size; the other image of this feed is a badge.
    ("feeds/real/linux-unplugged-2018.xml", "image"),
];

/// `None`, with a word about it, where there are no fixtures; on the build server they must be there.
fn fixtures() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "the shared fixtures are missing");
    #[expect(clippy::print_stdout, reason = "whoever runs the tests should know")]
    {
        println!("skipped: the shared fixtures are not here");
    }
    None
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn read(fixtures: &Path, file: &str, base: &Url) -> Value {
    preview::preview(&friday_feed::read(&fs::read(fixtures.join(file)).unwrap(), base, None))
}

#[test]
fn every_field_on_which_other_parsers_agree_is_read_the_same() {
    let Some(fixtures) = fixtures() else { return };
    let expected = json(&fixtures.join("expected.json"));
    let base = Url::parse(expected["base_url"].as_str().unwrap()).unwrap();
    let mut differences = Vec::new();
    for (file, feed) in expected["feeds"].as_object().unwrap() {
        let Some(entries) = feed["entries"].as_u64() else { continue };
        let read = read(&fixtures, file, &base);
        let items = read["items"].as_array().unwrap_or_else(|| panic!("{file}: {read}"));
        assert_eq!(items.len() as u64, entries, "{file}");
        if let Some(head) = feed["feed"].as_object() {
            for (field, value) in head {
                compare(&mut differences, file, field, value, &read["feed"][field]);
            }
        }
        for (expected, item) in feed["items"].as_array().into_iter().flatten().zip(items) {
            for (field, value) in expected.as_object().unwrap() {
                let read = &item[if field == "guid_raw" { "guid" } else { field }];
                compare(&mut differences, file, field, value, read);
            }
        }
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

fn compare(differences: &mut Vec<String>, file: &str, field: &str, expected: &Value, read: &Value) {
    let same = match field {
        "enclosures" => same_enclosures(expected, read),
        "link" | "image" | "chapters_url" | "transcript_url" => address(expected) == address(read),
        _ => folded(expected) == folded(read),
    };
    if !same && !EXCEPTIONS.contains(&(file, field)) {
        differences.push(format!("{file}: {field} is {read}, expected {expected}"));
    }
}

fn same_enclosures(expected: &Value, read: &Value) -> bool {
    let (Some(expected), Some(read)) = (expected.as_array(), read.as_array()) else { return false };
    let same = |expected: &Value, read: &Value| {
        address(&expected["url"]) == address(&read["url"])
            && ["type", "length"]
                .iter()
                .all(|field| expected[field].is_null() || expected[field] == read[field])
    };
    expected.len() == read.len() && expected.iter().zip(read).all(|(expected, read)| same(expected, read))
}

/// As addresses are written the same way by every parser.
fn address(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    Some(Url::parse(text).map_or_else(|_| text.to_owned(), String::from))
}

fn folded(value: &Value) -> Value {
    match value.as_str() {
        Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" ").into(),
        None => value.clone(),
    }
}

#[test]
fn every_hostile_feed_is_survived_and_read_as_it_should_be() {
    let Some(fixtures) = fixtures() else { return };
    let base = Url::parse("https://media.example.invalid/podcast/feed.xml").unwrap();
    let expected = json(&fixtures.join("expected-hostile.json"));
    for (file, wanted) in expected.as_object().unwrap() {
        if !["hostile/", "jsonfeed/"].iter().any(|folder| file.starts_with(folder)) {
            continue;
        }
        let read = read(&fixtures, file, &base);
        let first = &read["items"][0];
        if wanted["error"] == true {
            assert!(read["error"].is_string(), "{file} should be refused");
        }
        for count in ["entries", "entries_or_error"] {
            if let Some(entries) = wanted[count].as_u64() {
                assert_eq!(read["items"].as_array().map(|items| items.len() as u64), Some(entries), "{file}");
            }
        }
        for (key, field) in [("first_title", "title"), ("first_duration", "duration")] {
            if !wanted[key].is_null() {
                assert_eq!(folded(&first[field]), folded(&wanted[key]), "{file}: {key}");
            }
        }
        if let Some(urls) = wanted["first_urls"].as_array() {
            let read: Vec<_> =
                first["enclosures"].as_array().unwrap().iter().map(|file| &file["url"]).collect();
            assert_eq!(read, urls.iter().collect::<Vec<_>>(), "{file}");
        }
        for (key, field) in [("durations", "duration"), ("pub_dates", "pub_date")] {
            for (index, value) in wanted[key].as_object().into_iter().flatten() {
                let index: usize = index.parse().unwrap();
                assert_eq!(&read["items"][index][field], value, "{file}: {field} of item {index}");
            }
        }
        for text in wanted["must_not_contain"].as_array().into_iter().flatten() {
            assert!(!read.to_string().contains(text.as_str().unwrap()), "{file}");
        }
        for enclosure in
            read["items"].as_array().into_iter().flatten().filter_map(|item| item["enclosures"].as_array())
        {
            for file in enclosure {
                assert!(file["url"].as_str().unwrap().starts_with("http"), "{file}");
            }
        }
    }
}

#[test]
fn hostile_show_notes_are_harmless_and_keep_their_text() {
    let Some(fixtures) = fixtures() else { return };
    let base = Url::parse("https://media.example.invalid/podcast/feed.xml").unwrap();
    let expected = json(&fixtures.join("expected-hostile.json"));
    let file = "hostile/shownotes-xss.xml";
    let document = friday_feed::read(&fs::read(fixtures.join(file)).unwrap(), &base, None).unwrap();
    for (index, episode) in document.episodes.iter().enumerate() {
        let notes = friday_feed::sanitise_notes(episode.notes.as_deref().unwrap(), Some(&base));
        assert!(notes.contains(&format!("before-{index}")), "{notes}");
        for word in expected[file]["must_not_exist_after_sanitise"].as_array().unwrap() {
            assert!(!notes.to_lowercase().contains(word.as_str().unwrap()), "{index}: {word} in {notes}");
        }
    }
    let last = friday_feed::sanitise_notes(document.episodes[23].notes.as_deref().unwrap(), Some(&base));
    for kept in [
        "mailto:a@media.example.invalid?subject=x",
        "https://media.example.invalid/ok",
        "<b>bold</b>",
        "<li>li",
    ] {
        assert!(last.contains(kept), "{kept} in {last}");
    }
}

#[test]
fn every_list_of_chapters_is_read_as_it_is_written() {
    let Some(fixtures) = fixtures() else { return };
    let base = Url::parse("https://media.example.invalid/podcast/").unwrap();
    let read = |file: &str| {
        friday_feed::read_chapters(&fs::read(fixtures.join(file)).unwrap(), &base, Some("application/json"))
    };
    let expected = json(&fixtures.join("expected.json"));
    for (file, chapters) in expected["other"].as_object().unwrap() {
        let Some(chapters) = chapters["chapters"].as_array() else { continue };
        let list = read(file);
        assert_eq!(list.problems, [""; 0], "{file}");
        assert_eq!(list.chapters.len(), chapters.len(), "{file}");
        for (expected, chapter) in chapters.iter().zip(&list.chapters) {
            assert_eq!(chapter.start.as_secs(), expected[0].as_u64().unwrap(), "{file}");
            assert_eq!(chapter.title, expected[1].as_str().unwrap_or_default(), "{file}");
            assert_eq!(chapter.hidden, expected[1].is_null(), "{file}");
        }
    }
    let odd = read("chapters/hostile-order-and-range.json");
    let titles: Vec<&str> = odd.chapters.iter().map(|chapter| chapter.title.as_str()).collect();
    assert_eq!(titles, ["A", "B", "same time", "frac"]);
    let markup = read("chapters/hostile-urls-and-markup.json").chapters;
    assert_eq!(markup[0].title, "<img src=x onerror=alert(1)>");
    assert_eq!((&markup[0].link, &markup[0].image, &markup[1].image), (&None, &None, &None));
    assert!(markup[1].hidden && markup[1].link.is_some());
}

#[test]
fn every_transcript_is_read_as_it_is_written() {
    let Some(fixtures) = fixtures() else { return };
    let read = |file: &str, mime_type: &str| {
        friday_feed::read_transcript(&fs::read(fixtures.join(file)).unwrap(), Some(mime_type)).transcript
    };
    for (file, mime_type, cues) in [
        ("transcripts/example.srt", "application/x-subrip", 222),
        ("transcripts/example.vtt", "text/vtt", 7),
        ("transcripts/example.json", "application/json", 2),
    ] {
        let transcript = read(file, mime_type);
        assert_eq!((transcript.cues.len(), transcript.timed), (cues, true), "{file}");
        assert!(transcript.cues[0].speaker.is_some(), "{file}");
    }
    let odd = read("transcripts/hostile-odd.srt", "application/x-subrip").cues;
    assert_eq!((odd[0].text.as_str(), odd[0].start.as_secs()), ("Dots not commas", 1));
    assert!(
        odd.is_sorted_by_key(|cue| cue.start)
            && odd.iter().all(|cue| cue.end.is_none_or(|end| end >= cue.start))
    );
    let styled = read("transcripts/hostile-style.vtt", "text/vtt").cues;
    assert_eq!(
        (styled.len(), styled[0].speaker.as_deref(), styled[0].text.as_str()),
        (2, Some("Ann"), "Hello you")
    );
    let page = read("transcripts/example.html", "text/html").cues;
    assert_eq!(page[0].speaker.as_deref(), Some("Travis"));
    assert!(page.len() > 5 && page.iter().all(|cue| !cue.text.contains('<')));
}

#[test]
fn every_list_of_feeds_is_read_as_it_is_written() {
    let Some(fixtures) = fixtures() else { return };
    let read = |file: &str| friday_feed::read_opml(&fs::read(fixtures.join(file)).unwrap()).unwrap();
    let addresses = |value: &Value| -> Option<Vec<String>> {
        Some(value.as_array()?.iter().map(|url| url.as_str().unwrap().to_owned()).collect())
    };
    let expected = json(&fixtures.join("expected.json"));
    for (file, list) in expected["other"].as_object().unwrap() {
        let Some(mut wanted) = addresses(&list["feed_urls"]) else { continue };
        let list = read(file);
        wanted.retain(|url| !list.skipped.iter().any(|skipped| skipped.address == *url));
        let read: Vec<&str> = list.feeds.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(read, wanted, "{file}");
    }
    let expected = json(&fixtures.join("expected-hostile.json"));
    for (file, wanted) in expected.as_object().unwrap().iter().filter(|(file, _)| file.starts_with("opml/")) {
        let list = read(file);
        let read: Vec<&str> = list.feeds.iter().map(|feed| feed.url.as_str()).collect();
        if let Some(urls) = addresses(&wanted["urls"]) {
            assert_eq!(read, urls, "{file}");
        }
        for url in addresses(&wanted["urls_include"]).into_iter().flatten() {
            assert!(read.contains(&url.as_str()), "{file}: {url}");
        }
        for key in ["distinct", "count"] {
            if let Some(count) = wanted[key].as_u64() {
                assert_eq!(read.len() as u64, count, "{file}");
            }
        }
        if let Some(skipped) = wanted["skipped"].as_u64() {
            assert_eq!(list.skipped.len() as u64, skipped, "{file}");
        }
        assert!(read.iter().all(|url| url.starts_with("http")), "{file}");
        let again = friday_feed::read_opml(friday_feed::write_opml("", &list.feeds).as_bytes()).unwrap();
        assert_eq!(again.feeds, list.feeds, "{file}");
    }
    let titles: Vec<Option<String>> =
        read("opml/gpodder-style.opml").feeds.into_iter().map(|feed| feed.title).collect();
    assert_eq!(titles, [Some("Night Garden".to_owned()), Some("Zwei & Drei".to_owned()), None]);
    assert!(read("opml/pocketcasts-style.opml").feeds.iter().all(|feed| feed.folder.is_empty()));
}
