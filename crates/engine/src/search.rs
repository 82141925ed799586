//! Finds words in the library: titles, notes, people and what is said.
//!
//! The index (`friday-search`) lies in a folder beside the database and is written by a job, so that no import and no
//! refresh waits for it. What it finds are ids; the texts in which the words are shown are read from the library.

mod indexing;
mod opened;

use std::{collections::HashMap, ops::Range, time::Duration};

use friday_model::{EpisodeId, EpisodeOverview, PodcastOverview};
use friday_search::{CueHit, CueText, EpisodeHit, Limits, PodcastHit, SearchError, Words};

pub use friday_search::Snippet;
pub use opened::IndexState;
pub(crate) use opened::SearchIndex;

use crate::{Engine, Error, Result};

/// Podcasts shown beside the episodes of a search.
const PODCASTS: usize = 6;

/// Cues of a passage: it ends long before.
const CUES: u32 = 100;

/// What was found in the library, each kind by itself, the best first.
#[derive(Debug, Clone)]
pub struct Found {
    pub podcasts: Vec<FoundTitle>,
    pub episodes: Vec<FoundEpisode>,
    pub cues: Vec<FoundCue>,
    /// Whether the index has everything.
    pub index: IndexState,
}

/// A podcast of the library, by its title, author or description.
#[derive(Debug, Clone)]
pub struct FoundTitle {
    pub podcast: PodcastOverview,
    /// Where the words stand in its title: ranges of bytes.
    pub title_marks: Vec<Range<usize>>,
    /// Of its description.
    pub snippet: Snippet,
    /// Comparable within one answer.
    pub score: f32,
}

/// An episode, by its title, its notes, or whose it is.
#[derive(Debug, Clone)]
pub struct FoundEpisode {
    pub episode: EpisodeOverview,
    /// Where the words stand in its title: ranges of bytes.
    pub title_marks: Vec<Range<usize>>,
    /// Of its notes.
    pub snippet: Snippet,
    /// Comparable within one answer.
    pub score: f32,
}

/// A place in a transcript.
#[derive(Debug, Clone)]
pub struct FoundCue {
    pub episode: EpisodeOverview,
    /// When it is said.
    pub start: Duration,
    /// Of what is said there.
    pub snippet: Snippet,
    /// Comparable within one answer.
    pub score: f32,
}

impl Engine {
    /// Finds what has all of these words, the last one as a beginning: at most `limit` episodes and half as many places
    /// in transcripts. Answers within milliseconds, also while the index is written.
    pub async fn find(&self, text: &str, limit: u32) -> Result<Found> {
        let nothing = |index| Found { podcasts: Vec::new(), episodes: Vec::new(), cues: Vec::new(), index };
        let search = &self.inner.search;
        let Some(index) = search.readable() else { return Ok(nothing(search.state())) };
        let limit = limit as usize;
        let limits = Limits { podcasts: PODCASTS.min(limit), episodes: limit, cues: limit.div_ceil(2) };
        let (typed, elsewhere) = (text.to_owned(), !self.runs_jobs());
        let found = blocking(move || {
            if elsewhere {
                index.reload()?;
            }
            index.find(&typed, limits)
        })
        .await;
        match found {
            Ok(found) => Ok(Found {
                podcasts: self.titles(&found.words, &found.podcasts).await?,
                episodes: self.found_episodes(&found.words, &found.episodes).await?,
                cues: self.found_cues(&found.words, &found.cues).await?,
                index: search.state(),
            }),
            Err(Error::Search(SearchError::Damaged(reason))) => {
                tracing::warn!(reason, "the search index is thrown away and written again");
                self.condemn_index();
                Ok(nothing(search.state()))
            }
            Err(error) => Err(error),
        }
    }

    async fn titles(&self, words: &Words, hits: &[PodcastHit]) -> Result<Vec<FoundTitle>> {
        let mut titles = Vec::with_capacity(hits.len());
        for hit in hits {
            let Some(podcast) = self.inner.store.podcast(hit.podcast).await? else { continue };
            titles.push(FoundTitle {
                title_marks: words.marks(&podcast.podcast.title),
                snippet: words.snippet(podcast.podcast.description.as_deref().unwrap_or_default()),
                podcast,
                score: hit.score,
            });
        }
        Ok(titles)
    }

    async fn found_episodes(&self, words: &Words, hits: &[EpisodeHit]) -> Result<Vec<FoundEpisode>> {
        let ids: Vec<EpisodeId> = hits.iter().map(|hit| hit.episode).collect();
        let mut rows = self.rows_of(&ids).await?;
        let mut notes: HashMap<EpisodeId, String> =
            self.inner.store.notes_of(&ids).await?.into_iter().collect();
        let (words, hits) = (words.clone(), hits.to_vec());
        blocking(move || {
            Ok(hits
                .iter()
                .filter_map(|hit| {
                    let episode = rows.remove(&hit.episode)?;
                    let notes = notes.remove(&hit.episode).unwrap_or_default();
                    Some(FoundEpisode {
                        title_marks: words.marks(&episode.episode.published.title),
                        snippet: words.snippet(&friday_feed::plain_text(&notes)),
                        episode,
                        score: hit.score,
                    })
                })
                .collect())
        })
        .await
    }

    async fn found_cues(&self, words: &Words, hits: &[CueHit]) -> Result<Vec<FoundCue>> {
        let ids: Vec<EpisodeId> = hits.iter().map(|hit| hit.episode).collect();
        let rows = self.rows_of(&ids).await?;
        let mut found = Vec::with_capacity(hits.len());
        for hit in hits {
            let Some(episode) = rows.get(&hit.episode).cloned() else { continue };
            let cues = self.inner.store.cues_from(hit.episode, hit.start, CUES).await?;
            let texts: Vec<CueText<'_>> =
                cues.iter().map(|cue| CueText { start: cue.start, text: &cue.text }).collect();
            let Some(passage) = friday_search::passages(&texts).into_iter().next() else { continue };
            let texts: Vec<&str> = texts[passage.cues].iter().map(|cue| cue.text).collect();
            let best = words.best(texts.iter().copied()).unwrap_or_default();
            found.push(FoundCue {
                episode,
                start: cues[best].start,
                snippet: words.snippet(&texts.join(" ")),
                score: hit.score,
            });
        }
        Ok(found)
    }

    async fn rows_of(&self, ids: &[EpisodeId]) -> Result<HashMap<EpisodeId, EpisodeOverview>> {
        let rows = self.episodes(ids).await?;
        Ok(rows.into_iter().map(|row| (row.episode.id, row)).collect())
    }
}

/// Work of the index on a thread of its own. Where it panics, the index is not what it should be.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> friday_search::Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.unwrap_or_else(|panic| Err(SearchError::Damaged(panic.to_string())))?)
}
