//! A library in a folder of its own, with the broadcaster as its world.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::{ops::Deref, path::PathBuf, time::Duration};

use friday_engine::{
    Directories, DirectoryAddress, Engine, Event, Options, PlayerCommand, PlayerReport, ReportReason,
};
use friday_model::{EpisodeId, PodcastId, Speed};
use friday_testing::Broadcaster;
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;

/// What a player says that is so many seconds into an episode.
pub(crate) fn report(episode: EpisodeId, seconds: u64, reason: ReportReason) -> PlayerReport {
    PlayerReport {
        episode,
        playing: reason != ReportReason::Pause && reason != ReportReason::Ended,
        position: Duration::from_secs(seconds),
        duration: None,
        speed: Speed::NORMAL,
        reason,
    }
}

/// What the player is asked for next.
pub(crate) async fn asked(events: &mut Receiver<Event>) -> PlayerCommand {
    loop {
        if let Event::PlayerAsked(command) = events.recv().await.unwrap() {
            return command;
        }
    }
}

pub(crate) struct Library {
    engine: Engine,
    pub(crate) world: Broadcaster,
    folder: TempDir,
}

impl Deref for Library {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.engine
    }
}

impl Library {
    /// With nothing running in the background.
    pub(crate) async fn open() -> Self {
        let world = Broadcaster::start().await;
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::open(options(&world, folder.path().to_owned())).await.unwrap();
        Self { engine, world, folder }
    }

    /// With other options than the usual; they hold until it is opened again.
    pub(crate) async fn open_with(change: impl FnOnce(&mut Options)) -> Self {
        let world = Broadcaster::start().await;
        let folder = tempfile::tempdir().unwrap();
        let mut options = options(&world, folder.path().to_owned());
        change(&mut options);
        let engine = Engine::open(options).await.unwrap();
        Self { engine, world, folder }
    }

    /// With its jobs running.
    pub(crate) async fn at_work() -> Self {
        let library = Self::open().await;
        library.keep_working();
        library
    }

    /// Closes the engine and opens it again on the same folder.
    pub(crate) async fn reopen(self) -> Self {
        self.engine.close().await;
        let engine = Engine::open(options(&self.world, self.folder.path().to_owned())).await.unwrap();
        Self { engine, ..self }
    }

    /// The same with other options than the usual.
    pub(crate) async fn reopen_with(self, change: impl FnOnce(&mut Options)) -> Self {
        self.engine.close().await;
        let mut options = options(&self.world, self.folder.path().to_owned());
        change(&mut options);
        let engine = Engine::open(options).await.unwrap();
        Self { engine, ..self }
    }

    /// A second engine on the same folder, as another process has it.
    pub(crate) async fn open_beside(&self) -> Engine {
        Engine::open(options(&self.world, self.folder.path().to_owned())).await.unwrap()
    }

    pub(crate) async fn newest(&self, podcast: PodcastId) -> EpisodeId {
        self.newest_episodes(Some(podcast), 1).await.unwrap()[0]
    }

    /// Subscribes to a show of the broadcaster and returns its newest episode.
    pub(crate) async fn newest_of(&self, slug: &str) -> EpisodeId {
        let podcast = self.subscribe(&self.world.show(slug).feed_url).await.unwrap().podcast.id;
        self.newest(podcast).await
    }

    pub(crate) async fn get(&self, address: &str) -> reqwest::Response {
        self.get_range(address, None).await
    }

    pub(crate) async fn get_range(&self, address: &str, range: Option<&str>) -> reqwest::Response {
        // Nothing here is encrypted, but the client wants to know how it would be.
        let _ = rustls::crypto::ring::default_provider().install_default();
        #[expect(clippy::disallowed_methods, reason = "the test plays the part of the audio element")]
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.get(address);
        if let Some(range) = range {
            request = request.header("range", range);
        }
        request.send().await.unwrap()
    }
}

fn options(world: &Broadcaster, folder: PathBuf) -> Options {
    let mut options = Options::at(folder);
    let at = |url: String| Some(DirectoryAddress { url: url.parse().unwrap(), typed: true });
    options.directories = Directories {
        itunes: at(world.itunes_url()),
        podcast_index: at(world.url("/podcastindex/api/1.0")),
        fyyd: at(world.url("/fyyd/0.2")),
        gpodder: at(world.url("/gpodder")),
    };
    options
}
