//! Transcripts in JSON. Many name a time for every word; so that they can be read, words become sentences again.

use std::time::Duration;

use friday_model::{Cue, Transcript};
use serde_json::Value;

use super::cue;
use crate::durations;

/// A paragraph of joined words ends with the first sentence that ends after so many bytes, or at twice as many.
const PARAGRAPH: usize = 120;

/// Reads a list of segments. Programs that write transcripts call its parts by several names.
pub(super) fn read(text: &str) -> Transcript {
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    let segments =
        ["segments", "cues", "transcript"].into_iter().find_map(|name| document.get(name)?.as_array());
    let segments = segments.or_else(|| document.as_array());
    let cues: Vec<Cue> = segments.into_iter().flatten().filter_map(segment).collect();
    let language = document.get("language").and_then(Value::as_str).map(|tag| tag.chars().take(64).collect());
    Transcript { language, timed: true, cues: if is_single_words(&cues) { joined(cues) } else { cues } }
}

fn segment(segment: &Value) -> Option<Cue> {
    let member = |names: &[&str]| names.iter().find_map(|name| segment.get(name));
    let text = |names: &[&str]| member(names).and_then(Value::as_str);
    let start = member(&["startTime", "start"]).and_then(time)?;
    cue(start, member(&["endTime", "end"]).and_then(time), text(&["speaker"]), text(&["body", "text"])?)
}

fn time(value: &Value) -> Option<Duration> {
    match value {
        Value::Number(seconds) => durations::seconds(seconds.as_f64()?),
        Value::String(text) => durations::read(text),
        _ => None,
    }
}

fn is_single_words(cues: &[Cue]) -> bool {
    let words: usize = cues.iter().map(|cue| cue.text.split(' ').count()).sum();
    words < cues.len() * 2
}

fn joined(cues: Vec<Cue>) -> Vec<Cue> {
    let mut paragraphs: Vec<Cue> = Vec::new();
    for cue in cues {
        match paragraphs.last_mut().filter(|last| last.speaker == cue.speaker && !is_full(&last.text)) {
            Some(last) => {
                if !cue.text.starts_with(['.', ',', '!', '?', ';', ':']) {
                    last.text.push(' ');
                }
                last.text.push_str(&cue.text);
                last.end = cue.end;
            }
            None => paragraphs.push(cue),
        }
    }
    paragraphs
}

fn is_full(text: &str) -> bool {
    text.len() >= 2 * PARAGRAPH || (text.len() >= PARAGRAPH && text.ends_with(['.', '!', '?', '…']))
}
