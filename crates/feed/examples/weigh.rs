//! How fast feeds are read, and how much memory it takes at most, of one file or of all in a folder:
//!
//! ```text
//! cargo run --release -p friday-feed --example weigh -- PATH [TIMES]
//! ```

#![allow(clippy::print_stdout)]

use std::{
    env,
    error::Error,
    fs, io,
    path::{Path, PathBuf},
};

use url::Url;

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("which file or folder?")?;
    let times: usize = env::args().nth(2).map_or(Ok(1), |times| times.parse())?;
    let base = Url::parse("https://media.example.invalid/feed.xml")?;
    let files = feeds(Path::new(&path))?;
    let before = peak().unwrap_or_default();
    for _ in 0..times {
        let (mut bytes, mut episodes, mut problems, mut milliseconds) = (0, 0, 0, 0.0);
        for file in &files {
            let feed = fs::read(file)?;
            let begun = cpu_milliseconds().ok_or("the system does not say what time was used")?;
            let read = friday_feed::read(&feed, &base, None);
            milliseconds += cpu_milliseconds().unwrap_or(begun) - begun;
            bytes += feed.len();
            match read {
                Ok(document) => {
                    episodes += document.episodes.len();
                    problems += document.problems.len();
                }
                Err(reason) => println!("{}: {reason}", file.display()),
            }
        }
        let rate = bytes as f64 / 1000.0 / milliseconds;
        println!(
            "{bytes} bytes: {episodes} episodes, {problems} problems; {milliseconds:.0} ms of CPU, {rate:.0} MB a second"
        );
    }
    println!("peak {} kB, of which {before} kB before reading", peak().unwrap_or_default());
    Ok(())
}

/// The file, or what is XML or JSON in the folder.
fn feeds(path: &Path) -> io::Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let all =
        fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    let is_feed =
        |file: &PathBuf| file.extension().is_some_and(|extension| extension == "xml" || extension == "json");
    Ok(all.into_iter().filter(is_feed).collect())
}

/// The time that a processor has worked for this process (Linux).
fn cpu_milliseconds() -> Option<f64> {
    let spent = fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(spent.split_whitespace().next()?.parse::<f64>().ok()? / 1e6)
}

/// The most memory that this process has had, in kB (Linux).
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
