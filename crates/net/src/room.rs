//! Room on the disk: asked for before a file is written and while it is, because others write to the disk as well.

use std::{io, path::Path};

/// Bytes that are free where this file lies, where the system tells.
pub(crate) fn free(file: &Path) -> Option<u64> {
    fs4::available_space(file.parent()?).ok()
}

/// An error as of a full disk unless so many more bytes fit, and `leave_free` besides. A file of unknown length fits
/// until it does not. It blocks.
pub(crate) fn for_bytes(file: &Path, leave_free: u64, bytes: Option<u64>) -> io::Result<()> {
    let needs = leave_free.saturating_add(bytes.unwrap_or(0));
    match free(file) {
        Some(free) if free < needs => Err(io::ErrorKind::StorageFull.into()),
        _ => Ok(()),
    }
}
