//! How long Friday's window takes from start to first paint, and how much memory it holds, beside a bare Tauri window
//! on the same machine in the same run: in turn, medians, and their ratios. Friday is started with an empty library, and
//! with one in which ten thousand downloads wait.
//!
//! `make bench` builds both and runs this under a virtual screen.

#![allow(clippy::print_stdout, reason = "what was measured is printed")]

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, wd::Capabilities};
use friday_testing::{Broadcaster, Fault, ShowMother};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

const ROUNDS: usize = 9;
const WAITING: usize = 10_000;
/// After this long a window has settled.
const SETTLED: Duration = Duration::from_secs(3);

#[derive(Clone, Copy)]
struct Sample {
    /// Milliseconds from the start of the process.
    first_paint: f64,
    loaded: f64,
    /// Megabytes of all its processes (PSS).
    memory: f64,
}

#[tokio::main]
async fn main() {
    let release = Path::new(env!("CARGO_BIN_EXE_friday")).parent().map(Path::to_owned).unwrap_or_default();
    let bare = release.join("examples/bare");
    let friday = PathBuf::from(env!("CARGO_BIN_EXE_friday"));
    let (empty, busy) = (tempfile::tempdir(), tempfile::tempdir());
    let (empty, busy) = (empty.expect("a folder for a library"), busy.expect("a folder for another"));
    let world = Broadcaster::start().await;
    fill(&world, &release.join("fridayctl"), busy.path());
    let on =
        |data: &tempfile::TempDir| vec!["--data-dir".to_owned(), data.path().to_string_lossy().into_owned()];
    let (mut bares, mut fridays, mut busies) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bares.push(measure(&bare, &[]).await);
        fridays.push(measure(&friday, &on(&empty)).await);
        busies.push(measure(&friday, &on(&busy)).await);
    }
    println!(
        "{ROUNDS} rounds in turn, medians{:>20}{:>12}{:>8}{:>20}{:>8}",
        "bare window", "Friday", "ratio", "with 10,000 waiting", "ratio"
    );
    let line = |what: &str, of: fn(&Sample) -> f64| {
        let [bare, friday, busy] = [&bares, &fridays, &busies].map(|samples| median(samples, of));
        println!(
            "{what:<32}{bare:>12.0}{friday:>12.0}{:>8.2}{busy:>20.0}{:>8.2}",
            friday / bare,
            busy / bare
        );
    };
    line("start to first paint, ms", |sample| sample.first_paint);
    line("start to page loaded, ms", |sample| sample.loaded);
    line("memory (PSS, all processes), MB", |sample| sample.memory);
}

/// Asks for ten thousand downloads, which come so slowly that all but three of them wait.
fn fill(world: &Broadcaster, fridayctl: &Path, data: &Path) {
    let show = world.publish(ShowMother::new("Endless").episodes(WAITING));
    let run = |words: &[&str]| {
        let mut command = Command::new(fridayctl);
        let done = command.arg("--data-dir").arg(data).args(words).stdout(Stdio::null()).status();
        assert!(done.is_ok_and(|status| status.success()), "{words:?}");
    };
    run(&["subscribe", &show.feed_url]);
    run(&["download", "--latest", &WAITING.to_string()]);
    world.everywhere().always(Fault::Slow { bytes_per_second: 1000 });
}

fn median(samples: &[Sample], of: fn(&Sample) -> f64) -> f64 {
    let mut values: Vec<f64> = samples.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

async fn measure(binary: &Path, args: &[String]) -> Sample {
    let (mut driver, client) = launch(binary, args).await;
    let app = children(driver.id()).first().copied().expect("the driver has started the app");
    tokio::time::sleep(SETTLED).await;
    let started = started(app);
    let script = "const paint = performance.getEntriesByType('paint')[0];
        return [performance.timeOrigin, paint ? paint.startTime : -1, performance.timing.loadEventEnd];";
    let times = client.execute(script, Vec::new()).await.expect("the page tells its times");
    let number = |place: usize| times[place].as_f64().unwrap_or_default();
    let sample = Sample {
        first_paint: number(0) + number(1) - started,
        loaded: number(2) - started,
        memory: tree(app).into_iter().map(memory).sum(),
    };
    let _ = client.close().await;
    let _ = driver.kill();
    let _ = driver.wait();
    sample
}

#[expect(clippy::zombie_processes, reason = "whoever launches waits")]
async fn launch(binary: &Path, args: &[String]) -> (Child, Client) {
    let port = TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("a port")
        .port();
    let driver = Command::new("WebKitWebDriver")
        .arg(format!("--port={port}"))
        .envs([("TAURI_WEBVIEW_AUTOMATION", "true"), ("TAURI_AUTOMATION", "true"), ("NO_AT_BRIDGE", "1")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("WebKitWebDriver is installed (scripts/setup)");
    let options = json!({ "binary": binary, "args": args });
    let capabilities: Capabilities = [("webkitgtk:browserOptions".to_owned(), options)].into_iter().collect();
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    loop {
        if let Ok(client) = builder.connect(&format!("http://127.0.0.1:{port}")).await {
            return (driver, client);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// When a process was started, in milliseconds since 1970 (proc(5): field 22 counts ticks since boot).
fn started(process: u32) -> f64 {
    let boot = fs::read_to_string("/proc/stat").expect("proc(5)");
    let boot = boot
        .lines()
        .find_map(|line| line.strip_prefix("btime "))
        .and_then(|text| text.trim().parse::<f64>().ok());
    let ticks: f64 = field(process, 19).and_then(|text| text.parse().ok()).expect("the process runs");
    // btime is whole seconds; uptime against the clock tells the rest.
    let uptime: f64 = fs::read_to_string("/proc/uptime")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .expect("proc(5)");
    #[expect(clippy::disallowed_methods, reason = "what is measured is the time itself")]
    let now =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs_f64();
    let exact = now - uptime;
    assert!((exact - boot.unwrap_or(exact)).abs() < 2.0, "the clock was set while this ran");
    (exact + ticks / 100.0) * 1000.0
}

fn tree(process: u32) -> Vec<u32> {
    let mut all = vec![process];
    for child in children(process) {
        all.extend(tree(child));
    }
    all
}

fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter_map(|process| process.file_name().to_str()?.parse::<u32>().ok());
    numbers.filter(|process| field(*process, 1).is_some_and(|its| its == parent.to_string())).collect()
}

/// A field of /proc/PID/stat, counted from 0 after the name.
fn field(process: u32, place: usize) -> Option<String> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    text.rsplit_once(')')?.1.split_whitespace().nth(place).map(str::to_owned)
}

fn memory(process: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let pss = text
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))
        .and_then(|line| line.split_whitespace().next());
    pss.and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
