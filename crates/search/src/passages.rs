//! Cuts a transcript into passages, each long enough that several words of a question can meet in one.

use std::{ops::Range, time::Duration};

/// Bytes after which a passage ends with the cue that reaches them.
const ENOUGH: usize = 400;

/// One cue of a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CueText<'a> {
    pub start: Duration,
    pub text: &'a str,
}

/// Neighbouring cues that are one document of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where its first cue begins.
    pub start: Duration,
    /// Its cues.
    pub cues: Range<usize>,
}

/// The passages of a transcript; the same each time, so that the cues of a hit are found again.
pub fn passages(cues: &[CueText<'_>]) -> Vec<Passage> {
    let mut passages = Vec::new();
    let (mut from, mut size) = (0, 0);
    for (place, cue) in cues.iter().enumerate() {
        size += cue.text.len();
        if size >= ENOUGH || place + 1 == cues.len() {
            passages.push(Passage { start: cues[from].start, cues: from..place + 1 });
            (from, size) = (place + 1, 0);
        }
    }
    passages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_is_in_one_passage() {
        let text = "x".repeat(150);
        let cues: Vec<CueText<'_>> =
            (0..10).map(|second| CueText { start: Duration::from_secs(second), text: &text }).collect();
        let ranges: Vec<Range<usize>> = passages(&cues).into_iter().map(|passage| passage.cues).collect();
        assert_eq!(ranges, [0..3, 3..6, 6..9, 9..10]);
        assert_eq!(passages(&cues)[1].start, Duration::from_secs(3));
        assert!(passages(&[]).is_empty());
    }
}
