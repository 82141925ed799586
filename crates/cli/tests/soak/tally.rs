//! What has happened, in numbers.

use std::{collections::BTreeMap, fmt, time::Instant};

pub(crate) struct Tally {
    begun: Instant,
    /// By the command that was killed.
    killed: BTreeMap<&'static str, u64>,
    /// Commands that came to their end before the kill.
    pub(crate) ended: u64,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    pub(crate) sent: u64,
    pub(crate) requests: u64,
    /// Requests for the rest of a file, each from the last synced byte on.
    pub(crate) resumed: u64,
    /// Times that a file had to start over, because its host said so.
    pub(crate) restarted: u64,
    /// By what the host did.
    pub(crate) lies: BTreeMap<&'static str, u64>,
    /// Jobs that failed for good and were taken up again, by their cause.
    pub(crate) failed: BTreeMap<String, u64>,
    /// By how the run ended.
    pub(crate) attempts: BTreeMap<String, u64>,
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self {
            begun: Instant::now(),
            killed: BTreeMap::new(),
            ended: 0,
            files: 0,
            bytes: 0,
            sent: 0,
            requests: 0,
            resumed: 0,
            restarted: 0,
            lies: BTreeMap::new(),
            failed: BTreeMap::new(),
            attempts: BTreeMap::new(),
        }
    }

    pub(crate) fn kills(&self) -> u64 {
        self.killed.values().sum()
    }

    pub(crate) fn killed(&mut self, command: &'static str) {
        *self.killed.entry(command).or_default() += 1;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let megabytes = |bytes: u64| bytes / 1_000_000;
        writeln!(
            f,
            "{} kills in {} s: {}; {} commands ended before",
            self.kills(),
            self.begun.elapsed().as_secs(),
            counts(&self.killed),
            self.ended
        )?;
        writeln!(
            f,
            "{} files, {} MB, each as it was sent; {} MB were sent in {} answers",
            self.files,
            megabytes(self.bytes),
            megabytes(self.sent),
            self.requests
        )?;
        writeln!(
            f,
            "{} went on from the last synced byte, {} started over because the host said so",
            self.resumed, self.restarted
        )?;
        writeln!(f, "the host: {}", counts(&self.lies))?;
        writeln!(f, "failed and taken up again: {}", counts(&self.failed))?;
        write!(f, "attempts: {}", counts(&self.attempts))
    }
}

fn counts<T: fmt::Display>(counted: &BTreeMap<T, u64>) -> String {
    let words: Vec<_> = counted.iter().map(|(what, number)| format!("{number} {what}")).collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}
