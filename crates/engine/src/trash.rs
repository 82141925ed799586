//! Downloads that were cleaned up lie in a folder beside the others for a while, so that they can be put back.
//!
//! The record goes first and then the file, and comes back in the other order: whatever dies in between, no record
//! says that a file is there which is not. What a death left half done is put back at the next look.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use friday_model::EpisodeId;
use friday_store::Trashed;

use crate::{Engine, Event, Result};

const FOLDER: &str = ".trash";

/// How long a download can be put back.
const GRACE: Duration = Duration::from_mins(10);

impl Engine {
    /// Puts downloads back that were cleaned up; returns those that are back. One whose time is over, or that was asked
    /// for again meanwhile, is not.
    pub async fn undo_clean_up(&self, ids: &[EpisodeId]) -> Result<Vec<EpisodeId>> {
        let mut back = Vec::new();
        for trashed in self.trash().await? {
            if ids.contains(&trashed.episode) && self.put_back(&trashed).await? {
                back.push(trashed.episode);
            }
        }
        self.tell_of(&back).await?;
        Ok(back)
    }

    /// Deletes for good what was cleaned up longer ago than it can be put back, or all of it; returns how many.
    pub async fn empty_trash(&self, all: bool) -> Result<u64> {
        let now = self.now();
        let mut emptied = 0;
        for trashed in self.trash().await? {
            if trashed.removed.after(GRACE) > now && !all {
                continue;
            }
            if !all && !self.trash_file(trashed.episode).exists() && self.put_back(&trashed).await? {
                // The process died before the file was moved: the rules may decide anew.
                continue;
            }
            let mut write = self.inner.store.write().await?;
            write.remove_from_trash(trashed.episode).await?;
            write.commit().await?;
            delete(&self.trash_file(trashed.episode));
            emptied += 1;
        }
        if emptied > 0 {
            self.tell(Event::DownloadsChanged(Vec::new()));
        }
        Ok(emptied)
    }

    /// Nothing is decided about files while the folder itself is away: a drive is missing, and may come back.
    async fn trash(&self) -> Result<Vec<Trashed>> {
        Ok(if self.downloads_dir().is_dir() { self.inner.store.trash().await? } else { Vec::new() })
    }

    pub(crate) async fn put_into_trash(&self, ids: &[EpisodeId]) -> Result<Vec<EpisodeId>> {
        let mut gone = Vec::new();
        let here = self.downloads_dir().is_dir();
        for id in ids.iter().filter(|_| here) {
            let Some(path) = self.inner.store.download(*id).await?.and_then(|row| row.path) else { continue };
            let mut write = self.inner.store.write().await?;
            if !write.put_into_trash(*id, self.now()).await? {
                continue;
            }
            write.commit().await?;
            move_file(&self.downloads_dir().join(path), &self.trash_file(*id));
            gone.push(*id);
        }
        if !gone.is_empty() {
            self.empty_trash_later();
        }
        self.tell_of(&gone).await?;
        Ok(gone)
    }

    /// Where the file is gone for good, so is the record.
    async fn put_back(&self, trashed: &Trashed) -> Result<bool> {
        let place = self.downloads_dir().join(&trashed.path);
        if !place.exists() {
            move_file(&self.trash_file(trashed.episode), &place);
        }
        let mut write = self.inner.store.write().await?;
        let mut back = false;
        if place.is_file() {
            back = write.restore_from_trash(trashed.episode).await?;
        } else {
            write.remove_from_trash(trashed.episode).await?;
        }
        write.commit().await?;
        Ok(back)
    }

    pub(crate) fn empty_trash_later(&self) {
        let engine = self.clone();
        self.in_background(async move {
            tokio::time::sleep(GRACE + Duration::from_secs(1)).await;
            if let Err(error) = engine.empty_trash(false).await {
                tracing::warn!(%error, "what was cleaned up stays on the disk");
            }
        });
    }

    fn trash_file(&self, id: EpisodeId) -> PathBuf {
        self.downloads_dir().join(FOLDER).join(id.to_string())
    }

    async fn tell_of(&self, ids: &[EpisodeId]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let rows = self.inner.store.episodes(ids).await?;
        let mut podcasts: Vec<_> = rows.iter().map(|row| row.episode.podcast).collect();
        podcasts.sort_unstable();
        podcasts.dedup();
        self.tell(Event::DownloadsChanged(ids.to_vec()));
        self.tell(Event::PodcastsChanged(podcasts));
        Ok(())
    }
}

/// A file that cannot be moved stays where it is, and is looked at again when the trash is emptied.
fn move_file(from: &Path, to: &Path) {
    let folder = to.parent().unwrap_or(to);
    if let Err(error) = std::fs::create_dir_all(folder).and_then(|()| std::fs::rename(from, to)) {
        tracing::warn!(%error, file = %from.display(), "a file cannot be moved");
    }
}

fn delete(file: &Path) {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, file = %file.display(), "a file that was cleaned up stays");
        }
        _ => {}
    }
}
