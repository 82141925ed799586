//! Reading jobs.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use crate::{
    Counts, Error, ErrorClass, Filter, JobId, JobRecord, JobState, Limits, URGENT, WaitsFor,
    tables::{attempts, pauses},
};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    kind: String,
    queue: String,
    payload: String,
    unique_key: Option<String>,
    job_group: String,
    lane: String,
    priority: i64,
    place: Option<i64>,
    state: String,
    attempt: u32,
    max_attempts: u32,
    run_at: i64,
    created: i64,
    started: Option<i64>,
    failed: Option<i64>,
    bytes: i64,
    total: Option<i64>,
    error_class: Option<String>,
    error_code: Option<String>,
    error_message: Option<String>,
    error_detail: Option<String>,
    remote: bool,
}

/// Reads unfinished jobs; the place is counted by the caller's expression.
macro_rules! select_jobs {
    ($place:literal, $rest:literal) => {
        concat!(
            "SELECT id, kind, queue, payload, unique_key, job_group, lane, priority, ",
            $place,
            " AS place, state, attempt, max_attempts, run_at, created, started, NULL AS failed, bytes, total,
               error_class, error_code, error_message, error_detail, remote ",
            $rest
        )
    };
}

/// Reads failed jobs.
macro_rules! select_failed {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, queue, payload, unique_key, job_group, lane, priority, NULL AS place,
               'failed' AS state, attempt, max_attempts, run_at, created, started, failed, bytes, total,
               error_class, error_code, error_message, error_detail, 0 AS remote FROM failed_jobs ",
            $rest
        )
    };
}

/// Jobs in the order in which they run: those that do, those that wait, the paused, the failed.
pub(crate) async fn jobs(
    connection: &mut SqliteConnection,
    filter: &Filter,
    limits: &Limits,
    now: i64,
) -> Result<Vec<JobRecord>, Error> {
    let states =
        serde_json::to_string(&filter.states.iter().map(|state| state.as_str()).collect::<Vec<_>>())?;
    let limit = filter.limit.map_or(-1, i64::from);
    let mut rows: Vec<Row> = sqlx::query_as(select_jobs!(
        "place",
        "FROM (SELECT *, CASE state WHEN 'waiting' THEN
                   row_number() OVER (PARTITION BY queue, state ORDER BY priority DESC, position, id) END AS place
               FROM jobs WHERE state <> 'held' AND (?2 IS NULL OR queue = ?2))
         WHERE (?1 = '[]' OR state IN (SELECT value FROM json_each(?1)))
           AND (?3 IS NULL OR kind = ?3) AND (?4 IS NULL OR error_code = ?4)
         ORDER BY CASE state WHEN 'running' THEN 0 WHEN 'waiting' THEN 1 ELSE 2 END,
                  queue, priority DESC, position, id LIMIT ?5"
    ))
    .bind(&states)
    .bind(&filter.queue)
    .bind(&filter.kind)
    .bind(&filter.code)
    .bind(limit)
    .fetch_all(&mut *connection)
    .await?;
    if filter.states.is_empty() || filter.states.contains(&JobState::Failed) {
        let left = if limit < 0 { -1 } else { limit - rows.len() as i64 };
        let failed: Vec<Row> = sqlx::query_as(select_failed!(
            "WHERE (?1 IS NULL OR queue = ?1) AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR error_code = ?3)
             ORDER BY failed DESC, id DESC LIMIT ?4"
        ))
        .bind(&filter.queue)
        .bind(&filter.kind)
        .bind(&filter.code)
        .bind(left)
        .fetch_all(&mut *connection)
        .await?;
        rows.extend(failed);
    }
    explain(connection, rows, limits, now).await
}

/// One job, also a failed one.
pub(crate) async fn job(
    connection: &mut SqliteConnection,
    id: JobId,
    limits: &Limits,
    now: i64,
) -> Result<Option<JobRecord>, Error> {
    let mut row: Option<Row> = sqlx::query_as(select_jobs!(
        "CASE state WHEN 'waiting' THEN (
             SELECT count(*) FROM jobs AS other WHERE other.state = 'waiting' AND other.queue = jobs.queue
             AND (other.priority > jobs.priority OR (other.priority = jobs.priority
                  AND (other.position, other.id) <= (jobs.position, jobs.id)))) END",
        "FROM jobs WHERE id = ?1 AND state <> 'held'"
    ))
    .bind(id.0)
    .fetch_optional(&mut *connection)
    .await?;
    if row.is_none() {
        row = sqlx::query_as(select_failed!("WHERE id = ?1"))
            .bind(id.0)
            .fetch_optional(&mut *connection)
            .await?;
    }
    Ok(explain(connection, Vec::from_iter(row), limits, now).await?.pop())
}

/// The jobs of this kind with any of these keys, also failed ones, without their places.
pub(crate) async fn jobs_by_key(
    connection: &mut SqliteConnection,
    kind: &str,
    keys: &[String],
    limits: &Limits,
    now: i64,
) -> Result<Vec<JobRecord>, Error> {
    let keys = serde_json::to_string(keys)?;
    let mut rows: Vec<Row> = sqlx::query_as(select_jobs!(
        "NULL",
        "FROM jobs WHERE kind = ?1 AND unique_key IN (SELECT value FROM json_each(?2)) AND state <> 'held'"
    ))
    .bind(kind)
    .bind(&keys)
    .fetch_all(&mut *connection)
    .await?;
    let failed: Vec<Row> =
        sqlx::query_as(select_failed!("WHERE kind = ?1 AND unique_key IN (SELECT value FROM json_each(?2))"))
            .bind(kind)
            .bind(&keys)
            .fetch_all(&mut *connection)
            .await?;
    rows.extend(failed);
    explain(connection, rows, limits, now).await
}

/// The job of this kind with this key, also a failed one.
pub(crate) async fn id_by_key(
    connection: &mut SqliteConnection,
    kind: &str,
    key: &str,
) -> Result<Option<JobId>, Error> {
    let id: Option<i64> = sqlx::query_scalar(
        "SELECT id FROM jobs WHERE kind = ?1 AND unique_key = ?2
         UNION ALL SELECT id FROM failed_jobs WHERE kind = ?1 AND unique_key = ?2 LIMIT 1",
    )
    .bind(kind)
    .bind(key)
    .fetch_optional(connection)
    .await?;
    Ok(id.map(JobId))
}

/// What an event needs to know of a job: its kind and its key.
pub(crate) type KindAndKey = (String, Option<String>);

pub(crate) async fn kind_and_key(
    connection: &mut SqliteConnection,
    id: JobId,
) -> Result<Option<KindAndKey>, Error> {
    let found = sqlx::query_as(
        "SELECT kind, unique_key FROM jobs WHERE id = ?1
         UNION ALL SELECT kind, unique_key FROM failed_jobs WHERE id = ?1 LIMIT 1",
    )
    .bind(id.0)
    .fetch_optional(connection)
    .await?;
    Ok(found)
}

/// Those of these jobs that wait or run.
pub(crate) async fn unfinished(
    connection: &mut SqliteConnection,
    ids: &[JobId],
) -> Result<Vec<JobId>, Error> {
    let ids = serde_json::to_string(&ids.iter().map(|id| id.0).collect::<Vec<_>>())?;
    let unfinished: Vec<i64> = sqlx::query_scalar(
        "SELECT id FROM jobs WHERE id IN (SELECT value FROM json_each(?1)) AND state IN ('waiting', 'running')",
    )
    .bind(ids)
    .fetch_all(connection)
    .await?;
    Ok(unfinished.into_iter().map(JobId).collect())
}

pub(crate) async fn is_running(connection: &mut SqliteConnection, id: JobId) -> Result<bool, Error> {
    let running =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM jobs WHERE id = ?1 AND state = 'running')")
            .bind(id.0)
            .fetch_one(connection)
            .await?;
    Ok(running)
}

pub(crate) async fn counts(connection: &mut SqliteConnection, queue: Option<&str>) -> Result<Counts, Error> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT state, count(*) FROM jobs WHERE ?1 IS NULL OR queue = ?1 GROUP BY state
         UNION ALL SELECT 'failed', count(*) FROM failed_jobs WHERE ?1 IS NULL OR queue = ?1",
    )
    .bind(queue)
    .fetch_all(connection)
    .await?;
    let of = |state: JobState| {
        rows.iter().find(|(name, _)| name == state.as_str()).map_or(0, |(_, count)| *count as u64)
    };
    Ok(Counts {
        waiting: of(JobState::Waiting),
        running: of(JobState::Running),
        paused: of(JobState::Paused),
        failed: of(JobState::Failed),
    })
}

/// Adds why each waiting job waits.
async fn explain(
    connection: &mut SqliteConnection,
    rows: Vec<Row>,
    limits: &Limits,
    now: i64,
) -> Result<Vec<JobRecord>, Error> {
    if rows.iter().all(|row| row.state != JobState::Waiting.as_str()) {
        return Ok(rows.into_iter().map(record).collect());
    }
    let paused = pauses::all(connection).await?;
    let running: BTreeMap<String, u32> = sqlx::query_as(
        "SELECT job_group, count(*) FROM jobs WHERE state = 'running' AND job_group <> '' GROUP BY job_group",
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .collect();
    let why = |job: &JobRecord| match &job.error {
        _ if job.priority < URGENT && paused.holds(&job.queue) => WaitsFor::Pause,
        Some(error) if job.run_at > now && error.class == ErrorClass::Network => WaitsFor::Network,
        _ if job.run_at > now => WaitsFor::Time,
        _ if job
            .group
            .as_ref()
            .and_then(|group| running.get(group))
            .is_some_and(|n| *n >= limits.per_group) =>
        {
            WaitsFor::Group
        }
        _ => WaitsFor::Turn,
    };
    Ok(rows
        .into_iter()
        .map(record)
        .map(|mut job| {
            job.waits_for = (job.state == JobState::Waiting).then(|| why(&job));
            job
        })
        .collect())
}

fn record(row: Row) -> JobRecord {
    let some = |text: String| (!text.is_empty()).then_some(text);
    JobRecord {
        id: JobId(row.id),
        kind: row.kind,
        queue: row.queue,
        payload: row.payload,
        unique_key: row.unique_key,
        group: some(row.job_group),
        lane: some(row.lane),
        priority: row.priority,
        position: row.place.map(|place| place as u64),
        state: row.state.parse().unwrap_or(JobState::Waiting),
        attempt: row.attempt,
        max_attempts: row.max_attempts,
        run_at: row.run_at,
        created: row.created,
        started: row.started,
        failed: row.failed,
        bytes: row.bytes as u64,
        total: row.total.map(|total| total as u64),
        error: attempts::error(row.error_class, row.error_code, row.error_message, row.error_detail),
        elsewhere: row.remote,
        waits_for: None,
    }
}
