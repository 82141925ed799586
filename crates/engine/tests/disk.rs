//! A disk that is full: downloads wait for room with the reason, lose nothing, and go on by themselves.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;
mod small_disk;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use common::Library;
use friday_engine::{JobRecord, JobState};
use friday_model::{DownloadState, EpisodeId};
use friday_testing::{Audio, EpisodeMother, FixedClock, ShowMother};
use small_disk::SmallDisk;

const EPISODE: u64 = 6_000_000;

/// A library whose downloads lie on a disk of 16 MB.
struct Cramped {
    library: Library,
    clock: FixedClock,
    disk: SmallDisk,
    id: EpisodeId,
    audio_path: String,
    sha256: String,
}

impl Cramped {
    /// Nothing where this machine does not let its user mount one.
    async fn new(leave_free: u64) -> Option<Self> {
        let disk = SmallDisk::mount(16)?;
        let clock = FixedClock::new();
        let library = Library::open_with(|options| {
            options.clock = std::sync::Arc::new(clock.clone());
            disk.path().clone_into(&mut options.downloads_dir);
            options.net.leave_free = leave_free;
        })
        .await;
        let audio = Audio::mp3_of_size(EPISODE);
        let show = ShowMother::new("Wide").episode(EpisodeMother::new("Load").audio(audio));
        let show = library.world.publish(show);
        let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
        let id = library.newest(podcast).await;
        let on_air = show.newest();
        let (audio_path, sha256) = (on_air.audio_path.clone(), on_air.audio.sha256());
        library.keep_working();
        Some(Self { library, clock, disk, id, audio_path, sha256 })
    }

    /// The job, once it waits for room.
    async fn until_it_waits_for_room(&self) -> JobRecord {
        let mut events = self.library.events();
        loop {
            let waiting = self.library.jobs(&[JobState::Waiting]).await.unwrap().pop();
            if let Some(job) = waiting.filter(|job| job.error.is_some()) {
                assert_eq!(job.error.as_ref().unwrap().code, "disk_full", "{job:?}");
                return job;
            }
            events.recv().await.unwrap();
        }
    }

    async fn ends_well(&self, job: &JobRecord) {
        self.library.until_finished(&[job.id]).await.unwrap();
        let download = self.library.episode_row(self.id).await.unwrap().download.unwrap();
        assert_eq!(download.state, DownloadState::Done, "{:?}", download.error);
        assert_eq!(download.sha256.as_ref(), Some(&self.sha256));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_does_not_fit_waits_with_the_reason_and_goes_on_when_there_is_room() {
    let Some(cramped) = Cramped::new(1_000_000).await else { return };
    let library = &cramped.library;
    let ballast = cramped.disk.path().join("ballast");
    std::fs::write(&ballast, vec![1; 12_000_000]).unwrap();
    library.download(&[cramped.id]).await.unwrap();
    let job = cramped.until_it_waits_for_room().await;
    let words = &job.error.as_ref().unwrap().message;
    assert_eq!(words, "Not enough disk space: needs 7 MB, 4 MB free.");
    assert_eq!(job.attempt, 0, "no attempt is spent");
    let row = library.episode_row(cramped.id).await.unwrap().download.unwrap();
    assert_eq!(row.state, DownloadState::Queued);
    assert_eq!(row.error.unwrap().message, *words);

    for look in 2..12 {
        let mut events = library.events();
        cramped.clock.advance(Duration::from_mins(2));
        while library.attempts(job.id).await.unwrap().len() < look {
            events.recv().await.unwrap();
        }
    }
    assert_eq!(cramped.until_it_waits_for_room().await.attempt, 0, "however often it looks");
    assert_eq!(library.world.traffic(&cramped.audio_path).count(), 1, "the host is not bothered meanwhile");

    std::fs::remove_file(&ballast).unwrap();
    cramped.clock.advance(Duration::from_mins(2));
    cramped.ends_well(&job).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_others_fill_during_a_download_costs_none_of_its_bytes() {
    // To the last byte, and to what is to be left for others.
    for leave_free in [0, 1_000_000] {
        let Some(cramped) = Cramped::new(leave_free).await else { return };
        let library = &cramped.library;
        let gate = library.world.hold(&cramped.audio_path, 3_000_000);
        library.download(&[cramped.id]).await.unwrap();
        gate.reached().await;
        let written = 2 * 1024 * 1024;
        until_part_is(cramped.disk.path(), written).await;
        let ballast = cramped.disk.path().join("ballast");
        fill(&ballast);
        gate.open();

        let job = cramped.until_it_waits_for_room().await;
        assert_eq!(job.attempt, 0, "no attempt is spent");
        assert!(job.error.unwrap().message.starts_with("Not enough disk space: needs "));
        let kept = library.episode_row(cramped.id).await.unwrap().download.unwrap().bytes;
        assert!(kept >= written, "{kept} bytes were kept");

        std::fs::remove_file(&ballast).unwrap();
        library.world.forget_traffic();
        library.retry_download(cramped.id).await.unwrap();
        let job = library.jobs(&[]).await.unwrap().pop().unwrap();
        cramped.ends_well(&job).await;
        let traffic = library.world.traffic(&cramped.audio_path);
        assert!(traffic.bytes <= EPISODE - kept, "{} bytes were fetched after {kept} kept", traffic.bytes);
    }
}

/// Writes until nothing fits any more.
fn fill(path: &Path) {
    let mut file = std::fs::File::create(path).unwrap();
    for size in [65_536, 4096, 1] {
        let bytes = vec![1; size];
        while file.write_all(&bytes).is_ok() {}
    }
}

async fn until_part_is(folder: &Path, bytes: u64) {
    let found = || -> Option<u64> {
        let podcast: PathBuf = std::fs::read_dir(folder).ok()?.next()?.ok()?.path();
        let part = std::fs::read_dir(podcast).ok()?.next()?.ok()?;
        Some(part.metadata().ok()?.len())
    };
    while found().unwrap_or(0) < bytes {
        tokio::task::yield_now().await;
    }
}
