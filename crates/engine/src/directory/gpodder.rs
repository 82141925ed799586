//! gpodder.net (<https://gpoddernet.readthedocs.io/en/latest/api/reference/directory.html>).

use friday_model::FoundPodcast;
use serde_json::Value;
use url::Url;

use super::answer::{address, document, host_of, text};

pub(super) const NAME: &str = "gpodder.net";

/// It answers with all that it knows.
const LIMIT: usize = 50;

pub(super) fn question(base: &Url, words: &str) -> Url {
    let mut url = super::below(base, &["search.json"]);
    url.query_pairs_mut().append_pair("q", words);
    url
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<FoundPodcast>, String> {
    let answer = document(bytes)?;
    let hits = answer.as_array().ok_or("no list")?;
    Ok(hits.iter().filter_map(podcast).take(LIMIT).collect())
}

fn podcast(hit: &Value) -> Option<FoundPodcast> {
    let feed_url = address(hit, &["url"])?;
    Some(FoundPodcast {
        title: text(hit, "title").unwrap_or_else(|| host_of(&feed_url)),
        author: text(hit, "author"),
        artwork_url: address(hit, &["logo_url", "scaled_logo_url"]),
        sources: vec![NAME.to_owned()],
        episodes: None,
        genre: None,
        feed_url,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_read_and_odd_ones_left_out() {
        let answer = br#"[{"title": "Good", "url": "http://a.example/feed", "logo_url": null},
            {"title": "No feed"}, "x", {"url": "http://b.example/feed"}]"#;
        let titles: Vec<String> = read(answer).unwrap().into_iter().map(|hit| hit.title).collect();
        assert_eq!(titles, ["Good", "b.example"]);
        assert!(read(b"{}").is_err());
    }
}
