//! How fast downloads come beside curl and aria2c, where those are installed, from the broadcaster: one file of 200 MB and
//! 200 of 5 MB, in turn, with what each takes of the processor and of memory. `downloads [ROUNDS]`, 3 unless said otherwise.
//!
//! Friday does more than the others: it reads the feed, hashes, syncs, and records. Needs `fridayctl` beside it, and
//! `/proc`.

#![allow(clippy::print_stdout, reason = "it is what the program is for")]
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on should stop")]

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use friday_testing::{Audio, Broadcaster, EpisodeMother, ShowMother};

/// How often the memory of a process is looked at.
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);
/// Of `/proc`, on every Linux that there is.
const TICKS_A_SECOND: f64 = 100.0;
const AT_ONCE: &str = "4";

/// What a run took.
struct Taken {
    seconds: f64,
    processor: f64,
    peak_megabytes: u64,
}

/// Files to fetch, and the feed that announces them.
struct Case {
    name: &'static str,
    feed: String,
    urls: Vec<String>,
    bytes: u64,
}

fn main() {
    let rounds = std::env::args().nth(1).map_or(3, |text| text.parse().expect("a number"));
    let world = Broadcaster::start_blocking();
    for case in [case(&world, "one of 200 MB", 1, 200_000_000), case(&world, "200 of 5 MB", 200, 5_000_000)] {
        println!("{}", case.name);
        let tools: Vec<&str> = ["curl", "aria2c"].into_iter().filter(|tool| is_installed(tool)).collect();
        let mut taken: Vec<(&str, Vec<Taken>)> =
            tools.into_iter().chain(["friday"]).map(|tool| (tool, Vec::new())).collect();
        for _ in 0..rounds {
            for (tool, taken) in &mut taken {
                taken.push(run(tool, &case));
            }
        }
        let yardstick = median(&taken[0].1);
        for (tool, taken) in &taken {
            let peak = taken.iter().map(|taken| taken.peak_megabytes).max().unwrap_or_default();
            let processor = taken.iter().map(|taken| taken.processor).sum::<f64>() / taken.len() as f64;
            println!(
                "  {tool:7} {:5.2} × the first, {:4.2} s of processor a GB, {peak:3} MB",
                median(taken) / yardstick,
                processor * 1e9 / case.bytes as f64,
            );
        }
    }
}

fn case(world: &Broadcaster, name: &'static str, count: usize, size: u64) -> Case {
    let mut show = ShowMother::new(name);
    for number in 0..count {
        let audio = Audio::mp3_of_size(size).seed(number as u64);
        show = show.episode(EpisodeMother::new(format!("Episode {number}")).audio(audio));
    }
    let show = world.publish(show);
    let urls: Vec<String> = show.episodes.iter().map(|episode| world.url(&episode.audio_path)).collect();
    let bytes = show.episodes.iter().map(|episode| episode.audio.len()).sum();
    Case { name, feed: show.feed_url, urls, bytes }
}

fn is_installed(tool: &str) -> bool {
    Command::new(tool).arg("--version").stdout(Stdio::null()).status().is_ok()
}

fn run(tool: &str, case: &Case) -> Taken {
    let folder = tempfile::tempdir().unwrap();
    let mut commands = match tool {
        "curl" => vec![curl(case, folder.path())],
        "aria2c" => vec![aria2c(case, folder.path())],
        _ => friday(case, folder.path()),
    };
    let (begun, processor) = (Instant::now(), children_seconds());
    let mut peak_megabytes = 0;
    for command in &mut commands {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        peak_megabytes = peak_megabytes.max(watch(&mut child));
    }
    Taken {
        seconds: begun.elapsed().as_secs_f64(),
        processor: children_seconds() - processor,
        peak_megabytes,
    }
}

fn curl(case: &Case, folder: &Path) -> Command {
    list(case, folder, |number, url| format!("url = \"{url}\"\noutput = \"{number}.mp3\"\n"));
    let mut command = Command::new("curl");
    command.args(["-sS", "--parallel", "--parallel-immediate", "--parallel-max", AT_ONCE, "-K", "list"]);
    command.current_dir(folder);
    command
}

fn aria2c(case: &Case, folder: &Path) -> Command {
    list(case, folder, |number, url| format!("{url}\n out={number}.mp3\n"));
    let mut command = Command::new("aria2c");
    command.args(["-q", "-j", AT_ONCE, "-x", "1", "--file-allocation=none", "-i", "list"]);
    command.current_dir(folder);
    command
}

/// What to fetch, as a tool wants to be told it.
fn list(case: &Case, folder: &Path, line: impl Fn(usize, &String) -> String) {
    let lines: Vec<String> = case.urls.iter().enumerate().map(|(number, url)| line(number, url)).collect();
    fs::write(folder.join("list"), lines.concat()).unwrap();
}

fn friday(case: &Case, folder: &Path) -> Vec<Command> {
    let here = std::env::current_exe().unwrap();
    let fridayctl = here.parent().and_then(Path::parent).unwrap().join("fridayctl");
    let command = |words: &[&str]| {
        let mut command = Command::new(&fridayctl);
        command.arg("--data-dir").arg(folder).args(words);
        command
    };
    vec![command(&["subscribe", &case.feed]), command(&["download", "--latest", "1000", "--wait"])]
}

/// Waits for a process and returns how much memory it took at most, in MB.
fn watch(child: &mut Child) -> u64 {
    let mut peak = 0;
    loop {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or_default() / 1024);
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return peak;
        }
        std::thread::sleep(BETWEEN_LOOKS);
    }
}

/// Seconds of processor that processes took that have ended.
fn children_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let behind_the_name = stat.rsplit_once(')').unwrap().1;
    let ticks: f64 =
        behind_the_name.split_whitespace().skip(13).take(2).map(|ticks| ticks.parse::<f64>().unwrap()).sum();
    ticks / TICKS_A_SECOND
}

fn median(taken: &[Taken]) -> f64 {
    let mut seconds: Vec<f64> = taken.iter().map(|taken| taken.seconds).collect();
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
