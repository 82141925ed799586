//! The loop that claims jobs, runs them and writes down how they ended.
//!
//! All that is to be written at one time is written in one short transaction, and none is open while the loop waits.

use std::{collections::HashMap, time::Duration};

use tokio::{
    sync::watch,
    task::{JoinError, JoinSet},
    time::{Instant, MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use super::{Bench, Tally, door::Door};
use crate::{
    Error, JobChange, JobId, QueueEvent, Run, Stop,
    tables::{
        attempts,
        claim::{self, Claimed},
        settle::{self, Finished},
    },
};

/// How often the loop looks at what other processes have written, and at the clock.
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// How often progress is written to the table.
const BETWEEN_WRITES: Duration = Duration::from_secs(1);

/// A clock that goes back by more than this (milliseconds) has been set.
const CLOCK_WAS_SET: i64 = 60_000;

/// After so many jobs old attempts are forgotten.
const BETWEEN_FORGETTING: u64 = 1_000;

/// So many looks in a row at tables that cannot be used are too many for someone who waits for the end.
const PATIENCE: u32 = 20;

/// The same for someone who waits for the program to close: what could not be written down is found at the next start.
const PATIENCE_AT_THE_END: u32 = 4;

/// When the loop ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    Shutdown,
    Idle,
    NothingIsDue,
}

/// What may be there to claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    Nothing,
    /// Jobs that were there at the last look, for places that have become free.
    WhatWasThere,
    /// Anything.
    Afresh,
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
    changed: watch::Receiver<()>,
    claim: Claim,
    door: Door,
    runs: JoinSet<Finished>,
    running: HashMap<JobId, Running>,
    /// Ended, but not written down yet.
    ended: Vec<Finished>,
    tally: Tally,
    stopping: bool,
    last_now: i64,
    last_write: Instant,
    /// The last number of [`Tables::written_elsewhere`](crate::tables::Tables::written_elsewhere).
    elsewhere: Option<i64>,
    /// Something may be asked of a running job.
    wishes: bool,
    failures: u32,
    settled: u64,
}

impl<'a> Work<'a> {
    pub(crate) fn new(bench: &'a Bench, until: Until) -> Self {
        Self {
            bench,
            until,
            changed: bench.queue.changed(),
            claim: Claim::Afresh,
            door: Door::default(),
            runs: JoinSet::new(),
            running: HashMap::new(),
            ended: Vec::new(),
            tally: Tally::default(),
            stopping: false,
            last_now: bench.queue.now(),
            last_write: Instant::now(),
            elsewhere: None,
            wishes: false,
            failures: 0,
            settled: 0,
        }
    }

    pub(crate) async fn run(mut self, shutdown: &CancellationToken) -> Result<Tally, Error> {
        let mut looks = interval(BETWEEN_LOOKS);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Before the first claim: whatever is written elsewhere after this is seen at a look.
        self.elsewhere = self.bench.queue.tables().written_elsewhere().await.ok();
        loop {
            match self.step().await {
                Ok(true) => return Ok(self.tally),
                Ok(false) => self.failures = 0,
                Err(error) => {
                    self.complain(error)?;
                    looks.reset();
                    tokio::select! {
                        _ = looks.tick() => {}
                        () = shutdown.cancelled(), if !self.stopping => self.stop(),
                    }
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
                }
                // `step` asks for itself.
                _ = self.changed.changed() => self.changed.mark_changed(),
                () = tokio::time::sleep(due.unwrap_or_default()), if due.is_some() => self.look_at_clock(),
                _ = looks.tick() => {
                    self.look_at_clock();
                    self.look_elsewhere().await;
                }
                () = shutdown.cancelled(), if !self.stopping => self.stop(),
            }
        }
    }

    fn stop(&mut self) {
        self.stopping = true;
        for running in self.running.values() {
            running.run.ask_to_stop(Stop::Shutdown);
        }
    }

    /// Does what there is to do at the tables, and says whether that was all.
    async fn step(&mut self) -> Result<bool, Error> {
        if self.changed.has_changed().unwrap_or(false) {
            self.changed.mark_unchanged();
            self.wishes = true;
            self.claim = Claim::Afresh;
        }
        if self.wishes && !self.stopping {
            let run_of = |id| self.running.get(&id).map(|running| &running.run);
            self.bench.pass_on_wishes(run_of).await?;
            self.wishes = false;
        }
        self.write().await?;
        while self.claim != Claim::Nothing && !self.stopping {
            self.write().await?;
        }
        if !self.running.is_empty() {
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

    /// Writes how far jobs have come and how they ended, and claims what may run.
    async fn write(&mut self) -> Result<(), Error> {
        let claim = if self.stopping { Claim::Nothing } else { self.claim };
        let progress = self.unwritten_progress();
        if progress.is_empty() && self.ended.is_empty() && claim == Claim::Nothing {
            return Ok(());
        }
        // Until this has come to its end, everything has to be looked at again.
        self.claim = Claim::Afresh;
        let queue = &self.bench.queue;
        let now = queue.now();
        let mut transaction = queue.tables().begin().await?;
        for (id, bytes, total) in progress {
            settle::keep_progress(&mut transaction, id, bytes, total).await?;
        }
        let (backoff, policy) = (self.bench.backoff, queue.after_failure());
        let changes = settle::settle_all(&mut transaction, &self.ended, backoff, policy, now).await?;
        if self.settled >= BETWEEN_FORGETTING {
            attempts::forget_old(&mut transaction).await?;
        }
        let claimed = match claim {
            Claim::Nothing => Vec::new(),
            claim => {
                let afresh = claim == Claim::Afresh;
                self.door.admit(&mut transaction, &queue.limits(), now, afresh).await?
            }
        };
        if let Err(error) = transaction.commit().await {
            self.door.send_back(&claimed);
            return Err(error.into());
        }

        self.claim = Claim::Nothing;
        self.settled =
            if self.settled >= BETWEEN_FORGETTING { 0 } else { self.settled + changes.len() as u64 };
        for (finished, change) in std::mem::take(&mut self.ended).iter().zip(changes) {
            let counts = self.bench.counts(&finished.run);
            match change {
                JobChange::Finished if counts => self.tally.done += 1,
                JobChange::Failed { .. } if counts => self.tally.failed += 1,
                JobChange::Retrying { run_at, .. } if run_at > now => self.door.expect(run_at),
                // It is due again at once.
                JobChange::Retrying { .. } | JobChange::Requeued => self.claim = Claim::Afresh,
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

    fn take(&mut self, finished: Result<Finished, JoinError>) {
        match finished {
            Ok(finished) => {
                if let Some(running) = self.running.remove(&finished.run.id()) {
                    self.door.leave(&running.queue, &running.group);
                }
                self.ended.push(finished);
                self.claim = self.claim.max(Claim::WhatWasThere);
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
        let unwritten = |(id, running): (&JobId, &Running)| {
            running.run.take_unwritten().map(|(bytes, total)| (*id, bytes, total))
        };
        self.running.iter().filter_map(unwritten).collect()
    }

    /// Another process may have pushed a job, or asked something of one.
    async fn look_elsewhere(&mut self) {
        match self.bench.queue.tables().written_elsewhere().await {
            Ok(number) if self.elsewhere != Some(number) => {
                self.elsewhere = Some(number);
                self.wishes = true;
                self.claim = Claim::Afresh;
                self.bench.queue.emit(QueueEvent::ChangedElsewhere);
            }
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "The queue's tables could not be looked at; trying again."),
        }
    }

    /// A job's time may have come, or the clock may have been set back.
    fn look_at_clock(&mut self) {
        let now = self.bench.queue.now();
        if now < self.last_now - CLOCK_WAS_SET || self.door.next_time().is_some_and(|time| time <= now) {
            self.claim = Claim::Afresh;
        }
        self.last_now = now;
    }

    /// How long until a job's time comes, if it comes before the next look.
    fn until_next_time(&self) -> Option<Duration> {
        let left = self.door.next_time()?.saturating_sub(self.bench.queue.now());
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
        (left < BETWEEN_LOOKS && !self.stopping).then_some(left)
    }

    /// Says once that the tables cannot be used; gives up if someone has waited long enough.
    fn complain(&mut self, error: Error) -> Result<(), Error> {
        self.failures += 1;
        if self.failures == 1 {
            tracing::warn!(%error, "The queue's tables cannot be used; trying again until they can.");
        }
        let is_too_long = match self.until {
            _ if self.stopping => self.failures >= PATIENCE_AT_THE_END,
            Until::Shutdown => false,
            Until::NothingIsDue | Until::Idle => self.failures >= PATIENCE,
        };
        if is_too_long { Err(error) } else { Ok(()) }
    }
}
