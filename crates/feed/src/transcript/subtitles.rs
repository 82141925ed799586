//! WebVTT and SRT: lines with an arrow between two times, and the words below them.

use std::time::Duration;

use friday_model::{Cue, Transcript};

use super::{cue, speaker};
use crate::{durations, tags, text};

pub(super) fn read(document: &str) -> Transcript {
    let is_vtt = document.starts_with("WEBVTT");
    let mut transcript =
        Transcript { language: language(document).filter(|_| is_vtt), timed: true, cues: Vec::new() };
    let mut lines = document.lines().peekable();
    let mut words = String::new();
    while let Some(line) = lines.next() {
        let Some((start, end)) = times(line) else {
            // What is no cue (a note, a style, a number) ends at the next empty line, and is not read.
            continue;
        };
        words.clear();
        while let Some(line) = lines.next_if(|line| !line.trim().is_empty() && times(line).is_none()) {
            words.push_str(line);
            words.push('\n');
        }
        // Where the empty line between two cues is missing, the number of the next one stands at the end.
        if lines.peek().is_some_and(|line| times(line).is_some()) {
            drop_number(&mut words);
        }
        if is_vtt {
            voices(&mut transcript.cues, start, end, &words);
        } else {
            let plain = without_tags(&words);
            let (name, said) = speaker(plain.trim_start());
            transcript.cues.extend(cue(start, end, name, said));
        }
    }
    transcript
}

/// The two times of a line such as `00:01.000 --> 00:02,500 align:left`; the second only if it can be read.
pub(super) fn times(line: &str) -> Option<(Duration, Option<Duration>)> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next();
    Some((time(start)?, end.and_then(time)))
}

fn time(text: &str) -> Option<Duration> {
    let text = text.trim();
    (text.contains(':')).then(|| durations::read(&text.replace(',', ".")))?
}

/// `Language: en`, in the lines below the first one.
fn language(document: &str) -> Option<String> {
    let head = document.lines().skip(1).take_while(|line| !line.trim().is_empty());
    let found =
        head.filter_map(|line| line.split_once(':')).find(|(name, _)| name.eq_ignore_ascii_case("language"));
    found.map(|(_, language)| text::cut(language.trim().to_owned(), 64))
}

fn drop_number(words: &mut String) {
    let body = words.trim_end();
    let last = body.rfind('\n').map_or(0, |end| end + 1);
    if !body[last..].is_empty() && body[last..].trim().bytes().all(|byte| byte.is_ascii_digit()) {
        words.truncate(last);
    }
}

/// One cue for each voice that speaks in it (`<v Ann>`; WebVTT, section 6.4).
fn voices(cues: &mut Vec<Cue>, start: Duration, end: Option<Duration>, words: &str) {
    let mut rest = words;
    let mut voice: Option<String> = None;
    loop {
        let next = rest
            .match_indices("<v")
            .map(|(at, _)| at)
            .find(|at| rest[at + 2..].starts_with(['.', ' ', '\t', '\n']));
        let said = without_tags(&rest[..next.unwrap_or(rest.len())]);
        let (name, said) = match &voice {
            Some(voice) => (Some(voice.as_str()), said.as_str()),
            None => speaker(said.trim_start()),
        };
        cues.extend(cue(start, end, name, said));
        let Some(tag) = next.map(|at| &rest[at + 1..]) else { return };
        let close = tag.find('>').unwrap_or(tag.len());
        voice = Some(annotation(&tag[..close]));
        rest = tag.get(close + 1..).unwrap_or_default();
    }
}

/// The name in `v.loud Ann Moss`. Attributes have no place there, but some write them.
fn annotation(tag: &str) -> String {
    let name = tag.split_once(char::is_whitespace).map_or("", |(_, name)| name);
    let name: Vec<&str> = name.split_whitespace().take_while(|word| !word.contains('=')).collect();
    text::unescape(&name.join(" ")).into_owned()
}

/// The words alone: no markup, no times for singing along, no `{\an8}` for the place on the screen.
fn without_tags(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    // Where the last of each ends: what is opened later is never closed, and need not be looked for.
    let (last_angle, last_curly) = (words.rfind('>').unwrap_or(0), words.rfind('}').unwrap_or(0));
    while let Some(at) = rest.find(['<', '{']) {
        plain.push_str(&rest[..at]);
        let inside = &rest[at + 1..];
        let position = words.len() - inside.len();
        let close = if rest[at..].starts_with('<') {
            let inside = inside.strip_prefix('/').unwrap_or(inside);
            let is_tag = !tags::name(inside).is_empty() || inside.starts_with(|c: char| c.is_ascii_digit());
            (is_tag && position <= last_angle).then_some('>')
        } else {
            (inside.starts_with('\\') && position <= last_curly).then_some('}')
        };
        if let Some(end) = close.and_then(|close| inside.find(close)) {
            rest = &inside[end + 1..];
        } else {
            plain.push_str(&rest[at..=at]);
            rest = inside;
        }
    }
    plain.push_str(rest);
    text::unescape(&plain).into_owned()
}
