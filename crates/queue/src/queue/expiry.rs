//! What becomes of jobs that have failed for good.

use std::sync::PoisonError;

use super::Queue;
use crate::{AfterFailure, Error, JobChange, JobRecord, tables::failed};

impl Queue {
    /// What becomes of jobs that fail for good from now on; see also [`Queue::drop_expired`]. At first they are kept.
    pub fn set_after_failure(&self, policy: AfterFailure) {
        *self.shared.after_failure.write().unwrap_or_else(PoisonError::into_inner) = policy;
    }

    pub fn after_failure(&self) -> AfterFailure {
        *self.shared.after_failure.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes the failed jobs whose time is over, and returns what they were. To be called at start and now and then.
    pub async fn drop_expired(&self) -> Result<Vec<JobRecord>, Error> {
        let Some(before) = self.after_failure().leaves_before(self.now()) else { return Ok(Vec::new()) };
        let mut expired = self.failed().await?;
        expired.retain(|job| job.failed.is_some_and(|failed| failed <= before));
        if expired.is_empty() {
            return Ok(expired);
        }
        let mut transaction = self.tables().begin().await?;
        let mut gone = Vec::with_capacity(expired.len());
        for job in expired {
            // It may have been taken up again meanwhile.
            if failed::drop_unwanted(&mut transaction, job.id).await? {
                gone.push(job);
            }
        }
        transaction.commit().await?;
        for job in &gone {
            self.emit_job(job.id, (job.kind.clone(), job.unique_key.clone()), JobChange::Cancelled);
        }
        Ok(gone)
    }
}
