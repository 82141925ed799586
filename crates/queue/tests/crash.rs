//! A process that runs jobs is killed again and again; nothing is lost, and nothing runs twice at once.

use std::{
    collections::{HashMap, HashSet},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

const JOBS: u32 = 600;
const KILLS: u32 = 20;

#[tokio::test]
async fn jobs_survive_a_process_that_is_killed_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    let (database, record) = (folder.path().join("test.db"), folder.path().join("record"));
    let pool = make(&database).await;
    let mut random = StdRng::seed_from_u64(20);
    let mut ended_before = HashSet::new();
    for _ in 0..KILLS {
        let mut child = start(&database, &record);
        tokio::time::sleep(Duration::from_millis(random.random_range(0..25))).await;
        child.kill().unwrap();
        child.wait().unwrap();
        take_back_what_was_set_aside(&pool).await;
        check(&record, &mut ended_before);
    }
    let mut child = start(&database, &record);
    let empty = async {
        while left(&pool).await > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), empty).await.expect("all jobs are done within a minute");
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

async fn make(database: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(database).create_if_missing(true);
    let options = options.journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    friday_queue::migrate(&pool).await.unwrap();
    sqlx::query(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO jobs (kind, queue, payload, unique_key, priority, position, state, max_attempts,
                           created, run_at, scheduled)
         SELECT 'count', 'counting', json_object('number', i), i, 0, i, 'waiting', 8, 0, 0, 0 FROM n",
    )
    .bind(JOBS)
    .execute(&pool)
    .await
    .unwrap();
    pool
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

/// Starts the example and waits until it runs jobs.
fn start(database: &Path, record: &Path) -> Child {
    let mut child =
        Command::new(example()).arg(database).arg(record).stdout(Stdio::piped()).spawn().expect("the example is built");
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    child
}

/// Cargo builds examples for tests, beside them.
fn example() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.ancestors().nth(2).unwrap().join("examples").join(format!("crash{}", std::env::consts::EXE_SUFFIX))
}
