//! Copies of the whole file: checked before they are kept, and put back whole.
//!
//! A backup is a gzipped SQLite file. It takes about a third of the room, and its checksum finds what a disk has
//! changed since.

use std::{
    fs::File,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{Store, StoreError, open};

impl Store {
    /// Writes a copy of the whole database, as it is at this moment, while others go on reading and writing it. `to`
    /// exists only once the copy is complete, checked and synced; what was there is replaced.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the database itself is found to be damaged.
    pub async fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        back_up(self.writer.connect_options().get_filename(), to).await
    }

    /// The version of SQLite.
    pub async fn sqlite_version(&self) -> Result<String, StoreError> {
        Ok(sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&self.readers).await?)
    }

    /// Reads every page of the database once.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where one is damaged.
    pub async fn quick_check(&self) -> Result<(), StoreError> {
        let found: Vec<String> = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_all(&self.readers).await?;
        if found == ["ok"] { Ok(()) } else { Err(StoreError::Malformed) }
    }

    /// Puts a backup in the place of the database at `path`. What was there is kept as `aside`, with its log; nothing of
    /// it is deleted. Nobody may have the database open.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the backup is damaged; then nothing has changed.
    pub async fn restore(path: &Path, backup: &Path, aside: &Path) -> Result<(), StoreError> {
        restore(path, backup, aside).await
    }

    /// Moves the database at `path` and its log out of the way, so that the next [`open`](Store::open) begins anew.
    pub fn set_aside(path: &Path, aside: &Path) -> Result<(), StoreError> {
        set_aside(path, aside)
    }
}

async fn back_up(path: &Path, to: &Path) -> Result<(), StoreError> {
    let plain = to.with_extension("copying");
    remove(&plain)?;
    let mut source = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await?;
    let copied = sqlx::query("VACUUM INTO ?").bind(plain.to_string_lossy()).execute(&mut source).await;
    copied.map_err(|error| open::explain(path, error))?;
    source.close().await?;
    check(&plain).await?;
    let (from, to) = (plain.clone(), to.to_owned());
    blocking(to.clone(), move || pack(&from, &to)).await?;
    remove(&plain)
}

async fn restore(path: &Path, backup: &Path, aside: &Path) -> Result<(), StoreError> {
    let _alone = open::open_alone(path).await?;
    let unpacked = path.with_extension("restoring");
    let (from, to) = (backup.to_owned(), unpacked.clone());
    blocking(backup.to_owned(), move || unpack(&from, &to)).await?;
    check(&unpacked).await?;
    set_aside(path, aside)?;
    let (from, to) = (unpacked, path.to_owned());
    blocking(path.to_owned(), move || put(&from, &to)).await
}

fn set_aside(path: &Path, aside: &Path) -> Result<(), StoreError> {
    // The log first: without the file it is nothing, while a file without its log would be an older library.
    for ending in ["-wal", "-shm", ""] {
        let (from, to) = (with_ending(path, ending), with_ending(aside, ending));
        match std::fs::rename(&from, to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unreachable(&from, error)),
            _ => {}
        }
    }
    Ok(())
}

/// Whether every page and every index of the file is sound.
async fn check(path: &Path) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let damaged = || StoreError::Damaged(path.to_owned());
    let mut copy = SqliteConnection::connect_with(&options).await.map_err(|_| damaged())?;
    let found: Vec<String> =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut copy).await.map_err(|_| damaged())?;
    copy.close().await?;
    if found == ["ok"] { Ok(()) } else { Err(damaged()) }
}

fn pack(from: &Path, to: &Path) -> io::Result<()> {
    let part = to.with_extension("part");
    let mut packed = GzEncoder::new(File::create(&part)?, Compression::fast());
    io::copy(&mut File::open(from)?, &mut packed)?;
    packed.finish()?.sync_all()?;
    put(&part, to)
}

fn unpack(from: &Path, to: &Path) -> io::Result<()> {
    let mut unpacked = File::create(to)?;
    io::copy(&mut GzDecoder::new(File::open(from)?), &mut unpacked)?;
    unpacked.flush()?;
    unpacked.sync_all()
}

/// Renames, and makes the new name survive a power cut.
fn put(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::rename(from, to)?;
    match to.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unreachable(path, error)),
        _ => Ok(()),
    }
}

async fn blocking(
    path: PathBuf,
    work: impl FnOnce() -> io::Result<()> + Send + 'static,
) -> Result<(), StoreError> {
    let done = tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)));
    done.map_err(|reason| unreachable(&path, reason))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn unreachable(path: &Path, reason: io::Error) -> StoreError {
    match reason.kind() {
        io::ErrorKind::StorageFull => StoreError::Full,
        // What a disk has changed in a packed copy.
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            StoreError::Damaged(path.to_owned())
        }
        _ => open::unreachable(path, reason),
    }
}
