//! One process at a time runs the jobs of a database.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
};

/// The right to run the jobs of a database. The operating system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub struct RunnerLock {
    _file: File,
}

impl RunnerLock {
    /// Takes the lock that this file stands for; `None` while another process (or another part of this one) holds it.
    ///
    /// The file is made if it is missing, stays empty and is never removed.
    pub fn try_take(path: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}
