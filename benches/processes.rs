//! What the kernel knows of a process and of those that it started (proc(5)).

use std::fs;

/// When a process was started, in milliseconds since 1970 (proc(5): field 22 counts ticks since boot).
#[allow(dead_code, reason = "not all that is measured is a start")]
pub(crate) fn started(process: u32) -> f64 {
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

/// A process and all that it started.
pub(crate) fn tree(process: u32) -> Vec<u32> {
    let mut all = vec![process];
    for child in children(process) {
        all.extend(tree(child));
    }
    all
}

pub(crate) fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter_map(|process| process.file_name().to_str()?.parse::<u32>().ok());
    numbers.filter(|process| field(*process, 1).is_some_and(|its| its == parent.to_string())).collect()
}

/// Whether a process is there and has not ended (proc(5): Z is one whose end nobody has asked for yet).
#[allow(dead_code, reason = "not all that is measured ends")]
pub(crate) fn runs(process: u32) -> bool {
    field(process, 0).is_some_and(|state| state != "Z")
}

/// A field of /proc/PID/stat, counted from 0 after the name.
fn field(process: u32, place: usize) -> Option<String> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    text.rsplit_once(')')?.1.split_whitespace().nth(place).map(str::to_owned)
}

/// Megabytes that a process holds, shared ones by its share (PSS).
pub(crate) fn memory(process: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let pss = text
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))
        .and_then(|line| line.split_whitespace().next());
    pss.and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
