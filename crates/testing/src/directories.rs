//! The other directories, each in the shape in which it answers: the Podcast Index, fyyd and gpodder.net.

use serde_json::{Value, json};

use crate::directory::Listing;
use crate::file::Reply;

/// Below the base URLs that go into `FRIDAY_PODCASTINDEX_URL`, `FRIDAY_FYYD_URL` and `FRIDAY_GPODDER_URL`.
pub(crate) const PODCAST_INDEX: &str = "/podcastindex/api/1.0";
pub(crate) const FYYD: &str = "/fyyd/0.2";
pub(crate) const GPODDER: &str = "/gpodder";

/// The answer at a path, if it is one of a directory.
pub(crate) fn answer(base_url: &str, listings: &[Listing], path: &str, query: &str) -> Option<Reply> {
    let found = |parameter: &str| -> Vec<&Listing> {
        let words = url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == parameter)
            .map(|(_, value)| value.to_lowercase())
            .unwrap_or_default();
        let words: Vec<&str> = words.split_whitespace().collect();
        listings.iter().filter(|listing| !words.is_empty() && listing.has(&words)).collect()
    };
    let picture = |listing: &Listing| {
        listing.artwork.then(|| format!("{base_url}/artwork/{}/600x600bb.png", listing.slug))
    };
    let document = if path == format!("{PODCAST_INDEX}/search/byterm") {
        podcast_index(&found("q"), picture)
    } else if path == format!("{FYYD}/search/podcast") {
        fyyd(&found("term"), picture)
    } else if path == format!("{GPODDER}/search.json") {
        gpodder(&found("q"), picture)
    } else {
        return None;
    };
    Some(Reply::new(200).header("content-type", "application/json").body(document.to_string()))
}

fn podcast_index(found: &[&Listing], picture: impl Fn(&Listing) -> Option<String>) -> Value {
    let feeds: Vec<Value> = found
        .iter()
        .map(|listing| {
            json!({
                "id": listing.id, "title": listing.title, "url": listing.feed_url,
                "originalUrl": listing.feed_url, "author": listing.author, "ownerName": listing.author,
                "image": picture(listing).unwrap_or_default(), "artwork": picture(listing).unwrap_or_default(),
                "itunesId": listing.id, "language": "en", "explicit": false, "dead": 0,
                "episodeCount": listing.episodes, "categories": { "1": listing.genre },
            })
        })
        .collect();
    json!({ "status": "true", "count": feeds.len(), "feeds": feeds, "description": "Found matching feeds" })
}

fn fyyd(found: &[&Listing], picture: impl Fn(&Listing) -> Option<String>) -> Value {
    let data: Vec<Value> = found
        .iter()
        .map(|listing| {
            json!({
                "id": listing.id, "title": listing.title, "xmlURL": listing.feed_url, "author": listing.author,
                "layoutImageURL": picture(listing), "imgURL": picture(listing), "language": "en",
                "episode_count": listing.episodes, "categories": [],
            })
        })
        .collect();
    json!({ "status": 1, "msg": "ok", "meta": { "paging": { "count": data.len() } }, "data": data })
}

fn gpodder(found: &[&Listing], picture: impl Fn(&Listing) -> Option<String>) -> Value {
    let list: Vec<Value> = found
        .iter()
        .map(|listing| {
            json!({
                "url": listing.feed_url, "title": listing.title, "author": listing.author, "description": "",
                "subscribers": 12, "logo_url": picture(listing), "scaled_logo_url": picture(listing),
                "website": null, "mygpo_link": format!("http://gpodder.net/podcast/{}", listing.slug),
            })
        })
        .collect();
    Value::Array(list)
}
