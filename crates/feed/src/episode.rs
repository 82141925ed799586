//! One item of a feed on its way to being an episode: every name it may say a thing by, and which of them counts.

use friday_model::{Chapter, Enclosure, EpisodeType, PublishedEpisode, TextTrack, Timestamp};
use url::Url;

use crate::{
    alternates::AlternatesDraft,
    chapters, dates, durations,
    enclosures::{Kind, kind},
    limits::{
        MAX_CHAPTERS, MAX_GUID_BYTES, MAX_MEDIA_PER_EPISODE, MAX_NOTES_BYTES, MAX_SUMMARY_CHARS,
        MAX_TITLE_BYTES,
    },
    namespace::NamespaceDraft,
    notes, plain, text, urls,
    xml::Element,
};

/// What an item has said so far. Of two that say the same thing the first counts.
#[derive(Default)]
pub(crate) struct EpisodeDraft {
    pub(crate) guid: Option<String>,
    /// What the guid is relative to if it is an address too, as it is in RSS 2.0 unless it says otherwise.
    guid_base: Option<Url>,
    /// It says so.
    guid_is_declared_link: bool,
    pub(crate) title: Option<String>,
    itunes_title: Option<String>,
    pub(crate) link: Option<Url>,
    /// The link that Atom elements name.
    pub(crate) alternate: Option<Url>,
    published: Option<Timestamp>,
    /// Dates that stand in for a missing `pubDate`.
    other_date: Option<Timestamp>,
    pub(crate) duration: Option<std::time::Duration>,
    season: Option<u32>,
    number: Option<u32>,
    podcast_season: Option<u32>,
    podcast_number: Option<u32>,
    episode_type: Option<EpisodeType>,
    explicit: Option<bool>,
    pub(crate) image: Option<Url>,
    /// Images that were not declared as artwork.
    pub(crate) thumbnail: Option<Url>,
    /// `content:encoded`, and the content of Atom and JSON Feed: HTML.
    pub(crate) content: Option<String>,
    itunes_summary: Option<String>,
    pub(crate) description: Option<String>,
    subtitle: Option<String>,
    chapters_url: Option<Url>,
    chapters: Vec<Chapter>,
    transcripts: Vec<TextTrack>,
    enclosures: Vec<Enclosure>,
    alternates: AlternatesDraft,
    /// `media:content`, for items without an enclosure that plays.
    media: Vec<Enclosure>,
    namespace: NamespaceDraft,
    pub(crate) problems: Vec<String>,
}

impl EpisodeDraft {
    /// An element inside the item begins: what its attributes say.
    pub(crate) fn opened(&mut self, path: &str, element: &Element<'_>, base: &Url) {
        self.namespace.opened(path, element, base);
        self.alternates.opened(path, element, base);
        let attribute = |name| element.attribute(name);
        let address = |name: &str| element.attribute(name).and_then(|text| urls::web(&text, base));
        match path {
            "enclosure" | "enc:enclosure" => {
                let url =
                    attribute("url").or_else(|| attribute("rdf:resource")).or_else(|| attribute("href"));
                let mime_type = attribute("type").or_else(|| attribute("enc:type"));
                let length = attribute("length").or_else(|| attribute("enc:length"));
                self.enclosure(url.as_deref(), mime_type, length.as_deref(), base);
            }
            "guid" if self.guid.is_none() => {
                let declared = attribute("isPermaLink").map(|word| word.eq_ignore_ascii_case("true"));
                self.guid_is_declared_link = declared == Some(true);
                self.guid_base = Some(base.clone()).filter(|_| declared != Some(false));
            }
            "link" | "atom:link" => match attribute("rel").as_deref().unwrap_or("alternate") {
                "alternate" => keep(&mut self.alternate, address("href")),
                // Podlove Simple Chapters, section «External linkage».
                rel if rel.contains("podlove.org/simple-chapters") => {
                    keep(&mut self.chapters_url, address("href"));
                }
                "enclosure" => {
                    self.enclosure(
                        attribute("href").as_deref(),
                        attribute("type"),
                        attribute("length").as_deref(),
                        base,
                    );
                }
                _ => {}
            },
            // RFC 4287, section 4.1.3.2: content that is elsewhere.
            "atom:content" if attribute("type").is_some_and(|mime_type| mime_type.contains('/')) => {
                if let Some(source) = attribute("src") {
                    self.enclosure(Some(&source), attribute("type"), None, base);
                }
            }
            "itunes:image" => keep(&mut self.image, address("href").or_else(|| address("url"))),
            "podcast:image" => keep(&mut self.thumbnail, address("href")),
            "podcast:chapters" => keep(&mut self.chapters_url, address("url")),
            "psc:chapters/psc:chapter" | "psc:chapter" if self.chapters.len() < MAX_CHAPTERS => {
                self.chapters.extend(chapters::psc_chapter(element, base));
            }
            "podcast:transcript" => {
                if let Some(url) = address("url")
                    && self.transcripts.len() < MAX_MEDIA_PER_EPISODE
                {
                    self.transcripts.push(TextTrack {
                        url,
                        mime_type: attribute("type").map(|t| t.to_lowercase()),
                        language: attribute("language"),
                        captions: attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("captions")),
                    });
                }
            }
            "media:content" | "media:group/media:content" => self.media_content(element, base),
            "media:thumbnail"
            | "media:group/media:thumbnail"
            | "media:content/media:thumbnail"
            | "media:group/media:content/media:thumbnail" => keep(&mut self.thumbnail, address("url")),
            _ => {}
        }
    }

    /// An element inside the item ends: what its text says. `markup` is the same as HTML.
    pub(crate) fn closed(&mut self, path: &str, text: &str, markup: &str, base: &Url) {
        self.namespace.closed(path, text, base);
        if text.trim().is_empty() && markup.trim().is_empty() {
            return;
        }
        match path {
            "guid" => keep(&mut self.guid, Some(text.trim().to_owned())),
            "title" => keep(&mut self.title, line(text)),
            "itunes:title" => keep(&mut self.itunes_title, line(text)),
            "link" => keep(&mut self.link, urls::web(text, base)),
            "pubdate" => self.date(text),
            "dc:date" | "dc:created" | "atom:published" | "atom:issued" | "published" | "date" => {
                keep(&mut self.other_date, dates::read(text));
            }
            "itunes:duration" | "duration" | "podcast:duration" => self.length(text),
            "itunes:season" => keep(&mut self.season, natural(text)),
            "itunes:episode" => keep(&mut self.number, natural(text)),
            "podcast:season" => keep(&mut self.podcast_season, natural(text)),
            "podcast:episode" => keep(&mut self.podcast_number, natural(text)),
            "itunes:episodetype" => keep(&mut self.episode_type, text.parse().ok()),
            "itunes:explicit" => keep(&mut self.explicit, explicit(text)),
            "itunes:image" | "itunes:image/url" => keep(&mut self.image, urls::web(text, base)),
            "content:encoded" | "body" => keep(&mut self.content, Some(markup.to_owned())),
            "itunes:summary" => keep(&mut self.itunes_summary, Some(markup.to_owned())),
            "description" | "dc:description" => keep(&mut self.description, Some(markup.to_owned())),
            "itunes:subtitle" => keep(&mut self.subtitle, Some(text.to_owned())),
            _ => {}
        }
    }

    /// An Atom entry that was never published was at least updated.
    pub(crate) fn updated(&mut self, text: &str) {
        keep(&mut self.other_date, dates::read(text));
    }

    pub(crate) fn date(&mut self, text: &str) {
        if self.published.is_none() {
            self.published = dates::read(text);
            if self.published.is_none() {
                self.problem(format!("The date “{}” cannot be read.", quoted(text)));
            }
        }
    }

    pub(crate) fn length(&mut self, text: &str) {
        if self.duration.is_none() {
            self.duration = durations::read(text);
            if self.duration.is_none() {
                self.problem(format!("The duration “{}” cannot be read.", quoted(text)));
            }
        }
    }

    /// A media file as announced. Only web addresses are kept, each once.
    pub(crate) fn enclosure(
        &mut self,
        url: Option<&str>,
        mime_type: Option<String>,
        length: Option<&str>,
        base: &Url,
    ) {
        let Some(url) = url.filter(|url| !url.trim().is_empty()) else {
            self.problem("An enclosure without an address was left out.".to_owned());
            return;
        };
        let Some(url) = urls::web(url, base) else {
            self.problem("An enclosure that is not on the web was left out.".to_owned());
            return;
        };
        let known = self.enclosures.iter().any(|known| known.url == url);
        if !known && self.enclosures.len() < MAX_MEDIA_PER_EPISODE {
            let mime_type =
                mime_type.map(|mime_type| mime_type.trim().to_lowercase()).filter(|t| !t.is_empty());
            self.enclosures.push(Enclosure { url, mime_type, length: length.and_then(bytes) });
        }
    }

    fn media_content(&mut self, element: &Element<'_>, base: &Url) {
        let Some(url) = element.attribute("url").and_then(|text| urls::web(&text, base)) else { return };
        let file = Enclosure {
            url,
            mime_type: element.attribute("type").map(|mime_type| mime_type.to_lowercase()),
            length: element.attribute("fileSize").as_deref().and_then(bytes),
        };
        let medium = element.attribute("medium").unwrap_or_default().to_lowercase();
        let plays = match medium.as_str() {
            "audio" | "video" => true,
            "image" | "document" | "executable" => false,
            _ => matches!(kind(&file), Kind::Audio | Kind::Video),
        };
        if plays
            && self.media.len() < MAX_MEDIA_PER_EPISODE
            && !self.media.iter().any(|known| known.url == file.url)
        {
            if let Some(seconds) = element.attribute("duration") {
                keep(&mut self.duration, durations::read(&seconds));
            }
            self.media.push(file);
        } else if kind(&file) == Kind::Unplayable && medium == "image" {
            keep(&mut self.thumbnail, Some(file.url));
        }
    }

    fn problem(&mut self, message: String) {
        if self.problems.len() < 10 {
            self.problems.push(message);
        }
    }

    /// The episode, and what was odd about it. `document` is the address of the feed.
    pub(crate) fn finish(mut self, document: &Url) -> (PublishedEpisode, Vec<String>) {
        if !self.enclosures.iter().any(|file| kind(file) != Kind::Unplayable) {
            self.enclosures.append(&mut self.media);
        }
        let guid_link =
            self.guid_base.as_ref().zip(self.guid.as_ref()).and_then(|(base, guid)| urls::web(guid, base));
        // A guid is kept as it is written, or it would change when the feed moves. It is resolved only where the
        // document itself names the base.
        if self.guid_is_declared_link && self.guid_base.as_ref().is_some_and(|base| base != document) {
            self.guid = guid_link.as_ref().map(|url| url.as_str().to_owned()).or(self.guid);
        }
        let link = self.link.or(self.alternate).or(guid_link);
        let summary = [&self.description, &self.itunes_summary, &self.subtitle, &self.content]
            .into_iter()
            .flatten()
            .map(|html| plain::summary(html, MAX_SUMMARY_CHARS))
            .find(|summary| !summary.is_empty());
        let notes = self.content.or_else(|| longer(self.itunes_summary, self.description)).or(self.subtitle);
        let episode = PublishedEpisode {
            guid: self.guid.map(|guid| text::cut(guid, MAX_GUID_BYTES)),
            title: text::cut(self.title.or(self.itunes_title).unwrap_or_default(), MAX_TITLE_BYTES),
            link,
            published: self.published.or(self.other_date),
            duration: self.duration,
            season: self.season.or(self.podcast_season),
            number: self.number.or(self.podcast_number),
            episode_type: self.episode_type,
            explicit: self.explicit,
            image: self.image.or(self.thumbnail),
            notes: notes.map(|notes| text::cut(notes::into_html(notes), MAX_NOTES_BYTES)),
            summary,
            chapters_url: self.chapters_url,
            chapters: chapters::in_order(self.chapters),
            transcripts: self.transcripts,
            enclosures: self.enclosures,
            alternates: self.alternates.finish(),
            extras: self.namespace.episode(),
        };
        (episode, self.problems)
    }
}

/// Keeps the first.
pub(crate) fn keep<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}

/// Text on one line; not if it is blank.
pub(crate) fn line(text: &str) -> Option<String> {
    Some(text::one_line(text)).filter(|line| !line.is_empty())
}

/// Summary and description are often the same text, one of them shortened or without its links. The first at a draw.
fn longer(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) => Some(if second.len() > first.len() { second } else { first }),
        (first, second) => first.or(second),
    }
}

fn natural(text: &str) -> Option<u32> {
    let text = text.trim();
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The words of Apple's specification, old and new.
fn explicit(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" | "explicit" => Some(true),
        "no" | "false" | "clean" => Some(false),
        _ => None,
    }
}

/// A size in bytes, if it is one that a file can have.
fn bytes(text: &str) -> Option<u64> {
    const LARGEST: u64 = 1 << 50;
    text.trim().parse().ok().filter(|length| (1..=LARGEST).contains(length))
}

fn quoted(text: &str) -> String {
    text::one_line(text::start(text, 60))
}

#[cfg(test)]
mod tests {
    use super::{bytes, explicit, longer, natural};

    #[test]
    fn sizes_that_no_file_has_are_unknown() {
        for (text, expected) in [
            ("1234567", Some(1_234_567)),
            (" 12 ", Some(12)),
            ("0", None),
            ("-1", None),
            ("1e6", None),
            ("unknown", None),
            ("99999999999999999999", None),
            ("9999999999999999999", None),
        ] {
            assert_eq!(bytes(text), expected, "{text}");
        }
    }

    #[test]
    fn seasons_and_episodes_are_natural_numbers() {
        for (text, expected) in [
            ("3", Some(3)),
            (" 0 ", Some(0)),
            ("-1", None),
            ("+1", None),
            ("1.5", None),
            ("12345678901", None),
        ] {
            assert_eq!(natural(text), expected, "{text}");
        }
    }

    #[test]
    fn explicit_is_said_in_several_words() {
        for (text, expected) in [
            ("yes", Some(true)),
            ("True", Some(true)),
            ("clean", Some(false)),
            ("no", Some(false)),
            ("maybe", None),
        ] {
            assert_eq!(explicit(text), expected, "{text}");
        }
    }

    #[test]
    fn of_summary_and_description_the_longer_is_shown() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(longer(some("short"), some("<p>longer</p>")), some("<p>longer</p>"));
        assert_eq!(longer(some("same1"), some("same2")), some("same1"));
        assert_eq!(longer(None, some("x")), some("x"));
    }
}
