//! How fast all downloads together may be: a bucket that fills with bytes as time goes by, and that they share.

use std::sync::{Mutex, PoisonError};

use tokio::{sync::Notify, time::Duration, time::Instant};

/// The bucket holds what flows in within this time, so that a pause does not earn a burst.
const DEPTH: Duration = Duration::from_millis(200);

/// Shared by all downloads of a [`Net`](crate::Net).
#[derive(Debug)]
pub(crate) struct Pace {
    bucket: Mutex<Bucket>,
    changed: Notify,
}

#[derive(Debug)]
struct Bucket {
    /// Bytes a second.
    limit: Option<u64>,
    /// Bytes that have flowed in since the beginning, and that were taken. More may be taken than has come; the next
    /// then waits until it has.
    filled: f64,
    taken: f64,
    looked: Instant,
}

impl Default for Pace {
    fn default() -> Self {
        let bucket = Bucket { limit: None, filled: 0.0, taken: 0.0, looked: Instant::now() };
        Self { bucket: Mutex::new(bucket), changed: Notify::new() }
    }
}

impl Pace {
    /// Holds at once, also for those who wait.
    pub(crate) fn set(&self, limit: Option<u64>) {
        self.with(|bucket| bucket.limit = limit.map(|limit| limit.max(1)));
        self.changed.notify_waiters();
    }

    pub(crate) fn limit(&self) -> Option<u64> {
        self.with(|bucket| bucket.limit)
    }

    /// Takes what has come, and waits until it would have come at the pace that is set.
    pub(crate) async fn take(&self, bytes: usize) {
        let due = self.with(|bucket| {
            bucket.taken += bytes as f64;
            bucket.taken
        });
        loop {
            let changed = self.changed.notified();
            let wait = self.with(|bucket| bucket.until(due));
            if wait.is_zero() {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = changed => {}
            }
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Bucket) -> T) -> T {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.fill();
        act(&mut bucket)
    }
}

impl Bucket {
    fn fill(&mut self) {
        let passed = self.looked.elapsed();
        self.looked += passed;
        match self.limit {
            Some(limit) => {
                let depth = limit as f64 * DEPTH.as_secs_f64();
                self.filled = (self.filled + limit as f64 * passed.as_secs_f64())
                    .min(self.taken.max(self.filled) + depth);
            }
            None => self.filled = self.taken,
        }
    }

    /// How long until so much has flowed in.
    fn until(&self, due: f64) -> Duration {
        match self.limit {
            Some(limit) if due > self.filled => {
                Duration::from_secs_f64((due - self.filled) / limit as f64).max(Duration::from_millis(1))
            }
            _ => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::task::JoinSet;

    use super::*;

    /// So many downloads at once, of a hundred chunks of 10 kB each.
    fn downloads(pace: &Arc<Pace>, count: u32) -> JoinSet<()> {
        let mut downloads = JoinSet::new();
        for _ in 0..count {
            let pace = pace.clone();
            downloads.spawn(async move {
                for _ in 0..100 {
                    pace.take(10_000).await;
                }
            });
        }
        downloads
    }

    fn paced(limit: u64) -> Arc<Pace> {
        let pace = Pace::default();
        pace.set(Some(limit));
        Arc::new(pace)
    }

    fn assert_about(passed: Duration, seconds: f64) {
        assert!((passed.as_secs_f64() - seconds).abs() < 0.5, "{passed:?} instead of {seconds} s");
    }

    #[tokio::test(start_paused = true)]
    async fn all_downloads_together_are_as_fast_as_the_limit() {
        for (count, limit, seconds) in [(1, 100_000, 10.0), (3, 100_000, 30.0), (3, 1_000_000, 3.0)] {
            let pace = paced(limit);
            let begun = Instant::now();
            downloads(&pace, count).join_all().await;
            assert_about(begun.elapsed(), seconds);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_limit_holds_at_once_for_those_who_wait() {
        let pace = paced(1000);
        let begun = Instant::now();
        let running = downloads(&pace, 2);
        tokio::time::sleep(Duration::from_secs(100)).await;
        pace.set(Some(1_000_000));
        running.join_all().await;
        assert_about(begun.elapsed(), 101.9);

        let begun = Instant::now();
        pace.set(Some(1));
        let running = downloads(&pace, 2);
        tokio::time::sleep(Duration::from_secs(5)).await;
        pace.set(None);
        running.join_all().await;
        assert_about(begun.elapsed(), 5.0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_earns_no_burst() {
        let pace = paced(100_000);
        tokio::time::sleep(Duration::from_hours(1)).await;
        let begun = Instant::now();
        downloads(&pace, 1).join_all().await;
        assert_about(begun.elapsed(), 10.0);
    }
}
