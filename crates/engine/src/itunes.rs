//! The iTunes Search API (<https://performance-partners.apple.com/search-api>).
//!
//! Its answers are read leniently: one odd hit costs that hit, not the others.

use friday_model::FoundPodcast;
use friday_net::{DocumentRequest, Fetched, Net, Reach};
use serde_json::Value;
use url::Url;

use crate::{Error, Result};

pub(crate) const NAME: &str = "itunes";
/// Apple answers with at most 200; more than this nobody reads.
const LIMIT: &str = "50";
/// Bytes of an answer.
const SIZE: u64 = 5 * 1024 * 1024;

pub(crate) async fn search(net: &Net, base: &Url, typed: bool, text: &str) -> Result<Vec<FoundPodcast>> {
    let reach = if typed { Reach::typed(base) } else { Reach::public() };
    let request = DocumentRequest {
        accept: "application/json, text/javascript",
        limit: SIZE,
        ..DocumentRequest::new(search_url(base, text), reach)
    };
    let Fetched::Document(answer) = net.fetch(&request).await? else { return Ok(Vec::new()) };
    let private = typed.then(|| base.host_str()).flatten();
    read(&answer.bytes, private)
}

fn search_url(base: &Url, text: &str) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push("search");
    }
    url.query_pairs_mut()
        .append_pair("media", "podcast")
        .append_pair("entity", "podcast")
        .append_pair("limit", LIMIT)
        .append_pair("term", text);
    url
}

/// Hits that can be subscribed to. `private_host` is the only host without a public name that they may lie on.
pub(crate) fn read(bytes: &[u8], private_host: Option<&str>) -> Result<Vec<FoundPodcast>> {
    let wrong = |reason: String| Error::BadAnswer { directory: "iTunes".to_owned(), reason };
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let answer: Value = serde_json::from_slice(text).map_err(|error| wrong(error.to_string()))?;
    if let Some(message) = answer.get("errorMessage").and_then(Value::as_str) {
        return Err(wrong(message.to_owned()));
    }
    let results =
        answer.get("results").and_then(Value::as_array).ok_or_else(|| wrong("no results".to_owned()))?;
    let mut found: Vec<FoundPodcast> = Vec::new();
    for hit in results.iter().filter_map(|hit| podcast(hit, private_host)) {
        if !found.iter().any(|known| known.feed_url == hit.feed_url) {
            found.push(hit);
        }
    }
    Ok(found)
}

fn podcast(hit: &Value, private_host: Option<&str>) -> Option<FoundPodcast> {
    let feed_url = address(hit, "feedUrl")?;
    if looks_private(&feed_url) && feed_url.host_str() != private_host {
        return None;
    }
    let artwork =
        ["artworkUrl600", "artworkUrl100", "artworkUrl60"].into_iter().find_map(|key| address(hit, key));
    Some(FoundPodcast {
        title: text(hit, "collectionName")
            .or_else(|| text(hit, "trackName"))
            .unwrap_or_else(|| feed_url.host_str().unwrap_or_default().to_owned()),
        author: text(hit, "artistName"),
        artwork_url: artwork,
        source: NAME.to_owned(),
        episodes: number(hit, "trackCount"),
        genre: text(hit, "primaryGenreName"),
        feed_url,
    })
}

/// Names longer than anyone reads are cut.
fn text(hit: &Value, key: &str) -> Option<String> {
    let text: String = hit.get(key)?.as_str()?.trim().chars().take(300).collect();
    (!text.is_empty()).then_some(text)
}

fn address(hit: &Value, key: &str) -> Option<Url> {
    let url = Url::parse(hit.get(key)?.as_str()?.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

fn number(hit: &Value, key: &str) -> Option<u32> {
    let value = hit.get(key)?;
    value.as_u64().and_then(|number| u32::try_from(number).ok()).or_else(|| value.as_str()?.parse().ok())
}

/// The HTTP client guards what is connected to; this only keeps such hits from being shown.
fn looks_private(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || !name.contains('.'),
        Some(url::Host::Ipv4(address)) => {
            address.is_loopback() || address.is_private() || address.is_link_local()
        }
        Some(url::Host::Ipv6(address)) => address.is_loopback() || address.is_unique_local(),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_odd_hit_does_not_cost_the_others() {
        let answer = br#"{"resultCount": 9, "results": [
            {"collectionName": "Good", "artistName": "Ann", "feedUrl": "https://a.example/feed", "trackCount": "12"},
            {"collectionName": "No feed"}, {"feedUrl": null}, {"feedUrl": "javascript:alert(1)"}, 7, null,
            {"feedUrl": "http://192.168.1.1/feed", "collectionName": "At home"},
            {"feedUrl": "https://b.example/feed", "collectionName": 7, "artworkUrl100": "data:image/png,x"},
            {"feedUrl": "https://a.example/feed", "collectionName": "Twice"}]}"#;
        let found = read(answer, None).unwrap();
        let titles: Vec<&str> = found.iter().map(|hit| hit.title.as_str()).collect();
        assert_eq!(titles, ["Good", "b.example"]);
        assert_eq!((found[0].episodes, &found[1].artwork_url), (Some(12), &None));
    }

    #[test]
    fn an_answer_that_is_no_result_is_an_error_with_a_reason() {
        for answer in ["", "<html>", r#"{"errorMessage": "Invalid value(s)"}"#, r#"{"results": 1}"#, "[]"] {
            assert!(matches!(read(answer.as_bytes(), None), Err(Error::BadAnswer { .. })), "{answer}");
        }
    }

    #[test]
    fn words_reach_the_directory_unharmed() {
        let url = search_url(&"http://a.example/itunes".parse().unwrap(), "salt & 潮 #1\n");
        assert_eq!(
            url.as_str(),
            "http://a.example/itunes/search?media=podcast&entity=podcast&limit=50&term=salt+%26+%E6%BD%AE+%231%0A"
        );
    }
}
