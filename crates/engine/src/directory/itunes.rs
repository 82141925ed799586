//! The iTunes Search API (<https://performance-partners.apple.com/search-api>).

use friday_model::FoundPodcast;
use serde_json::Value;
use url::Url;

use super::answer::{address, document, host_of, number, text};

pub(super) const NAME: &str = "itunes";

/// Apple answers with at most 200; more than this nobody reads.
const LIMIT: &str = "50";

pub(super) fn question(base: &Url, words: &str) -> Url {
    let mut url = super::below(base, &["search"]);
    url.query_pairs_mut()
        .append_pair("media", "podcast")
        .append_pair("entity", "podcast")
        .append_pair("limit", LIMIT)
        .append_pair("term", words);
    url
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<FoundPodcast>, String> {
    Ok(hits(bytes)?.iter().filter_map(podcast).collect())
}

/// The hits of an answer as they came: a search and a lookup have the same shape.
pub(super) fn hits(bytes: &[u8]) -> Result<Vec<Value>, String> {
    let mut answer = document(bytes)?;
    if let Some(message) = answer.get("errorMessage").and_then(Value::as_str) {
        return Err(message.to_owned());
    }
    match answer.get_mut("results").map(Value::take) {
        Some(Value::Array(hits)) => Ok(hits),
        _ => Err("no results".to_owned()),
    }
}

pub(super) fn podcast(hit: &Value) -> Option<FoundPodcast> {
    let feed_url = address(hit, &["feedUrl"])?;
    Some(FoundPodcast {
        title: text(hit, "collectionName")
            .or_else(|| text(hit, "trackName"))
            .unwrap_or_else(|| host_of(&feed_url)),
        author: text(hit, "artistName"),
        artwork_url: address(hit, &["artworkUrl600", "artworkUrl100", "artworkUrl60"]),
        sources: vec![NAME.to_owned()],
        episodes: number(hit, "trackCount"),
        genre: text(hit, "primaryGenreName"),
        feed_url,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_odd_hit_does_not_cost_the_others() {
        let answer = br#"{"resultCount": 9, "results": [
            {"collectionName": "Good", "artistName": "Ann", "feedUrl": "https://a.example/feed", "trackCount": "12"},
            {"collectionName": "No feed"}, {"feedUrl": null}, {"feedUrl": "javascript:alert(1)"}, 7, null,
            {"feedUrl": "https://b.example/feed", "collectionName": 7, "artworkUrl100": "data:image/png,x"}]}"#;
        let found = read(answer).unwrap();
        let titles: Vec<&str> = found.iter().map(|hit| hit.title.as_str()).collect();
        assert_eq!(titles, ["Good", "b.example"]);
        assert_eq!((found[0].episodes, &found[1].artwork_url), (Some(12), &None));
    }

    #[test]
    fn an_answer_that_is_no_result_is_an_error_with_a_reason() {
        for answer in ["", "<html>", r#"{"errorMessage": "Invalid value(s)"}"#, r#"{"results": 1}"#, "[]"] {
            assert!(read(answer.as_bytes()).is_err(), "{answer}");
        }
    }

    #[test]
    fn words_reach_the_directory_unharmed() {
        let url = question(&"http://a.example/itunes".parse().unwrap(), "salt & 潮 #1\n");
        assert_eq!(
            url.as_str(),
            "http://a.example/itunes/search?media=podcast&entity=podcast&limit=50&term=salt+%26+%E6%BD%AE+%231%0A"
        );
    }
}
