//! Tells that an episode is on disk with all that is known of it: the last link of the chain that begins with its
//! download.

use async_trait::async_trait;
use friday_model::EpisodeId;
use friday_queue::{Failure, Job, Run};
use serde::{Deserialize, Serialize};

use crate::{
    Engine, Event,
    jobs::{read_file::ReadFile, trouble::database},
};

/// Tells those who listen that an episode is ready.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TellReady {
    episode: i64,
}

impl TellReady {
    pub(crate) fn of(id: EpisodeId) -> Self {
        Self { episode: id.0 }
    }
}

#[async_trait]
impl Job for TellReady {
    type Context = Engine;
    const NAME: &'static str = "tell_ready";
    const QUEUE: &'static str = ReadFile::QUEUE;

    fn unique_key(&self) -> Option<String> {
        Some(self.episode.to_string())
    }

    async fn run(&self, engine: &Engine, _run: &Run) -> Result<(), Failure> {
        let id = EpisodeId(self.episode);
        let row = engine.inner.store.download(id).await.map_err(database)?;
        if row.is_some_and(|row| row.finished.is_some()) {
            engine.tell(Event::EpisodeReady(id));
        }
        Ok(())
    }
}
