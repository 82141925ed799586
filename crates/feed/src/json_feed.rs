//! JSON Feed 1 and 1.1 (jsonfeed.org). feed-rs reads what the specification says; here is what people write: numbers
//! for ids, attachments without a type, one item that spoils the others.

use serde_json::{Map, Value, json};
use url::Url;

use crate::{
    NotAFeed,
    document::Episodes,
    episode::{EpisodeDraft, keep, line},
    podcast::PodcastDraft,
    syndication::{feed_rs, fill_episode, fill_podcast},
    urls,
};

/// Members that are text.
const TEXTS: [&str; 9] = [
    "title",
    "description",
    "content_html",
    "content_text",
    "summary",
    "language",
    "icon",
    "favicon",
    "home_page_url",
];

/// Reads a document that begins with `{`.
pub(crate) fn read(text: &str, base: &Url) -> Result<(PodcastDraft, Episodes), NotAFeed> {
    let Ok(Value::Object(feed)) = serde_json::from_str(text) else { return Err(NotAFeed::Json) };
    let says_so =
        feed.get("version").and_then(Value::as_str).is_some_and(|version| version.contains("jsonfeed.org"));
    let items = feed.get("items").and_then(Value::as_array);
    if !says_so && (items.is_none() || !feed.contains_key("title")) {
        return Err(NotAFeed::Json);
    }
    let mut episodes = Episodes::default();
    for item in items.into_iter().flatten() {
        match item {
            Value::Object(item) => episodes.add(episode(item, base), base),
            _ => episodes.problem("An item that is no object was left out."),
        }
    }
    Ok((podcast(&feed, base), episodes))
}

fn podcast(feed: &Map<String, Value>, base: &Url) -> PodcastDraft {
    let mut draft = PodcastDraft::default();
    if let Some(read) = feed_rs(&wrapped(texts(feed), Vec::new())) {
        fill_podcast(&mut draft, read, base);
    }
    keep(&mut draft.author, author(feed));
    keep(
        &mut draft.next_page,
        feed.get("next_url").and_then(Value::as_str).and_then(|url| urls::web(url, base)),
    );
    draft
}

/// `authors` of version 1.1, or `author` of version 1.
fn author(feed: &Map<String, Value>) -> Option<String> {
    let first = feed.get("authors").and_then(|authors| authors.get(0));
    first.or_else(|| feed.get("author"))?.get("name")?.as_str().and_then(line)
}

fn episode(item: &Map<String, Value>, base: &Url) -> EpisodeDraft {
    let mut draft = EpisodeDraft::default();
    let mut plain = texts(item);
    if let Some(id) = item.get("id").and_then(scalar) {
        plain.insert("id".to_owned(), id.into());
    }
    match feed_rs(&wrapped(Map::new(), vec![Value::Object(plain)])).and_then(|mut feed| feed.entries.pop()) {
        Some(entry) => fill_episode(&mut draft, entry, base),
        None => draft.problems.push("Its text could not be read.".to_owned()),
    }
    let text = |name: &str| item.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let address = |name: &str| text(name).and_then(|text| urls::web(text, base));
    keep(&mut draft.link, address("url").or_else(|| address("external_url")));
    keep(&mut draft.image, address("image").or_else(|| address("banner_image")));
    if let Some(date) = text("date_published") {
        draft.date(date);
    } else if let Some(date) = text("date_modified") {
        draft.updated(date);
    }
    for attachment in item.get("attachments").and_then(Value::as_array).into_iter().flatten() {
        let url = attachment.get("url").and_then(Value::as_str);
        let mime_type = attachment.get("mime_type").and_then(Value::as_str).map(str::to_owned);
        let length = attachment.get("size_in_bytes").and_then(scalar);
        draft.enclosure(url, mime_type, length.as_deref(), base);
        if let Some(duration) = attachment.get("duration_in_seconds").and_then(scalar) {
            draft.length(&duration);
        }
    }
    draft
}

/// The members that are text and should be.
fn texts(object: &Map<String, Value>) -> Map<String, Value> {
    let text =
        |name: &str| object.get(name).filter(|value| value.is_string()).map(|v| (name.to_owned(), v.clone()));
    TEXTS.iter().filter_map(|name| text(name)).collect()
}

/// A text, or a number as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A document of its own, as the specification wants it.
fn wrapped(mut head: Map<String, Value>, items: Vec<Value>) -> String {
    head.entry("title").or_insert_with(|| "".into());
    head.insert("version".to_owned(), json!("https://jsonfeed.org/version/1.1"));
    head.insert("items".to_owned(), items.into());
    Value::Object(head).to_string()
}
