//! "Another machine": a worker with a database of its own, at the other end of a real broker.

use std::{
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
    time::Duration,
};

use friday_queue::{AmqpSettings, Publisher, Queue, Worker};
use friday_testing::RabbitMq;
use sqlx::SqlitePool;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// One broker for all tests of a binary; each has queues of its own.
#[allow(clippy::print_stderr, reason = "whoever runs the tests is told what was skipped")]
pub(crate) fn broker() -> Option<&'static RabbitMq> {
    static BROKER: OnceLock<Option<RabbitMq>> = OnceLock::new();
    let broker = BROKER.get_or_init(|| RabbitMq::is_installed().then(RabbitMq::start)).as_ref();
    if broker.is_none() {
        assert!(std::env::var_os("CI").is_none(), "RabbitMQ is not installed");
        eprintln!("skipped: RabbitMQ is not installed");
    }
    broker
}

/// A road that nobody else is on.
pub(crate) fn road(broker: &RabbitMq) -> AmqpSettings {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    AmqpSettings {
        host: "127.0.0.1".into(),
        port: broker.port(),
        queue: format!("test-{}-{number}", std::process::id()),
        ..AmqpSettings::default()
    }
}

pub(crate) struct Elsewhere {
    /// Where the jobs run.
    pub(crate) queue: Queue,
    pub(crate) writer: SqlitePool,
    publisher: SqlitePool,
    _travellers: JoinSet<()>,
}

impl Elsewhere {
    /// The queue `here` publishes; its tables are in the publisher's pool.
    pub(crate) async fn new(
        here: &Queue,
        publisher: &SqlitePool,
        settings: AmqpSettings,
        folder: &Path,
        clock: &Arc<AtomicI64>,
    ) -> Self {
        let (writer, readers) = super::pools(&folder.join("elsewhere.db")).await;
        friday_queue::migrate(&writer).await.unwrap();
        let clock = clock.clone();
        let queue = Queue::database(writer.clone(), readers, Arc::new(move || clock.load(Ordering::SeqCst)));
        let mut travellers = JoinSet::new();
        let (end, other_end) = (Publisher::new(here, settings.clone()), Worker::new(&queue, settings));
        travellers.spawn(async move { end.run(CancellationToken::new()).await });
        travellers.spawn(async move { other_end.run(CancellationToken::new()).await });
        Self { queue, writer, publisher: publisher.clone(), _travellers: travellers }
    }

    /// Waits until nothing is on its way.
    pub(crate) async fn settle(&self) {
        let settled = async {
            let mut before = false;
            loop {
                let now = self.is_settled().await;
                // What has been written down a moment ago may not have been told yet.
                if before && now {
                    return;
                }
                before = now;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        if tokio::time::timeout(Duration::from_secs(90), settled).await.is_err() {
            let here = standing(&self.publisher, "published_jobs").await;
            let there = standing(&self.writer, "taken_jobs WHERE closed IS NULL").await;
            panic!("it does not settle: {here:#?} here, {there:#?} there");
        }
    }

    async fn is_settled(&self) -> bool {
        let unsent: i64 =
            sqlx::query_scalar("SELECT count(*) FROM outbox").fetch_one(&self.publisher).await.unwrap();
        let there = standing(&self.writer, "taken_jobs WHERE closed IS NULL").await;
        let here = standing(&self.publisher, "published_jobs").await;
        unsent == 0 && there == here && paused(&self.publisher).await == paused(&self.writer).await
    }
}

/// How the jobs stand at one end.
async fn standing(pool: &SqlitePool, messages: &str) -> Vec<String> {
    let sql = format!(
        "SELECT concat_ws(' ', message, state, attempt, run_at, priority, bytes, error_code, messages.last_order)
         FROM (SELECT * FROM {messages}) AS messages LEFT JOIN jobs ON jobs.id = messages.job ORDER BY 1"
    );
    let standing: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(pool).await.unwrap();
    // A job that is gone at both ends has an end that is still to be told.
    if standing.iter().any(|line| line.split(' ').count() < 4) {
        return vec![format!("{messages} unfinished")];
    }
    standing
}

async fn paused(pool: &SqlitePool) -> Vec<String> {
    sqlx::query_scalar("SELECT queue FROM queue_pauses ORDER BY 1").fetch_all(pool).await.unwrap()
}
