//! Apple's charts, in the shape in which Apple answers: a list of numbers and names without feeds, and the lookup that
//! makes feeds of the numbers.

use serde_json::{Value, json};

use crate::directory::{Listing, found, json_reply};
use crate::file::Reply;

/// Below the base URL that goes into `FRIDAY_ITUNES_URL`.
const BASE: &str = "/itunes/";

/// The answer at a path, if it is a chart or a lookup. In China and Germany the last show on air comes first.
pub(crate) fn answer(base_url: &str, listings: &[Listing], path: &str, query: &str) -> Option<Reply> {
    let path = path.strip_prefix(BASE)?;
    if path == "lookup" {
        return Some(lookup(base_url, listings, query));
    }
    let (country, rest) = path.split_once("/rss/toppodcasts/")?;
    let limit = rest.strip_prefix("limit=")?.strip_suffix("/json")?.parse::<usize>().ok()?;
    if country.len() != 2 || !(1..=200).contains(&limit) {
        return Some(Reply::new(400).body("invalid"));
    }
    let mut places: Vec<&Listing> = listings.iter().collect();
    if matches!(country, "cn" | "de") {
        places.reverse();
    }
    let places: Vec<Value> = places.into_iter().take(limit).map(|listing| place(base_url, listing)).collect();
    let feed = json!({ "title": { "label": "iTunes Store: Top Podcasts" }, "entry": places });
    Some(json_reply(200, json!({ "feed": feed }).to_string()))
}

fn place(base_url: &str, listing: &Listing) -> Value {
    let picture = format!("{base_url}/artwork/{}/170x170bb.png", listing.slug);
    json!({
        "im:name": { "label": listing.title },
        "im:image": [{ "label": picture, "attributes": { "height": "170" } }],
        "title": { "label": format!("{} - {}", listing.title, listing.author) },
        "id": {
            "label": format!("https://podcasts.apple.com/us/podcast/{}/id{}?uo=2", listing.slug, listing.id),
            "attributes": { "im:id": listing.id.to_string() },
        },
        "im:artist": { "label": listing.author },
        "category": { "attributes": { "im:id": "1324", "term": listing.genre, "label": listing.genre } },
    })
}

/// Whatever order was asked for, Apple answers in its own.
fn lookup(base_url: &str, listings: &[Listing], query: &str) -> Reply {
    let asked: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let value = |name: &str| asked.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let ids: Vec<u64> = value("id").unwrap_or_default().split(',').filter_map(|id| id.parse().ok()).collect();
    let country = value("country").unwrap_or("US");
    let results: Vec<_> = listings
        .iter()
        .filter(|listing| ids.contains(&listing.id))
        .map(|listing| found(base_url, listing, country))
        .collect();
    let body = serde_json::to_string_pretty(&json!({ "resultCount": results.len(), "results": results }));
    json_reply(200, format!("\n\n\n{}\n", body.expect("plain data is always JSON")))
}
