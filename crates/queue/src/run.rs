//! What a job is told while it runs, and what it tells.

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use tokio::{sync::broadcast, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::{JobChange, JobId, QueueEvent};

/// The shortest time between two events about the progress of one job.
const BETWEEN_EVENTS: Duration = Duration::from_millis(100);

/// One run of a job.
#[derive(Debug, Clone)]
pub struct Run {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    id: JobId,
    kind: Arc<str>,
    unique_key: Option<Arc<str>>,
    attempt: u32,
    max_attempts: u32,
    cancellation: CancellationToken,
    stop: OnceLock<Stop>,
    road: Luggage,
    told: Mutex<Told>,
    events: Option<broadcast::Sender<QueueEvent>>,
}

/// What the job has told so far.
#[derive(Debug, Default)]
struct Told {
    bytes: u64,
    total: Option<u64>,
    gained: u64,
    unwritten: bool,
    last_event: Option<Instant>,
    extra: Option<serde_json::Value>,
    handed_over: Option<serde_json::Value>,
}

/// What a run knows of the other machine, if there is one.
#[derive(Debug, Default)]
pub(crate) struct Luggage {
    pub(crate) handed: Option<serde_json::Value>,
    pub(crate) publisher: Option<String>,
}

/// Why a run has to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The job is not wanted any more.
    Cancelled,
    /// The job was paused.
    Paused,
    /// Its queue was paused.
    Requeued,
    /// The runner shuts down.
    Shutdown,
}

impl Run {
    /// A run that belongs to no queue, to call [`Job::run`](crate::Job::run) by hand in a test.
    pub fn detached(id: JobId, attempt: u32) -> Self {
        Self::new(id, Arc::from(""), None, (attempt, attempt), (0, None), Luggage::default(), None)
    }

    pub(crate) fn new(
        id: JobId,
        kind: Arc<str>,
        unique_key: Option<Arc<str>>,
        (attempt, max_attempts): (u32, u32),
        (bytes, total): (u64, Option<u64>),
        road: Luggage,
        events: Option<broadcast::Sender<QueueEvent>>,
    ) -> Self {
        let told = Told { bytes, total, ..Told::default() };
        Self {
            shared: Arc::new(Shared {
                id,
                kind,
                unique_key,
                attempt,
                max_attempts,
                cancellation: CancellationToken::new(),
                stop: OnceLock::new(),
                road,
                told: Mutex::new(told),
                events,
            }),
        }
    }

    pub fn id(&self) -> JobId {
        self.shared.id
    }

    pub(crate) fn kind(&self) -> &str {
        &self.shared.kind
    }

    /// Which attempt this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.shared.attempt
    }

    /// After how many the job is given up.
    pub fn max_attempts(&self) -> u32 {
        self.shared.max_attempts
    }

    /// How far the job has come, as it told last; kept from one attempt to the next.
    pub fn bytes(&self) -> u64 {
        self.told().bytes
    }

    /// How far it has to go, as it told last; kept from one attempt to the next.
    pub fn total(&self) -> Option<u64> {
        self.told().total
    }

    /// Tells how far the job has come. May be called as often as one likes: watchers hear of it at most ten times a
    /// second, and the table at most once.
    pub fn progress(&self, bytes: u64, total: Option<u64>) {
        let mut told = self.told();
        if told.bytes == bytes && told.total == total {
            return;
        }
        told.gained += bytes.saturating_sub(told.bytes);
        told.bytes = bytes;
        told.total = total;
        told.unwritten = true;
        if told.last_event.is_none_or(|last| last.elapsed() >= BETWEEN_EVENTS) {
            told.last_event = Some(Instant::now());
            drop(told);
            self.emit(JobChange::Progressed { bytes, total });
        }
    }

    /// Keeps something with this attempt, to explain later what happened. The last call wins.
    pub fn attach(&self, extra: serde_json::Value) {
        self.told().extra = Some(extra);
    }

    /// Who has published the job, if it came from another machine: a name that stays the same.
    pub fn publisher(&self) -> Option<&str> {
        self.shared.road.publisher.as_deref()
    }

    /// Leaves something for the publisher of the job: when this run has succeeded there, the job runs once more on the
    /// publisher's machine, where [`Run::handed`] gives it. Without a publisher this means nothing.
    pub fn hand_over(&self, result: serde_json::Value) {
        self.told().handed_over = Some(result);
    }

    /// What the run on another machine has left for this one.
    pub fn handed(&self) -> Option<&serde_json::Value> {
        self.shared.road.handed.as_ref()
    }

    /// Cancelled when the job has to stop. After half a second the run is dropped where it stands.
    pub fn cancellation(&self) -> &CancellationToken {
        &self.shared.cancellation
    }

    /// Why the job has to stop; `None` while it has not.
    pub fn stop(&self) -> Option<Stop> {
        self.shared.stop.get().copied()
    }

    /// Asks the job to stop. The first reason stays.
    pub(crate) fn ask_to_stop(&self, reason: Stop) {
        self.shared.stop.get_or_init(|| reason);
        self.shared.cancellation.cancel();
    }

    /// Tells those who watch.
    pub(crate) fn emit(&self, change: JobChange) {
        if let Some(events) = &self.shared.events {
            // Nobody has to be watching.
            let _ = events.send(self.event(change));
        }
    }

    pub(crate) fn event(&self, change: JobChange) -> QueueEvent {
        QueueEvent::Job {
            id: self.shared.id,
            kind: self.shared.kind.clone(),
            unique_key: self.shared.unique_key.clone(),
            change,
        }
    }

    /// Bytes and total, if they have changed since this was last asked.
    pub(crate) fn take_unwritten(&self) -> Option<(u64, Option<u64>)> {
        let mut told = self.told();
        std::mem::take(&mut told.unwritten).then_some((told.bytes, told.total))
    }

    /// Bytes that this run brought, also if it had to start over.
    pub(crate) fn gained(&self) -> u64 {
        self.told().gained
    }

    pub(crate) fn extra(&self) -> Option<serde_json::Value> {
        self.told().extra.clone()
    }

    pub(crate) fn handed_over(&self) -> Option<serde_json::Value> {
        self.told().handed_over.clone()
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.shared.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_were_fetched_twice_count_twice() {
        let run = Run::new(JobId(1), Arc::from("k"), None, (1, 1), (100, None), Luggage::default(), None);
        for bytes in [150, 0, 40] {
            run.progress(bytes, None);
        }
        assert_eq!(run.gained(), 90);
        assert_eq!(run.take_unwritten(), Some((40, None)));
        assert_eq!(run.take_unwritten(), None);
    }

    #[test]
    fn the_first_reason_to_stop_stays() {
        let run = Run::detached(JobId(1), 1);
        run.ask_to_stop(Stop::Paused);
        run.ask_to_stop(Stop::Shutdown);
        assert!(run.cancellation().is_cancelled());
        assert_eq!(run.stop(), Some(Stop::Paused));
    }
}
