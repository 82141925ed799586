//! Lives of a process, each ended by a kill, and what is held against the host's record after each.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
    thread,
    time::Duration,
};

use friday_testing::{Asked, Audio, EpisodeMother, EpisodeOnAir, Fault, ShowMother};
use rand::{RngExt as _, rngs::StdRng};
use serde_json::json;

use crate::{
    library::{Library, sha256},
    lies,
    table::{Row, Table},
    tally::Tally,
};

/// A lot of downloads.
const DOWNLOADS: u64 = 20;

/// Each connection, so that a life ends in the middle of some and a checkpoint lies within reach of most.
const BYTES_A_SECOND: u64 = 20_000_000;

/// The longest that a process lives which works, and one that only pushes or asks.
const LIFE: Duration = Duration::from_millis(1200);
const MOMENT: Duration = Duration::from_millis(50);

pub(crate) struct Ordeal {
    library: Library,
    table: Table,
    random: StdRng,
    tally: Tally,
    files: Vec<File>,
}

/// A file that is to come to disk.
struct File {
    episode: i64,
    on_air: EpisodeOnAir,
    /// What the host does at its first requests.
    lies: Vec<Fault>,
    /// Requests that have been looked at.
    seen: usize,
    /// It is on disk, as it was sent.
    is_right: bool,
}

impl Ordeal {
    pub(crate) fn new(random: StdRng) -> Self {
        let library = Library::new();
        let table = Table::new(library.data_dir().join("friday.db"));
        Self { library, table, random, tally: Tally::new(), files: Vec::new() }
    }

    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Twenty more, under at most so many kills; what is left then comes to disk in peace.
    pub(crate) fn twenty_downloads(&mut self, kills: u64) {
        let podcast = self.announce();
        let [latest, of] = [DOWNLOADS, podcast].map(|number| number.to_string());
        let pushed = self.library.json(&["download", "--latest", &latest, "--podcast", &of]);
        assert_eq!(pushed.as_array().unwrap().len() as u64, DOWNLOADS);

        let before = self.tally.kills();
        while !self.all_are_right() && self.tally.kills() - before < kills {
            self.let_all_go_on();
            self.live(&of);
        }
        self.library.world.heal();
        for file in &mut self.files {
            file.lies.truncate(file.seen);
        }
        while !self.all_are_right() {
            self.let_all_go_on();
            let promised = self.table.downloads();
            self.library.json(&["work", "--until-idle"]);
            self.judge(&promised);
        }
        self.look_back();
    }

    /// A new show with its lies.
    fn announce(&mut self) -> u64 {
        let lot = self.files.len() as u64 / DOWNLOADS + 1;
        let mut show = ShowMother::new(format!("Lot {lot}")).no_cover();
        for number in 1..=DOWNLOADS {
            let bytes = self.random.random_range(5_000_000..50_000_000);
            let audio = Audio::mp3_of_size(bytes).seed(lot * 100 + number);
            show = show.episode(EpisodeMother::new(format!("Load {lot}.{number}")).audio(audio));
        }
        let show = self.library.world.publish(show);
        let podcast = self.library.json(&["subscribe", &show.feed_url])[0]["id"].as_u64().unwrap();
        let episodes = self.library.json(&["episodes", "--podcast", &podcast.to_string()]);
        for episode in episodes.as_array().unwrap() {
            let on_air = show.episode(episode["title"].as_str().unwrap()).clone();
            let lies = lies::draw(&mut self.random, on_air.bytes);
            let switch = self.library.world.on(&on_air.audio_path);
            switch.always(Fault::Slow { bytes_per_second: BYTES_A_SECOND });
            for lie in &lies {
                switch.once(lie.clone());
            }
            let episode = episode["id"].as_i64().unwrap();
            self.files.push(File { episode, on_air, lies, seen: 0, is_right: false });
        }
        podcast
    }

    fn all_are_right(&self) -> bool {
        self.files.iter().all(|file| file.is_right)
    }

    /// A process that works, or pushes, or refreshes, until the kill.
    fn live(&mut self, podcast: &str) {
        let (command, options, life): (_, &[_], _) = match self.random.random_range(0..10) {
            0 => ("refresh", &["--force"], MOMENT),
            1 => ("download", &["--latest", "20", "--podcast", podcast], MOMENT),
            2 => ("download", &["--latest", "20", "--podcast", podcast, "--wait"], LIFE),
            _ => ("work", &["--until-idle"], LIFE),
        };
        let promised = self.table.downloads();
        let mut process = self.library.start(&[&[command], options].concat());
        thread::sleep(self.random.random_range(Duration::ZERO..life));
        if process.has_ended() {
            self.tally.ended += 1;
        } else {
            self.tally.killed(command);
        }
        process.kill();
        self.judge(&promised);
    }

    /// Ends every wait, and takes up what has failed.
    fn let_all_go_on(&mut self) {
        for (_, code) in self.table.failed() {
            *self.tally.failed.entry(code).or_default() += 1;
        }
        self.library.json(&["retry", "--all"]);
        let waiting: Vec<_> = self.table.waiting_after_an_error().iter().map(ToString::to_string).collect();
        if !waiting.is_empty() {
            let mut arguments = vec!["retry"];
            arguments.extend(waiting.iter().map(String::as_str));
            self.library.json(&arguments);
        }
    }

    /// Holds what was asked of the host since the last time against what was `promised` before.
    fn judge(&mut self, promised: &HashMap<i64, Row>) {
        let now = self.table.downloads();
        for file in &mut self.files {
            let row = &now[&file.episode];
            assert_eq!(
                row.jobs,
                i64::from(!row.is_finished),
                "a job for what is missing, and only for that: {row:?}"
            );
            // The host has noticed the end of the process.
            let traffic = self
                .library
                .world
                .wait_until_blocking(&file.on_air.audio_path, |traffic| traffic.in_flight == 0);
            // A range that contradicts the length is let go while the whole is asked for.
            let about_length = file.lies.iter().any(lies::is_about_the_length);
            assert!(traffic.peak_in_flight <= 1 + usize::from(about_length), "at once: {traffic:#?}");
            let asked = &traffic.requests[file.seen..];
            assert!(asked.is_empty() || !file.is_right, "what is on disk is not fetched again: {asked:#?}");
            let lies = file.lies.get(file.seen..).unwrap_or_default();
            let contradicted = file.lies.iter().take(file.seen + asked.len()).any(lies::is_about_the_length);
            check_ranges(asked, promised[&file.episode].bytes, contradicted, &mut self.tally);
            for (_, lie) in asked.iter().zip(lies) {
                *self.tally.lies.entry(lies::name(lie)).or_default() += 1;
            }
            file.seen = traffic.count();
            self.tally.requests += asked.len() as u64;
            self.tally.sent += asked.iter().map(|asked| asked.sent).sum::<u64>();
            if row.is_finished && !file.is_right {
                check_file(&self.library, &file.on_air, row);
                file.is_right = true;
                self.tally.files += 1;
                self.tally.bytes += file.on_air.bytes;
            }
        }
    }

    /// At the end of a lot: every job ended well, once, and never did two of its runs overlap.
    fn look_back(&mut self) {
        let mut last_end: HashMap<i64, i64> = HashMap::new();
        let (mut done, mut downloaded) = (HashSet::new(), HashSet::new());
        let mut outcomes = BTreeMap::new();
        for attempt in self.table.attempts() {
            let before = last_end.insert(attempt.job, attempt.ended);
            assert!(before.is_none_or(|end| end <= attempt.started), "two runs at once: {attempt:?}");
            assert!(attempt.outcome != "done" || done.insert(attempt.job), "done twice: {attempt:?}");
            if attempt.outcome == "done" && attempt.bytes > 0 {
                downloaded.insert(attempt.job);
            }
            *outcomes.entry(attempt.outcome).or_default() += 1;
        }
        assert_eq!(downloaded.len(), self.files.len(), "no job is lost");
        self.tally.attempts = outcomes;
        let verified = self.library.json(&["verify"]);
        assert_eq!(verified, json!({ "ok": self.files.len(), "damaged": [], "missing": [] }));
        assert_eq!(self.library.json(&["jobs"]), json!([]));
        assert_eq!(self.library.partial_file(), None);
    }
}

/// The first request of a process asks from exactly the byte that was promised, and no later one for a byte before it,
/// unless the host itself has begun anew.
fn check_ranges(asked: &[Asked], promised: u64, contradicted: bool, tally: &mut Tally) {
    let mut safe = promised;
    for (place, request) in asked.iter().enumerate() {
        let from = request.header("range").map_or(0, first_byte);
        if place == 0 {
            assert_eq!(from, promised, "{asked:#?}");
        }
        assert!(from >= safe, "bytes before {safe} were asked for again: {asked:#?}");
        tally.resumed += u64::from(from > 0);
        let begins_anew = from > 0 && request.status == 200;
        tally.restarted += u64::from(begins_anew);
        if begins_anew || contradicted {
            safe = 0;
        }
    }
}

/// Of `bytes=100-`.
fn first_byte(range: &str) -> u64 {
    let digits = range.strip_prefix("bytes=").and_then(|range| range.strip_suffix('-'));
    digits.and_then(|digits| digits.parse().ok()).unwrap_or_else(|| panic!("not a rest: {range}"))
}

fn check_file(library: &Library, on_air: &EpisodeOnAir, row: &Row) {
    let expected = library.world.sha256(&on_air.audio_path);
    let path = library.data_dir().join("downloads").join(Path::new(row.path.as_ref().unwrap()));
    assert_eq!(sha256(&path), expected, "{}", on_air.title);
    assert_eq!(row.sha256.as_ref(), Some(&expected));
}
