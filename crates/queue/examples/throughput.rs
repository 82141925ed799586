//! How many jobs a second: pushed one by one, and run to the end, with few and with many that wait.
//!
//! `throughput [JOBS…]`; by default 1000, 10000 and 100000. The jobs do nothing; their file is in the temporary folder.

#![allow(clippy::print_stdout, reason = "it is what the program is for")]

use std::{sync::Arc, time::Duration};

use friday_queue::{Failure, Job, Limits, PushOptions, Queue, Run, Runner, async_trait};
use serde::{Deserialize, Serialize};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::time::Instant;

/// How many are pushed one by one.
const SINGLE: u32 = 1_000;

#[derive(Serialize, Deserialize)]
struct Nothing {
    number: u32,
    of: u32,
}

#[async_trait]
impl Job for Nothing {
    type Context = ();
    const NAME: &'static str = "nothing";
    const QUEUE: &'static str = "nothing";

    fn unique_key(&self) -> Option<String> {
        Some(self.number.to_string())
    }

    fn group(&self) -> Option<String> {
        (self.of > 0).then(|| format!("host{}", self.number % self.of))
    }

    async fn run(&self, (): &(), _: &Run) -> Result<(), Failure> {
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut sizes: Vec<u32> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000];
    }
    println!(
        "{:>8} {:>8} {:>9} {:>12} {:>12} {:>12}",
        "jobs", "at once", "groups", "push/s", "push all/s", "run/s"
    );
    for (at_once, groups) in [(3, 0), (3, 1), (3, 50), (32, 0)] {
        for jobs in &sizes {
            let measured = measure(*jobs, at_once, groups).await?;
            let [single, all, run] = measured.map(|rate| format!("{rate:.0}"));
            println!("{jobs:>8} {at_once:>8} {groups:>9} {single:>12} {all:>12} {run:>12}");
        }
    }
    Ok(())
}

/// Jobs a second: pushed one by one onto the waiting ones, pushed together, and run (at most 20,000 of them).
async fn measure(jobs: u32, at_once: u32, groups: u32) -> Result<[f64; 3], Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("throughput.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal);
    let pool = || SqlitePoolOptions::new().test_before_acquire(false);
    let writer: SqlitePool = pool().max_connections(1).connect_with(options.clone()).await?;
    friday_queue::migrate(&writer).await?;
    let readers = pool().max_connections(4).connect_with(options.read_only(true)).await?;
    let queue = Queue::database(writer, readers, Arc::new(|| 1_700_000_000_000));
    queue.set_limits(Limits { overall: at_once, ..Limits::default() });

    let all: Vec<_> = (0..jobs).map(|number| Nothing { number, of: groups }).collect();
    let begun = Instant::now();
    drop(queue.push_all(&all, PushOptions::default()).await?);
    let together = f64::from(jobs) / begun.elapsed().as_secs_f64();

    let begun = Instant::now();
    for number in jobs..jobs + SINGLE {
        drop(queue.push(&Nothing { number, of: groups }).await?);
    }
    let single = f64::from(SINGLE) / begun.elapsed().as_secs_f64();

    let runner = Runner::builder(&queue, ()).register::<Nothing>().build();
    let begun = Instant::now();
    let shutdown = tokio_util::sync::CancellationToken::new();
    let enough = async {
        while u64::from(jobs + SINGLE) - queue.counts(None).await?.waiting < 20_000 {
            if queue.counts(None).await?.waiting == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        shutdown.cancel();
        Ok::<_, friday_queue::Error>(())
    };
    let (tally, enough) = tokio::join!(runner.run_until_idle(shutdown.clone()), enough);
    enough?;
    let run = tally?.done as f64 / begun.elapsed().as_secs_f64();
    Ok([single, together, run])
}
