//! Transcripts: WebVTT, SRT, JSON, and text. Whatever they hold, plain text comes out.

mod json;
mod paragraphs;
mod subtitles;

use std::time::Duration;

use friday_model::{Cue, Transcript};

use crate::{
    charset,
    limits::{MAX_CUE_BYTES, MAX_CUES, MAX_TITLE_BYTES, MAX_TRANSCRIPT_BYTES},
    plain::plain_text,
    tags, text,
};

/// What was understood of a transcript, and what was odd about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadTranscript {
    /// Without cues if the document is no transcript.
    pub transcript: Transcript,
    /// English sentences.
    pub problems: Vec<String>,
}

/// Reads a transcript: WebVTT (W3C), SRT, JSON
/// (<https://podcasting2.org/docs/podcast-namespace/transcripts>), HTML or plain text.
///
/// What it is shows in the document itself; `content_type` is the HTTP header, for the charset and where nothing else
/// tells. Of HTML and of styled cues only the text is left.
pub fn read_transcript(bytes: &[u8], content_type: Option<&str>) -> ReadTranscript {
    let mut problems = Vec::new();
    if bytes.len() > MAX_TRANSCRIPT_BYTES {
        problems.push("The transcript is longer than 5 MB and was cut.".to_owned());
    }
    let text = charset::decode(&bytes[..bytes.len().min(MAX_TRANSCRIPT_BYTES)], content_type);
    let text = text.trim();
    let mut transcript = match kind(text, content_type.unwrap_or_default()) {
        Kind::Subtitles => subtitles::read(text),
        Kind::Json => json::read(text),
        Kind::Html => paragraphs::read(&plain_text(text)),
        Kind::Text => paragraphs::read(text),
        Kind::Nothing => Transcript::default(),
    };
    let announced = transcript.cues.len();
    transcript.cues = tidy(transcript.cues);
    if announced > MAX_CUES {
        problems.push(format!("Of {announced} cues the first {MAX_CUES} were read."));
    }
    if transcript.cues.is_empty() {
        problems.push("This is no transcript: there are no words in it.".to_owned());
    }
    ReadTranscript { transcript, problems }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// WebVTT, or SRT: their differences do not matter here.
    Subtitles,
    Json,
    Html,
    Text,
    Nothing,
}

fn kind(text: &str, content_type: &str) -> Kind {
    let content_type = content_type.to_ascii_lowercase();
    if text.is_empty() {
        Kind::Nothing
    } else if text.starts_with(['{', '[']) && serde_json::from_str::<serde_json::Value>(text).is_ok() {
        Kind::Json
    } else if text.starts_with("WEBVTT") || text.lines().any(|line| subtitles::times(line).is_some()) {
        Kind::Subtitles
    } else if text.starts_with('{') || content_type.contains("json") {
        Kind::Nothing
    } else if content_type.contains("html")
        || !tags::name(text.strip_prefix(['<']).unwrap_or_default()).is_empty()
        || text.starts_with("<!")
    {
        Kind::Html
    } else {
        Kind::Text
    }
}

/// In the order of time, without empty ones, each of a length that somebody reads.
fn tidy(mut cues: Vec<Cue>) -> Vec<Cue> {
    cues.truncate(MAX_CUES);
    cues.retain(|cue| !cue.text.is_empty());
    cues.sort_by_key(|cue| cue.start);
    for cue in &mut cues {
        cue.end = cue.end.filter(|end| *end >= cue.start);
        cue.text = text::cut(std::mem::take(&mut cue.text), MAX_CUE_BYTES);
        cue.speaker = cue.speaker.take().map(|name| text::cut(name, MAX_TITLE_BYTES));
    }
    cues
}

/// A cue of these words; not if there are none.
fn cue(start: Duration, end: Option<Duration>, speaker: Option<&str>, words: &str) -> Option<Cue> {
    let text = text::one_line(words);
    let speaker = speaker.map(text::one_line).filter(|name| !name.is_empty());
    (!text.is_empty()).then_some(Cue { start, end, speaker, text })
}

/// Splits `Ann: Hello` into who speaks and what is said, where it begins like a name: one to three words with capital
/// letters, or letters of a script that has none.
fn speaker(words: &str) -> (Option<&str>, &str) {
    const LONGEST_NAME: usize = 40;
    let Some((name, rest)) = words.split_once(':') else { return (None, words) };
    let is_name = name.len() <= LONGEST_NAME
        && rest.starts_with(char::is_whitespace)
        && (1..=3).contains(&name.split(' ').count())
        && name.split(' ').all(|word| {
            word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) && !word.contains(['<', '&'])
        });
    if is_name { (Some(name), rest) } else { (None, words) }
}

#[cfg(test)]
mod tests;
