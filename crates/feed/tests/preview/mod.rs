//! A feed in the form of `fridayctl preview --json`, which is also the form of the expected values of the fixtures.

use friday_feed::{Document, NotAFeed};
use friday_model::{Enclosure, PublishedEpisode};
use serde_json::{Map, Value, json};

pub(crate) fn preview(read: &Result<Document, NotAFeed>) -> Value {
    match read {
        Err(error) => json!({ "error": error.to_string() }),
        Ok(document) => {
            let podcast = &document.podcast;
            json!({
                "feed": present([
                    ("title", Some(podcast.title.clone()).filter(|title| !title.is_empty()).into()),
                    ("link", podcast.link.as_ref().map(url::Url::as_str).into()),
                    ("author", podcast.author.clone().into()),
                    ("language", podcast.language.clone().into()),
                    ("image", podcast.image.as_ref().map(url::Url::as_str).into()),
                    ("new_feed_url", podcast.new_feed_url.as_ref().map(url::Url::as_str).into()),
                ]),
                "items": document.episodes.iter().map(item).collect::<Vec<_>>(),
                "problems": document.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        }
    }
}

fn item(episode: &PublishedEpisode) -> Value {
    present([
        ("title", Some(episode.title.clone()).filter(|title| !title.is_empty()).into()),
        ("guid", episode.guid.clone().into()),
        ("link", episode.link.as_ref().map(url::Url::as_str).into()),
        ("pub_date", episode.published.map(friday_model::Timestamp::seconds).into()),
        ("duration", episode.duration.map(|duration| duration.as_secs()).into()),
        ("season", episode.season.into()),
        ("episode", episode.number.into()),
        ("episode_type", episode.episode_type.map(friday_model::EpisodeType::as_str).into()),
        ("explicit", episode.explicit.into()),
        ("image", episode.image.as_ref().map(url::Url::as_str).into()),
        ("chapters_url", episode.chapters_url.as_ref().map(url::Url::as_str).into()),
        ("transcript_url", episode.transcripts.first().map(|track| track.url.as_str()).into()),
        ("enclosures", episode.enclosures.iter().map(enclosure).collect::<Vec<_>>().into()),
    ])
}

fn enclosure(enclosure: &Enclosure) -> Value {
    present([
        ("url", enclosure.url.as_str().into()),
        ("type", enclosure.mime_type.clone().into()),
        ("length", enclosure.length.into()),
    ])
}

/// Absent fields are absent.
fn present<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(fields.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}
