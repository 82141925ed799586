//! The queue as its users see it: pushing here, asking and changing in the files beside.

mod ask;
mod change;
mod expiry;
mod kept;
mod pages;

use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use sqlx::{SqliteConnection, SqlitePool};
use tokio::sync::{broadcast, watch};

use crate::{
    AfterFailure, Clock, Error, Job, JobChange, JobId, Limits, PushOptions, Pushed, QueueEvent, Recovered,
    RunnerLock,
    provider::{Database, Memory, Provider},
    push::NewJob,
    runner::Bench,
    tables::{Tables, list::KindAndKey, outbox, recover},
};

pub use change::Change;

/// So many events are kept for a receiver that is slow; then it has to look for itself.
const EVENTS_KEPT: usize = 1024;

/// A queue of jobs. Cloning it gives the same queue.
#[derive(Clone)]
pub struct Queue {
    shared: Arc<Shared>,
}

struct Shared {
    provider: Box<dyn Provider>,
    clock: Arc<dyn Clock>,
    limits: RwLock<Limits>,
    after_failure: RwLock<AfterFailure>,
    events: broadcast::Sender<QueueEvent>,
    /// Told when a runner should look again.
    changed: watch::Sender<()>,
    /// Where a blocking push runs its job.
    bench: Mutex<Weak<Bench>>,
}

impl Queue {
    /// The `database` provider: durable, in an SQLite file that the caller owns and has [migrated](crate::migrate).
    ///
    /// The writer pool must have one connection (`max_connections(1)`), through which all of this process writes to the
    /// file; the readers may be many. The file should be in WAL mode, with a busy timeout.
    pub fn database(writer: SqlitePool, readers: SqlitePool, clock: Arc<dyn Clock>) -> Self {
        Self::new(Box::new(Database::new(Tables::new(writer, readers), false)), clock)
    }

    /// The `async` provider: in memory. If it is `blocking`, a push runs the job before it returns, with the runner
    /// that was built last and still exists; without one, or if the job has to wait for its time, it waits.
    pub async fn in_memory(clock: Arc<dyn Clock>, blocking: bool) -> Result<Self, Error> {
        Ok(Self::new(Box::new(Memory::new(Tables::in_memory().await?, blocking)), clock))
    }

    /// The `amqp` provider: [`portable`](Job::is_portable) jobs are seen in the same tables as those of
    /// [`Queue::database`], and run on other machines. A [`Publisher`](crate::Publisher) takes them there; a
    /// [`Worker`](crate::Worker) takes them up. Other jobs run here.
    pub fn amqp(writer: SqlitePool, readers: SqlitePool, clock: Arc<dyn Clock>) -> Self {
        Self::new(Box::new(Database::new(Tables::new(writer, readers), true)), clock)
    }

    fn new(provider: Box<dyn Provider>, clock: Arc<dyn Clock>) -> Self {
        let shared = Shared {
            provider,
            clock,
            limits: RwLock::default(),
            after_failure: RwLock::default(),
            events: broadcast::Sender::new(EVENTS_KEPT),
            changed: watch::Sender::new(()),
            bench: Mutex::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// The provider's name, as in a configuration: `database`, `async` or `amqp`.
    pub fn provider(&self) -> &'static str {
        self.shared.provider.name()
    }

    /// Makes a `database` queue an `amqp` one or the other way round, for what is pushed or retried from now on. A job
    /// that was published stays where it is, and can be ordered about as before. A queue in memory stays what it is.
    pub fn run_elsewhere(&self, elsewhere: bool) {
        self.shared.provider.run_elsewhere(elsewhere);
    }

    /// Whether portable jobs that are pushed now run on other machines.
    pub fn runs_elsewhere(&self) -> bool {
        self.shared.provider.is_elsewhere()
    }

    /// Whether there is something for a [`Publisher`](crate::Publisher) to do: a job that was published and has not
    /// come to its end, or an order that has not been sent.
    pub async fn is_on_the_road(&self) -> Result<bool, Error> {
        outbox::any_published(&mut *self.tables().reader().await?).await
    }

    /// Whether there is something for a [`Publisher`](crate::Publisher) to send. An order about a job that nobody has
    /// taken waits until somebody has.
    pub async fn has_unsent(&self) -> Result<bool, Error> {
        Ok(!outbox::ready(&mut *self.tables().reader().await?, 1).await?.is_empty())
    }

    /// Pushes a job with priority 0 and without delay.
    pub async fn push<J: Job>(&self, job: &J) -> Result<Pushed, Error> {
        self.push_with(job, PushOptions::default()).await
    }

    /// Pushes a job.
    ///
    /// If an unfinished job of its kind has its key nothing is added; only the priority is raised if the new one is
    /// higher. If a failed job has it, that one starts over, with the new payload.
    pub async fn push_with<J: Job>(&self, job: &J, options: PushOptions) -> Result<Pushed, Error> {
        let mut pushed = self.push_all(std::slice::from_ref(job), options).await?;
        Ok(pushed.remove(0))
    }

    /// Pushes jobs in one transaction; see [`Queue::push_with`].
    pub async fn push_all<J: Job>(&self, jobs: &[J], options: PushOptions) -> Result<Vec<Pushed>, Error> {
        let now = self.now();
        let new: Vec<_> = jobs.iter().map(|job| NewJob::of(job, options, now)).collect::<Result<_, _>>()?;
        let pushed = self.shared.provider.push(&new).await?;
        self.announce(&pushed).await?;
        Ok(pushed)
    }

    /// Pushes a job in the caller's transaction, so that the job is there if and only if the transaction is committed.
    /// After that, [`Queue::announce`] must be called.
    ///
    /// The transaction should have begun with `BEGIN IMMEDIATE`, and be on the writer that the queue was made with. As
    /// that has one connection, no other function of the queue that writes can return before the transaction ends.
    pub async fn push_in<J: Job>(
        &self,
        connection: &mut SqliteConnection,
        job: &J,
        options: PushOptions,
    ) -> Result<Pushed, Error> {
        let new = NewJob::of(job, options, self.now())?;
        self.shared.provider.push_in(connection, &new).await
    }

    /// Tells that a transaction with pushes has been committed: they are taken up at once, or, with a blocking queue,
    /// run before this returns. (Should a `database` process die before this call, nothing is lost.)
    pub async fn announce(&self, pushed: &[Pushed]) -> Result<(), Error> {
        for job in pushed.iter().filter(|job| job.new) {
            self.emit(QueueEvent::Job {
                id: job.id,
                kind: Arc::from(job.kind),
                unique_key: job.unique_key.as_deref().map(Arc::from),
                change: JobChange::Pushed,
            });
        }
        let bench = self.shared.provider.is_blocking().then(|| self.bench().upgrade()).flatten();
        match bench {
            Some(bench) => {
                for job in pushed.iter().filter(|job| job.new) {
                    bench.run_now(job.id).await?;
                }
            }
            None => self.shared.provider.let_go(pushed).await?,
        }
        self.wake();
        Ok(())
    }

    /// What happens to jobs, from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<QueueEvent> {
        self.shared.events.subscribe()
    }

    /// How much runs at once. Jobs that already run are not stopped.
    pub fn set_limits(&self, limits: Limits) {
        *self.shared.limits.write().unwrap_or_else(PoisonError::into_inner) = limits;
        self.wake();
    }

    pub fn limits(&self) -> Limits {
        self.shared.limits.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets a runner look at once whether there is something to do; for when the clock was set. It looks twice a second
    /// by itself.
    pub fn wake(&self) {
        self.shared.changed.send_replace(());
    }

    /// Ends what a process that died has left running: it waits again, its attempt not counted, or is set aside as
    /// failed with the code `crashed` if it ran at three deaths in a row and came no further between them (see
    /// [`Queue::keep_in`]). To be called at start, before a runner runs.
    pub async fn recover(&self, _held: &RunnerLock) -> Result<Recovered, Error> {
        let mut transaction = self.tables().begin().await?;
        let recovered = recover::recover(&mut transaction, self.now()).await?;
        transaction.commit().await?;
        self.wake();
        Ok(recovered)
    }

    pub(crate) fn tables(&self) -> &Tables {
        self.shared.provider.tables()
    }

    pub(crate) fn now(&self) -> i64 {
        self.shared.clock.now()
    }

    pub(crate) fn changed(&self) -> watch::Receiver<()> {
        self.shared.changed.subscribe()
    }

    pub(crate) fn events(&self) -> &broadcast::Sender<QueueEvent> {
        &self.shared.events
    }

    pub(crate) fn emit(&self, event: QueueEvent) {
        // Nobody has to be watching.
        let _ = self.shared.events.send(event);
    }

    pub(crate) fn emit_job(&self, id: JobId, (kind, key): KindAndKey, change: JobChange) {
        self.emit(QueueEvent::Job { id, kind: kind.into(), unique_key: key.map(Arc::from), change });
    }

    pub(crate) fn use_bench(&self, bench: Weak<Bench>) {
        *self.shared.bench.lock().unwrap_or_else(PoisonError::into_inner) = bench;
    }

    fn bench(&self) -> Weak<Bench> {
        self.shared.bench.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Queue").field("provider", &self.provider()).finish_non_exhaustive()
    }
}
