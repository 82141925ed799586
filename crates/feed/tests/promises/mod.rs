//! What the readers promise of any bytes at all: they come back, and what they return holds together. The tests try
//! damaged samples; the fuzzer (`make fuzz`) tries what it can think of.

#![allow(dead_code, reason = "each target keeps one promise")]
#![allow(clippy::unwrap_used, reason = "a broken promise stops the run")]

use std::time::Duration;

use friday_feed::{FeedList, limits};
use url::Url;

/// Something that holds for any bytes; panics where it does not.
pub(crate) type Promise = fn(&[u8]);

/// Every promise, by the name that `make fuzz` calls it.
pub(crate) const ALL: [(&str, Promise); 6] = [
    ("reader", reader),
    ("opml", opml),
    ("chapters", chapters),
    ("transcript", transcript),
    ("notes", notes),
    ("times", times),
];

fn base() -> Url {
    Url::parse("https://media.example.invalid/podcast/feed.xml").unwrap()
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// RSS, Atom, RDF, JSON Feed, and web pages that announce feeds.
pub(crate) fn reader(bytes: &[u8]) {
    let base = base();
    let announced = friday_feed::announced_feeds(bytes, &base, None);
    assert!(announced.iter().all(|feed| is_web(&feed.url)));
    let Ok(document) = friday_feed::read(bytes, &base, None) else { return };
    assert!(document.episodes.len() <= limits::MAX_EPISODES);
    assert!(document.problems.len() <= limits::MAX_PROBLEMS);
    assert!(document.podcast.title.len() <= limits::MAX_TITLE_BYTES);
    for episode in &document.episodes {
        assert!(episode.title.len() <= limits::MAX_TITLE_BYTES);
        assert!(episode.enclosures.iter().all(|file| is_web(&file.url)));
        assert!(episode.chapters.is_sorted_by_key(|chapter| chapter.start));
        assert!(episode.link.iter().chain(&episode.image).chain(&episode.chapters_url).all(is_web));
        let _ = friday_feed::best_enclosure(&episode.enclosures);
    }
    // Whatever was read once is read the same again.
    assert_eq!(friday_feed::read(bytes, &base, None), Ok(document));
}

/// What is written is read again exactly.
pub(crate) fn opml(bytes: &[u8]) {
    let Ok(list) = friday_feed::read_opml(bytes) else { return };
    assert!(list.feeds.iter().all(|feed| is_web(&feed.url)));
    let written = friday_feed::write_opml("A title", &list.feeds);
    let again = friday_feed::read_opml(written.as_bytes()).unwrap();
    let mut feeds = list.feeds;
    let mut read = again.feeds.clone();
    feeds.sort_by(|a, b| a.url.cmp(&b.url));
    read.sort_by(|a, b| a.url.cmp(&b.url));
    assert_eq!(FeedList { feeds: read, ..FeedList::default() }, FeedList { feeds, ..FeedList::default() });
    assert_eq!(friday_feed::write_opml("A title", &again.feeds), written);
}

pub(crate) fn chapters(bytes: &[u8]) {
    let list = friday_feed::read_chapters(bytes, &base(), None);
    assert!(list.chapters.is_sorted_by_key(|chapter| chapter.start));
    assert!(list.chapters.iter().all(|chapter| chapter.end.is_none_or(|end| end >= chapter.start)));
    assert!(list.chapters.iter().filter_map(|chapter| chapter.link.as_ref()).all(is_web));
    let length = Duration::from_mins(1);
    assert!(friday_feed::chapters_within(list.chapters, length).iter().all(|chapter| chapter.start < length));
}

pub(crate) fn transcript(bytes: &[u8]) {
    for content_type in [None, Some("text/html"), Some("application/json")] {
        let cues = friday_feed::read_transcript(bytes, content_type).transcript.cues;
        assert!(cues.is_sorted_by_key(|cue| cue.start));
        assert!(cues.iter().all(|cue| cue.end.is_none_or(|end| end >= cue.start)));
        assert!(
            cues.iter().all(|cue| !cue.text.trim().is_empty() && cue.text.len() <= limits::MAX_CUE_BYTES)
        );
    }
}

/// Sanitised notes hold nothing that runs, also when they are sanitised once more.
pub(crate) fn notes(bytes: &[u8]) {
    let html = String::from_utf8_lossy(bytes);
    let _ = friday_feed::plain_text(&html);
    let clean = friday_feed::sanitise_notes(&html, Some(&base()));
    is_harmless(&clean);
    is_harmless(&friday_feed::sanitise_notes(&clean, Some(&base())));
}

fn is_harmless(html: &str) {
    let lower = html.to_ascii_lowercase();
    for tag in ["script", "style", "iframe", "img", "svg", "math", "form", "object", "base", "link", "meta"] {
        assert!(!lower.contains(&format!("<{tag}")), "{tag} in {html}");
    }
    for tag in lower.split('<').skip(1).filter_map(|tag| tag.split_once('>')).map(|(tag, _)| tag) {
        let outside_quotes: String = tag.split('"').step_by(2).collect();
        for name in [" on", " style=", " id=", " name=", " class=", " src", " action="] {
            assert!(!outside_quotes.contains(name), "{name} in {html}");
        }
        // Browsers ignore line ends and tabs in addresses, and controls before them.
        let leads = tag.split_once("href=\"").map(|(_, address)| address.replace(char::is_control, ""));
        let schemes = ["http:", "https:", "mailto:"];
        assert!(
            leads.is_none_or(|to| schemes.iter().any(|scheme| to.trim_start().starts_with(scheme))),
            "{tag}"
        );
    }
}

/// Dates, durations and numbers, as a feed says them.
pub(crate) fn times(bytes: &[u8]) {
    let mut words = String::from_utf8_lossy(bytes).replace(['<', '&', ']'], " ");
    words.truncate(words.floor_char_boundary(200));
    let feed = format!(
        "<rss><channel><item><pubDate>{words}</pubDate><itunes:duration>{words}</itunes:duration>\
         <itunes:season>{words}</itunes:season><dc:date>{words}</dc:date></item></channel></rss>"
    );
    let document = friday_feed::read(feed.as_bytes(), &base(), None).unwrap();
    let episode = &document.episodes[0];
    assert!(episode.duration.is_none_or(|duration| duration <= Duration::from_hours(1000)));
    let year = episode.published.map(|time| 1970 + time.seconds().div_euclid(31_556_952));
    assert!(year.is_none_or(|year| (1899..=10_000).contains(&year)), "{year:?} of {words}");
}
