//! What the search index reads of the library, and how it learns what has changed.
//!
//! Every change of what can be searched, whoever makes it, gives its podcast a higher revision (triggers, migration 7).
//! The index knows up to which revision it has read, so that nothing is forgotten when it is behind, and nothing is
//! read twice when it is not.

use std::time::Duration;

use friday_model::{Cue, EpisodeId, PodcastId, Timestamp};

use crate::{
    Result, Store, Write,
    table::{cues, search},
};

/// The words of a subscribed podcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodcastWords {
    pub title: String,
    pub author: Option<String>,
    pub description: Option<String>,
    /// Of its newest episode.
    pub newest: Option<Timestamp>,
}

/// Tells whether the words of an episode have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EpisodeMark {
    pub id: EpisodeId,
    /// Changes with what the publisher says.
    pub fingerprint: i64,
    /// When its transcript was fetched.
    pub transcript: Option<Timestamp>,
}

/// The words of an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeWords {
    pub id: EpisodeId,
    pub title: String,
    /// As lists sort it.
    pub date: Timestamp,
    /// As published: HTML, not sanitised.
    pub notes: Option<String>,
    /// Its transcript, if one was fetched.
    pub cues: Vec<Cue>,
}

impl Store {
    /// The podcasts with a higher revision than this, in the order of their revisions; also ones that are subscribed to
    /// no longer, or gone.
    pub async fn search_changes(&self, after: u64) -> Result<Vec<(PodcastId, u64)>> {
        search::changed(&self.readers, after).await
    }

    /// The revision of the last mark, see [`Write::mark_search_changes`].
    pub async fn search_mark(&self) -> Result<u64> {
        search::marked(&self.readers).await
    }

    /// The words of a podcast, if it is subscribed to.
    pub async fn podcast_words(&self, id: PodcastId) -> Result<Option<PodcastWords>> {
        search::podcast(&self.readers, id).await
    }

    /// All episodes of a podcast, each with what tells whether its words have changed.
    pub async fn episode_marks(&self, podcast: PodcastId) -> Result<Vec<EpisodeMark>> {
        search::marks(&self.readers, podcast).await
    }

    /// The words of these episodes, in any order; unknown ones are left out.
    pub async fn episode_words(&self, ids: &[EpisodeId]) -> Result<Vec<EpisodeWords>> {
        search::episodes(&self.readers, ids).await
    }

    /// The notes of these episodes, of those that have some: HTML, not sanitised.
    pub async fn notes_of(&self, ids: &[EpisodeId]) -> Result<Vec<(EpisodeId, String)>> {
        search::notes(&self.readers, ids).await
    }

    /// At most so many cues of a transcript, from the first that does not begin earlier.
    pub async fn cues_from(&self, id: EpisodeId, start: Duration, most: u32) -> Result<Vec<Cue>> {
        cues::from(&self.readers, id, start, most).await
    }
}

impl Write {
    /// From now on every change gets a higher revision than the one returned, and every change before has a lower one.
    pub async fn mark_search_changes(&mut self) -> Result<u64> {
        search::mark(&mut self.transaction).await
    }
}
