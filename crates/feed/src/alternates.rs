//! Other editions of an episode's media (<https://podcasting2.org/docs/podcast-namespace/tags/alternateEnclosure>).

use friday_model::{AlternateEnclosure, Integrity, IntegrityKind};
use url::Url;

use crate::{
    limits::{MAX_MEDIA_PER_EPISODE, MAX_TITLE_BYTES},
    text, urls,
    xml::Element,
};

/// Bytes of a signature or a list of hashes; a longer one is left out.
const MAX_INTEGRITY_BYTES: usize = 16 * 1024;
/// Places that are kept of one edition.
const MAX_SOURCES: usize = 10;

/// The editions as far as they have been read.
#[derive(Debug, Default)]
pub(crate) struct AlternatesDraft {
    editions: Vec<AlternateEnclosure>,
    /// The one that was opened last is one too many, and what is inside it belongs to nobody.
    full: bool,
}

impl AlternatesDraft {
    /// An element inside the item begins.
    pub(crate) fn opened(&mut self, path: &str, element: &Element<'_>, base: &Url) {
        match path {
            "podcast:alternateenclosure" => {
                self.full = self.editions.len() == MAX_MEDIA_PER_EPISODE;
                if !self.full {
                    self.editions.push(edition(element));
                }
            }
            "podcast:alternateenclosure/podcast:source" => {
                let url = element.attribute("uri").or_else(|| element.attribute("url"));
                let url = url.and_then(|url| urls::web(&url, base));
                if let Some(edition) = self.current()
                    && edition.sources.len() < MAX_SOURCES
                {
                    edition.sources.extend(url);
                }
            }
            "podcast:alternateenclosure/podcast:integrity" => {
                let kind = element.attribute("type").and_then(|word| IntegrityKind::from_word(&word));
                let value = element.attribute("value").map(|value| value.trim().to_owned());
                let value = value.filter(|value| !value.is_empty() && value.len() <= MAX_INTEGRITY_BYTES);
                if let Some(edition) = self.current()
                    && edition.integrity.is_none()
                {
                    edition.integrity = kind.zip(value).map(|(kind, value)| Integrity { kind, value });
                }
            }
            _ => {}
        }
    }

    /// Those that can be fetched somewhere.
    pub(crate) fn finish(mut self) -> Vec<AlternateEnclosure> {
        self.editions.retain(|edition| !edition.sources.is_empty());
        self.editions
    }

    fn current(&mut self) -> Option<&mut AlternateEnclosure> {
        self.editions.last_mut().filter(|_| !self.full)
    }
}

fn edition(element: &Element<'_>) -> AlternateEnclosure {
    let word = |name: &str| {
        let text = element.attribute(name).map(|text| text::cut(text::one_line(&text), MAX_TITLE_BYTES));
        text.filter(|text| !text.is_empty())
    };
    let number =
        |name: &str| word(name).and_then(|text| text.parse::<f64>().ok()).filter(|number| *number >= 1.0);
    AlternateEnclosure {
        sources: Vec::new(),
        mime_type: word("type").map(|mime_type| mime_type.to_lowercase()),
        length: word("length").and_then(|text| text.parse().ok()).filter(|length| *length > 0),
        bitrate: number("bitrate").map(|bits| bits as u64),
        height: number("height").map(|lines| lines as u32),
        language: word("lang"),
        title: word("title"),
        rel: word("rel"),
        default: word("default").is_some_and(|word| word.eq_ignore_ascii_case("true")),
        integrity: None,
    }
}
