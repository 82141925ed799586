//! A little of the disk, set aside beside the database: where others have filled the disk, a library must still open and
//! let go of things.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Enough for what SQLite makes beside its file, and for letting go of a podcast with thousands of episodes.
const BYTES: u64 = 1024 * 1024;

/// Less than this is not cut into.
const PLENTY: u64 = 8 * BYTES;

/// Gives back what was set aside if the disk is full.
pub(crate) fn give_back_if_full(database: &Path) -> io::Result<()> {
    let reserve = reserve_of(database);
    if reserve.exists() && free(database)? < BYTES {
        fs::remove_file(reserve)?;
    }
    Ok(())
}

/// Sets it aside, unless that was done before or the disk is rather full.
pub(crate) fn set_aside(database: &Path) -> io::Result<()> {
    let reserve = reserve_of(database);
    if reserve.exists() || free(database)? < PLENTY {
        return Ok(());
    }
    // Really written, as a file of nothing takes no room.
    fs::write(&reserve, vec![0xff; BYTES as usize]).inspect_err(|_| drop(fs::remove_file(&reserve)))
}

fn reserve_of(database: &Path) -> PathBuf {
    database.with_extension("reserve")
}

fn free(database: &Path) -> io::Result<u64> {
    fs4::available_space(database.parent().unwrap_or(database))
}
