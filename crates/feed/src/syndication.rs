//! Atom and RSS 1.0 through feed-rs, which knows their rules well but gives up easily.
//!
//! It is handed one entry at a time, rewritten from our own tokens: well-formed, no deeper than the limit, without
//! what it would refuse. So one odd entry costs that entry, every entry keeps its place, and its recursion stays
//! shallow. Ids that it makes up are never used.

use std::{
    borrow::Cow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use feed_rs::{
    model::{Entry, Feed, Link, Text},
    parser,
};
use url::Url;

use crate::{
    episode::{EpisodeDraft, keep, line},
    plain::plain_text,
    podcast::PodcastDraft,
    text, urls,
    xml::Element,
};

/// Which rules a feed follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// RSS 0.9x and 2.0: read by ourselves.
    Rss,
    /// RFC 4287, and Atom 0.3.
    Atom,
    /// RSS 0.90, 1.0 and 1.1.
    Rdf,
}

/// Elements of Atom that hold text, HTML or XHTML.
const TEXT_CONSTRUCTS: [&str; 6] = ["title", "summary", "subtitle", "rights", "content", "tagline"];

/// A piece of a feed, rewritten for feed-rs.
pub(crate) struct Copy {
    dialect: Dialect,
    xml: String,
    open: Vec<String>,
    /// How many elements are open of one that is left out.
    skipped: usize,
}

impl Copy {
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self { dialect, xml: String::new(), open: Vec::new(), skipped: 0 }
    }

    pub(crate) fn enter(&mut self, element: &Element<'_>, base: &Url) {
        let inside_text = self.open.first().is_some_and(|field| TEXT_CONSTRUCTS.contains(&field.as_str()));
        let name = match element.name.split_once(':') {
            _ if inside_text => plain_name(element.written_name()),
            Some(("atom", local)) => Some(local.to_owned()),
            Some(("media" | "content" | "dc", _)) | None => Some(element.name.clone()),
            Some(_) => None,
        };
        let Some(name) = name.filter(|_| self.skipped == 0 && !self.is_refused(element)) else {
            self.skipped += 1;
            return;
        };
        self.xml.push('<');
        self.xml.push_str(&name);
        for (attribute, value) in element.attributes() {
            let Some(value) = self.attribute(&name, attribute, value, base) else { continue };
            self.xml.push(' ');
            self.xml.push_str(attribute);
            self.xml.push_str("=\"");
            self.write(&value, inside_text);
            self.xml.push('"');
        }
        self.xml.push('>');
        self.open.push(name);
    }

    pub(crate) fn push(&mut self, words: &str) {
        if self.skipped == 0 && !self.open.is_empty() {
            self.write(words, self.open.len() > 1 && TEXT_CONSTRUCTS.contains(&self.open[0].as_str()));
        }
    }

    /// feed-rs puts XHTML together again without escaping it, so that is escaped twice.
    fn write(&mut self, words: &str, is_xhtml: bool) {
        if is_xhtml {
            let mut once = String::with_capacity(words.len());
            text::escape_into(&mut once, words);
            text::escape_into(&mut self.xml, &once);
        } else {
            text::escape_into(&mut self.xml, words);
        }
    }

    pub(crate) fn leave(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
        } else if let Some(name) = self.open.pop() {
            self.xml.push_str("</");
            self.xml.push_str(&name);
            self.xml.push('>');
        }
    }

    /// Content that is elsewhere, or that is no text, would cost the whole entry.
    fn is_refused(&self, element: &Element<'_>) -> bool {
        let is_content = self.open.is_empty() && matches!(element.name.as_str(), "atom:content" | "content");
        is_content
            && (element.attribute("src").is_some()
                || element.attribute("type").is_some_and(|mime_type| {
                    !mime_type.contains("html")
                        && !mime_type.starts_with("text")
                        && !mime_type.contains("xml")
                }))
    }

    /// The value to write for an attribute, if it is to be written.
    fn attribute<'v>(
        &self,
        element: &str,
        name: &str,
        value: Cow<'v, str>,
        base: &Url,
    ) -> Option<Cow<'v, str>> {
        if name == "xmlns" || plain_name(name).as_deref() != Some(name) {
            return None;
        }
        match name {
            "type" if self.open.is_empty() && TEXT_CONSTRUCTS.contains(&element) => {
                let value = value.trim().to_ascii_lowercase();
                let known = match value.as_str() {
                    value if value.contains("xhtml") => "xhtml",
                    value if value.contains("html") || value.contains("xml") => "html",
                    _ => "text",
                };
                Some(known.into())
            }
            "type" if element.starts_with("media:") && element != "media:content" => {
                Some(if value.contains("html") { "html" } else { "plain" }.into())
            }
            // Resolved here, where `xml:base` is known.
            "href" | "url" => Some(base.join(value.trim()).map_or(value, |url| String::from(url).into())),
            _ => Some(value),
        }
    }

    /// What feed-rs makes of it as an entry.
    pub(crate) fn entry(self) -> Option<Entry> {
        let element = if self.dialect == Dialect::Rdf { "item" } else { "entry" };
        let document = self.document(&format!("<{element}>"), &format!("</{element}>"));
        feed_rs(&document)?.entries.pop()
    }

    /// What feed-rs makes of it as the head of a feed.
    pub(crate) fn head(self) -> Option<Feed> {
        let wrapped = self.dialect == Dialect::Rdf;
        let document = if wrapped { self.document("<channel>", "</channel>") } else { self.document("", "") };
        feed_rs(&document)
    }

    fn document(mut self, start: &str, end: &str) -> String {
        while !self.open.is_empty() {
            self.leave();
        }
        let root = if self.dialect == Dialect::Rdf { "rdf:RDF" } else { "feed" };
        let default = match self.dialect {
            Dialect::Rdf => "http://purl.org/rss/1.0/",
            _ => "http://www.w3.org/2005/Atom",
        };
        format!(
            "<{root} xmlns=\"{default}\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
             xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:media=\"http://search.yahoo.com/mrss/\">{start}{}{end}</{root}>",
            self.xml
        )
    }
}

/// The name without its prefix, if it can stand in XML.
fn plain_name(written: &str) -> Option<String> {
    let local = written.rsplit(':').next().unwrap_or_default();
    let plain = local.starts_with(|c: char| c.is_ascii_alphabetic())
        && local.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    plain.then(|| local.to_owned())
}

/// Runs feed-rs. It panics on some values; that costs what it was given, and no more.
pub(crate) fn feed_rs(document: &str) -> Option<Feed> {
    let parser = parser::Builder::new().id_generator(|_, _, _| String::new()).sanitize_content(false).build();
    catch_unwind(AssertUnwindSafe(|| parser.parse(document.as_bytes()))).ok()?.ok()
}

/// Adds what feed-rs read of an entry.
pub(crate) fn fill_episode(draft: &mut EpisodeDraft, entry: Entry, base: &Url) {
    keep(&mut draft.guid, Some(entry.id.trim().to_owned()).filter(|id| !id.is_empty()));
    keep(&mut draft.title, entry.title.as_ref().and_then(title));
    for link in &entry.links {
        match link.rel.as_deref().unwrap_or("alternate") {
            "alternate" => keep(&mut draft.link, urls::web(&link.href, base)),
            "enclosure" => fill_enclosure(draft, link, base),
            _ => {}
        }
    }
    let content = entry.content.and_then(|content| {
        content
            .body
            .filter(|body| !body.trim().is_empty())
            .map(|body| as_html(body, content.content_type.as_ref()))
    });
    keep(&mut draft.content, content);
    let summary = entry.summary.filter(|summary| !summary.content.trim().is_empty());
    keep(&mut draft.description, summary.map(|text| as_html(text.content, text.content_type.as_ref())));
    for media in entry.media {
        keep(&mut draft.duration, media.duration);
        for thumbnail in media.thumbnails {
            keep(&mut draft.thumbnail, urls::web(&thumbnail.image.uri, base));
        }
        let described = media.description.filter(|text| !text.content.trim().is_empty());
        keep(&mut draft.description, described.map(|text| as_html(text.content, text.content_type.as_ref())));
    }
}

fn fill_enclosure(draft: &mut EpisodeDraft, link: &Link, base: &Url) {
    let length = link.length.map(|length| length.to_string());
    draft.enclosure(Some(&link.href), link.media_type.clone(), length.as_deref(), base);
}

/// Adds what feed-rs read of the head of a feed.
pub(crate) fn fill_podcast(draft: &mut PodcastDraft, feed: Feed, base: &Url) {
    keep(&mut draft.title, feed.title.as_ref().and_then(title));
    let description =
        feed.description.map(|text| plain_text(&as_html(text.content, text.content_type.as_ref())));
    keep(&mut draft.description, description.filter(|text| !text.is_empty()));
    let author = feed.authors.into_iter().next().and_then(|person| line(&person.name));
    keep(&mut draft.author, author.filter(|name| name != "unknown"));
    keep(&mut draft.language, feed.language);
    let alternate = feed.links.iter().find(|link| link.rel.as_deref().unwrap_or("alternate") == "alternate");
    keep(&mut draft.link, alternate.and_then(|link| urls::web(&link.href, base)));
    let next = feed.links.iter().find(|link| link.rel.as_deref() == Some("next"));
    keep(&mut draft.next_page, next.and_then(|link| urls::web(&link.href, base)));
    let image = feed.logo.or(feed.icon);
    keep(&mut draft.image, image.and_then(|image| urls::web(&image.uri, base)));
}

/// A title as plain text; in Atom it may be HTML.
fn title(text: &Text) -> Option<String> {
    match text.content_type.as_ref() {
        "text/html" => line(&plain_text(&text.content)),
        _ => line(&text.content),
    }
}

/// Text that is not HTML is made HTML.
fn as_html(content: String, content_type: &str) -> String {
    if content_type == "text/html" || content_type == "text/xml" {
        return content;
    }
    let mut html = String::with_capacity(content.len());
    text::escape_into(&mut html, &content);
    html
}
