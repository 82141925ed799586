//! The head of a feed on its way to being a podcast.

use friday_model::{PublishedPodcast, Schedule};
use url::Url;

use crate::{
    episode::{keep, line},
    limits::{MAX_DESCRIPTION_BYTES, MAX_TITLE_BYTES},
    namespace::NamespaceDraft,
    notes,
    plain::plain_text,
    schedule, text, urls,
    xml::Element,
};

/// What the head of a feed has said so far. Of two that say the same thing the first counts.
#[derive(Default)]
pub(crate) struct PodcastDraft {
    pub(crate) title: Option<String>,
    itunes_title: Option<String>,
    itunes_author: Option<String>,
    pub(crate) author: Option<String>,
    owner: Option<String>,
    pub(crate) description: Option<String>,
    itunes_summary: Option<String>,
    subtitle: Option<String>,
    pub(crate) link: Option<Url>,
    pub(crate) alternate: Option<Url>,
    pub(crate) language: Option<String>,
    itunes_image: Option<Url>,
    pub(crate) image: Option<Url>,
    thumbnail: Option<Url>,
    new_feed_url: Option<Url>,
    guid: Option<String>,
    serial: bool,
    schedule: Schedule,
    pub(crate) next_page: Option<Url>,
    namespace: NamespaceDraft,
}

impl PodcastDraft {
    /// An element of the head begins: what its attributes say.
    pub(crate) fn opened(&mut self, path: &str, element: &Element<'_>, base: &Url) {
        self.namespace.opened(path, element, base);
        let address = |name: &str| element.attribute(name).and_then(|text| urls::web(&text, base));
        match path {
            "itunes:image" => keep(&mut self.itunes_image, address("href").or_else(|| address("url"))),
            "podcast:image" => keep(&mut self.thumbnail, address("href")),
            "media:thumbnail" => keep(&mut self.thumbnail, address("url")),
            "link" | "atom:link" if element.attribute("rel").is_none_or(|rel| rel == "alternate") => {
                keep(&mut self.alternate, address("href"));
            }
            "link" | "atom:link" if element.attribute("rel").is_some_and(|rel| rel == "next") => {
                keep(&mut self.next_page, address("href"));
            }
            _ => {}
        }
    }

    /// An element of the head ends: what its text says. `markup` is the same as HTML.
    pub(crate) fn closed(&mut self, path: &str, text: &str, markup: &str, base: &Url) {
        self.namespace.closed(path, text, base);
        match path {
            "title" => keep(&mut self.title, line(text)),
            "itunes:title" => keep(&mut self.itunes_title, line(text)),
            "itunes:author" => keep(&mut self.itunes_author, line(text)),
            "dc:creator" | "author" | "atom:author/atom:name" => keep(&mut self.author, line(person(text))),
            "managingeditor" | "itunes:owner/itunes:name" => keep(&mut self.owner, line(person(text))),
            "description" | "dc:description" => keep(&mut self.description, html(markup)),
            "itunes:summary" => keep(&mut self.itunes_summary, html(markup)),
            "itunes:subtitle" | "atom:tagline" => keep(&mut self.subtitle, html(markup)),
            "link" => keep(&mut self.link, urls::web(text, base)),
            "language" | "dc:language" => keep(&mut self.language, line(text)),
            "itunes:image" | "itunes:image/url" => keep(&mut self.itunes_image, urls::web(text, base)),
            "image/url" => keep(&mut self.image, urls::web(text, base)),
            "itunes:new-feed-url" => keep(&mut self.new_feed_url, urls::web(text, base)),
            "podcast:guid" => keep(&mut self.guid, line(text)),
            "itunes:type" => self.serial |= text.trim().eq_ignore_ascii_case("serial"),
            "itunes:complete" => {
                self.schedule.complete |= matches!(text.trim().to_ascii_lowercase().as_str(), "yes" | "true");
            }
            "ttl" => keep(&mut self.schedule.ttl, schedule::minutes(text)),
            "skiphours/hour" => self.schedule.skip_hours |= schedule::hour(text),
            "skipdays/day" => self.schedule.skip_days |= schedule::day(text),
            _ => {}
        }
    }

    pub(crate) fn finish(self) -> PublishedPodcast {
        let description = self.description.or(self.itunes_summary).or(self.subtitle);
        PublishedPodcast {
            title: text::cut(self.title.or(self.itunes_title).unwrap_or_default(), MAX_TITLE_BYTES),
            author: self
                .itunes_author
                .or(self.author)
                .or(self.owner)
                .map(|name| text::cut(name, MAX_TITLE_BYTES)),
            description: description.map(|text| text::cut(text, MAX_DESCRIPTION_BYTES)),
            link: self.link.or(self.alternate),
            language: self.language.map(|language| text::cut(language, 64)),
            image: self.itunes_image.or(self.image).or(self.thumbnail),
            new_feed_url: self.new_feed_url,
            guid: self.guid.map(|guid| text::cut(guid, MAX_TITLE_BYTES)),
            serial: self.serial,
            schedule: self.schedule,
            next_page: self.next_page,
            extras: self.namespace.podcast(),
        }
    }
}

/// The text of some HTML; not if there is none.
pub(crate) fn html(markup: &str) -> Option<String> {
    Some(plain_text(&notes::as_html(markup))).filter(|text| !text.is_empty())
}

/// RSS writes people as `ann@example.org (Ann)`.
fn person(text: &str) -> &str {
    let name = text.trim().strip_suffix(')').and_then(|text| text.split_once('(')).map(|(_, name)| name);
    name.filter(|_| text.contains('@')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::person;

    #[test]
    fn an_editor_is_called_by_name() {
        for (text, expected) in [
            ("ann@example.org (Ann)", "Ann"),
            ("Ann (and Bob)", "Ann (and Bob)"),
            ("ann@example.org", "ann@example.org"),
        ] {
            assert_eq!(person(text), expected);
        }
    }
}
