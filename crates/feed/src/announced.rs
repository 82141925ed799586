//! The feeds that a web page announces, for listeners who paste the address of a show's website.

use url::Url;

use crate::{
    charset,
    episode::line,
    limits::{MAX_ANNOUNCED_FEEDS, MAX_PAGE_BYTES, MAX_TITLE_BYTES},
    tags, text, urls,
};

/// What a feed may be announced as.
const FEED_TYPES: [&str; 6] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "text/xml",
];

/// A feed that a web page links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncedFeed {
    pub url: Url,
    /// Plain text, as the page names it.
    pub title: Option<String>,
}

/// The feeds that a page announces with `<link rel="alternate">`, in its order, each once.
///
/// Relative addresses are resolved against `<base>` or else `base`, the final address of the page. `content_type` is
/// the HTTP header.
pub fn announced_feeds(page: &[u8], base: &Url, content_type: Option<&str>) -> Vec<AnnouncedFeed> {
    let page = charset::decode(&page[..page.len().min(MAX_PAGE_BYTES)], content_type);
    let mut base = base.clone();
    let mut feeds: Vec<AnnouncedFeed> = Vec::new();
    let mut rest = &*page;
    while let Some(bracket) = rest.find('<') {
        rest = &rest[bracket + 1..];
        if rest.starts_with("!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end..]);
            continue;
        }
        let name = tags::name(rest);
        let is_link = name.eq_ignore_ascii_case("link");
        if !is_link && !name.eq_ignore_ascii_case("base") {
            continue;
        }
        let tag = &rest[..end_of_tag(rest)];
        let attribute = |name: &str| {
            tags::attributes(tag)
                .find(|(written, _)| written.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim().to_owned())
        };
        let Some(url) = attribute("href").and_then(|href| urls::web(&href, &base)) else { continue };
        if !is_link {
            base = url;
        } else if is_feed(attribute("rel").as_deref(), attribute("type").as_deref(), &url)
            && !feeds.iter().any(|feed| feed.url == url)
        {
            let title = attribute("title").and_then(|title| line(&title));
            feeds.push(AnnouncedFeed { url, title: title.map(|title| text::cut(title, MAX_TITLE_BYTES)) });
            if feeds.len() == MAX_ANNOUNCED_FEEDS {
                break;
            }
        }
    }
    feeds
}

/// Where the tag ends whose content begins `text`: at the first `>` that is not in quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return index,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    text.find('>').unwrap_or(text.len())
}

fn is_feed(rel: Option<&str>, mime_type: Option<&str>, url: &Url) -> bool {
    let rel = rel.unwrap_or_default();
    let alternate = rel
        .split_whitespace()
        .any(|word| word.eq_ignore_ascii_case("alternate") || word.eq_ignore_ascii_case("feed"));
    let mime_type = mime_type.unwrap_or_default();
    let mime_type = mime_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // WordPress announces its programming interface the same way.
    let interface = mime_type == "application/json" && url.path().contains("/wp-json/");
    alternate && FEED_TYPES.contains(&mime_type.as_str()) && !interface
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::announced_feeds;

    fn announced(page: &str) -> Vec<(String, Option<String>)> {
        let base = Url::parse("https://show.example/about/").unwrap();
        let feeds = announced_feeds(page.as_bytes(), &base, Some("text/html; charset=utf-8"));
        feeds.into_iter().map(|feed| (feed.url.to_string(), feed.title)).collect()
    }

    #[test]
    fn the_feeds_of_a_page_are_found_in_its_order() {
        let page = r#"<!doctype html><html><head><title>Show</title>
            <link rel=stylesheet href=style.css>
            <!-- <link rel="alternate" type="application/rss+xml" href="/old.xml"> -->
            <LINK REL="Alternate" TYPE="application/rss+xml; charset=utf-8" TITLE="Q &amp; A > all" HREF="../feed.xml?a=1&amp;b=2">
            <link rel='alternate' type='application/atom+xml' href='//cdn.example/atom'/>
            <link rel="alternate" type="application/rss+xml" href="https://show.example/feed.xml?a=1&b=2">
            <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
            <link rel="alternate" type="application/feed+json" href="feed.json">
            <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
            <link rel="alternate" hreflang="de" href="/de">
            </head><body>"#;
        let expected = [
            ("https://show.example/feed.xml?a=1&b=2", Some("Q & A > all")),
            ("https://cdn.example/atom", None),
            ("https://show.example/about/feed.json", None),
        ];
        assert_eq!(announced(page), expected.map(|(url, title)| (url.to_owned(), title.map(str::to_owned))));
    }

    #[test]
    fn the_base_of_the_page_counts() {
        let page =
            "<base href='https://other.example/x/'><link rel=alternate type=application/rss+xml href=feed>";
        assert_eq!(announced(page), [("https://other.example/x/feed".to_owned(), None)]);
    }

    #[test]
    fn a_page_without_feeds_or_without_an_end_is_no_trouble() {
        for page in ["", "<", "<link", "<link rel='alternate", "<!--", "plain", &"<link \"".repeat(1000)] {
            assert_eq!(announced(page), []);
        }
    }
}
