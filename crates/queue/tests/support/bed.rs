//! What the tests stand on: a queue of each provider, a clock that stands still, and jobs that do as they are told.

#[path = "act.rs"]
mod act;
#[path = "elsewhere.rs"]
mod elsewhere;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use friday_queue::{
    AmqpSettings, Backoff, Error, JobId, JobRecord, JobState, Queue, Runner, RunnerBuilder, Tally,
};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tempfile::TempDir;
use tokio::{sync::Semaphore, task::JoinHandle};
use tokio_util::sync::CancellationToken;

pub(crate) use act::{Act, Context, Do, Stranger};
pub(crate) use elsewhere::{Elsewhere, broker, road};

/// Which provider a test runs against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provider {
    Database,
    Async,
    AsyncBlocking,
    /// With a worker that has a database of its own.
    Amqp,
    /// The same, but not connected yet.
    AmqpAlone,
}

/// A queue, what its jobs need, and the folder of its file.
pub(crate) struct Bed {
    pub(crate) queue: Queue,
    pub(crate) clock: Arc<AtomicI64>,
    pub(crate) context: Context,
    /// What a caller would keep its own rows in.
    pub(crate) writer: SqlitePool,
    pub(crate) folder: TempDir,
    /// Where the jobs run, if not here.
    pub(crate) elsewhere: Option<Arc<Elsewhere>>,
}

pub(crate) const START: i64 = 1_700_000_000_000;

impl Bed {
    /// `None` if the provider needs what is not installed.
    pub(crate) async fn of(provider: Provider) -> Option<Self> {
        let installed = provider != Provider::Amqp || broker().is_some();
        if installed { Some(Self::new(provider).await) } else { None }
    }

    pub(crate) async fn new(provider: Provider) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (writer, readers) = pools(&folder.path().join("test.db")).await;
        friday_queue::migrate(&writer).await.unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let queue = queue(provider, &writer, readers, &clock).await;
        let context =
            Context { queue: queue.clone(), log: Arc::default(), gate: Arc::new(Semaphore::new(0)) };
        let mut bed = Self { queue, clock, context, writer, folder, elsewhere: None };
        if provider == Provider::Amqp {
            bed.connect(&road(broker().expect("it is installed"))).await;
        }
        bed
    }

    /// Lets jobs run elsewhere; where that was so before, what ran there was killed.
    pub(crate) async fn connect(&mut self, road: &AmqpSettings) {
        self.elsewhere = None;
        let elsewhere =
            Elsewhere::new(&self.queue, &self.writer, road.clone(), self.folder.path(), &self.clock).await;
        self.elsewhere = Some(Arc::new(elsewhere));
    }

    pub(crate) fn builder(&self) -> RunnerBuilder<Context> {
        self.bare_builder().register::<Act>()
    }

    /// Of a runner that knows no jobs.
    pub(crate) fn bare_builder(&self) -> RunnerBuilder<Context> {
        let backoff = Backoff { base: Duration::from_secs(10), cap: Duration::from_mins(1) };
        let queue = self.elsewhere.as_ref().map_or(&self.queue, |elsewhere| &elsewhere.queue);
        Runner::builder(queue, self.context.clone()).backoff(backoff)
    }

    pub(crate) fn runner(&self) -> Legwork {
        self.with(self.builder())
    }

    pub(crate) fn with(&self, builder: RunnerBuilder<Context>) -> Legwork {
        if let Some(elsewhere) = &self.elsewhere {
            elsewhere.queue.set_limits(self.queue.limits());
        }
        Legwork { runner: builder.build(), elsewhere: self.elsewhere.clone() }
    }

    /// Runs what is due.
    pub(crate) async fn run_due(&self) -> Tally {
        self.runner().run_due().await.unwrap()
    }

    /// Runs what is due and does not run elsewhere.
    pub(crate) async fn run_due_here(&self) -> Tally {
        let runner = Runner::builder(&self.queue, self.context.clone()).register::<Act>().build();
        runner.run_due().await.unwrap()
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    pub(crate) fn advance(&self, time: Duration) {
        self.clock.fetch_add(time.as_millis() as i64, Ordering::SeqCst);
        self.queue.wake();
        if let Some(elsewhere) = &self.elsewhere {
            elsewhere.queue.wake();
        }
    }

    pub(crate) async fn push(&self, act: Act) -> JobId {
        self.queue.push(&act).await.unwrap().id
    }

    pub(crate) async fn job(&self, id: JobId) -> JobRecord {
        self.queue.job(id).await.unwrap().expect("the job is there")
    }

    /// Waits until what has happened elsewhere is known here.
    pub(crate) async fn settle(&self) {
        if let Some(elsewhere) = &self.elsewhere {
            elsewhere.settle().await;
        }
    }

    /// Waits until a job is in a state.
    pub(crate) async fn until(&self, id: JobId, state: JobState) -> JobRecord {
        soon(async || self.queue.job(id).await.unwrap().filter(|job| job.state == state)).await
    }

    /// Waits until a job is gone.
    pub(crate) async fn until_gone(&self, id: JobId) {
        soon(async || self.queue.job(id).await.unwrap().is_none().then_some(())).await;
    }

    /// What jobs have said so far.
    pub(crate) fn log(&self) -> Vec<String> {
        self.context.log.lock().unwrap().clone()
    }

    /// The names of waiting jobs, in order.
    pub(crate) async fn order(&self) -> Vec<String> {
        let jobs = self.queue.jobs(&friday_queue::Filter::default()).await.unwrap();
        let waiting: Vec<_> = jobs.iter().filter(|job| job.state == JobState::Waiting).collect();
        for (place, job) in (1..).zip(&waiting) {
            assert_eq!(job.position, Some(place), "the list is in the order of places");
        }
        waiting.iter().map(|job| job.decode::<Act>().unwrap().name).collect()
    }
}

/// A runner. Where it is elsewhere, it begins when all that was asked for has come there, and ends when what became of it
/// is known here.
pub(crate) struct Legwork {
    runner: Runner,
    elsewhere: Option<Arc<Elsewhere>>,
}

impl Legwork {
    pub(crate) async fn run(&self, shutdown: CancellationToken) -> Result<Tally, Error> {
        self.settled(self.runner.run(shutdown)).await
    }

    pub(crate) async fn run_until_idle(&self, shutdown: CancellationToken) -> Result<Tally, Error> {
        self.settled(self.runner.run_until_idle(shutdown)).await
    }

    pub(crate) async fn run_due(&self) -> Result<Tally, Error> {
        let mut all = self.settled(self.runner.run_due()).await?;
        while self.elsewhere.is_some() {
            // Jobs may have pushed others, which had to go round by the broker.
            let more = self.settled(self.runner.run_due()).await?;
            if more == Tally::default() {
                break;
            }
            all = Tally { done: all.done + more.done, failed: all.failed + more.failed };
        }
        Ok(all)
    }

    async fn settled(&self, run: impl Future<Output = Result<Tally, Error>>) -> Result<Tally, Error> {
        if let Some(elsewhere) = &self.elsewhere {
            elsewhere.settle().await;
        }
        let tally = run.await;
        if let Some(elsewhere) = &self.elsewhere {
            elsewhere.settle().await;
        }
        tally
    }
}

/// A runner at work beside the test.
pub(crate) struct AtWork {
    shutdown: CancellationToken,
    runner: JoinHandle<Tally>,
}

impl AtWork {
    #[allow(clippy::disallowed_methods, reason = "`stop` waits for it")]
    pub(crate) fn on(bed: &Bed) -> Self {
        let shutdown = CancellationToken::new();
        let (runner, token) = (bed.runner(), shutdown.clone());
        Self { shutdown, runner: tokio::spawn(async move { runner.run(token).await.unwrap() }) }
    }

    /// Drops the runner where it stands.
    pub(crate) async fn kill(self) {
        self.runner.abort();
        assert!(self.runner.await.unwrap_err().is_cancelled());
    }

    pub(crate) async fn stop(self) -> Tally {
        self.shutdown.cancel();
        self.runner.await.unwrap()
    }
}

/// Asks again and again until there is an answer; fails the test after a minute.
pub(crate) async fn soon<T>(ask: impl AsyncFn() -> Option<T>) -> T {
    let answer = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), answer).await.expect("it happens within a minute")
}

/// A writer and readers on a file, as the README advises.
pub(crate) async fn pools(path: &Path) -> (SqlitePool, SqlitePool) {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_secs(10));
    let one = || SqlitePoolOptions::new().test_before_acquire(false);
    let writer = one().max_connections(1).connect_with(options.clone()).await.unwrap();
    let readers = one().max_connections(4).connect_with(options.read_only(true)).await.unwrap();
    (writer, readers)
}

async fn queue(
    provider: Provider,
    writer: &SqlitePool,
    readers: SqlitePool,
    clock: &Arc<AtomicI64>,
) -> Queue {
    let clock = clock.clone();
    let clock = Arc::new(move || clock.load(Ordering::SeqCst));
    match provider {
        Provider::Database => Queue::database(writer.clone(), readers, clock),
        Provider::Amqp | Provider::AmqpAlone => Queue::amqp(writer.clone(), readers, clock),
        Provider::Async => Queue::in_memory(clock, false).await.unwrap(),
        Provider::AsyncBlocking => Queue::in_memory(clock, true).await.unwrap(),
    }
}
