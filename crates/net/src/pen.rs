//! Writes a part file while the network goes on: one write under way, one buffer being filled, and a sync now and then.
//!
//! Every method may be dropped at any await; what is on its way to the disk is picked up by the next.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::Bytes;
use tokio::{
    sync::oneshot,
    task::{JoinError, JoinHandle, spawn_blocking},
    time::Instant,
};

use crate::{
    claim::Claim,
    download::Witness,
    error::{Cause, NetError},
    options::NetOptions,
    part::Part,
    room,
};

/// One write to disk. Two of these are all the memory that a download takes, however large the file is.
const WRITE: usize = 512 * 1024;

/// Someone may be listening to what comes slowly: it is in the file after so long.
pub(crate) const AT_LEAST_EVERY: Duration = Duration::from_millis(250);

/// A disk that is this many checkpoints behind is waited for.
const BEHIND: u64 = 4;

/// The first bytes of a file, by which its kind is known.
const HEAD: usize = 4096;

pub(crate) struct Pen {
    path: PathBuf,
    checkpoint_bytes: u64,
    checkpoint_every: Duration,
    leave_free: u64,
    /// Bytes of the whole file, where that is known.
    total: Option<u64>,
    /// Here, or with `work`; nowhere before [`open`](Self::open).
    part: Option<Part>,
    work: Option<JoinHandle<(Part, io::Result<()>)>>,
    buffer: Vec<u8>,
    sync: Option<JoinHandle<(u64, io::Result<()>)>>,
    /// Bytes that are synced, or on their way to be.
    promised: u64,
    last_sync: Instant,
    last_write: Instant,
    /// Whether the file was changed, or is about to be.
    writing: bool,
    /// Bytes in the file and in the buffer.
    position: u64,
}

/// A file that is whole and safe on disk.
pub(crate) struct Written {
    pub(crate) bytes: u64,
    pub(crate) sha256: [u8; 32],
    pub(crate) head: Vec<u8>,
}

impl Pen {
    pub(crate) fn new(path: &Path, options: &NetOptions) -> Self {
        let now = Instant::now();
        Self {
            path: path.to_owned(),
            checkpoint_bytes: options.checkpoint_bytes.max(1),
            checkpoint_every: options.checkpoint_every,
            leave_free: options.leave_free,
            total: None,
            part: None,
            work: None,
            buffer: Vec::new(),
            sync: None,
            promised: 0,
            last_sync: now,
            last_write: now,
            writing: false,
            position: 0,
        }
    }

    /// Opens the file, and begins to hash what is kept of it. Returns how much that is: all of `keep`, or nothing.
    /// Where the whole is known to be `total`, there must be room for the rest.
    pub(crate) async fn open(
        &mut self,
        claim: Claim,
        keep: u64,
        total: Option<u64>,
    ) -> Result<u64, NetError> {
        self.total = total;
        let (path, leave_free) = (self.path.clone(), self.leave_free);
        let opened = spawn_blocking(move || {
            let part = Part::open(claim, &path, keep)?;
            let there = part.file().metadata()?.len();
            let enough = room::for_bytes(&path, leave_free, total.map(|total| total.saturating_sub(there)));
            Ok((part, enough))
        });
        let (part, enough) =
            opened.await.map_err(|error| self.lost(&error))?.map_err(|error: io::Error| self.fail(&error))?;
        let kept = part.written();
        if let Err(error) = enough {
            self.part = Some(part);
            return Err(self.fail(&error));
        }
        (self.promised, self.position) = (kept, kept);
        if kept == 0 {
            self.part = Some(part);
        } else {
            self.start(part, Part::read_back);
        }
        Ok(kept)
    }

    /// Whether the file holds these bytes there.
    pub(crate) async fn holds(&mut self, start: u64, bytes: Vec<u8>) -> Result<bool, NetError> {
        let part = self.idle().await?;
        let (tell, told) = oneshot::channel();
        self.start(part, move |part| {
            // Nobody listens any more if the download was dropped.
            let _ = tell.send(part.holds(start, &bytes)?);
            Ok(())
        });
        let part = self.idle().await?;
        self.part = Some(part);
        Ok(told.await.unwrap_or(false))
    }

    /// What is in the file is of no worth any more: from here on nothing of it is promised to anyone.
    pub(crate) fn forget(&mut self) {
        self.writing = false;
        self.buffer.clear();
        self.sync = None;
    }

    /// Makes the file ready to be written, after what is kept or from the start, if there is room for all of it.
    pub(crate) async fn go_on(&mut self, from_start: bool, total: Option<u64>) -> Result<(), NetError> {
        let part = self.idle().await?;
        self.total = total;
        if from_start {
            (self.promised, self.position) = (0, 0);
        }
        self.writing = true;
        self.last_sync = Instant::now();
        // The first bytes go to the file at once: someone may have clicked "play".
        self.last_write = self.last_sync.checked_sub(AT_LEAST_EVERY).unwrap_or(self.last_sync);
        let (path, leave_free) = (self.path.clone(), self.leave_free);
        self.start(part, move |part| {
            part.go_on(from_start)?;
            room::for_bytes(&path, leave_free, total.map(|total| total.saturating_sub(part.written())))
        });
        let part = self.idle().await?;
        self.part = Some(part);
        Ok(())
    }

    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// Takes in bytes; waits only when the disk is slower than the network.
    pub(crate) async fn push(&mut self, mut bytes: Bytes, witness: &mut dyn Witness) -> Result<(), NetError> {
        self.position += bytes.len() as u64;
        while !bytes.is_empty() {
            if self.buffer.capacity() == 0 {
                self.buffer.reserve_exact(WRITE);
            }
            let room = WRITE - self.buffer.len();
            self.buffer.extend_from_slice(&bytes.split_to(room.min(bytes.len())));
            if self.buffer.len() == WRITE || self.last_write.elapsed() >= AT_LEAST_EVERY {
                // If this is dropped, what is left of `bytes` was never promised to anyone.
                self.write_out(witness).await?;
            }
        }
        Ok(())
    }

    /// Whether there are bytes that are not on their way to the file.
    pub(crate) fn holds_back(&self) -> bool {
        !self.buffer.is_empty()
    }

    /// Sends them on their way.
    pub(crate) async fn write_out(&mut self, witness: &mut dyn Witness) -> Result<(), NetError> {
        self.flush().await?;
        self.checkpoint(witness).await
    }

    /// Puts all that came safely on disk and tells the witness, as after a stop or a broken connection.
    pub(crate) async fn settle(&mut self, witness: &mut dyn Witness) -> Result<(), NetError> {
        if !self.writing {
            return Ok(());
        }
        let flushed = self.flush().await;
        let part = match self.idle().await {
            Ok(part) => part,
            // The write failed; what was written before can still be kept.
            Err(error) => self.part.take().ok_or(error)?,
        };
        let bytes = part.written();
        self.start(part, |part| part.file().sync_data());
        let part = self.idle().await?;
        self.part = Some(part);
        self.sync = None;
        self.promised = bytes;
        witness.synced(bytes).await.map_err(|error| unwitnessed(&*error))?;
        flushed
    }

    /// Completes the file.
    pub(crate) async fn finish(&mut self, witness: &mut dyn Witness) -> Result<Written, NetError> {
        self.flush().await?;
        let part = self.idle().await?;
        let (bytes, sha256) = (part.written(), part.sha256());
        let (tell, told) = oneshot::channel();
        let writing = self.writing;
        self.start(part, move |part| {
            if !writing {
                // Nothing was missing; but what a crash left beyond the promise must go.
                part.go_on(false)?;
            }
            let _ = tell.send(part.read(0, HEAD)?);
            part.file().sync_all()
        });
        let part = self.idle().await?;
        self.part = Some(part);
        self.sync = None;
        self.promised = bytes;
        witness.synced(bytes).await.map_err(|error| unwitnessed(&*error))?;
        Ok(Written { bytes, sha256, head: told.await.unwrap_or_default() })
    }

    /// Sends the buffer on its way.
    async fn flush(&mut self) -> Result<(), NetError> {
        if self.buffer.is_empty() || !self.writing {
            return Ok(());
        }
        let mut part = self.idle().await?;
        let bytes = std::mem::replace(&mut self.buffer, std::mem::take(&mut part.spare));
        self.last_write = Instant::now();
        self.begin_sync(&part);
        let (path, leave_free) = (self.path.clone(), self.leave_free);
        self.start(part, move |part| {
            // Others write to this disk too.
            room::for_bytes(&path, leave_free, Some(bytes.len() as u64))?;
            part.write(&bytes)?;
            part.spare = bytes;
            part.spare.clear();
            Ok(())
        });
        Ok(())
    }

    /// Syncs what is written so far, if it is time, while the next write goes on.
    fn begin_sync(&mut self, part: &Part) {
        let bytes = part.written();
        let unsynced = bytes - self.promised;
        let due = unsynced >= self.checkpoint_bytes || self.last_sync.elapsed() >= self.checkpoint_every;
        if self.sync.is_none() && unsynced > 0 && due {
            let file = part.file();
            self.promised = bytes;
            self.last_sync = Instant::now();
            self.sync = Some(spawn_blocking(move || (bytes, file.sync_data())));
        }
    }

    /// Passes on a sync that is done, and waits for one that is too far behind.
    async fn checkpoint(&mut self, witness: &mut dyn Witness) -> Result<(), NetError> {
        let Some(sync) = &mut self.sync else { return Ok(()) };
        let behind = self.position - self.promised >= BEHIND * self.checkpoint_bytes;
        if !sync.is_finished() && !behind {
            return Ok(());
        }
        let done = sync.await;
        self.sync = None;
        let (bytes, outcome) = done.map_err(|error| self.lost(&error))?;
        outcome.map_err(|error| self.fail(&error))?;
        witness.synced(bytes).await.map_err(|error| unwitnessed(&*error))
    }

    fn start(&mut self, mut part: Part, work: impl FnOnce(&mut Part) -> io::Result<()> + Send + 'static) {
        self.work = Some(spawn_blocking(move || {
            let outcome = work(&mut part);
            (part, outcome)
        }));
    }

    /// The part, once nothing is being done with it.
    async fn idle(&mut self) -> Result<Part, NetError> {
        if let Some(work) = &mut self.work {
            let done = work.await;
            self.work = None;
            let (part, outcome) = done.map_err(|error| self.lost(&error))?;
            if let Err(error) = outcome {
                // Bytes are missing now, so that nothing may follow them.
                self.buffer.clear();
                self.part = Some(part);
                return Err(self.fail(&error));
            }
            self.part = Some(part);
        }
        self.part.take().ok_or_else(|| self.fail(&io::Error::other("the file is not open")))
    }

    fn fail(&self, error: &io::Error) -> NetError {
        let written = self.part.as_ref().map_or(self.promised, Part::written);
        let needs = self.total.map(|total| total.saturating_sub(written).saturating_add(self.leave_free));
        NetError::of_disk(&self.path, error).needing(needs)
    }

    fn lost(&self, error: &JoinError) -> NetError {
        self.fail(&io::Error::other(error.to_string()))
    }
}

pub(crate) fn unwitnessed(error: &(dyn std::error::Error + 'static)) -> NetError {
    NetError::with_detail(Cause::Unwitnessed, error.to_string())
}
