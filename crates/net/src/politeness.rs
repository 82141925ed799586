//! No more than a few requests at a time to one host.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// One door for each host that someone is at. Whoever holds a permit is inside.
#[derive(Debug)]
pub(crate) struct Doors {
    width: usize,
    hosts: Mutex<HashMap<String, Weak<Semaphore>>>,
}

impl Doors {
    pub(crate) fn new(width: usize) -> Self {
        Self { width: width.max(1), hosts: Mutex::default() }
    }

    /// Waits for one's turn at a host, in order of asking.
    pub(crate) async fn enter(&self, host: &str) -> OwnedSemaphorePermit {
        self.door(host).acquire_owned().await.expect("a door is never closed")
    }

    fn door(&self, host: &str) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(door) = hosts.get(host).and_then(Weak::upgrade) {
            return door;
        }
        // Doors that nobody stands at go when a new one is made, so that the map stays as small as what is going on.
        hosts.retain(|_, door| door.strong_count() > 0);
        let door = Arc::new(Semaphore::new(self.width));
        hosts.insert(host.to_owned(), Arc::downgrade(&door));
        door
    }
}
