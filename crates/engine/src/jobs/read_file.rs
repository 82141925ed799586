//! Reads what a downloaded file says of itself: the second link of the chain download → tags and chapters → ready.

use std::{panic::AssertUnwindSafe, path::PathBuf};

use async_trait::async_trait;
use friday_model::EpisodeId;
use friday_queue::{Failure, Job, PushOptions, Run};
use friday_store::{ChapterSource, MediaFile};
use serde::{Deserialize, Serialize};

use crate::{
    Engine, Event,
    jobs::{
        fetch_documents::FetchDocuments,
        tell_ready::TellReady,
        trouble::{blocking, database},
        write_tags::WriteTags,
    },
    tags::{FileTags, Pictures, read_tags},
};

/// Reads the tags of a finished download.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReadFile {
    episode: i64,
    /// The file took the place of another: nobody needs to be told.
    #[serde(default)]
    again: bool,
}

impl ReadFile {
    /// Not that of downloads: what is on disk can be read while those are paused.
    pub(crate) const QUEUE: &'static str = "files";

    pub(crate) fn of(id: EpisodeId) -> Self {
        Self { episode: id.0, again: false }
    }

    /// Of a file that took the place of another.
    pub(crate) fn again(id: EpisodeId) -> Self {
        Self { episode: id.0, again: true }
    }
}

#[async_trait]
impl Job for ReadFile {
    type Context = Engine;
    const NAME: &'static str = "read_file";
    const QUEUE: &'static str = Self::QUEUE;

    fn unique_key(&self) -> Option<String> {
        Some(self.episode.to_string())
    }

    async fn run(&self, engine: &Engine, _run: &Run) -> Result<(), Failure> {
        let id = EpisodeId(self.episode);
        let Some(row) = engine.inner.store.download(id).await.map_err(database)? else { return Ok(()) };
        let Some(path) = row.path.filter(|_| row.finished.is_some()) else { return Ok(()) };
        let tags = understood(engine, engine.downloads_dir().join(path)).await?;
        let mut write = engine.inner.store.write().await.map_err(database)?;
        write.set_chapters(id, ChapterSource::File, &tags.chapters).await.map_err(database)?;
        let file =
            MediaFile { artwork: tags.artwork, title: tags.title, artist: tags.artist, album: tags.album };
        write.set_media_file(id, &file, engine.now()).await.map_err(database)?;
        let queue = &engine.inner.queue;
        let mut next = Vec::new();
        if !self.again {
            let tell = TellReady::of(id);
            next.push(
                queue.push_in(write.connection(), &tell, PushOptions::default()).await.map_err(database)?,
            );
        }
        let details = engine.inner.store.episode(id).await.map_err(database)?;
        if let Some(documents) = details.filter(|_| !self.again).as_ref().and_then(FetchDocuments::of) {
            next.push(
                queue
                    .push_in(write.connection(), &documents, PushOptions::default())
                    .await
                    .map_err(database)?,
            );
        }
        if engine.writes_tags_of(id).await.map_err(database)? {
            let tags = WriteTags::of(id);
            next.push(
                queue.push_in(write.connection(), &tags, PushOptions::default()).await.map_err(database)?,
            );
        }
        write.commit().await.map_err(database)?;
        queue.announce(&next).await.map_err(database)?;
        engine.chapters_came(id).await.map_err(database)?;
        engine.tell(Event::EpisodesChanged(vec![id]));
        Ok(())
    }
}

/// What could be understood of the tags. A download is not worse for bad ones, whatever reading them does.
async fn understood(engine: &Engine, path: PathBuf) -> Result<FileTags, Failure> {
    let engine = engine.clone();
    blocking(move || {
        let mut keep = |bytes: &[u8]| engine.inner.artwork.keep(bytes);
        let read = AssertUnwindSafe(|| read_tags(&path, &mut Pictures::new(&mut keep)));
        Ok(match std::panic::catch_unwind(read) {
            Ok(Ok(tags)) => tags,
            Ok(Err(error)) => {
                tracing::debug!(%error, file = %path.display(), "the tags of a file cannot be read");
                FileTags::default()
            }
            Err(_) => {
                tracing::warn!(file = %path.display(), "the tags of a file are beyond the library that reads them");
                FileTags::default()
            }
        })
    })
    .await
}
