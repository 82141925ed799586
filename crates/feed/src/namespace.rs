//! The podcast namespace as far as a listener sees it (<https://podcasting2.org/docs/podcast-namespace>): who, where,
//! how to give something back, what else to hear.

use friday_model::{
    Discussion, EpisodeExtras, License, LiveItem, LiveStatus, Location, Page, Person, PodcastExtras,
    Recipient, RemotePodcast, Soundbite, TextRecord,
};
use url::Url;

use crate::{
    dates, durations,
    episode::{keep, line},
    limits::{MAX_EXTRAS, MAX_TITLE_BYTES, MAX_TXT_BYTES},
    text, urls,
    xml::Element,
};

/// What a podcast or an episode has said so far in the words of the namespace.
#[derive(Default)]
pub(crate) struct NamespaceDraft {
    podcast: PodcastExtras,
    episode: EpisodeExtras,
    /// The attributes of the element that is open, for when its text is known.
    attributes: Attributes,
    /// The type of the `podcast:value` that is open.
    value_kind: String,
    live: Option<LiveItem>,
}

impl NamespaceDraft {
    /// An element begins: what its attributes say.
    pub(crate) fn opened(&mut self, path: &str, element: &Element<'_>, base: &Url) {
        if !path.starts_with("podcast:") {
            return;
        }
        self.attributes = Attributes::of(element);
        match path {
            "podcast:value" => {
                self.value_kind = self.attributes.words("type").unwrap_or_default().to_lowercase();
            }
            "podcast:value/podcast:valuerecipient" => {
                let recipient = self.attributes.recipient(&self.value_kind);
                push(&mut self.podcast.value, recipient);
            }
            "podcast:podroll/podcast:remoteitem" => {
                let podcast = self.attributes.remote_podcast(base);
                push(&mut self.podcast.podroll, podcast);
            }
            "podcast:socialinteract" => {
                let discussion = self.attributes.discussion(base);
                push(&mut self.episode.discussions, discussion);
            }
            "podcast:liveitem" => self.live = Some(self.attributes.live_item()),
            "podcast:liveitem/itunes:image" => {
                let image = self.attributes.address("href", base);
                if let Some(live) = &mut self.live {
                    keep(&mut live.image, image);
                }
            }
            // Where it can be heard comes before the page about it.
            "podcast:liveitem/podcast:contentlink" => {
                let link = self.attributes.address("href", base);
                if let Some(live) = &mut self.live {
                    live.link = link.or(live.link.take());
                }
            }
            _ => {}
        }
    }

    /// An element ends: what its text says.
    pub(crate) fn closed(&mut self, path: &str, text: &str, base: &Url) {
        if !path.starts_with("podcast:") {
            return;
        }
        if let Some(field) = path.strip_prefix("podcast:liveitem") {
            self.live_closed(field, text, base);
            return;
        }
        let words = line(text).map(|line| text::cut(line, MAX_TITLE_BYTES));
        match path {
            "podcast:medium" => keep(&mut self.podcast.medium, words.map(|medium| medium.to_lowercase())),
            "podcast:updatefrequency" => keep(&mut self.podcast.update_frequency, words),
            "podcast:person" => {
                push(&mut self.podcast.persons, words.map(|name| self.attributes.person(name, base)));
            }
            "podcast:location" => {
                push(&mut self.podcast.locations, words.map(|name| self.attributes.location(name)));
            }
            "podcast:license" => {
                let license = words.map(|name| License { name, link: self.attributes.address("url", base) });
                keep(&mut self.podcast.license, license);
            }
            "podcast:funding" => {
                let page = self
                    .attributes
                    .address("url", base)
                    .map(|url| Page { url, title: words.unwrap_or_default() });
                push(&mut self.podcast.funding, page);
            }
            "podcast:txt" => {
                let text = text::cut(text.trim().to_owned(), MAX_TXT_BYTES);
                let purpose = self.attributes.words("purpose").map(|purpose| purpose.to_lowercase());
                push(&mut self.podcast.notes, (!text.is_empty()).then_some(TextRecord { purpose, text }));
            }
            "podcast:soundbite" => {
                let soundbite = self.attributes.soundbite(words.unwrap_or_default());
                push(&mut self.episode.soundbites, soundbite);
            }
            "podcast:season" => keep(&mut self.episode.season_name, self.attributes.words("name")),
            "podcast:episode" => keep(&mut self.episode.number_label, self.attributes.words("display")),
            _ => {}
        }
    }

    /// What was said of a podcast.
    pub(crate) fn podcast(self) -> PodcastExtras {
        self.podcast
    }

    /// What was said of an episode.
    pub(crate) fn episode(self) -> EpisodeExtras {
        let PodcastExtras { persons, locations, license, funding, value, notes, .. } = self.podcast;
        EpisodeExtras { persons, locations, license, funding, value, notes, ..self.episode }
    }

    fn live_closed(&mut self, field: &str, text: &str, base: &Url) {
        let words = line(text).map(|line| text::cut(line, MAX_TITLE_BYTES));
        let Some(live) = &mut self.live else { return };
        match field {
            "/title" if live.title.is_empty() => live.title = words.unwrap_or_default(),
            "/guid" => keep(&mut live.guid, words),
            "/link" => keep(&mut live.link, urls::web(text, base)),
            "" => push(&mut self.podcast.live, self.live.take()),
            _ => {}
        }
    }
}

/// The attributes of one element, and what they mean together.
#[derive(Default)]
struct Attributes(Vec<(String, String)>);

impl Attributes {
    fn of(element: &Element<'_>) -> Self {
        Self(element.attributes().map(|(name, value)| (name.to_owned(), value.into_owned())).collect())
    }

    fn words(&self, attribute: &str) -> Option<String> {
        let (_, value) = self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(attribute))?;
        line(value).map(|words| text::cut(words, MAX_TITLE_BYTES))
    }

    fn address(&self, attribute: &str, base: &Url) -> Option<Url> {
        urls::web(&self.words(attribute)?, base)
    }

    fn person(&self, name: String, base: &Url) -> Person {
        Person {
            name,
            role: self.words("role").map(|role| role.to_lowercase()),
            group: self.words("group").map(|group| group.to_lowercase()),
            link: self.address("href", base),
            image: self.address("img", base),
        }
    }

    fn location(&self, name: String) -> Location {
        let map = self.words("osm").and_then(|osm| osm_object(&osm));
        let map = map.or_else(|| self.words("geo").and_then(|geo| osm_point(&geo)));
        let of_creator = self.words("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("creator"));
        Location { name, map, of_creator }
    }

    fn recipient(&self, kind: &str) -> Option<Recipient> {
        let address = self.words("address")?;
        Some(Recipient {
            name: self.words("name").unwrap_or_default(),
            kind: kind.to_owned(),
            address,
            split: self.words("split").and_then(|split| split.parse().ok()).unwrap_or(0),
        })
    }

    fn remote_podcast(&self, base: &Url) -> Option<RemotePodcast> {
        let guid = self.words("feedGuid");
        let feed_url = self.address("feedUrl", base);
        (guid.is_some() || feed_url.is_some()).then(|| RemotePodcast {
            guid,
            feed_url,
            title: self.words("title"),
        })
    }

    fn discussion(&self, base: &Url) -> Option<Discussion> {
        Some(Discussion {
            url: self.address("uri", base)?,
            protocol: self.words("protocol").map(|protocol| protocol.to_lowercase()),
            account: self.words("accountId"),
        })
    }

    fn soundbite(&self, title: String) -> Option<Soundbite> {
        let start = durations::read(&self.words("startTime")?)?;
        let length = durations::read(&self.words("duration")?).filter(|length| !length.is_zero())?;
        Some(Soundbite { start, length, title })
    }

    fn live_item(&self) -> LiveItem {
        let time = |name: &str| self.words(name).and_then(|text| dates::read(&text));
        LiveItem {
            guid: None,
            title: String::new(),
            status: self
                .words("status")
                .and_then(|word| LiveStatus::from_word(&word))
                .unwrap_or(LiveStatus::Pending),
            start: time("start"),
            end: time("end"),
            link: None,
            image: None,
        }
    }
}

fn push<T>(list: &mut Vec<T>, value: Option<T>) {
    if list.len() < MAX_EXTRAS {
        list.extend(value);
    }
}

/// The page of an object, given as `R113314`: a node, a way or a relation.
fn osm_object(osm: &str) -> Option<Url> {
    let kind = match osm.chars().next()? {
        'N' | 'n' => "node",
        'W' | 'w' => "way",
        'R' | 'r' => "relation",
        _ => return None,
    };
    let digits = osm[1..].split('#').next().unwrap_or_default();
    let is_number =
        !digits.is_empty() && digits.len() <= 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Url::parse(&format!("https://www.openstreetmap.org/{kind}/{digits}")).ok())?
}

/// A map around `geo:latitude,longitude` (RFC 5870).
fn osm_point(geo: &str) -> Option<Url> {
    let mut numbers =
        geo.strip_prefix("geo:").unwrap_or(geo).split([',', ';']).map(|part| part.trim().parse::<f64>());
    let (latitude, longitude) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let is_on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    let address = format!(
        "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=12/{latitude}/{longitude}"
    );
    is_on_earth.then(|| Url::parse(&address).ok())?
}

#[cfg(test)]
mod tests {
    use super::{osm_object, osm_point};

    #[test]
    fn a_place_has_a_map_if_it_is_on_earth() {
        for (osm, page) in [
            ("R113314", Some("https://www.openstreetmap.org/relation/113314")),
            ("n1#2", Some("https://www.openstreetmap.org/node/1")),
            ("W", None),
            ("R1/../x", None),
            ("Ä1", None),
        ] {
            assert_eq!(osm_object(osm).as_ref().map(url::Url::as_str), page, "{osm}");
        }
        for (geo, found) in [
            ("geo:30.2672,-97.7431;u=5", true),
            ("51.5, -0.77", true),
            ("geo:91,0", false),
            ("geo:1", false),
            ("NaN,NaN", false),
        ] {
            assert_eq!(osm_point(geo).is_some(), found, "{geo}");
        }
    }
}
