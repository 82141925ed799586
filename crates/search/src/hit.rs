use std::time::Duration;

use friday_model::{EpisodeId, PodcastId};

use crate::Words;

/// What was found, the best first in each kind, and the newest among equals.
#[derive(Debug, Clone)]
pub struct Found {
    pub podcasts: Vec<PodcastHit>,
    pub episodes: Vec<EpisodeHit>,
    /// Places in transcripts.
    pub cues: Vec<CueHit>,
    /// How the hits were recognised, to find the words again in their texts.
    pub words: Words,
}

/// A podcast, by its title, author or description.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PodcastHit {
    pub podcast: PodcastId,
    /// Comparable with the scores of other hits of the same question.
    pub score: f32,
}

/// An episode, by its title, its notes, or whose it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpisodeHit {
    pub episode: EpisodeId,
    pub podcast: PodcastId,
    pub score: f32,
}

/// A passage of a transcript.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CueHit {
    pub episode: EpisodeId,
    pub podcast: PodcastId,
    /// Where the passage begins; see [`passages`](crate::passages).
    pub start: Duration,
    pub score: f32,
}
