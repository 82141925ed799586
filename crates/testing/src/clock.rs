use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::TODAY;

/// A clock that shows what a test says. Clones show the same time.
#[derive(Debug, Clone)]
pub struct FixedClock {
    ms: Arc<AtomicI64>,
}

impl FixedClock {
    /// At [`TODAY`].
    pub fn new() -> Self {
        Self::at(TODAY)
    }

    /// At so many milliseconds since 1970-01-01 00:00 UTC.
    pub fn at(ms: i64) -> Self {
        Self { ms: Arc::new(AtomicI64::new(ms)) }
    }

    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub fn now(&self) -> i64 {
        self.ms.load(Ordering::SeqCst)
    }

    pub fn set(&self, ms: i64) {
        self.ms.store(ms, Ordering::SeqCst);
    }

    pub fn advance(&self, by: Duration) {
        self.ms.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

impl friday_queue::Clock for FixedClock {
    fn now(&self) -> i64 {
        Self::now(self)
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::new()
    }
}
