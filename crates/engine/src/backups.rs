//! Copies of the library that make themselves, and the way back to one of them.
//!
//! A library that is damaged, or gone although there are backups of it, is never opened as an empty one: the listener is
//! asked first.

use std::{path::PathBuf, time::Duration};

use friday_model::Timestamp;
use friday_queue::RunnerLock;
use friday_store::{Store, StoreError};
use time::{OffsetDateTime, PrimitiveDateTime, format_description::FormatItem, macros::format_description};

use crate::{Engine, Error, Event, Options, Result};

/// A backup is made when the newest one is older than this.
const EVERY: Duration = Duration::from_hours(3 * 24);

/// So many are kept.
const KEPT: usize = 5;

/// The start has better things to do than to read the whole library.
const AFTER_THE_START: Duration = Duration::from_mins(1);

const BETWEEN_LOOKS: Duration = Duration::from_hours(1);

/// The time in the name of a file: sorts by itself, and is legal on every file system.
const NAME: &[FormatItem<'static>] =
    format_description!("[year]-[month]-[day] [hour].[minute].[second].[subsecond digits:3]");

const ENDING: &str = ".db.gz";

/// A copy of the whole library as it was at a time: subscriptions, episodes, positions, the queue. Not the audio files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// When it was made; no two are of the same time.
    pub made: Timestamp,
    /// What it takes on disk.
    pub bytes: u64,
}

impl Engine {
    /// Makes a backup now, checks it, and lets the oldest go.
    ///
    /// # Errors
    /// The library is found to be damaged: then no backup is made and none is let go, and the next start offers to restore
    /// one.
    pub async fn back_up(&self) -> Result<Backup> {
        let options = &self.inner.options;
        let folder = options.backups_dir();
        std::fs::create_dir_all(&folder)
            .map_err(Error::io(format!("{} cannot be made", folder.display())))?;
        let made = self.now();
        let path = path_of(options, made);
        if let Err(error) = self.inner.store.back_up(&path).await {
            return Err(self.noted(error));
        }
        for old in backups(options)?.into_iter().skip(KEPT) {
            let path = path_of(options, old.made);
            std::fs::remove_file(&path)
                .map_err(Error::io(format!("{} cannot be removed", path.display())))?;
        }
        let bytes = std::fs::metadata(&path).map_err(Error::io("the backup is gone again"))?.len();
        Ok(Backup { made, bytes })
    }

    /// The backups that there are, newest first.
    pub fn backups(&self) -> Result<Vec<Backup>> {
        backups(&self.inner.options)
    }

    /// Reads the library through once, and makes a backup whenever the newest is three days old, until the engine closes.
    pub fn keep_backed_up(&self) {
        let engine = self.clone();
        self.in_background(async move {
            tokio::time::sleep(AFTER_THE_START).await;
            if let Err(error) = engine.look_for_damage().await {
                tracing::error!(%error, "the library cannot be read through");
            }
            loop {
                if let Err(error) = engine.back_up_if_due().await {
                    tracing::error!(%error, "no backup could be made");
                }
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
        });
    }

    /// Makes a backup if the newest is three days old.
    pub async fn back_up_if_due(&self) -> Result<Option<Backup>> {
        let newest = self.backups()?.first().map(|newest| newest.made);
        if newest.is_some_and(|newest| self.now().since(newest) < EVERY) {
            return Ok(None);
        }
        self.back_up().await.map(Some)
    }

    async fn look_for_damage(&self) -> Result<()> {
        match self.inner.store.quick_check().await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.noted(error)),
        }
    }

    /// Damage is written down beside the library, so that the next start does not go on as if nothing had happened.
    fn noted(&self, error: StoreError) -> Error {
        if matches!(error, StoreError::Damaged(_) | StoreError::Malformed) {
            if let Err(error) = std::fs::write(self.inner.options.damage_note(), error.to_string()) {
                tracing::warn!(%error, "the damage could not be written down");
            }
            self.tell(Event::LibraryDamaged);
        }
        error.into()
    }
}

/// The backups of the library that these options name, newest first; also where it cannot be opened.
pub fn backups(options: &Options) -> Result<Vec<Backup>> {
    let folder = options.backups_dir();
    let files = match std::fs::read_dir(&folder) {
        Ok(files) => files,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io(format!("{} cannot be read", folder.display()))(error)),
    };
    let backup = |file: std::io::Result<std::fs::DirEntry>| {
        let file = file.ok()?;
        Some(Backup {
            made: time_in(&file.file_name().to_string_lossy())?,
            bytes: file.metadata().ok()?.len(),
        })
    };
    let mut backups: Vec<_> = files.filter_map(backup).collect();
    backups.sort_by_key(|backup| std::cmp::Reverse(backup.made));
    Ok(backups)
}

/// Puts the backup of this time in the place of the library, and says where what was there lies now.
///
/// # Errors
/// The backup is damaged, or somebody still has the library open; then nothing has changed.
pub async fn restore(options: &Options, made: Timestamp) -> Result<PathBuf> {
    let _alone = alone(options)?;
    let aside = aside(options);
    Store::restore(&options.database(), &path_of(options, made), &aside).await?;
    forget_damage(options)?;
    Ok(aside)
}

/// Puts the library aside and begins with an empty one. Says where the other lies now.
///
/// # Errors
/// Somebody still has the library open.
pub async fn begin_anew(options: &Options) -> Result<PathBuf> {
    let _alone = alone(options)?;
    let aside = aside(options);
    Store::set_aside(&options.database(), &aside)?;
    Store::open(&options.database()).await?.close().await;
    forget_damage(options)?;
    Ok(aside)
}

/// Refuses a library that must not be opened before the listener has been asked.
pub(crate) fn look_before_opening(options: &Options) -> Result<()> {
    let path = options.database();
    if options.damage_note().exists() {
        return Err(StoreError::Damaged(path).into());
    }
    let is_empty = std::fs::metadata(&path).map(|file| file.len() == 0);
    match is_empty {
        Ok(false) => Ok(()),
        _ if backups(options)?.is_empty() => Ok(()),
        Ok(true) => Err(StoreError::Damaged(path).into()),
        Err(_) => Err(Error::LibraryGone(path)),
    }
}

/// Held while files change places. Whoever runs the jobs has the library open.
fn alone(options: &Options) -> Result<RunnerLock> {
    let lock = RunnerLock::try_take(&options.runner_lock());
    lock.map_err(Error::io("the library's folder cannot be written"))?.ok_or(Error::LibraryInUse)
}

fn forget_damage(options: &Options) -> Result<()> {
    match std::fs::remove_file(options.damage_note()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("the note of the damage cannot be removed")(error))
        }
        _ => Ok(()),
    }
}

fn aside(options: &Options) -> PathBuf {
    let now = Timestamp(options.clock.now());
    options.data_dir.join(format!("friday.aside {}.db", text_of(now)))
}

fn path_of(options: &Options, made: Timestamp) -> PathBuf {
    options.backups_dir().join(text_of(made) + ENDING)
}

fn text_of(time: Timestamp) -> String {
    let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(time.0) * 1_000_000);
    let time = time.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    time.format(NAME).expect("these components exist for every time")
}

fn time_in(name: &str) -> Option<Timestamp> {
    let time = PrimitiveDateTime::parse(name.strip_suffix(ENDING)?, NAME).ok()?.assume_utc();
    i64::try_from(time.unix_timestamp_nanos() / 1_000_000).ok().map(Timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_backup_says_when_it_was_made() {
        for milliseconds in [0, 1, 1_763_596_800_123, 4_102_444_800_000] {
            let made = Timestamp(milliseconds);
            assert_eq!(time_in(&(text_of(made) + ENDING)), Some(made), "{milliseconds}");
        }
        assert_eq!(text_of(Timestamp(1_763_596_800_123)), "2025-11-20 00.00.00.123");
    }

    #[test]
    fn other_files_in_the_folder_are_no_backups() {
        for name in ["", ".db.gz", "notes.txt", "2025-11-20 00.00.00.123.db", "2025-11-20 00.00.00.123.part"]
        {
            assert_eq!(time_in(name), None, "{name}");
        }
    }
}
