//! Who may come in next.

use sqlx::SqliteConnection;

use super::crowd::Crowd;
use crate::{
    Error, Limits, URGENT,
    tables::claim::{self, Claimed, Wanted},
};

/// Claims jobs as long as there is room.
#[derive(Debug, Default)]
pub(crate) struct Door {
    crowd: Crowd,
    /// Queues in which a job may be due.
    queues: Vec<String>,
    /// When the next job that waits for its time may run.
    next_time: Option<i64>,
}

impl Door {
    /// Claims jobs of all queues until there is no room, or nothing that is due.
    ///
    /// It has to look `afresh` when rows were changed by others than the loop, or a job's time has come. Else only the
    /// places are taken that have become free since: that spares half of the statements.
    pub(crate) async fn admit(
        &mut self,
        connection: &mut SqliteConnection,
        limits: &Limits,
        now: i64,
        afresh: bool,
    ) -> Result<Vec<Claimed>, Error> {
        let mut claimed = Vec::new();
        let result = self.fill(connection, limits, now, afresh, &mut claimed).await;
        if let Err(error) = result {
            self.send_back(&claimed);
            return Err(error);
        }
        Ok(claimed)
    }

    /// The transaction in which these were claimed has failed. The next look must be afresh.
    pub(crate) fn send_back(&mut self, claimed: &[Claimed]) {
        for job in claimed {
            self.crowd.remove(&job.queue, &job.job_group);
        }
    }

    /// A job has ended.
    pub(crate) fn leave(&mut self, queue: &str, group: &str) {
        self.crowd.remove(queue, group);
    }

    /// A job waits for this time.
    pub(crate) fn expect(&mut self, run_at: i64) {
        self.next_time = Some(self.next_time.map_or(run_at, |time| time.min(run_at)));
    }

    pub(crate) fn next_time(&self) -> Option<i64> {
        self.next_time
    }

    async fn fill(
        &mut self,
        connection: &mut SqliteConnection,
        limits: &Limits,
        now: i64,
        afresh: bool,
        claimed: &mut Vec<Claimed>,
    ) -> Result<(), Error> {
        if afresh {
            self.queues = claim::queues(connection).await?;
        }
        let mut worth_another_look = Vec::with_capacity(self.queues.len());
        for queue in std::mem::take(&mut self.queues) {
            if afresh {
                self.fill_with_urgent(connection, &queue, now, claimed).await?;
            }
            let exhausted = self.fill_from(connection, &queue, limits, now, claimed).await?;
            if !exhausted {
                worth_another_look.push(queue);
            }
        }
        self.queues = worth_another_look;
        if afresh {
            self.next_time = claim::next_time(connection, now).await?;
        }
        Ok(())
    }

    /// Urgent jobs come in whether there is room or not.
    async fn fill_with_urgent(
        &mut self,
        connection: &mut SqliteConnection,
        queue: &str,
        now: i64,
        claimed: &mut Vec<Claimed>,
    ) -> Result<(), Error> {
        let wanted = Wanted { queue, least_priority: URGENT, not_of: &[], now };
        while let Some(job) = claim::next(connection, &wanted).await? {
            self.let_in(job, claimed);
        }
        Ok(())
    }

    /// Claims jobs of one queue until there is no room, or nothing that is due (then true).
    async fn fill_from(
        &mut self,
        connection: &mut SqliteConnection,
        queue: &str,
        limits: &Limits,
        now: i64,
        claimed: &mut Vec<Claimed>,
    ) -> Result<bool, Error> {
        while self.crowd.has_room(queue, limits) {
            let full = self.crowd.full_groups(limits);
            let wanted = Wanted { queue, least_priority: i64::MIN, not_of: &full, now };
            match claim::next(connection, &wanted).await? {
                Some(job) => self.let_in(job, claimed),
                None => return Ok(full.is_empty()),
            }
        }
        Ok(false)
    }

    fn let_in(&mut self, job: Claimed, claimed: &mut Vec<Claimed>) {
        self.crowd.add(&job.queue, &job.job_group);
        claimed.push(job);
    }
}
