use friday_engine::{FeedDocument, Problem};
use friday_model::{Enclosure, PublishedEpisode, PublishedPodcast, Timestamp};
use serde::Serialize;

/// A feed as it was read.
#[derive(Debug, Serialize)]
pub(crate) struct Preview {
    feed: Feed,
    items: Vec<AnnouncedEpisode>,
    problems: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Feed {
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_feed_url: Option<String>,
}

#[derive(Debug, Serialize)]
struct AnnouncedEpisode {
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    guid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub_date: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    episode: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    episode_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explicit: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chapters_url: Option<String>,
    /// Of the first transcript.
    #[serde(skip_serializing_if = "Option::is_none")]
    transcript_url: Option<String>,
    enclosures: Vec<AnnouncedFile>,
}

#[derive(Debug, Serialize)]
struct AnnouncedFile {
    url: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    mime_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<u64>,
}

/// A hit of a directory.
#[derive(Debug, Serialize)]
pub(crate) struct FoundPodcast {
    title: String,
    author: Option<String>,
    feed_url: String,
    artwork_url: Option<String>,
    source: String,
    /// All directories that know it.
    sources: Vec<String>,
}

impl From<FeedDocument> for Preview {
    fn from(document: FeedDocument) -> Self {
        Self {
            feed: document.podcast.into(),
            items: document.episodes.into_iter().map(AnnouncedEpisode::from).collect(),
            problems: document.problems.iter().map(Problem::to_string).collect(),
        }
    }
}

impl From<PublishedPodcast> for Feed {
    fn from(podcast: PublishedPodcast) -> Self {
        Self {
            title: podcast.title,
            link: podcast.link.map(String::from),
            author: podcast.author,
            language: podcast.language,
            image: podcast.image.map(String::from),
            new_feed_url: podcast.new_feed_url.map(String::from),
        }
    }
}

impl From<PublishedEpisode> for AnnouncedEpisode {
    fn from(episode: PublishedEpisode) -> Self {
        Self {
            title: episode.title,
            guid: episode.guid,
            link: episode.link.map(String::from),
            pub_date: episode.published.map(Timestamp::seconds),
            duration: episode.duration.map(|duration| duration.as_secs()),
            season: episode.season,
            episode: episode.number,
            episode_type: episode.episode_type.map(friday_model::EpisodeType::as_str),
            explicit: episode.explicit,
            image: episode.image.map(String::from),
            chapters_url: episode.chapters_url.map(String::from),
            transcript_url: episode.transcripts.into_iter().next().map(|transcript| transcript.url.into()),
            enclosures: episode.enclosures.into_iter().map(AnnouncedFile::from).collect(),
        }
    }
}

impl From<Enclosure> for AnnouncedFile {
    fn from(enclosure: Enclosure) -> Self {
        Self { url: enclosure.url.into(), mime_type: enclosure.mime_type, length: enclosure.length }
    }
}

impl From<&friday_model::FoundPodcast> for FoundPodcast {
    fn from(found: &friday_model::FoundPodcast) -> Self {
        Self {
            title: found.title.clone(),
            author: found.author.clone(),
            feed_url: found.feed_url.to_string(),
            artwork_url: found.artwork_url.as_ref().map(ToString::to_string),
            source: found.sources.first().cloned().unwrap_or_default(),
            sources: found.sources.clone(),
        }
    }
}
