//! Asking for long lists in pieces.

use super::Queue;
use crate::{Error, FailedFor, JobState, tables::pages};

impl Queue {
    /// The keys of the jobs of a queue in this state, in the order in which they run: at most so many, after so many.
    /// A page costs little however many jobs there are. Jobs without a key are left out.
    pub async fn keys(
        &self,
        queue: &str,
        state: JobState,
        skip: u64,
        most: u64,
    ) -> Result<Vec<String>, Error> {
        let mut reader = self.tables().reader().await?;
        pages::keys(&mut reader, queue, state, skip, most).await
    }

    /// The failed jobs of a queue by error code, the code that failed last first; of each the keys of the newest, at
    /// most so many.
    pub async fn failed_for(&self, queue: &str, most: u64) -> Result<Vec<FailedFor>, Error> {
        let mut snapshot = self.tables().snapshot().await?;
        pages::failed_for(&mut snapshot, queue, most).await
    }
}
