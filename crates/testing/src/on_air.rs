use std::time::Duration;

use crate::audio::Audio;

/// A show as it is on air: its addresses and what they hold.
#[derive(Debug, Clone)]
pub struct OnAir {
    pub slug: String,
    pub title: String,
    pub author: String,
    pub feed_url: String,
    /// A page that announces the feed.
    pub site_url: String,
    /// None for a show without a cover.
    pub artwork_url: Option<String>,
    /// Newest first.
    pub episodes: Vec<EpisodeOnAir>,
}

impl OnAir {
    /// The episode on top of the feed.
    pub fn newest(&self) -> &EpisodeOnAir {
        self.episodes.first().unwrap_or_else(|| panic!("{:?} has no episodes", self.title))
    }

    /// The episode of this title.
    pub fn episode(&self, title: &str) -> &EpisodeOnAir {
        let found = self.episodes.iter().find(|episode| episode.title == title);
        found.unwrap_or_else(|| panic!("{:?} has no episode {title:?}", self.title))
    }

    /// `/feeds/<slug>.xml`
    pub fn feed_path(&self) -> String {
        format!("/feeds/{}.xml", self.slug)
    }
}

/// An episode as it is on air.
#[derive(Debug, Clone)]
pub struct EpisodeOnAir {
    pub title: String,
    /// Empty for an episode without one.
    pub guid: String,
    /// What the feed says, if it says one.
    pub audio_url: String,
    /// Where the recording really is, without a query.
    pub audio_path: String,
    /// Milliseconds since 1970.
    pub published: i64,
    /// Of the recording.
    pub duration: Duration,
    /// Of the recording.
    pub bytes: u64,
    /// As the feed and the host say.
    pub content_type: String,
    /// As the recording's true kind demands, without the dot.
    pub extension: String,
    pub audio: Audio,
}

impl EpisodeOnAir {
    /// SHA-256 of the recording, as of the time this was handed out.
    pub fn sha256(&self) -> String {
        self.audio.sha256()
    }
}
