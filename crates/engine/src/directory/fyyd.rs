//! fyyd (<https://github.com/eazyliving/fyyd-api>), the directory that knows German podcasts best.

use friday_model::FoundPodcast;
use serde_json::Value;
use url::Url;

use super::answer::{address, document, host_of, number, text};

pub(super) const NAME: &str = "fyyd";

const LIMIT: &str = "50";

pub(super) fn question(base: &Url, words: &str) -> Url {
    let mut url = super::below(base, &["search", "podcast"]);
    url.query_pairs_mut().append_pair("count", LIMIT).append_pair("term", words);
    url
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<FoundPodcast>, String> {
    let answer = document(bytes)?;
    let hits = answer
        .get("data")
        .and_then(Value::as_array)
        .ok_or_else(|| text(&answer, "msg").unwrap_or_else(|| "no data".to_owned()))?;
    Ok(hits.iter().filter_map(podcast).collect())
}

fn podcast(hit: &Value) -> Option<FoundPodcast> {
    let feed_url = address(hit, &["xmlURL"])?;
    Some(FoundPodcast {
        title: text(hit, "title").unwrap_or_else(|| host_of(&feed_url)),
        author: text(hit, "author"),
        artwork_url: address(hit, &["layoutImageURL", "imgURL", "smallImageURL"]),
        sources: vec![NAME.to_owned()],
        episodes: number(hit, "episode_count"),
        genre: None,
        feed_url,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_read_and_odd_ones_left_out() {
        let answer = br#"{"status": 1, "msg": "ok", "data": [
            {"title": "Gut", "xmlURL": "https://a.example/feed", "author": "Ann", "episode_count": 12,
             "layoutImageURL": "https://a.example/a.png"}, {"title": "Ohne"}, null]}"#;
        let found = read(answer).unwrap();
        assert_eq!((found.len(), found[0].episodes), (1, Some(12)));
        assert_eq!(read(br#"{"status": 0, "msg": "kaputt"}"#).unwrap_err(), "kaputt");
    }
}
