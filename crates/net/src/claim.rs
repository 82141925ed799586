//! One writer at a time for a part file.
//!
//! A download that is dropped may still be in the middle of a write, on a thread that cannot be stopped. Whoever
//! resumes the same file waits until that write is over; otherwise two versions could mix.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::Notify;

/// The part files that are being written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Claims(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    paths: Mutex<HashSet<PathBuf>>,
    released: Notify,
}

/// The right to write to a file, until dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    claims: Claims,
    path: PathBuf,
}

impl Claims {
    /// Waits until nobody else writes to this file.
    pub(crate) async fn claim(&self, path: &Path) -> Claim {
        loop {
            let released = self.0.released.notified();
            if self.0.paths.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned()) {
                return Claim { claims: self.clone(), path: path.to_owned() };
            }
            released.await;
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let shared = &self.claims.0;
        shared.paths.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.path);
        shared.released.notify_waiters();
    }
}
