//! The part file on disk: what has come of a download. Everything here blocks.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
    sync::Arc,
};

use sha2::{Digest as _, Sha256};

use crate::claim::Claim;

/// One call to the system. What is hashed right after it is still near the processor then, and memory for pieces of up
/// to this size comes from what Linux keeps at hand for each processor; larger ones were seen to cost three times that.
const PIECE: usize = 32 * 1024;

/// An open part file, and the SHA-256 of its first `written` bytes.
pub(crate) struct Part {
    file: Arc<File>,
    hasher: Sha256,
    written: u64,
    /// The buffer of the last write, to be filled again.
    pub(crate) spare: Vec<u8>,
    _claim: Claim,
}

impl Part {
    /// Opens or creates the file, and keeps its first bytes if it has that many. Nothing is changed yet.
    pub(crate) fn open(claim: Claim, path: &Path, keep: u64) -> io::Result<Self> {
        if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
            // A link planted there would be written through.
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is something that is no file"));
        }
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let written = if file.metadata()?.len() >= keep { keep } else { 0 };
        Ok(Self { file: Arc::new(file), hasher: Sha256::new(), written, spare: Vec::new(), _claim: claim })
    }

    pub(crate) fn written(&self) -> u64 {
        self.written
    }

    pub(crate) fn file(&self) -> Arc<File> {
        self.file.clone()
    }

    /// Hashes what is kept.
    pub(crate) fn read_back(&mut self) -> io::Result<()> {
        self.hasher = Sha256::new();
        let mut file = &*self.file;
        file.seek(SeekFrom::Start(0))?;
        let mut kept = file.take(self.written);
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match kept.read(&mut buffer)? {
                0 if kept.limit() == 0 => return Ok(()),
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => self.hasher.update(&buffer[..read]),
            }
        }
    }

    /// Whether the file holds these bytes there.
    pub(crate) fn holds(&self, start: u64, bytes: &[u8]) -> io::Result<bool> {
        Ok(self.read(start, bytes.len())? == bytes)
    }

    /// At most so many bytes from there.
    pub(crate) fn read(&self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut file = &*self.file;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::with_capacity(length);
        file.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Makes ready to write after what is kept, or from the beginning. What is beyond goes.
    pub(crate) fn go_on(&mut self, from_start: bool) -> io::Result<()> {
        if from_start {
            self.written = 0;
            self.hasher = Sha256::new();
        }
        self.file.set_len(self.written)?;
        (&*self.file).seek(SeekFrom::Start(self.written))?;
        Ok(())
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        for piece in bytes.chunks(PIECE) {
            (&*self.file).write_all(piece)?;
            self.hasher.update(piece);
            self.written += piece.len() as u64;
        }
        Ok(())
    }

    /// The SHA-256 of what is written.
    pub(crate) fn sha256(&self) -> [u8; 32] {
        self.hasher.clone().finalize().into()
    }
}
