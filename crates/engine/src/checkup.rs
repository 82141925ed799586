//! Whether all is well with a library, for whoever has to find out why it is not.

use std::path::PathBuf;

use crate::{Backup, Engine, QueueSettings, Result};

/// What a library is made of and how it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkup {
    /// Sentences; none when all is well.
    pub problems: Vec<String>,
    /// The library's own files.
    pub database: PathBuf,
    /// What the database takes on disk, without its log.
    pub database_bytes: u64,
    /// Bytes free where it lies, where the system tells.
    pub database_free: Option<u64>,
    /// Finished episodes.
    pub downloads: PathBuf,
    /// Bytes free there, where the system tells.
    pub downloads_free: Option<u64>,
    /// Copies of the library, newest first.
    pub backups: Vec<Backup>,
    /// How many downloads run at once, in all and from one host.
    pub queue: QueueSettings,
    /// Bytes a second that all downloads together may take at this hour; any when absent.
    pub bandwidth: Option<u64>,
    /// The version of SQLite.
    pub sqlite: String,
}

impl Engine {
    /// Looks the library through, every page and every relation: this takes seconds where there are many episodes.
    pub async fn check_up(&self) -> Result<Checkup> {
        let options = &self.inner.options;
        let database = options.database();
        let mut problems = self.inner.store.integrity().await?;
        if !options.downloads_dir.is_dir() {
            problems
                .push(format!("{} is not there; is its drive connected?", options.downloads_dir.display()));
        }
        Ok(Checkup {
            problems,
            database_bytes: std::fs::metadata(&database).map_or(0, |file| file.len()),
            database_free: fs4::available_space(&options.data_dir).ok(),
            database,
            downloads: options.downloads_dir.clone(),
            downloads_free: fs4::available_space(&options.downloads_dir).ok(),
            backups: self.backups()?,
            queue: self.queue_settings(),
            bandwidth: self.bandwidth(),
            sqlite: self.inner.store.sqlite_version().await?,
        })
    }
}
