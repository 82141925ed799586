//! `ui/src/backend/wire.ts` is generated from `src-tauri/src/wire.rs` and committed: this compares, and with
//! `UPDATE=1` in the environment writes it anew.

use std::fs;
use std::path::Path;

use friday_shell::wire::{
    Attempt, Backup, Bookmark, Chapter, Chart, CleanUpDraft, DownloadSettings, Downloads, EpisodeDetails,
    EpisodeFilter, Event, ExportedList, Extras, Failure, FeedHealth, FileCheck, Found, Heard, ImportPlan,
    Imported, Leaving, MediaSettings, Playback, PlayerReport, Podcast, PodcastRules, PodcastSound,
    QueueSettings, RefreshReport, Road, SearchAnswer, SleepAfter, SoundSettings, Start, Storage, Transcript,
    UpNext,
};
use ts_rs::{Config, TS};

#[test]
fn the_page_knows_the_types_that_the_shell_sends() {
    let folder = tempfile::tempdir().expect("a folder to generate into");
    let config = Config::default().with_out_dir(folder.path());
    // What a command takes or answers, and what is told; the types inside come along.
    let exports = [
        Start::export_all(&config),
        Podcast::export_all(&config),
        FeedHealth::export_all(&config),
        Extras::export_all(&config),
        ImportPlan::export_all(&config),
        Imported::export_all(&config),
        ExportedList::export_all(&config),
        RefreshReport::export_all(&config),
        SearchAnswer::export_all(&config),
        Chart::export_all(&config),
        EpisodeFilter::export_all(&config),
        EpisodeDetails::export_all(&config),
        Downloads::export_all(&config),
        Attempt::export_all(&config),
        QueueSettings::export_all(&config),
        Road::export_all(&config),
        DownloadSettings::export_all(&config),
        Heard::export_all(&config),
        Playback::export_all(&config),
        PlayerReport::export_all(&config),
        PodcastRules::export_all(&config),
        Storage::export_all(&config),
        CleanUpDraft::export_all(&config),
        Leaving::export_all(&config),
        Backup::export_all(&config),
        Chapter::export_all(&config),
        FileCheck::export_all(&config),
        MediaSettings::export_all(&config),
        Transcript::export_all(&config),
        Found::export_all(&config),
        SoundSettings::export_all(&config),
        PodcastSound::export_all(&config),
        UpNext::export_all(&config),
        SleepAfter::export_all(&config),
        Bookmark::export_all(&config),
        Event::export_all(&config),
        Failure::export_all(&config),
    ];
    for export in exports {
        export.expect("a type can be written in TypeScript");
    }
    let current = fs::read_to_string(folder.path().join("wire.ts")).expect("the types were generated");

    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/backend/wire.ts");
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        fs::write(&committed, &current).expect("wire.ts can be written");
    }
    let known = fs::read_to_string(&committed).expect("wire.ts is committed");
    assert!(known == current, "wire.rs has changed: run `UPDATE=1 cargo test --release --test bindings`");
}
