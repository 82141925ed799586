//! What the store can do with what is in and about a media file: a part of the crate's face, like `lib.rs`.

use std::path::Path;

use friday_model::{Chapter, Cue, EpisodeId, Timestamp};
use url::Url;

use crate::{
    BetterEdition, ChapterSource, DocumentKind, EpisodeDocument, MediaFile, Result, Store, Write,
    table::{better_editions, chapters, cues, documents, downloads, media_files},
};

impl Store {
    /// The chapters of an episode as one source tells them, in the order of time.
    pub async fn chapters(&self, id: EpisodeId, source: ChapterSource) -> Result<Vec<Chapter>> {
        chapters::of(&self.readers, id, source).await
    }

    /// The document of this kind that was fetched for an episode last.
    pub async fn episode_document(
        &self,
        id: EpisodeId,
        kind: DocumentKind,
    ) -> Result<Option<EpisodeDocument>> {
        documents::one(&self.readers, id, kind).await
    }

    /// What is said in an episode, in the order of time.
    pub async fn cues(&self, id: EpisodeId) -> Result<Vec<Cue>> {
        cues::of_episode(&self.readers, id).await
    }

    /// What the file of an episode says of itself, once it has been read.
    pub async fn media_file(&self, id: EpisodeId) -> Result<Option<MediaFile>> {
        media_files::one(&self.readers, id).await
    }

    /// The better edition that is on its way to take the place of a download.
    pub async fn better_edition(&self, id: EpisodeId) -> Result<Option<BetterEdition>> {
        better_editions::one(&self.readers, id).await
    }
}

impl Write {
    /// Replaces the chapters of an episode as one source tells them.
    pub async fn set_chapters(
        &mut self,
        id: EpisodeId,
        source: ChapterSource,
        told: &[Chapter],
    ) -> Result<()> {
        chapters::replace(&mut self.transaction, id, source, told).await
    }

    /// Replaces what is said in an episode.
    pub async fn set_cues(&mut self, id: EpisodeId, said: &[Cue]) -> Result<()> {
        cues::replace(&mut self.transaction, id, said).await
    }

    /// Notes that a document was fetched; what it says is written beside.
    pub async fn set_episode_document(
        &mut self,
        id: EpisodeId,
        kind: DocumentKind,
        document: &EpisodeDocument,
    ) -> Result<()> {
        documents::set(&mut self.transaction, id, kind, document).await
    }

    /// Notes what the file of an episode says of itself.
    pub async fn set_media_file(&mut self, id: EpisodeId, file: &MediaFile, now: Timestamp) -> Result<()> {
        media_files::set(&mut self.transaction, id, file, now).await
    }

    /// Notes the file of a finished download as it is on disk: its SHA-256 where it was changed on purpose, its length,
    /// and when it was last changed.
    pub async fn set_file_on_disk(
        &mut self,
        id: EpisodeId,
        sha256: Option<&str>,
        bytes: u64,
        modified: Option<Timestamp>,
    ) -> Result<()> {
        downloads::set_file(&mut self.transaction, id, sha256, bytes, modified).await
    }

    /// Notes that a better edition is to take the place of a download.
    pub async fn want_better_edition(&mut self, id: EpisodeId, url: &Url, now: Timestamp) -> Result<()> {
        better_editions::insert(&mut self.transaction, id, url, now).await
    }

    /// As [`Write::download_began`], of a better edition.
    pub async fn better_edition_began(
        &mut self,
        id: EpisodeId,
        path: &Path,
        validator: Option<&str>,
        bytes: u64,
        total: Option<u64>,
    ) -> Result<()> {
        better_editions::began(&mut self.transaction, id, path, validator, bytes, total).await
    }

    /// As [`Write::download_synced`], of a better edition.
    pub async fn better_edition_synced(&mut self, id: EpisodeId, bytes: u64) -> Result<()> {
        better_editions::synced(&mut self.transaction, id, bytes).await
    }

    /// Points the download at the better edition; its file is written by [`Write::download_finished`] in the same
    /// transaction.
    pub async fn better_edition_takes_place(&mut self, id: EpisodeId) -> Result<()> {
        better_editions::take_its_place(&mut self.transaction, id).await
    }

    /// Forgets a better edition; its partial file is the engine's to delete.
    pub async fn forget_better_edition(&mut self, id: EpisodeId) -> Result<()> {
        better_editions::delete(&mut self.transaction, id).await
    }
}
