//! Fetches what the publisher of a downloaded episode keeps beside the feed: its chapters and its transcript. They are
//! there without a network then, and what is said in the episode is found.

use async_trait::async_trait;
use friday_model::EpisodeId;
use friday_queue::{Failure, Job, Run};
use friday_store::EpisodeDetails;
use serde::{Deserialize, Serialize};

use crate::{Engine, jobs::read_file::ReadFile};

/// Fetches the documents that a feed names for an episode.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FetchDocuments {
    episode: i64,
}

impl FetchDocuments {
    /// None where the feed names no documents.
    pub(crate) fn of(details: &EpisodeDetails) -> Option<Self> {
        let episode = &details.row.episode;
        let named = episode.published.chapters_url.is_some() || !episode.published.transcripts.is_empty();
        named.then_some(Self { episode: episode.id.0 })
    }
}

#[async_trait]
impl Job for FetchDocuments {
    type Context = Engine;
    const NAME: &'static str = "fetch_documents";
    const QUEUE: &'static str = ReadFile::QUEUE;

    fn unique_key(&self) -> Option<String> {
        Some(self.episode.to_string())
    }

    /// An episode is not worse for a document that is gone: whoever opens it asks again, and is told.
    async fn run(&self, engine: &Engine, _run: &Run) -> Result<(), Failure> {
        let id = EpisodeId(self.episode);
        if let Err(error) = engine.chapters(id).await {
            tracing::debug!(%error, episode = id.0, "the chapters cannot be fetched");
        }
        if let Err(error) = engine.transcript(id).await {
            tracing::debug!(%error, episode = id.0, "the transcript cannot be fetched");
        }
        Ok(())
    }
}
