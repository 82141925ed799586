//! The Podcast Index (<https://podcastindex-org.github.io/docs-api/>). It wants to know who asks: each question is
//! signed with a key and a secret that the listener has got there.

use std::fmt::Write as _;

use friday_model::{FoundPodcast, Timestamp};
use serde_json::Value;
use sha1::{Digest as _, Sha1};
use url::Url;

use super::answer::{address, document, host_of, number, text};

pub(super) const NAME: &str = "podcastindex";

const LIMIT: &str = "50";

/// What the listener has got from the Podcast Index.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) key: String,
    pub(super) secret: String,
}

pub(super) fn question(base: &Url, words: &str) -> Url {
    let mut url = super::below(base, &["search", "byterm"]);
    url.query_pairs_mut().append_pair("max", LIMIT).append_pair("q", words);
    url
}

impl Key {
    /// As it is kept: two lines.
    pub(super) fn read(kept: &str) -> Option<Self> {
        let (key, secret) = kept.split_once('\n')?;
        Some(Self { key: key.to_owned(), secret: secret.to_owned() })
    }

    pub(super) fn written(&self) -> String {
        format!("{}\n{}", self.key, self.secret)
    }

    /// The headers that sign a question asked now.
    pub(super) fn signature(&self, now: Timestamp) -> Vec<(&'static str, String)> {
        let time = now.seconds().to_string();
        let sum = Sha1::digest(format!("{}{}{time}", self.key, self.secret));
        let sum = sum.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        vec![("x-auth-key", self.key.clone()), ("x-auth-date", time), ("authorization", sum)]
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<FoundPodcast>, String> {
    let answer = document(bytes)?;
    let feeds = answer
        .get("feeds")
        .and_then(Value::as_array)
        .ok_or_else(|| text(&answer, "description").unwrap_or_else(|| "no feeds".to_owned()))?;
    Ok(feeds.iter().filter_map(podcast).collect())
}

fn podcast(hit: &Value) -> Option<FoundPodcast> {
    // It marks feeds that have been gone for long.
    if hit.get("dead").and_then(Value::as_u64) == Some(1) {
        return None;
    }
    let feed_url = address(hit, &["url", "originalUrl"])?;
    let first_category = hit.get("categories").and_then(Value::as_object).and_then(|all| all.values().next());
    Some(FoundPodcast {
        title: text(hit, "title").unwrap_or_else(|| host_of(&feed_url)),
        author: text(hit, "author").or_else(|| text(hit, "ownerName")),
        artwork_url: address(hit, &["artwork", "image"]),
        sources: vec![NAME.to_owned()],
        episodes: number(hit, "episodeCount"),
        genre: first_category.and_then(Value::as_str).map(ToOwned::to_owned),
        feed_url,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_signed_with_the_time_at_which_it_is_asked() {
        let key = Key {
            key: "UXKCGDSYGUUEVQJSYDZH".to_owned(),
            secret: "yzJe2eE7XV-3eY576dyRZ6wXyAbndh6LUrCZ8KN|".to_owned(),
        };
        let signature = key.signature(Timestamp::from_seconds(1_613_713_388));
        assert_eq!(signature[1], ("x-auth-date", "1613713388".to_owned()));

        // `printf %s KEY SECRET TIME | sha1sum`
        assert_eq!(signature[2].1, "73a1fffed61c1d30d858beb1fc48f355386449d2");
        assert!(Key::read(&key.written()) == Some(key));
        assert!(Key::read("").is_none());
    }

    #[test]
    fn odd_and_dead_hits_are_left_out() {
        let answer = br#"{"status": "true", "feeds": [
            {"title": "Good", "url": "https://a.example/feed", "author": "", "ownerName": "Ann", "episodeCount": 3,
             "categories": {"55": "News", "59": "Politics"}, "artwork": "", "image": "https://a.example/a.png"},
            {"title": "Dead", "url": "https://b.example/feed", "dead": 1}, {"title": "No feed"}, null, 7],
            "count": 5}"#;
        let found = read(answer).unwrap();
        assert_eq!(found.len(), 1);
        let FoundPodcast { title, author, artwork_url, episodes, genre, .. } = &found[0];
        assert_eq!((title.as_str(), author.as_deref(), *episodes), ("Good", Some("Ann"), Some(3)));
        assert!(artwork_url.is_some() && genre.is_some());
        let refused = read(br#"{"status": "false", "description": "Invalid key"}"#);
        assert_eq!(refused.unwrap_err(), "Invalid key");
    }
}
