//! A backup holds all that the library holds, and putting it back loses nothing of what was there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

use std::path::{Path, PathBuf};

use friday_model::PublishedPodcast;
use friday_store::{Store, StoreError};
use tempfile::TempDir;

struct Shelf {
    folder: TempDir,
}

impl Shelf {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn open(&self) -> Store {
        Store::open(&self.file("friday.db")).await.unwrap()
    }

    async fn subscribe(&self, store: &Store, title: &str) {
        let mut write = store.write().await.unwrap();
        let feed = format!("https://host.example/{title}").parse().unwrap();
        write
            .add_podcast(&feed, &PublishedPodcast { title: title.to_owned(), ..PublishedPodcast::default() })
            .await
            .unwrap();
        write.commit().await.unwrap();
    }

    /// The titles in the database of this name.
    async fn titles(&self, name: &str) -> Vec<String> {
        let store = Store::open(&self.file(name)).await.unwrap();
        let titles =
            sqlx::query_scalar("SELECT title FROM podcasts ORDER BY title").fetch_all(&store.pools().1).await;
        store.close().await;
        titles.unwrap()
    }
}

/// What a failing disk does to the last tenth of a file.
fn damage(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let end = bytes.len() * 9 / 10;
    bytes[end..].fill(0xa5);
    std::fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn a_backup_brings_back_what_there_was_and_keeps_what_came_after() {
    let shelf = Shelf::new();
    let store = shelf.open().await;
    shelf.subscribe(&store, "before").await;
    store.back_up(&shelf.file("copy.db.gz")).await.unwrap();
    shelf.subscribe(&store, "after").await;
    store.close().await;
    Store::restore(&shelf.file("friday.db"), &shelf.file("copy.db.gz"), &shelf.file("aside.db"))
        .await
        .unwrap();
    assert_eq!(shelf.titles("friday.db").await, ["before"]);
    assert_eq!(shelf.titles("aside.db").await, ["after", "before"]);
}

#[tokio::test]
async fn a_backup_is_made_while_somebody_writes() {
    let shelf = Shelf::new();
    let store = shelf.open().await;
    shelf.subscribe(&store, "settled").await;
    let writing = store.write().await.unwrap();
    store.back_up(&shelf.file("copy.db.gz")).await.unwrap();
    drop(writing);
    store.close().await;
    Store::restore(&shelf.file("other.db"), &shelf.file("copy.db.gz"), &shelf.file("aside.db"))
        .await
        .unwrap();
    assert_eq!(shelf.titles("other.db").await, ["settled"]);
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_the_library_stays() {
    let shelf = Shelf::new();
    let store = shelf.open().await;
    shelf.subscribe(&store, "here").await;
    store.back_up(&shelf.file("copy.db.gz")).await.unwrap();
    store.close().await;
    damage(&shelf.file("copy.db.gz"));
    let refused =
        Store::restore(&shelf.file("friday.db"), &shelf.file("copy.db.gz"), &shelf.file("aside.db")).await;
    assert!(matches!(refused, Err(StoreError::Damaged(_))), "{refused:?}");
    assert_eq!(shelf.titles("friday.db").await, ["here"]);
}

#[tokio::test]
async fn a_damaged_library_is_no_backup() {
    let shelf = Shelf::new();
    let store = shelf.open().await;
    for title in 0..200 {
        shelf.subscribe(&store, &format!("{title:0>400}")).await;
    }
    store.close().await;
    damage(&shelf.file("friday.db"));
    let store = shelf.open().await;
    let refused = store.back_up(&shelf.file("copy.db.gz")).await;
    assert!(matches!(refused, Err(StoreError::Damaged(_))), "{refused:?}");
    assert!(!shelf.file("copy.db.gz").exists());
}
