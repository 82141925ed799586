//! The file that stands in where a system has no keyring.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

pub(super) fn read(path: &Path, name: &str) -> io::Result<Option<String>> {
    Ok(all(path)?.remove(name))
}

pub(super) fn write(path: &Path, name: &str, value: &str) -> io::Result<()> {
    let mut kept = all(path)?;
    kept.insert(name.to_owned(), value.to_owned());
    replace(path, &kept)
}

pub(super) fn forget(path: &Path, name: &str) -> io::Result<()> {
    let mut kept = all(path)?;
    match kept.remove(name) {
        None => Ok(()),
        Some(_) if kept.is_empty() => fs::remove_file(path),
        Some(_) => replace(path, &kept),
    }
}

fn all(path: &Path) -> io::Result<BTreeMap<String, String>> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error),
    }
}

/// By a new file that takes the place of the old one, so that a crash loses neither.
fn replace(path: &Path, kept: &BTreeMap<String, String>) -> io::Result<()> {
    let fresh = path.with_extension("json.new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(&serde_json::to_vec_pretty(kept)?)?;
    file.sync_all()?;
    fs::rename(&fresh, path)
}
