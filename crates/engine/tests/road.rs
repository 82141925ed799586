//! Downloads that another computer runs: a library of its own at the other end of a real broker.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::sync::{
    OnceLock,
    atomic::{AtomicU32, Ordering},
};

use common::Library;
use friday_engine::{AmqpSettings, Driver, Engine, Event, Options, RoadSettings, RoadState};
use friday_model::{DownloadState, EpisodeId};
use friday_testing::RabbitMq;
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// One broker for all of these tests; each has queues of its own.
#[allow(clippy::print_stderr, reason = "whoever runs the tests is told what was skipped")]
async fn broker() -> Option<AmqpSettings> {
    static BROKER: OnceLock<RabbitMq> = OnceLock::new();
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    if !RabbitMq::is_installed() {
        assert!(std::env::var_os("CI").is_none(), "RabbitMQ is not installed");
        eprintln!("skipped: RabbitMQ is not installed");
        return None;
    }
    let start = || BROKER.get_or_init(RabbitMq::start).port();
    let port = tokio::task::spawn_blocking(start).await.unwrap();
    let queue = format!("test-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    Some(AmqpSettings { host: "127.0.0.1".to_owned(), port, queue, ..AmqpSettings::default() })
}

/// The other computer.
struct Nas {
    engine: Engine,
    folder: TempDir,
    work: JoinHandle<()>,
}

impl Nas {
    #[allow(clippy::disallowed_methods, reason = "`end` waits for it")]
    async fn at_work(broker: &AmqpSettings, change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut options = Options::at(folder.path().to_owned());
        change(&mut options);
        let engine = Engine::open(options).await.unwrap();
        let (worker, broker) = (engine.clone(), broker.clone());
        let work = tokio::spawn(async move {
            worker.work_for_others(broker, None, false).await.unwrap();
        });
        Self { engine, folder, work }
    }

    async fn end(self) {
        self.engine.close().await;
        self.work.await.unwrap();
        drop(self.folder);
    }
}

fn settings(broker: &AmqpSettings) -> RoadSettings {
    RoadSettings {
        driver: Driver::Amqp,
        host: broker.host.clone(),
        port: broker.port,
        queue: broker.queue.clone(),
        ..RoadSettings::default()
    }
}

async fn finished(library: &Library, id: EpisodeId) {
    let jobs = library.download(&[id]).await.unwrap();
    library.until_finished(&jobs.iter().map(|job| job.id).collect::<Vec<_>>()).await.unwrap();
    let download = library.episode_row(id).await.unwrap().download.unwrap();
    assert_eq!(download.state, DownloadState::Done, "{:?}", download.error);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_computer_downloads_and_the_file_is_fetched_from_it() {
    let Some(broker) = broker().await else { return };
    let library = Library::at_work().await;
    library.set_road_settings(&settings(&broker), Some("guest")).await.unwrap();
    let nas = Nas::at_work(&broker, |_| ()).await;
    let id = library.newest_of("slow-elevators").await;
    let job = library.download(&[id]).await.unwrap().remove(0);
    assert!(job.elsewhere);
    library.until_finished(&[job.id]).await.unwrap();
    let on_air = library.world.show("slow-elevators").newest().clone();
    let row = library.episode_row(id).await.unwrap();
    let download = row.download.as_ref().unwrap();
    assert_eq!(download.state, DownloadState::Done, "{:?}", download.error);
    assert_eq!(download.sha256.as_deref(), Some(on_air.audio.sha256().as_str()));
    assert_eq!(library.verify().await.unwrap().ok, 1);
    assert_eq!(nas.engine.verify().await.unwrap().ok, 1);
    // The publisher was asked once: by the other computer.
    assert_eq!(library.world.traffic(&on_air.audio_path).count(), 1);
    assert_eq!(library.attempts(job.id).await.unwrap().len(), 2);
    assert!(nas.engine.podcasts().await.unwrap().is_empty());
    nas.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_a_folder_that_both_see_is_found_there() {
    let Some(broker) = broker().await else { return };
    let library = Library::at_work().await;
    library.set_road_settings(&settings(&broker), Some("guest")).await.unwrap();
    let downloads = library.downloads_dir().to_owned();
    let nas = Nas::at_work(&broker, |options| options.downloads_dir = downloads).await;
    let id = library.newest_of("slow-elevators").await;
    finished(&library, id).await;
    let file = library.downloaded_file(id).await.unwrap();
    let nearby = std::fs::read_dir(file.parent().unwrap()).unwrap().count();
    assert_eq!((nearby, library.verify().await.unwrap().ok), (1, 1));
    nas.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_called_otherwise_here_is_found_by_its_name_here() {
    let Some(broker) = broker().await else { return };
    let library = Library::at_work().await;
    let shared = tempfile::tempdir().unwrap();
    let (theirs, mine) = (shared.path().join("theirs"), shared.path().join("mine"));
    let nas = Nas::at_work(&broker, |options| options.downloads_dir.clone_from(&theirs)).await;
    #[cfg(unix)]
    std::os::unix::fs::symlink(&theirs, &mine).unwrap();
    let named = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let settings = RoadSettings {
        worker_folder: named(&theirs),
        my_folder: named(if cfg!(unix) { &mine } else { &theirs }),
        ..settings(&broker)
    };
    library.set_road_settings(&settings, Some("guest")).await.unwrap();
    let id = library.newest_of("slow-elevators").await;
    finished(&library, id).await;
    assert_eq!(library.verify().await.unwrap().ok, 1);
    nas.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_while_the_broker_is_away_is_kept_and_the_library_says_so() {
    let Some(broker) = broker().await else { return };
    let library = Library::at_work().await;
    let mut events = library.events();
    let nowhere = RoadSettings { port: 1, ..settings(&broker) };
    library.set_road_settings(&nowhere, Some("guest")).await.unwrap();
    let id = library.newest_of("slow-elevators").await;
    let job = library.download(&[id]).await.unwrap().remove(0);
    while !matches!(library.road(), RoadState::Away { .. }) {
        while events.recv().await.unwrap() != Event::RoadChanged {}
    }
    assert!(library.job(job.id).await.unwrap().unwrap().elsewhere);

    library.set_road_settings(&settings(&broker), None).await.unwrap();
    let nas = Nas::at_work(&broker, |_| ()).await;
    library.until_finished(&[job.id]).await.unwrap();
    assert_eq!(library.road(), RoadState::Open);
    assert_eq!(library.verify().await.unwrap().ok, 1);
    nas.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_that_is_played_comes_to_this_computer() {
    let Some(broker) = broker().await else { return };
    let library = Library::at_work().await;
    library.set_road_settings(&settings(&broker), Some("guest")).await.unwrap();
    let id = library.newest_of("slow-elevators").await;
    let job = library.download(&[id]).await.unwrap().remove(0);
    assert!(job.elsewhere);
    library.play(id).await.unwrap();
    library.until_finished(&[job.id]).await.unwrap();
    assert_eq!(library.verify().await.unwrap().ok, 1);
}
