//! Taking up jobs: each claim is one statement.

use sqlx::SqliteConnection;

use crate::{Error, JobId};

/// A job that runs from now on.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Claimed {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) queue: String,
    pub(crate) job_group: String,
    pub(crate) payload: String,
    pub(crate) unique_key: Option<String>,
    pub(crate) attempt: u32,
    pub(crate) max_attempts: u32,
    pub(crate) bytes: i64,
    pub(crate) total: Option<i64>,
    pub(crate) handed: Option<String>,
    pub(crate) publisher: Option<String>,
}

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    pub(crate) queue: &'a str,
    /// Of this priority or a higher one.
    pub(crate) least_priority: i64,
    /// Of none of these groups.
    pub(crate) not_of: &'a [String],
    pub(crate) now: i64,
}

/// Makes the row of this subquery run; `?2` is the time.
macro_rules! claim {
    ($chosen:expr) => {
        concat!(
            "UPDATE jobs SET state = 'running', wish = NULL, attempt = attempt + 1, started = ?2 WHERE id = (",
            $chosen,
            ") RETURNING id, kind, queue, job_group, payload, unique_key, attempt, max_attempts, bytes, total, handed,
                 (SELECT publisher FROM taken_jobs WHERE taken_jobs.job = jobs.id AND closed IS NULL) AS publisher"
        )
    };
}

/// Queue ?1 and time ?2 allow it. A job whose time was decided in the future is due as well: the clock has been set
/// back, and nobody should wait for it to catch up. Only urgent jobs (1000000) run in a paused queue.
macro_rules! is_due {
    () => {
        "state = 'waiting' AND remote = 0 AND queue = ?1
         AND priority >= max(?3, (SELECT CASE
             WHEN EXISTS (SELECT 1 FROM queue_pauses WHERE queue IN (?1, '')) THEN 1000000 ELSE ?3 END))
         AND (run_at <= ?2 OR scheduled > ?2 + 60000)"
    };
}

/// The first job of the queue.
const NEXT: &str =
    claim!(concat!("SELECT id FROM jobs WHERE ", is_due!(), " ORDER BY priority DESC, position, id LIMIT 1"));

/// The first job of the queue that is not of the groups ?4. It looks at the first job of each group instead of at all
/// jobs in turn: thousands may wait for a group that is full.
const NEXT_OF_FREE_GROUP: &str = claim!(concat!(
    "WITH RECURSIVE groups (name) AS (
         SELECT min(job_group) FROM jobs WHERE state = 'waiting' AND queue = ?1
         UNION ALL
         SELECT (SELECT min(job_group) FROM jobs
                 WHERE state = 'waiting' AND queue = ?1 AND job_group > groups.name)
         FROM groups WHERE groups.name IS NOT NULL)
     SELECT first.id FROM groups JOIN jobs AS first ON first.id = (
         SELECT id FROM jobs WHERE ",
    is_due!(),
    " AND job_group = groups.name ORDER BY priority DESC, position, id LIMIT 1)
     WHERE groups.name NOT IN (SELECT value FROM json_each(?4))
     ORDER BY first.priority DESC, first.position, first.id LIMIT 1"
));

/// Claims the next job of a queue.
pub(crate) async fn next(
    connection: &mut SqliteConnection,
    wanted: &Wanted<'_>,
) -> Result<Option<Claimed>, Error> {
    let query = if wanted.not_of.is_empty() {
        sqlx::query_as(NEXT).bind(wanted.queue).bind(wanted.now).bind(wanted.least_priority)
    } else {
        let groups = serde_json::to_string(wanted.not_of)?;
        sqlx::query_as(NEXT_OF_FREE_GROUP)
            .bind(wanted.queue)
            .bind(wanted.now)
            .bind(wanted.least_priority)
            .bind(groups)
    };
    Ok(query.fetch_optional(connection).await?)
}

/// Claims this job, whatever else waits, if it is held or waits, its time has come, and its queue is not paused.
pub(crate) async fn this(
    connection: &mut SqliteConnection,
    id: JobId,
    now: i64,
) -> Result<Option<Claimed>, Error> {
    let claimed = sqlx::query_as(claim!(
        "SELECT id FROM jobs WHERE id = ?1 AND state IN ('held', 'waiting') AND remote = 0
         AND (run_at <= ?2 OR scheduled > ?2 + 60000)
         AND (priority >= 1000000 OR NOT EXISTS (SELECT 1 FROM queue_pauses WHERE queue IN (jobs.queue, '')))"
    ))
    .bind(id.0)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(claimed)
}

/// The queues in which jobs wait.
pub(crate) async fn queues(connection: &mut SqliteConnection) -> Result<Vec<String>, Error> {
    let queues = sqlx::query_scalar(
        "WITH RECURSIVE queues (name) AS (
             SELECT min(queue) FROM jobs WHERE state = 'waiting'
             UNION ALL
             SELECT (SELECT min(queue) FROM jobs WHERE state = 'waiting' AND queue > queues.name)
             FROM queues WHERE queues.name IS NOT NULL)
         SELECT name FROM queues WHERE name IS NOT NULL",
    )
    .fetch_all(connection)
    .await?;
    Ok(queues)
}

/// When the next job that waits for its time may run.
pub(crate) async fn next_time(connection: &mut SqliteConnection, now: i64) -> Result<Option<i64>, Error> {
    let time = sqlx::query_scalar(
        "SELECT min(run_at) FROM jobs WHERE state = 'waiting' AND remote = 0 AND scheduled < run_at AND run_at > ?1",
    )
    .bind(now)
    .fetch_one(connection)
    .await?;
    Ok(time)
}

/// Whether a job waits to be tried or to be tried again, in a queue that is not paused. One that was pushed with a
/// delay, and whose time has not come, does not count.
pub(crate) async fn any_open(connection: &mut SqliteConnection, now: i64) -> Result<bool, Error> {
    let open = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM jobs
         WHERE state = 'waiting' AND remote = 0 AND (run_at <= ?1 OR error_code IS NOT NULL OR scheduled > ?1 + 60000)
         AND (priority >= 1000000 OR NOT EXISTS (SELECT 1 FROM queue_pauses WHERE queue IN (jobs.queue, ''))))",
    )
    .bind(now)
    .fetch_one(connection)
    .await?;
    Ok(open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    /// The steps in which SQLite goes about it.
    async fn plan(statement: &'static str, parameters: usize) -> Vec<String> {
        let tables = Tables::in_memory().await.unwrap();
        let explained = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
        let mut query = sqlx::query_as::<_, (i64, i64, i64, String)>(explained);
        for _ in 0..parameters {
            query = query.bind("1");
        }
        let steps = query.fetch_all(&mut *tables.reader().await.unwrap()).await.unwrap();
        steps.into_iter().map(|step| step.3).collect()
    }

    #[tokio::test]
    async fn a_claim_finds_the_first_job_in_an_index_and_sorts_nothing() {
        let plan = plan(NEXT, 3).await;
        assert!(plan.iter().any(|step| step.contains("SEARCH jobs USING INDEX jobs_by_turn")), "{plan:#?}");
        assert!(!plan.iter().any(|step| step.contains("SCAN jobs") || step.contains("B-TREE")), "{plan:#?}");
    }

    #[tokio::test]
    async fn a_claim_that_leaves_out_groups_searches_the_first_job_of_each() {
        let plan = plan(NEXT_OF_FREE_GROUP, 4).await;
        assert!(plan.iter().any(|step| step.contains("SEARCH jobs USING INDEX jobs_by_group")), "{plan:#?}");
        assert!(!plan.iter().any(|step| step.contains("SCAN jobs")), "{plan:#?}");
    }
}
