use std::ops::Range;

use friday_engine::{Found, FoundCue, FoundEpisode, FoundTitle, Snippet};
use friday_model::{EpisodeOverview, Timestamp};
use serde::Serialize;

/// A hit of a search in the library.
#[derive(Debug, Serialize)]
pub(crate) struct Hit {
    /// `podcast`, `episode` or `transcript`.
    kind: &'static str,
    /// Of the podcast, or of the episode.
    id: i64,
    podcast_id: i64,
    title: String,
    podcast_title: String,
    pub_date: Option<i64>,
    /// Seconds from the beginning, of a transcript.
    start: Option<f64>,
    snippet: String,
    /// Where the words stand in the snippet: pairs of places in characters, from and to.
    marks: Vec<[usize; 2]>,
    score: f32,
}

impl Hit {
    /// All hits, the best first.
    pub(crate) fn all(found: &Found) -> Vec<Self> {
        let mut hits: Vec<Self> = found.podcasts.iter().map(Self::from).collect();
        hits.extend(found.episodes.iter().map(Self::from));
        hits.extend(found.cues.iter().map(Self::from));
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits
    }

    /// As a row of a table: id, kind, title, and where the words stand.
    pub(crate) fn words(&self) -> [String; 4] {
        let place = match self.start {
            Some(start) => format!("{}: {}", clock(start as u64), self.snippet),
            None => self.snippet.clone(),
        };
        [self.id.to_string(), self.kind.to_owned(), self.title.clone(), place]
    }

    fn of(kind: &'static str, overview: &EpisodeOverview, snippet: &Snippet, score: f32) -> Self {
        let published = &overview.episode.published;
        Self {
            kind,
            id: overview.episode.id.0,
            podcast_id: overview.episode.podcast.0,
            title: published.title.clone(),
            podcast_title: overview.podcast_title.clone(),
            pub_date: published.published.map(Timestamp::seconds),
            start: None,
            snippet: snippet.text.clone(),
            marks: in_characters(&snippet.text, &snippet.marks),
            score,
        }
    }
}

impl From<&FoundTitle> for Hit {
    fn from(found: &FoundTitle) -> Self {
        let podcast = &found.podcast.podcast;
        Self {
            kind: "podcast",
            id: podcast.id.0,
            podcast_id: podcast.id.0,
            title: podcast.title.clone(),
            podcast_title: podcast.title.clone(),
            pub_date: found.podcast.newest.map(Timestamp::seconds),
            start: None,
            snippet: found.snippet.text.clone(),
            marks: in_characters(&found.snippet.text, &found.snippet.marks),
            score: found.score,
        }
    }
}

impl From<&FoundEpisode> for Hit {
    fn from(found: &FoundEpisode) -> Self {
        Self::of("episode", &found.episode, &found.snippet, found.score)
    }
}

impl From<&FoundCue> for Hit {
    fn from(found: &FoundCue) -> Self {
        Self {
            start: Some(found.start.as_secs_f64()),
            ..Self::of("transcript", &found.episode, &found.snippet, found.score)
        }
    }
}

/// Characters are what any other program counts too.
fn in_characters(text: &str, marks: &[Range<usize>]) -> Vec<[usize; 2]> {
    let place = |byte: usize| text[..byte].chars().count();
    marks.iter().map(|mark| [place(mark.start), place(mark.end)]).collect()
}

fn clock(seconds: u64) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
