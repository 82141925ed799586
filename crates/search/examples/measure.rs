//! Builds an index of texts and measures questions to it; `make bench` runs it.
//!
//! Without arguments the texts are made up: 260,000 episodes of words that are as common as words are. With a file they
//! are read from it, one episode a line: podcast number, title, notes, between tabs. It asserts nothing.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on has failed")]

use std::{
    collections::HashMap,
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    time::{Duration, Instant},
};

use friday_model::{EpisodeId, PodcastId, Timestamp};
use friday_search::{EpisodeText, Index, Limits};
use rand::{Rng as _, RngExt as _, SeedableRng as _, rngs::StdRng};

const EPISODES: i64 = 260_000;
const QUESTIONS: usize = 200;
const LIMITS: Limits = Limits { podcasts: 5, episodes: 20, cues: 10 };

/// A question, given something that gives words of some rank.
type Question = fn(&mut dyn FnMut(usize, usize) -> String) -> String;

struct Text {
    podcast: i64,
    title: String,
    notes: String,
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let from = std::env::args().nth(1);
    let index = Index::create(folder.path()).unwrap();
    let began = Instant::now();
    let mut writer = index.writer().unwrap();
    let mut counts = HashMap::new();
    let (mut number, mut bytes) = (0, 0);
    let mut add = |text: &Text| {
        number += 1;
        bytes += text.title.len() + text.notes.len();
        if number % 7 == 0 {
            for word in text.notes.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)) {
                *counts.entry(word.to_lowercase()).or_insert(0_u32) += 1;
            }
        }
        writer
            .add_episode(&EpisodeText {
                episode: EpisodeId(number),
                podcast: PodcastId(text.podcast),
                mark: number,
                date: Timestamp(number),
                title: &text.title,
                show: "",
                notes: &text.notes,
                cues: &[],
            })
            .unwrap();
    };
    match &from {
        Some(file) => read(Path::new(file), &mut add),
        None => invent(&mut add),
    }
    writer.commit(1).unwrap();
    writer.finish().unwrap();
    index.reload().unwrap();
    println!(
        "{number} episodes, {} MB of text: {:.1} s, {} MB on disk, {} MB of memory at most",
        bytes / 1_000_000,
        began.elapsed().as_secs_f64(),
        size(folder.path()) / 1_000_000,
        most_memory(),
    );
    ask(&index, &ranked(counts));
}

/// Questions as people type them: words of different frequency, and beginnings of words.
fn ask(index: &Index, words: &[String]) {
    let mut dice = StdRng::seed_from_u64(4242);
    let word = |dice: &mut StdRng, from: usize, to: usize| {
        words[dice.random_range(from..to.min(words.len())).min(words.len() - 1)].clone()
    };
    let kinds: [(&str, Question); 9] = [
        ("one common word", |word| word(20, 400) + " "),
        ("one rare word", |word| word(3000, 20_000) + " "),
        ("two words", |word| format!("{} {} ", word(100, 3000), word(100, 3000))),
        ("three words", |word| format!("{} {} {} ", word(50, 1500), word(50, 1500), word(50, 1500))),
        ("one letter", |word| first(&word(300, 8000), 1)),
        ("two letters", |word| first(&word(300, 8000), 2)),
        ("three letters", |word| first(&word(300, 8000), 3)),
        ("word and three letters", |word| format!("{} {}", word(200, 3000), first(&word(200, 3000), 3))),
        ("a letter wrong", |word| mistyped(&word(300, 8000)) + " "),
    ];
    for (name, question) in kinds {
        let (mut took, mut computed, mut hits) = (Vec::new(), Vec::new(), 0);
        for _ in 0..QUESTIONS {
            let typed = question(&mut |from, to| word(&mut dice, from, to));
            let (began, used) = (Instant::now(), processor_time());
            let found = index.find(&typed, LIMITS).unwrap();
            took.push(began.elapsed());
            computed.push(processor_time().saturating_sub(used));
            hits += found.episodes.len();
        }
        let (half, most) = figures(took);
        let (half_computed, most_computed) = figures(computed);
        println!(
            "{name:24} p50 {half:6.2} ms  p95 {most:6.2} ms   (computing {half_computed:6.2} and {most_computed:6.2})   {hits} hits"
        );
    }
}

/// The median and the 95th percentile, in milliseconds.
fn figures(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort();
    let ms = |place: usize| times[place].as_secs_f64() * 1e3;
    (ms(times.len() / 2), ms(times.len() * 95 / 100))
}

/// What this thread has used of a processor, where the system tells: what it takes when nothing else runs.
fn processor_time() -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split_whitespace().next().and_then(|ns| ns.parse().ok()).unwrap_or(0))
}

fn first(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}

fn mistyped(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    letters[middle] = if letters[middle] == 'x' { 'q' } else { 'x' };
    letters.into_iter().collect()
}

fn ranked(counts: HashMap<String, u32>) -> Vec<String> {
    let mut words: Vec<(String, u32)> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.into_iter().map(|(word, _)| word).collect()
}

fn read(file: &Path, add: &mut impl FnMut(&Text)) {
    for line in BufReader::new(fs::File::open(file).unwrap()).lines() {
        let line = line.unwrap();
        let mut parts = line.splitn(3, '\t');
        let mut part = || parts.next().unwrap_or_default().to_owned();
        add(&Text { podcast: part().parse().unwrap(), title: part(), notes: part() });
    }
}

/// Words of two to five syllables, the nth as frequent as one nth.
fn invent(add: &mut impl FnMut(&Text)) {
    let mut dice = StdRng::seed_from_u64(260_000);
    let syllables: Vec<String> =
        "bdfgklmnprstvz".chars().flat_map(|a| "aeiou".chars().map(move |b| format!("{a}{b}"))).collect();
    let words: Vec<String> = (0..60_000)
        .map(|_| {
            let count = dice.random_range(2..=5);
            (0..count).map(|_| syllables[dice.random_range(0..syllables.len())].as_str()).collect()
        })
        .collect();
    let mut sentence = |least: usize, most: usize| {
        let count = dice.random_range(least..=most);
        let mut text = String::new();
        for _ in 0..count {
            let share = f64::from(dice.next_u32()) / f64::from(u32::MAX);
            let place = (words.len() as f64).powf(share) as usize;
            text.push_str(&words[place.min(words.len() - 1)]);
            text.push(' ');
        }
        text
    };
    for number in 0..EPISODES {
        add(&Text { podcast: number / 260, title: sentence(3, 9), notes: sentence(40, 400) });
    }
}

fn size(folder: &Path) -> u64 {
    fs::read_dir(folder).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

/// Megabytes, where the system tells.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1000
}
