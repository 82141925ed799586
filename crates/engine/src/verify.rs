//! Whether downloaded files are still what was downloaded. A look at their length and at when they were last changed
//! costs nothing and notices most; only where somebody has touched one are its bytes read again.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use friday_model::{EpisodeId, Timestamp};
use friday_queue::JobRecord;
use friday_store::DownloadRow;
use sha2::{Digest as _, Sha256};

use crate::{Engine, Error, Result, jobs::hex};

/// What a look at every finished download found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Files that are what they were.
    pub ok: u64,
    /// Files whose bytes are other than recorded.
    pub damaged: Vec<BadFile>,
    /// Files that are not there.
    pub missing: Vec<BadFile>,
}

/// A file that is not what was downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadFile {
    pub episode: EpisodeId,
    pub path: PathBuf,
}

/// What a look at one file found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Fine,
    Damaged,
    Missing,
}

impl Engine {
    /// Compares the SHA-256 of every finished download with the recorded one.
    pub async fn verify(&self) -> Result<Verification> {
        self.check_files(true).await
    }

    /// Notices files that were deleted, cut or replaced. Those that nobody has touched are read only if it is to be done
    /// thoroughly.
    pub async fn check_files(&self, thoroughly: bool) -> Result<Verification> {
        let mut verification = Verification::default();
        for row in self.inner.store.finished_downloads().await? {
            let Some(path) = row.path.as_ref().map(|path| self.downloads_dir().join(path)) else { continue };
            let bad = || BadFile { episode: row.episode, path: path.clone() };
            match self.look_at(&row, thoroughly).await? {
                Seen::Fine => verification.ok += 1,
                Seen::Damaged => verification.damaged.push(bad()),
                Seen::Missing => verification.missing.push(bad()),
            }
        }
        Ok(verification)
    }

    /// Downloads episodes again whose files are damaged or missing. What is left of the files goes first.
    pub async fn download_again(&self, ids: &[EpisodeId]) -> Result<Vec<JobRecord>> {
        for id in ids {
            if let Some(row) = self.inner.store.download(*id).await?.filter(|row| row.finished.is_some()) {
                self.forget(&row).await?;
            }
        }
        self.download(ids).await
    }

    /// A finished download whose file nobody has touched.
    pub(crate) async fn is_untouched(&self, row: &DownloadRow) -> bool {
        row.finished.is_some() && matches!(self.look_at(row, false).await, Ok(Seen::Fine))
    }

    async fn look_at(&self, row: &DownloadRow, thoroughly: bool) -> Result<Seen> {
        let Some(path) = row.path.as_ref().map(|path| self.downloads_dir().join(path)) else {
            return Ok(Seen::Missing);
        };
        let unreadable = || Error::io(format!("{} cannot be read", path.display()));
        let file = match path.metadata() {
            Ok(file) if file.is_file() => file,
            Ok(_) => return Ok(Seen::Missing),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Seen::Missing),
            Err(error) => return Err(unreadable()(error)),
        };
        let changed = last_changed(&path);
        if file.len() != row.bytes {
            return Ok(Seen::Damaged);
        }
        if !thoroughly && row.modified.is_none_or(|recorded| changed == Some(recorded)) {
            if row.modified != changed {
                self.note_file(row, changed).await?;
            }
            return Ok(Seen::Fine);
        }
        let read = path.clone();
        let hashed = tokio::task::spawn_blocking(move || hash(&read)).await;
        let hashed = hashed.unwrap_or_else(|error| Err(std::io::Error::other(error)));
        let (_, sha256) = hashed.map_err(unreadable())?;
        let intact = row.expected_sha256() == Some(&hex(&sha256));
        // Of a damaged file the next glance is to know without reading it that nothing is certain.
        let noted = if intact { changed } else { Some(Timestamp(0)) };
        if row.modified != noted {
            self.note_file(row, noted).await?;
        }
        Ok(if intact { Seen::Fine } else { Seen::Damaged })
    }

    async fn note_file(&self, row: &DownloadRow, modified: Option<Timestamp>) -> Result<()> {
        let mut write = self.inner.store.write().await?;
        write.set_file_on_disk(row.episode, row.file_sha256.as_deref(), row.bytes, modified).await?;
        Ok(write.commit().await?)
    }
}

/// When a file was last changed, as the file system says it.
pub(crate) fn last_changed(path: &Path) -> Option<Timestamp> {
    let since = path.metadata().ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Timestamp(i64::try_from(since.as_millis()).ok()?))
}

/// The length and the SHA-256 of a file.
pub(crate) fn hash(path: &Path) -> std::io::Result<(u64, [u8; 32])> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1024 * 1024];
    let mut sha256 = Sha256::new();
    let mut length = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((length, sha256.finalize().into()));
        }
        length += read as u64;
        sha256.update(&buffer[..read]);
    }
}
