//! Running jobs.

mod bench;
mod crowd;
mod door;
mod work;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use tokio_util::sync::CancellationToken;

use crate::{Backoff, Error, Job, Queue};

pub(crate) use bench::Bench;
use bench::Kind;
use work::{Until, Work};

/// Claims jobs and runs them, as many at once as the [`Limits`](crate::Limits) allow.
///
/// Whoever runs one on a database must hold its [`RunnerLock`](crate::RunnerLock), and have called
/// [`Queue::recover`].
pub struct Runner {
    bench: Arc<Bench>,
}

/// How many jobs ended, each counted once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub done: u64,
    /// For good.
    pub failed: u64,
}

impl Runner {
    /// Prepares a runner. Jobs get a clone of the context.
    pub fn builder<C: Clone + Send + Sync + 'static>(queue: &Queue, context: C) -> RunnerBuilder<C> {
        RunnerBuilder {
            queue: queue.clone(),
            context,
            kinds: HashMap::new(),
            uncounted: HashSet::new(),
            backoff: Backoff::default(),
        }
    }

    /// Runs jobs until it is told to stop. Those that run then are stopped within half a second and wait again, their
    /// attempt not counted.
    ///
    /// The future must be awaited to its end; if it is dropped, the jobs it ran are left to [`Queue::recover`]. While
    /// the tables cannot be written (disk full, locked) it goes on trying; an error is returned if that is still so
    /// some time after it was told to stop.
    pub async fn run(&self, shutdown: CancellationToken) -> Result<Tally, Error> {
        Work::new(&self.bench, Until::Shutdown).run(&shutdown).await
    }

    /// As [`Runner::run`], but ends by itself when no job runs, and none waits to be tried or to be tried again.
    /// Jobs that are paused, or were pushed with a delay that has not passed, are not waited for.
    pub async fn run_until_idle(&self, shutdown: CancellationToken) -> Result<Tally, Error> {
        Work::new(&self.bench, Until::Idle).run(&shutdown).await
    }

    /// Runs what is due now by the clock, and what that pushes, and does not wait for time to pass.
    pub async fn run_due(&self) -> Result<Tally, Error> {
        Work::new(&self.bench, Until::NothingIsDue).run(&CancellationToken::new()).await
    }
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner").finish_non_exhaustive()
    }
}

/// A [`Runner`] that is being prepared.
#[must_use]
pub struct RunnerBuilder<C> {
    queue: Queue,
    context: C,
    kinds: HashMap<&'static str, Kind>,
    uncounted: HashSet<&'static str>,
    backoff: Backoff,
}

impl<C: Clone + Send + Sync + 'static> RunnerBuilder<C> {
    /// Runs jobs of this kind. A job of a kind that nobody registered fails with the code `unknown_kind`.
    pub fn register<J: Job<Context = C>>(mut self) -> Self {
        self.kinds.insert(J::NAME, bench::kind::<J>(self.context.clone()));
        self
    }

    /// As [`RunnerBuilder::register`], of jobs that only round off others: they are not counted in a [`Tally`].
    pub fn register_uncounted<J: Job<Context = C>>(mut self) -> Self {
        self.uncounted.insert(J::NAME);
        self.register::<J>()
    }

    /// How the time between attempts grows.
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
        self
    }

    #[must_use]
    pub fn build(self) -> Runner {
        let bench = Arc::new(Bench::new(self.queue.clone(), self.kinds, self.uncounted, self.backoff));
        self.queue.use_bench(Arc::downgrade(&bench));
        Runner { bench }
    }
}

impl<C> std::fmt::Debug for RunnerBuilder<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunnerBuilder").field("kinds", &self.kinds.keys()).finish_non_exhaustive()
    }
}
