//! Reads every download again and compares it with what was recorded.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use crate::{Engine, Error, Result, jobs::hex};

/// What a look at every finished download found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Files that are what they were.
    pub ok: u64,
    /// Files whose bytes are other than recorded.
    pub damaged: Vec<PathBuf>,
    /// Files that are not there.
    pub missing: Vec<PathBuf>,
}

impl Engine {
    /// Compares the SHA-256 of every finished download with the recorded one.
    pub async fn verify(&self) -> Result<Verification> {
        let mut verification = Verification::default();
        for row in self.inner.store.finished_downloads().await? {
            let Some(path) = row.path.map(|path| self.downloads_dir().join(path)) else { continue };
            let read = path.clone();
            let hashed = tokio::task::spawn_blocking(move || hash(&read)).await;
            match hashed.unwrap_or_else(|error| Err(std::io::Error::other(error))) {
                Ok((_, sha256)) if row.sha256.as_deref() == Some(&hex(&sha256)) => verification.ok += 1,
                Ok(_) => verification.damaged.push(path),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => verification.missing.push(path),
                Err(reason) => return Err(Error::io(format!("{} cannot be read", path.display()))(reason)),
            }
        }
        Ok(verification)
    }
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
