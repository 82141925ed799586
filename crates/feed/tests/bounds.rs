//! What is kept of a feed that is larger than any should be.

#![allow(clippy::unwrap_used, reason = "a test stops at what should not be")]

use std::fmt::Write as _;

use friday_feed::Document;
use friday_model::PublishedEpisode;

fn read(text: &str) -> Document {
    friday_feed::read(text.as_bytes(), &"https://garden.example/dir/feed.xml".parse().unwrap(), None).unwrap()
}

/// The only item of an RSS feed that holds `inside`.
fn item(inside: &str) -> PublishedEpisode {
    read(&format!("<rss version='2.0'><channel><title>x</title><item>{inside}</item></channel></rss>"))
        .episodes
        .remove(0)
}

#[test]
fn of_too_many_episodes_the_newest_stay_in_their_order() {
    let limit = friday_feed::limits::MAX_EPISODES;
    let mut feed = "<rss><channel>".to_owned();
    for number in 0..limit + 1000 {
        let date = 1_000_000_000 + number;
        write!(feed, "<item><guid>{number}</guid><pubDate>{date}</pubDate></item>").unwrap();
    }
    let document = read(&feed);
    assert_eq!(document.episodes.len(), limit);
    assert_eq!(document.episodes[0].guid, Some("1000".to_owned()));
    assert_eq!(document.episodes[limit - 1].guid, Some((limit + 999).to_string()));
}

#[test]
fn endless_notes_are_cut() {
    let notes = item(&format!("<description>{}</description>", "&lt;p&gt;ä ".repeat(500_000))).notes.unwrap();
    assert!(notes.len() <= friday_feed::limits::MAX_NOTES_BYTES);
}
