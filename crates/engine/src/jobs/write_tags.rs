//! Writes into a downloaded file the tags that it lacks, where the listener wants that.
//!
//! The file that was downloaded is never changed: a copy is, and takes its place whole. What the copy will be is recorded
//! before it does, so that a crash in between leaves a copy that is known, and that the next attempt puts in place.

use std::{
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    time::Duration,
};

use async_trait::async_trait;
use friday_model::{Chapter, EpisodeId, Timestamp};
use friday_queue::{Failure, Job, Run};
use friday_store::{DownloadRow, EpisodeRow};
use serde::{Deserialize, Serialize};

use crate::{
    Engine,
    jobs::{
        hex,
        on_disk::rename,
        read_file::ReadFile,
        trouble::{blocking, database, disk},
    },
    tags::{NewTags, write_tags},
    verify::{hash, last_changed},
};

/// A file that is being heard is not exchanged under the listener; it is looked at again after this.
const WHILE_IT_PLAYS: Duration = Duration::from_mins(5);

/// Writes the tags of a finished download.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct WriteTags {
    episode: i64,
}

impl WriteTags {
    pub(crate) fn of(id: EpisodeId) -> Self {
        Self { episode: id.0 }
    }
}

#[async_trait]
impl Job for WriteTags {
    type Context = Engine;
    const NAME: &'static str = "write_tags";
    const QUEUE: &'static str = ReadFile::QUEUE;

    fn unique_key(&self) -> Option<String> {
        Some(self.episode.to_string())
    }

    async fn run(&self, engine: &Engine, _run: &Run) -> Result<(), Failure> {
        let id = EpisodeId(self.episode);
        let Some(row) = engine.inner.store.download(id).await.map_err(database)? else { return Ok(()) };
        let Some(path) = row.path.as_ref().map(|path| engine.downloads_dir().join(path)) else {
            return Ok(());
        };
        let copy = beside(&path);
        if let Some(expected) = row.file_sha256 {
            return put_in_place_after_a_crash(copy, path, expected).await;
        }
        if engine.now_playing().is_some_and(|now| now.episode == id) {
            return Err(Failure::wait_for_change_in(WHILE_IT_PLAYS, "plays", "It is being played."));
        }
        if !engine.is_untouched(&row).await {
            return Ok(());
        }
        let Some(tags) = engine.new_tags(id).await? else { return Ok(()) };
        let Some(written) = written(path.clone(), copy.clone(), tags).await? else { return Ok(()) };
        if engine.expect_file(&row, &written).await? {
            blocking(move || rename(&copy, &path)).await
        } else {
            std::fs::remove_file(&copy).map_err(disk(&copy))
        }
    }
}

/// A copy with tags, synced.
struct Written {
    sha256: String,
    bytes: u64,
    modified: Option<Timestamp>,
}

impl Engine {
    /// What is known of an episode; nothing if it is gone.
    async fn new_tags(&self, id: EpisodeId) -> Result<Option<NewTags>, Failure> {
        let Some(row) = self.inner.store.episodes(&[id]).await.map_err(database)?.pop() else {
            return Ok(None);
        };
        let podcast = self.inner.store.podcast(row.episode.podcast).await.map_err(database)?;
        let known = self.inner.store.media_file(id).await.map_err(database)?;
        let cover = match known.and_then(|file| file.artwork) {
            Some(_) => None,
            None => self.cover(&row).await,
        };
        let length = row.state.length(row.episode.published.duration);
        let chapters = self.chapters(id).await.map_err(database)?;
        Ok(Some(NewTags {
            artist: podcast.and_then(|overview| overview.podcast.author),
            album: row.podcast_title,
            date: row.episode.published.published.and_then(day),
            title: row.episode.published.title,
            cover,
            chapters: with_ends(chapters, length),
        }))
    }

    async fn cover(&self, row: &EpisodeRow) -> Option<Vec<u8>> {
        let picture = row.episode.published.image.as_ref().or(row.podcast_image.as_ref())?;
        self.inner.artwork.read_from(picture, &row.podcast_feed).await
    }

    /// Records what the file is going to be, and says whether it still may.
    async fn expect_file(&self, row: &DownloadRow, written: &Written) -> Result<bool, Failure> {
        let mut write = self.inner.store.write().await.map_err(database)?;
        // Nobody else writes as long as this lasts.
        let now = self.inner.store.download(row.episode).await.map_err(database)?;
        if now.as_ref() != Some(row) {
            return Ok(false);
        }
        let sha256 = Some(written.sha256.as_str());
        write
            .set_file_on_disk(row.episode, sha256, written.bytes, written.modified)
            .await
            .map_err(database)?;
        write.commit().await.map_err(database)?;
        Ok(true)
    }
}

/// Where the copy is made: in the same folder, so that it can be renamed.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Renames the copy, if it is what was recorded; there is none where that was done before.
async fn put_in_place_after_a_crash(copy: PathBuf, path: PathBuf, expected: String) -> Result<(), Failure> {
    blocking(move || match hash(&copy) {
        Ok((_, sha256)) if hex(&sha256) == expected => rename(&copy, &path),
        Ok(_) => std::fs::remove_file(&copy).map_err(disk(&copy)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(disk(&copy)(error)),
    })
    .await
}

/// The copy, or nothing where none is needed or none can be made. A download is not worse for that.
async fn written(path: PathBuf, copy: PathBuf, tags: NewTags) -> Result<Option<Written>, Failure> {
    blocking(move || {
        let write = AssertUnwindSafe(|| write_tags(&path, &copy, &tags));
        let made = match std::panic::catch_unwind(write) {
            Ok(Ok(made)) => made,
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::StorageFull => {
                let _ = std::fs::remove_file(&copy);
                return Err(disk(&copy)(error));
            }
            Ok(Err(error)) => {
                tracing::info!(%error, file = %path.display(), "tags cannot be written into a file");
                false
            }
            Err(_) => {
                tracing::warn!(file = %path.display(), "a file is beyond the library that writes tags");
                false
            }
        };
        if !made {
            // Half a copy may have been made.
            let _ = std::fs::remove_file(&copy);
            return Ok(None);
        }
        let (bytes, sha256) = hash(&copy).map_err(disk(&copy))?;
        Ok(Some(Written { sha256: hex(&sha256), bytes, modified: last_changed(&copy) }))
    })
    .await
}

/// A chapter ends where the next one begins, if nothing else is said.
fn with_ends(mut chapters: Vec<Chapter>, length: Option<Duration>) -> Vec<Chapter> {
    let mut next = length;
    for chapter in chapters.iter_mut().rev() {
        chapter.end = chapter.end.or(next);
        next = Some(chapter.start);
    }
    chapters
}

fn day(published: Timestamp) -> Option<(u16, u8, u8)> {
    let date = time::OffsetDateTime::from_unix_timestamp(published.0 / 1000).ok()?.date();
    Some((u16::try_from(date.year()).ok()?, date.month().into(), date.day()))
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[tokio::test]
    async fn a_copy_takes_the_place_of_the_file_only_if_it_is_what_was_recorded() {
        let expected = hex(&Sha256::digest("with tags"));
        for (copy, file) in
            [(Some("with tags"), "with tags"), (Some("half"), "as it came"), (None, "as it came")]
        {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("x.mp3");
            std::fs::write(&path, "as it came").unwrap();
            if let Some(copy) = copy {
                std::fs::write(beside(&path), copy).unwrap();
            }
            put_in_place_after_a_crash(beside(&path), path.clone(), expected.clone()).await.unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), file, "{copy:?}");
            assert!(!beside(&path).exists(), "{copy:?}");
        }
    }

    #[test]
    fn a_chapter_ends_where_the_next_begins_and_the_last_with_the_episode() {
        let at = |start, end: Option<u64>| Chapter {
            start: Duration::from_secs(start),
            end: end.map(Duration::from_secs),
            ..Chapter::default()
        };
        let chapters =
            with_ends(vec![at(0, None), at(5, Some(7)), at(9, None)], Some(Duration::from_secs(12)));
        assert_eq!(chapters, [at(0, Some(5)), at(5, Some(7)), at(9, Some(12))]);
    }
}
