//! A schema is brought up to date whole or not at all, after a copy was put aside.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
};

use friday_store::Store;
use sqlx::{Connection as _, Executor as _, SqliteConnection, sqlite::SqliteConnectOptions};

/// Tells this test, started as a process of its own, to be the one that is killed; holds the library's path.
const VICTIM: &str = "FRIDAY_STORE_VICTIM";

const SECOND: &str = include_str!("../migrations/0002_rules_and_trash.sql");

/// A library as the first version of the schema left it, with a podcast in it.
async fn old_library(path: &Path) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("0001_library.sql"), include_str!("../migrations/0001_library.sql"))
        .unwrap();
    let mut connection = connect(path).await;
    sqlx::migrate::Migrator::new(folder.path()).await.unwrap().run(&mut connection).await.unwrap();
    connection
        .execute("INSERT INTO podcasts (feed_url, title) VALUES ('https://host.example/', 'Low Tide')")
        .await
        .unwrap();
    connection.close().await.unwrap();
}

async fn connect(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn titles(path: &Path) -> Vec<String> {
    sqlx::query_scalar("SELECT title FROM podcasts").fetch_all(&mut connect(path).await).await.unwrap()
}

/// Does what a migration does, and is killed before it can commit.
async fn migrate_half(path: &Path) {
    let mut connection = connect(path).await;
    connection.execute("PRAGMA cache_size = 1").await.unwrap();
    connection.execute("BEGIN IMMEDIATE").await.unwrap();
    connection.execute(SECOND).await.unwrap();
    connection.execute("UPDATE podcasts SET title = 'half'").await.unwrap();
    let mut out = std::io::stdout();
    writeln!(out, "half way").unwrap();
    out.flush().unwrap();
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn a_migration_that_was_killed_half_way_is_done_again_whole() {
    if let Some(path) = std::env::var_os(VICTIM) {
        return migrate_half(Path::new(&path)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("friday.db");
    old_library(&path).await;
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["a_migration_that_was_killed_half_way_is_done_again_whole", "--exact", "--nocapture"])
        .env(VICTIM, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let told = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(told.map_while(Result::ok).any(|line| line.contains("half way")));
    child.kill().unwrap();
    child.wait().unwrap();

    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    store.close().await;
    assert_eq!(titles(&path).await, ["Low Tide"]);
    let copy = folder.path().join("friday.before-migration-1.db");
    assert_eq!(titles(&copy).await, ["Low Tide"], "a copy from before is there");
}

#[tokio::test]
async fn a_library_that_is_up_to_date_is_not_copied() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("friday.db");
    for _ in 0..2 {
        Store::open(&path).await.unwrap().close().await;
    }
    let names = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
    assert!(!names.map(|name| name.into_string().unwrap()).any(|name| name.contains("before")));
}
