//! A process that runs jobs is killed again and again; nothing is lost, and nothing runs twice at once.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "this is a test, and a program of its own")]

use std::{
    collections::{HashMap, HashSet},
    fs::OpenOptions,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use friday_queue::{Failure, Job, Queue, Run, Runner, RunnerLock, async_trait};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use serde::{Deserialize, Serialize};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};
use tokio_util::sync::CancellationToken;

const JOBS: u32 = 600;
const KILLS: u32 = 20;

/// Tells this test, started as a process of its own, to be the one that is killed; holds the folder to work in.
const VICTIM: &str = "FRIDAY_QUEUE_VICTIM";

#[tokio::test]
async fn jobs_survive_a_process_that_is_killed_at_any_moment() {
    if let Some(folder) = std::env::var_os(VICTIM) {
        return run_until_killed(Path::new(&folder)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("record");
    let pool = pool(folder.path()).await;
    push_jobs(&pool).await;
    let mut random = StdRng::seed_from_u64(20);
    let mut ended_before = HashSet::new();
    for _ in 0..KILLS {
        let mut child = start(folder.path());
        tokio::time::sleep(Duration::from_millis(random.random_range(0..25))).await;
        child.kill().unwrap();
        child.wait().unwrap();
        take_back_what_was_set_aside(&pool).await;
        check(&record, &mut ended_before);
    }
    let mut child = start(folder.path());
    let empty = async {
        while left(&pool).await > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), empty).await.expect("all jobs are done within a minute");
    child.kill().unwrap();
    child.wait().unwrap();
    check(&record, &mut ended_before);
    assert_eq!(ended_before.len() as u32, JOBS, "no job is lost");
    let intact: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&pool).await.unwrap();
    assert_eq!(intact, "ok");
}

/// Every job that has been begun twice was begun by another process each time, and at its first attempt.
fn check(record: &Path, ended: &mut HashSet<u32>) {
    let text = std::fs::read_to_string(record).unwrap_or_default();
    let mut begun: HashMap<(u32, u32), u32> = HashMap::new();
    // A line that the kill cut off is not counted.
    for line in text.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [word, number, attempt, process] = words[..] else { continue };
        assert_eq!(attempt, "1", "a death spends no attempt: {line}");
        let (number, process) = (number.parse().unwrap(), process.parse().unwrap());
        if word == "begin" {
            *begun.entry((number, process)).or_default() += 1;
        } else {
            ended.insert(number);
        }
    }
    for ((number, process), times) in begun {
        assert_eq!(times, 1, "process {process} began job {number} once");
    }
}

async fn pool(folder: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(folder.join("test.db")).create_if_missing(true);
    let options = options.journal_mode(SqliteJournalMode::Wal);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    friday_queue::migrate(&pool).await.unwrap();
    pool
}

async fn push_jobs(pool: &SqlitePool) {
    sqlx::query(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO jobs (kind, queue, payload, unique_key, priority, position, state, max_attempts,
                           created, run_at, scheduled)
         SELECT 'count', 'counting', json_object('number', i), i, 0, i, 'waiting', 8, 0, 0, 0 FROM n",
    )
    .bind(JOBS)
    .execute(pool)
    .await
    .unwrap();
}

/// The first jobs may run at three deaths in a row; here nobody minds.
async fn take_back_what_was_set_aside(pool: &SqlitePool) {
    sqlx::query("UPDATE jobs SET deaths = 0").execute(pool).await.unwrap();
    let failed: i64 = sqlx::query_scalar("SELECT count(*) FROM failed_jobs").fetch_one(pool).await.unwrap();
    assert_eq!(failed, 0);
}

async fn left(pool: &SqlitePool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM jobs").fetch_one(pool).await.unwrap()
}

/// Starts this test as a process of its own, and waits until it runs jobs.
fn start(folder: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "jobs_survive_a_process_that_is_killed_at_any_moment", "--nocapture"])
        .env(VICTIM, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    assert!(said.lines().any(|line| line.unwrap().contains("ready")), "it comes to run jobs");
    child
}

async fn run_until_killed(folder: &Path) {
    let lock = RunnerLock::try_take(&folder.join("lock")).unwrap().expect("the one before is dead");
    let pool = pool(folder).await;
    let queue = Queue::database(pool.clone(), pool, Arc::new(|| 1_700_000_000_000));
    queue.recover(&lock).await.unwrap();
    println!("ready");
    let runner = Runner::builder(&queue, folder.join("record")).register::<Count>().build();
    runner.run(CancellationToken::new()).await.unwrap();
}

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
