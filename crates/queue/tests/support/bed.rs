//! What the tests stand on: a queue of each provider, a clock that stands still, and a job that does as it is told.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use friday_queue::{
    Backoff, Class, Failure, Job, JobId, JobRecord, JobState, Pushed, Queue, Run, Runner, RunnerBuilder,
    async_trait,
};
use serde::{Deserialize, Serialize};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tempfile::TempDir;
use tokio::sync::Semaphore;

/// Which provider a test runs against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provider {
    Database,
    Async,
    AsyncBlocking,
}

/// A queue, what its jobs need, and the folder of its file.
pub(crate) struct Bed {
    pub(crate) queue: Queue,
    pub(crate) clock: Arc<AtomicI64>,
    pub(crate) context: Context,
    /// What a caller would keep its own rows in.
    pub(crate) writer: SqlitePool,
    pub(crate) folder: TempDir,
}

pub(crate) const START: i64 = 1_700_000_000_000;

impl Bed {
    pub(crate) async fn new(provider: Provider) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (writer, readers) = pools(&folder.path().join("test.db")).await;
        friday_queue::migrate(&writer).await.unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let queue = queue(provider, &writer, readers, &clock).await;
        let context =
            Context { queue: queue.clone(), log: Arc::default(), gate: Arc::new(Semaphore::new(0)) };
        Self { queue, clock, context, writer, folder }
    }

    pub(crate) fn builder(&self) -> RunnerBuilder<Context> {
        let backoff = Backoff { base: Duration::from_secs(10), cap: Duration::from_mins(1) };
        Runner::builder(&self.queue, self.context.clone()).register::<Act>().backoff(backoff)
    }

    pub(crate) fn runner(&self) -> Runner {
        self.builder().build()
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    pub(crate) fn advance(&self, time: Duration) {
        self.clock.fetch_add(time.as_millis() as i64, Ordering::SeqCst);
        self.queue.wake();
    }

    pub(crate) async fn push(&self, act: Act) -> JobId {
        self.queue.push(&act).await.unwrap().id
    }

    pub(crate) async fn job(&self, id: JobId) -> JobRecord {
        self.queue.job(id).await.unwrap().expect("the job is there")
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

/// Asks again and again until there is an answer; fails the test after ten seconds.
pub(crate) async fn soon<T>(ask: impl AsyncFn() -> Option<T>) -> T {
    let answer = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), answer).await.expect("it happens within ten seconds")
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
        Provider::Async => Queue::in_memory(clock, false).await.unwrap(),
        Provider::AsyncBlocking => Queue::in_memory(clock, true).await.unwrap(),
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Context {
    pub(crate) queue: Queue,
    pub(crate) log: Arc<Mutex<Vec<String>>>,
    /// Lets waiting acts go on, one a permit.
    pub(crate) gate: Arc<Semaphore>,
}

/// A job that does as it is told: at its first run the first of `does`, and so on; then it succeeds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Act {
    pub(crate) name: String,
    pub(crate) key: Option<String>,
    pub(crate) group: Option<String>,
    pub(crate) lane: Option<String>,
    pub(crate) does: Vec<Do>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Do {
    Succeed,
    Retry,
    RetryAfter(u64),
    FindNoNetwork,
    Fail(String),
    Panic,
    /// Until the gate opens, or until it is asked to stop.
    Wait,
    /// The same, but it does not listen.
    WaitStubbornly,
    Progress(u64, u64),
    Attach(serde_json::Value),
    Push(Box<Act>),
    Both(Box<Do>, Box<Do>),
}

impl Act {
    pub(crate) fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    pub(crate) fn does(mut self, deeds: impl Into<Vec<Do>>) -> Self {
        self.does = deeds.into();
        self
    }

    pub(crate) fn keyed(mut self, key: &str) -> Self {
        self.key = Some(key.into());
        self
    }

    pub(crate) fn of_group(mut self, group: &str) -> Self {
        self.group = Some(group.into());
        self
    }

    pub(crate) fn of_lane(mut self, lane: &str) -> Self {
        self.lane = Some(lane.into());
        self
    }
}

#[async_trait]
impl Job for Act {
    type Context = Context;
    const NAME: &'static str = "act";
    const QUEUE: &'static str = "stage";
    const MAX_ATTEMPTS: u32 = 3;

    fn unique_key(&self) -> Option<String> {
        self.key.clone()
    }

    fn group(&self) -> Option<String> {
        self.group.clone()
    }

    fn lane(&self) -> Option<String> {
        self.lane.clone().or_else(|| self.group())
    }

    async fn run(&self, context: &Context, run: &Run) -> Result<(), Failure> {
        let before = {
            let mut log = context.log.lock().unwrap();
            log.push(self.name.clone());
            log.iter().filter(|name| **name == self.name).count() - 1
        };
        let deed = self.does.get(before).unwrap_or(&Do::Succeed);
        deed.perform(context, run).await
    }
}

impl Do {
    pub(crate) fn then(self, other: Self) -> Self {
        Self::Both(Box::new(self), Box::new(other))
    }

    async fn perform(&self, context: &Context, run: &Run) -> Result<(), Failure> {
        let mut next = Some(self);
        while let Some(deed) = next.take() {
            match deed {
                Self::Both(first, second) => {
                    first.once(context, run).await?;
                    next = Some(second);
                }
                deed => deed.once(context, run).await?,
            }
        }
        Ok(())
    }

    async fn once(&self, context: &Context, run: &Run) -> Result<(), Failure> {
        match self {
            Self::Succeed | Self::Both(..) => Ok(()),
            Self::Retry => Err(Failure::retry("busy", "The host is busy.").with_detail("503")),
            Self::RetryAfter(seconds) => {
                Err(Failure::retry_after(Duration::from_secs(*seconds), "busy", "The host is busy."))
            }
            Self::FindNoNetwork => Err(Failure::wait_for_network("offline", "There is no network.")),
            Self::Fail(code) => Err(Failure::new(Class::Final, code, "It will never work.")),
            Self::Panic => panic!("a mistake"),
            Self::Wait => wait(context, run).await,
            Self::WaitStubbornly => {
                context.gate.acquire().await.unwrap().forget();
                Ok(())
            }
            Self::Progress(bytes, total) => {
                run.progress(*bytes, Some(*total));
                Ok(())
            }
            Self::Attach(extra) => {
                run.attach(extra.clone());
                Ok(())
            }
            Self::Push(act) => {
                let _: Pushed = context.queue.push(act.as_ref()).await.unwrap();
                Ok(())
            }
        }
    }
}

/// Until the gate opens, or until it is asked to stop.
async fn wait(context: &Context, run: &Run) -> Result<(), Failure> {
    tokio::select! {
        permit = context.gate.acquire() => {
            permit.unwrap().forget();
            Ok(())
        }
        () = run.cancellation().cancelled() => Err(Failure::retry("stopped", "It was asked to stop.")),
    }
}
