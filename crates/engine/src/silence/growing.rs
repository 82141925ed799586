//! A file as it grows, for readers that know nothing of that: they wait where it ends, and see an end only where it
//! will grow no further.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    time::Duration,
};

use symphonia::core::io::MediaSource;
use tokio::{runtime::Handle, sync::watch, time::timeout};

use crate::progress::Growth;

/// A download that brings nothing for so long is not waited for.
const PATIENCE: Duration = Duration::from_mins(1);
/// A writer may be a moment behind what it has received.
const MOMENT: Duration = Duration::from_millis(20);

pub(super) struct GrowingFile {
    file: File,
    growth: watch::Receiver<Growth>,
    runtime: Handle,
    at: u64,
}

impl GrowingFile {
    /// The partial file of a running download. It may be read only where waiting does no harm, never on a thread of
    /// the runtime.
    pub(super) fn open(growth: watch::Receiver<Growth>, runtime: Handle) -> io::Result<Self> {
        let file = File::open(&growth.borrow().part)?;
        Ok(Self { file, growth, runtime, at: 0 })
    }
}

impl Read for GrowingFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let edge = self.edge()?;
            let there = edge.map_or(buffer.len(), |edge| {
                usize::try_from(edge.saturating_sub(self.at)).unwrap_or(usize::MAX).min(buffer.len())
            });
            let read = self.file.read(&mut buffer[..there])?;
            self.at += read as u64;
            if read > 0 || edge.is_none() || buffer.is_empty() {
                return Ok(read);
            }
            std::thread::sleep(MOMENT);
        }
    }
}

impl GrowingFile {
    /// How far the file reaches, once it reaches further than what was read; nothing where it is whole.
    fn edge(&mut self) -> io::Result<Option<u64>> {
        let at = self.at;
        let grown = self.growth.wait_for(|growth| growth.bytes > at || growth.whole);
        let waited = self.runtime.block_on(timeout(PATIENCE, grown)).map(|grown| grown.is_ok());
        match (waited, self.growth.borrow().clone()) {
            (_, Growth { whole: true, .. }) => Ok(None),
            (Ok(true), Growth { bytes, .. }) => Ok(Some(bytes)),
            (Ok(false), _) => Err(io::Error::other("the download has stopped")),
            (Err(_), _) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Seek for GrowingFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.file.seek(to)?;
        Ok(self.at)
    }
}

impl MediaSource for GrowingFile {
    /// Whoever looks at the end first would wait for it.
    fn is_seekable(&self) -> bool {
        false
    }

    fn byte_len(&self) -> Option<u64> {
        None
    }
}
