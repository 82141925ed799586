//! The loop that claims jobs, runs them and writes down how they ended.
//!
//! All that is to be written at one time is written in one short transaction, and none is open while the loop waits.

use std::{collections::HashMap, time::Duration};

use sqlx::SqliteConnection;
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use super::{Bench, Tally, crowd::Crowd};
use crate::{
    Error, JobChange, JobId, Limits, QueueEvent, Run, Stop, URGENT,
    tables::{
        attempts,
        claim::{self, Claimed, Wanted},
        settle::{self, Finished},
    },
};

/// How often the loop looks at what other processes have written, and at the clock.
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// How often progress is written to the table.
const BETWEEN_WRITES: Duration = Duration::from_secs(1);

/// A clock that goes back by more than this has been set.
const CLOCK_WAS_SET: i64 = 60_000;

/// After so many jobs old attempts are forgotten.
const BETWEEN_FORGETTING: u64 = 1_000;

/// So many looks in a row at tables that cannot be used are too many for someone who waits for the end.
const PATIENCE: u32 = 20;

/// When the loop ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    Shutdown,
    Idle,
    NothingIsDue,
}

/// A job that runs.
struct Running {
    run: Run,
    queue: String,
    group: String,
}

pub(crate) struct Work<'a> {
    bench: &'a Bench,
    until: Until,
    runs: JoinSet<Finished>,
    running: HashMap<JobId, Running>,
    crowd: Crowd,
    /// Ended, but not written down yet.
    ended: Vec<Finished>,
    tally: Tally,
    stopping: bool,
    /// When the next job that waits for its time may run.
    next_time: Option<i64>,
    last_now: i64,
    last_write: Instant,
    /// The last number of [`Tables::written_elsewhere`](crate::tables::Tables::written_elsewhere).
    elsewhere: Option<i64>,
    failures: u32,
    settled: u64,
}

impl<'a> Work<'a> {
    pub(crate) fn new(bench: &'a Bench, until: Until) -> Self {
        Self {
            bench,
            until,
            runs: JoinSet::new(),
            running: HashMap::new(),
            crowd: Crowd::default(),
            ended: Vec::new(),
            tally: Tally::default(),
            stopping: false,
            next_time: None,
            last_now: bench.queue.now(),
            last_write: Instant::now(),
            elsewhere: None,
            failures: 0,
            settled: 0,
        }
    }

    pub(crate) async fn run(mut self, shutdown: &CancellationToken) -> Result<Tally, Error> {
        let mut changed = self.bench.queue.changed();
        let mut looks = interval(BETWEEN_LOOKS);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut claim = true;
        loop {
            match self.step(claim).await {
                Ok(true) => return Ok(self.tally),
                Ok(false) => {
                    self.failures = 0;
                    claim = false;
                }
                Err(error) => {
                    self.failures += 1;
                    if self.failures >= PATIENCE && (self.stopping || self.until != Until::Shutdown) {
                        return Err(error);
                    }
                    tracing::warn!(%error, failures = self.failures, "The queue's tables could not be used; trying again.");
                    claim = true;
                    looks.reset();
                    looks.tick().await;
                    continue;
                }
            }
            let due = self.until_next_time();
            tokio::select! {
                Some(finished) = self.runs.join_next() => {
                    self.take(finished);
                    while let Some(finished) = self.runs.try_join_next() {
                        self.take(finished);
                    }
                    claim = true;
                }
                _ = changed.changed() => {
                    changed.mark_unchanged();
                    claim = true;
                    self.pass_on_wishes().await;
                }
                () = tokio::time::sleep(due.unwrap_or_default()), if due.is_some() => claim = self.is_time(),
                _ = looks.tick() => claim = self.look().await,
                () = shutdown.cancelled(), if !self.stopping => {
                    self.stopping = true;
                    for running in self.running.values() {
                        running.run.ask_to_stop(Stop::Shutdown);
                    }
                }
            }
        }
    }

    /// Writes down what there is to write, claims what may run, and says whether that was all.
    async fn step(&mut self, claim: bool) -> Result<bool, Error> {
        let claim = claim && !self.stopping;
        if claim || !self.ended.is_empty() || self.last_write.elapsed() >= BETWEEN_WRITES {
            self.write(claim).await?;
        }
        if !self.running.is_empty() || !self.ended.is_empty() {
            return Ok(false);
        }
        Ok(match self.until {
            _ if self.stopping => true,
            Until::Shutdown => false,
            Until::NothingIsDue => true,
            Until::Idle => {
                let mut reader = self.bench.queue.tables().reader().await?;
                !claim::any_open(&mut reader, self.bench.queue.now()).await?
            }
        })
    }

    async fn write(&mut self, claim: bool) -> Result<(), Error> {
        let progress = self.unwritten_progress();
        if progress.is_empty() && self.ended.is_empty() && !claim {
            return Ok(());
        }
        let queue = &self.bench.queue;
        let now = queue.now();
        let limits = queue.limits();
        let mut transaction = queue.tables().begin().await?;
        for (id, bytes, total) in progress {
            settle::keep_progress(&mut transaction, id, bytes, total).await?;
        }
        let mut changes = Vec::with_capacity(self.ended.len());
        for finished in &self.ended {
            changes.push(settle::settle(&mut transaction, finished, self.bench.backoff, now).await?);
        }
        if self.settled >= BETWEEN_FORGETTING {
            attempts::forget_old(&mut transaction).await?;
        }
        let mut claimed = Vec::new();
        let counted = claim_all(&mut transaction, claim, &mut self.crowd, &limits, now, &mut claimed).await;
        let committed = match counted {
            Ok(next_time) => transaction.commit().await.map(|()| next_time).map_err(Error::from),
            Err(error) => Err(error),
        };
        let next_time = committed.inspect_err(|_| {
            for job in &claimed {
                self.crowd.remove(&job.queue, &job.job_group);
            }
        })?;

        if claim {
            self.next_time = next_time;
        }
        if self.settled >= BETWEEN_FORGETTING {
            self.settled = 0;
        }
        self.settled += changes.len() as u64;
        for (finished, change) in std::mem::take(&mut self.ended).iter().zip(changes) {
            match change {
                JobChange::Finished => self.tally.done += 1,
                JobChange::Failed { .. } => self.tally.failed += 1,
                _ => {}
            }
            finished.run.emit(change);
        }
        for job in claimed {
            self.start(job, now);
        }
        Ok(())
    }

    fn start(&mut self, job: Claimed, now: i64) {
        let (run, future) = self.bench.begin(&job, now);
        self.running.insert(run.id(), Running { run, queue: job.queue, group: job.job_group });
        self.runs.spawn(future);
    }

    fn take(&mut self, finished: Result<Finished, tokio::task::JoinError>) {
        match finished {
            Ok(finished) => {
                if let Some(running) = self.running.remove(&finished.run.id()) {
                    self.crowd.remove(&running.queue, &running.group);
                }
                self.ended.push(finished);
            }
            // Runs catch their panics and are never aborted while this loop lives.
            Err(error) => tracing::error!(%error, "A run ended in a way that it cannot."),
        }
    }

    /// How far the running jobs have come, if it is time to write that down.
    fn unwritten_progress(&mut self) -> Vec<(JobId, u64, Option<u64>)> {
        if self.last_write.elapsed() < BETWEEN_WRITES {
            return Vec::new();
        }
        self.last_write = Instant::now();
        self.running
            .iter()
            .filter_map(|(id, running)| {
                running.run.take_unwritten().map(|(bytes, total)| (*id, bytes, total))
            })
            .collect()
    }

    /// Looks at the clock and at what other processes have written. Says whether there may be something to claim.
    async fn look(&mut self) -> bool {
        let mut claim = self.is_time();
        match self.bench.queue.tables().written_elsewhere().await {
            Ok(number) => {
                if self.elsewhere.replace(number).is_some_and(|last| last != number) {
                    self.bench.queue.emit(QueueEvent::ChangedElsewhere);
                    self.pass_on_wishes().await;
                    claim = true;
                }
            }
            Err(error) => tracing::warn!(%error, "The queue's tables could not be looked at; trying again."),
        }
        claim
    }

    async fn pass_on_wishes(&mut self) {
        let run_of = |id| self.running.get(&id).map(|running| &running.run);
        if let Err(error) = self.bench.pass_on_wishes(run_of).await {
            tracing::warn!(%error, "The queue's tables could not be looked at; trying again.");
            // Whatever was asked is asked for again at the next look.
            self.elsewhere = self.elsewhere.map(|number| number.wrapping_sub(1));
        }
    }

    /// Whether a job's time has come, or the clock has been set back.
    fn is_time(&mut self) -> bool {
        let now = self.bench.queue.now();
        let was_set = now < self.last_now - CLOCK_WAS_SET;
        self.last_now = now;
        was_set || self.next_time.is_some_and(|time| time <= now)
    }

    /// How long until a job's time comes, if it comes before the next look.
    fn until_next_time(&self) -> Option<Duration> {
        let left = self.next_time?.saturating_sub(self.bench.queue.now());
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
        (left < BETWEEN_LOOKS && !self.stopping).then_some(left)
    }
}

/// Claims jobs of all queues until there is no room, or nothing that is due. Says when the next is.
async fn claim_all(
    connection: &mut SqliteConnection,
    claim: bool,
    crowd: &mut Crowd,
    limits: &Limits,
    now: i64,
    claimed: &mut Vec<Claimed>,
) -> Result<Option<i64>, Error> {
    if !claim {
        return Ok(None);
    }
    for queue in claim::queues(connection).await? {
        while let Some(job) = claim_next(connection, &queue, crowd, limits, now).await? {
            crowd.add(&job.queue, &job.job_group);
            claimed.push(job);
        }
    }
    claim::next_time(connection, now).await
}

/// Claims the next job of a queue that the limits allow: an urgent one always.
async fn claim_next(
    connection: &mut SqliteConnection,
    queue: &str,
    crowd: &Crowd,
    limits: &Limits,
    now: i64,
) -> Result<Option<Claimed>, Error> {
    let has_room = crowd.has_room(queue, limits);
    let full = crowd.full_groups(limits);
    let wanted = Wanted { queue, least_priority: URGENT, not_of: &[], now };
    if !has_room || !full.is_empty() {
        if let Some(job) = claim::next(connection, &wanted).await? {
            return Ok(Some(job));
        }
    }
    if !has_room {
        return Ok(None);
    }
    claim::next(connection, &Wanted { least_priority: i64::MIN, not_of: &full, ..wanted }).await
}
