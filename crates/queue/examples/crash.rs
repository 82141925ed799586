//! Runs jobs until it is killed: the crash test starts it again and again.
//!
//! `crash DATABASE RECORD`: each job adds a line to the record before and after its work. At start, once it holds the
//! lock and has recovered, it says `ready` on standard output.

use std::{
    fs::OpenOptions,
    io::Write as _,
    path::PathBuf,
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use friday_queue::{Failure, Job, Queue, Run, Runner, RunnerLock, async_trait};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use tokio_util::sync::CancellationToken;

/// Writes its number down, works for a few milliseconds, and writes it down again.
#[derive(Serialize, Deserialize)]
struct Count {
    number: u32,
}

#[async_trait]
impl Job for Count {
    type Context = PathBuf;
    const NAME: &'static str = "count";
    const QUEUE: &'static str = "counting";

    fn unique_key(&self) -> Option<String> {
        Some(self.number.to_string())
    }

    async fn run(&self, record: &PathBuf, run: &Run) -> Result<(), Failure> {
        let write = |word: &str| {
            let line = format!("{word} {} {} {}\n", self.number, run.attempt(), std::process::id());
            let file = OpenOptions::new().append(true).create(true).open(record);
            file.and_then(|mut file| file.write_all(line.as_bytes()))
                .map_err(|error| Failure::fatal("record", error.to_string()))
        };
        write("begin")?;
        tokio::time::sleep(Duration::from_millis(u64::from(self.number % 7))).await;
        write("end")
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(database), Some(record)) = (arguments.next(), arguments.next()) else {
        return Err("usage: crash DATABASE RECORD".into());
    };
    let Some(lock) = RunnerLock::try_take(&database.with_extension("lock"))? else {
        return Err("another process runs the jobs".into());
    };
    let options = SqliteConnectOptions::new()
        .filename(&database)
        .journal_mode(SqliteJournalMode::Wal)
        .create_if_missing(true);
    let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    let readers = SqlitePoolOptions::new().max_connections(2).connect_with(options.read_only(true)).await?;
    friday_queue::migrate(&writer).await?;
    let queue = Queue::database(writer, readers, Arc::new(system_time));
    queue.recover(&lock).await?;
    #[allow(clippy::print_stdout, reason = "the test waits for it")]
    {
        println!("ready");
    }
    Runner::builder(&queue, record).register::<Count>().build().run(CancellationToken::new()).await?;
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "a program needs a clock")]
fn system_time() -> i64 {
    std::time::SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as i64)
}
