//! A library that is damaged or gone is never opened as an empty one, and a backup brings it back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::{path::Path, time::Duration};

use common::Library;
use friday_engine::{Engine, Error, Event, Options};
use friday_queue::RunnerLock;
use friday_testing::{FixedClock, ShowMother};
use tempfile::TempDir;

const DAY: Duration = Duration::from_hours(24);

/// A folder with a library of one podcast, closed, of which there is a backup.
struct Shelf {
    folder: TempDir,
}

impl Shelf {
    async fn new() -> Self {
        let library = Library::open().await;
        subscribe(&library, "Low Tide").await;
        library.back_up().await.unwrap();
        let shelf = Self { folder: tempfile::tempdir().unwrap() };
        library.close().await;
        copy(library.data_dir(), shelf.folder.path());
        shelf
    }

    fn options(&self) -> Options {
        Options::at(self.folder.path().to_owned())
    }

    async fn refused(&self) -> Error {
        match Engine::open(self.options()).await {
            Ok(_) => panic!("it was opened"),
            Err(error) => error,
        }
    }

    async fn titles(&self) -> Vec<String> {
        titles(&Engine::open(self.options()).await.unwrap()).await
    }

    fn set_aside(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("friday.aside")).collect()
    }
}

/// The database and its backups.
fn copy(from: &Path, to: &Path) {
    std::fs::copy(from.join("friday.db"), to.join("friday.db")).unwrap();
    std::fs::create_dir(to.join("backups")).unwrap();
    for file in std::fs::read_dir(from.join("backups")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join("backups").join(file.file_name())).unwrap();
    }
}

async fn subscribe(library: &Library, title: &str) {
    let show = library.world.publish(ShowMother::new(title).episodes(60));
    library.subscribe(&show.feed_url).await.unwrap();
}

async fn titles(engine: &Engine) -> Vec<String> {
    engine.podcasts().await.unwrap().into_iter().map(|podcast| podcast.podcast.title).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_every_three_days_and_five_are_kept() {
    let clock = FixedClock::new();
    let library = Library::open_with(|options| options.clock = std::sync::Arc::new(clock.clone())).await;
    let mut made = 0;
    for _ in 0..30 {
        made += u32::from(library.back_up_if_due().await.unwrap().is_some());
        clock.advance(DAY);
    }
    assert_eq!(made, 10);
    let kept = library.backups().unwrap();
    assert_eq!(kept.len(), 5);
    assert!(kept.is_sorted_by(|newer, older| newer.made > older.made));
    assert_eq!(kept[0].made.0, clock.now() - 3 * DAY.as_millis() as i64);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_is_not_what_it_was_is_refused_and_a_backup_brings_it_back() {
    type Harm = fn(&Path);
    let cases: [(&str, &str, Harm); 4] = [
        ("no database", "database_damaged", |file| std::fs::write(file, "words ".repeat(999)).unwrap()),
        ("zero bytes", "database_damaged", |file| std::fs::write(file, "").unwrap()),
        ("gone", "database_gone", |file| std::fs::remove_file(file).unwrap()),
        ("found damaged before", "database_damaged", |file| {
            std::fs::write(file.with_extension("damaged"), "page 7").unwrap();
        }),
    ];
    for (what, code, harm) in cases {
        let shelf = Shelf::new().await;
        harm(&shelf.folder.path().join("friday.db"));
        assert_eq!(shelf.refused().await.code(), code, "{what}");
        assert_eq!(shelf.refused().await.code(), code, "{what}: also the second time");
        let backup = &friday_engine::backups(&shelf.options()).unwrap()[0];
        friday_engine::restore(&shelf.options(), backup.made).await.unwrap();
        assert_eq!(shelf.titles().await, ["Low Tide"], "{what}");
        assert_eq!(shelf.set_aside().len(), usize::from(what != "gone"), "{what}: it is kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_listener_may_begin_with_an_empty_library_instead() {
    let shelf = Shelf::new().await;
    std::fs::write(shelf.folder.path().join("friday.db"), "").unwrap();
    friday_engine::begin_anew(&shelf.options()).await.unwrap();
    assert_eq!(shelf.titles().await, [""; 0]);
    assert_eq!(shelf.set_aside().len(), 1);
    assert_eq!(friday_engine::backups(&shelf.options()).unwrap().len(), 1, "the backups stay");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_needs_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(Options::at(folder.path().to_owned())).await.unwrap();
    assert_eq!(titles(&engine).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_restored_under_a_library_that_is_open() {
    let library = Library::open().await;
    subscribe(&library, "Low Tide").await;
    let backup = library.back_up().await.unwrap();
    let options = Options::at(library.data_dir().to_owned());
    // What the process holds that runs the jobs.
    let _running = RunnerLock::try_take(&library.data_dir().join("runner.lock")).unwrap().unwrap();
    assert!(matches!(friday_engine::restore(&options, backup.made).await, Err(Error::LibraryInUse)));
    assert_eq!(titles(&library).await, ["Low Tide"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_that_is_found_while_it_is_open_is_told_and_keeps_every_backup() {
    let library = Library::open().await;
    for number in 0..5 {
        subscribe(&library, &format!("Show {number}")).await;
    }
    let library = library.reopen().await;
    library.back_up().await.unwrap();
    let file = library.data_dir().join("friday.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let end = bytes.len() * 2 / 3;
    bytes[end..].fill(0xa5);
    std::fs::write(&file, bytes).unwrap();
    let mut events = library.events();
    let failed = library.back_up().await.unwrap_err();
    assert_eq!(failed.code(), "database_damaged");
    while events.recv().await.unwrap() != Event::LibraryDamaged {}
    assert_eq!(library.backups().unwrap().len(), 1);
    let again = Engine::open(Options::at(library.data_dir().to_owned())).await;
    assert_eq!(again.err().map(|error| error.code()), Some("database_damaged"));
}
