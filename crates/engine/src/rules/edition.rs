//! Which edition of an episode is downloaded. Pure: what the publisher announces and what the listener prefers, in.

use std::time::Duration;

use friday_model::{AlternateEnclosure, Enclosure, PublishedEpisode, Quality};

/// The edition to begin with. Another than the enclosure only where it is known to serve the listener's wish better.
pub(crate) fn first(published: &PublishedEpisode, quality: Quality) -> Option<Enclosure> {
    let enclosure = published.enclosures.first()?;
    let chosen = match quality {
        Quality::AsPublished => None,
        Quality::Smallest | Quality::SmallFirst => smallest(published, enclosure),
        Quality::Best => best(published, enclosure),
    };
    Some(chosen.unwrap_or_else(|| enclosure.clone()))
}

/// The edition that is to take the place of the first, if there is one.
pub(crate) fn second(published: &PublishedEpisode, quality: Quality) -> Option<Enclosure> {
    let enclosure = published.enclosures.first().filter(|_| quality == Quality::SmallFirst)?;
    let better = best(published, enclosure).unwrap_or_else(|| enclosure.clone());
    (first(published, quality)?.url != better.url).then_some(better)
}

/// The edition that these bytes are of, whichever of its addresses they came from.
pub(crate) fn of_url<'a>(published: &'a PublishedEpisode, url: &url::Url) -> Option<&'a AlternateEnclosure> {
    published.alternates.iter().find(|alternate| alternate.sources.contains(url))
}

fn smallest(published: &PublishedEpisode, enclosure: &Enclosure) -> Option<Enclosure> {
    let usual = enclosure.length.or_else(|| bytes(bitrate_of(published, enclosure)?, published.duration?));
    let size = |alternate: &&AlternateEnclosure| {
        alternate.length.or_else(|| bytes(alternate.bitrate?, published.duration?))
    };
    let (size, chosen) = suitable(published, enclosure)
        .filter_map(|alternate| Some((size(&alternate)?, alternate)))
        .min_by_key(|(size, _)| *size)?;
    usual.is_none_or(|usual| size < usual).then(|| chosen.enclosure())?
}

fn best(published: &PublishedEpisode, enclosure: &Enclosure) -> Option<Enclosure> {
    let usual = bitrate_of(published, enclosure);
    let rate = |alternate: &&AlternateEnclosure| {
        alternate.bitrate.or_else(|| rate(alternate.length?, published.duration?))
    };
    let (rate, chosen) = suitable(published, enclosure)
        .filter_map(|alternate| Some((rate(&alternate)?, alternate)))
        .max_by_key(|(rate, _)| *rate)?;
    usual.is_some_and(|usual| rate > usual).then(|| chosen.enclosure())?
}

/// Editions of the same kind in the same language, in a format of one file.
fn suitable<'a>(
    published: &'a PublishedEpisode,
    enclosure: &'a Enclosure,
) -> impl Iterator<Item = &'a AlternateEnclosure> {
    let language = of_url(published, &enclosure.url).and_then(|usual| usual.language.as_deref());
    let wanted = family(enclosure.mime_type.as_deref()).unwrap_or("audio");
    published.alternates.iter().filter(move |alternate| {
        let mime_type = alternate.mime_type.as_deref().unwrap_or_default();
        let same_language = alternate.language.is_none()
            || language.is_none() && alternate.default
            || alternate.language.as_deref() == language;
        family(Some(mime_type)) == Some(wanted) && !mime_type.contains("mpegurl") && same_language
    })
}

fn family(mime_type: Option<&str>) -> Option<&str> {
    mime_type?.split('/').next().filter(|family| matches!(*family, "audio" | "video"))
}

fn bitrate_of(published: &PublishedEpisode, enclosure: &Enclosure) -> Option<u64> {
    let said = of_url(published, &enclosure.url).and_then(|usual| usual.bitrate);
    said.or_else(|| rate(enclosure.length?, published.duration?))
}

/// Bits a second.
fn rate(bytes: u64, length: Duration) -> Option<u64> {
    bytes.saturating_mul(8).checked_div(length.as_secs())
}

fn bytes(bitrate: u64, length: Duration) -> Option<u64> {
    Some(bitrate.saturating_mul(length.as_secs()) / 8).filter(|bytes| *bytes > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(name: &str) -> url::Url {
        format!("https://media.example/{name}").parse().unwrap()
    }

    fn alternate(name: &str, mime_type: &str, bitrate: u64) -> AlternateEnclosure {
        AlternateEnclosure {
            sources: vec![url(name)],
            mime_type: Some(mime_type.to_owned()),
            bitrate: Some(bitrate),
            ..AlternateEnclosure::default()
        }
    }

    /// An hour of 128 kbit/s.
    fn published(alternates: Vec<AlternateEnclosure>) -> PublishedEpisode {
        PublishedEpisode {
            duration: Some(Duration::from_hours(1)),
            enclosures: vec![Enclosure {
                url: url("usual.mp3"),
                mime_type: Some("audio/mpeg".to_owned()),
                length: Some(57_600_000),
            }],
            alternates,
            ..PublishedEpisode::default()
        }
    }

    fn names(published: &PublishedEpisode, quality: Quality) -> (String, Option<String>) {
        let name = |enclosure: Enclosure| enclosure.url.path().trim_start_matches('/').to_owned();
        (name(first(published, quality).unwrap()), second(published, quality).map(name))
    }

    #[test]
    fn the_listener_gets_the_edition_that_was_wished_for() {
        let episode = published(vec![
            alternate("small.opus", "audio/opus", 32_000),
            alternate("large.flac", "audio/flac", 900_000),
            alternate("usual.mp3", "audio/mpeg", 128_000),
        ]);
        for (quality, expected) in [
            (Quality::AsPublished, ("usual.mp3", None)),
            (Quality::Smallest, ("small.opus", None)),
            (Quality::Best, ("large.flac", None)),
            (Quality::SmallFirst, ("small.opus", Some("large.flac"))),
        ] {
            let (first, second) = names(&episode, quality);
            assert_eq!((first.as_str(), second.as_deref()), expected, "{quality:?}");
        }
    }

    #[test]
    fn nothing_but_the_enclosure_is_taken_where_no_other_is_known_to_be_better() {
        let foreign =
            AlternateEnclosure { language: Some("de".to_owned()), ..alternate("de.opus", "audio/opus", 1) };
        let unknown = AlternateEnclosure { bitrate: None, ..alternate("u.opus", "audio/opus", 0) };
        let cases = [
            ("none", Vec::new()),
            ("a film", vec![alternate("film.mp4", "video/mp4", 1_000_000)]),
            ("a stream in pieces", vec![alternate("x.m3u8", "application/x-mpegurl", 1)]),
            ("another language", vec![foreign]),
            ("of unknown size", vec![unknown]),
            ("the same size", vec![alternate("same.mp3", "audio/mpeg", 128_000)]),
        ];
        for (what, alternates) in cases {
            let episode = published(alternates);
            for quality in Quality::ALL {
                assert_eq!(names(&episode, quality), ("usual.mp3".to_owned(), None), "{what} {quality:?}");
            }
        }
    }

    #[test]
    fn the_better_one_after_the_small_one_may_be_the_enclosure_itself() {
        let episode = published(vec![alternate("small.opus", "audio/opus", 32_000)]);
        let expected = ("small.opus".to_owned(), Some("usual.mp3".to_owned()));
        assert_eq!(names(&episode, Quality::SmallFirst), expected);
        assert_eq!(names(&episode, Quality::Best).0, "usual.mp3");
    }
}
