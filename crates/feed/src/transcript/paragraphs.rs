//! Transcripts that are written to be read: paragraphs, between which stand names and times, or do not.

use std::time::Duration;

use friday_model::{Cue, Transcript};

use super::{cue, speaker};
use crate::durations;

/// Reads text line by line: a line with nothing but a time, or a name and a colon, belongs to the paragraph after it.
pub(super) fn read(text: &str) -> Transcript {
    const LONGEST_NAME: usize = 60;
    let mut start = None;
    let mut voice: Option<&str> = None;
    let mut cues: Vec<Cue> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(time) = clock(line) {
            start = Some(time);
        } else if let Some(name) = line.strip_suffix(':').filter(|name| name.len() <= LONGEST_NAME) {
            voice = Some(name);
        } else {
            let (name, said) = speaker(line);
            let begins = start.or_else(|| cues.last().map(|last| last.start)).unwrap_or_default();
            cues.extend(cue(begins, None, name.or(voice), said));
        }
    }
    Transcript { language: None, timed: start.is_some(), cues }
}

/// `1:02`, `[00:01:02]`, `(1:02.5)`.
fn clock(line: &str) -> Option<Duration> {
    let inside = line.trim_matches(['[', ']', '(', ')']);
    let is_clock =
        inside.contains(':') && inside.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte));
    is_clock.then(|| durations::read(inside))?
}
