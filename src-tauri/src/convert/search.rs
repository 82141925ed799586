//! What was found in the library, on the wire.

use std::ops::Range;

use friday_engine::{Engine, Found, IndexState, Snippet};

use super::{episode, podcast};
use crate::wire;

pub(crate) fn found(engine: &Engine, found: Found) -> wire::Found {
    let podcasts = found.podcasts.into_iter().map(|hit| wire::PodcastHit {
        title: pieces(&hit.podcast.podcast.title, &hit.title_marks),
        podcast: podcast(engine, hit.podcast),
    });
    let episodes = found.episodes.into_iter().map(|hit| wire::EpisodeHit {
        title: pieces(&hit.episode.episode.published.title, &hit.title_marks),
        snippet: snippet(&hit.snippet),
        episode: episode(engine, hit.episode),
    });
    let cues = found.cues.into_iter().map(|hit| wire::CueHit {
        start: hit.start.as_secs_f64(),
        snippet: snippet(&hit.snippet),
        episode: episode(engine, hit.episode),
    });
    wire::Found {
        podcasts: podcasts.collect(),
        episodes: episodes.collect(),
        cues: cues.collect(),
        index: match found.index {
            IndexState::Whole => wire::IndexState::Whole,
            IndexState::Writing { done, total } => wire::IndexState::Writing { done, total },
            IndexState::Missing => wire::IndexState::Missing,
        },
    }
}

fn snippet(snippet: &Snippet) -> Vec<wire::TextPiece> {
    pieces(&snippet.text, &snippet.marks)
}

/// The text in pieces, because a place in it is not the same number in Rust and in the page.
fn pieces(text: &str, marks: &[Range<usize>]) -> Vec<wire::TextPiece> {
    let mut pieces = Vec::with_capacity(marks.len() * 2 + 1);
    let mut piece = |range: Range<usize>, marked| {
        if !range.is_empty() {
            pieces.push(wire::TextPiece { text: text[range].to_owned(), marked });
        }
    };
    let mut at = 0;
    for mark in marks {
        piece(at..mark.start, false);
        piece(mark.clone(), true);
        at = mark.end;
    }
    piece(at..text.len(), false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_its_marks_are_and_nothing_is_lost() {
        let cut = |text: &str, marks: &[Range<usize>]| -> Vec<String> {
            let shown =
                |piece: wire::TextPiece| if piece.marked { format!("[{}]", piece.text) } else { piece.text };
            pieces(text, marks).into_iter().map(shown).collect()
        };
        assert_eq!(cut("Salt roads", &[0..4]), ["[Salt]", " roads"]);
        assert_eq!(cut("a 🧂 b", &[2..6]), ["a ", "[🧂]", " b"]);
        assert_eq!(cut("none", &[]), ["none"]);
        assert_eq!(cut("", &[]), [""; 0]);
    }
}
