//! What a publisher is told of its jobs.

use sqlx::SqliteConnection;

use crate::{
    Error, ErrorClass, JobChange, JobError, JobId,
    amqp::{Ended, Report, Standing},
    tables::{attempts, failed, list::KindAndKey, outbox},
};

/// What has changed, to be told when it is committed.
pub(crate) type Told = (JobId, KindAndKey, JobChange);

#[derive(sqlx::FromRow)]
struct Published {
    job: i64,
    last_order: i64,
    revision: i64,
    last_attempt: i64,
}

/// A job before the report.
#[derive(sqlx::FromRow)]
struct Before {
    kind: String,
    unique_key: Option<String>,
    state: String,
    attempt: u32,
    bytes: i64,
    wish: Option<String>,
}

impl Before {
    fn is_unwanted(&self) -> bool {
        self.wish.as_deref() == Some("cancel")
    }
}

/// Writes down how a job stands with its worker.
pub(crate) async fn apply(
    connection: &mut SqliteConnection,
    report: &Report,
    now: i64,
) -> Result<Vec<Told>, Error> {
    let over = report.standing.is_over();
    let published: Option<Published> = sqlx::query_as(
        "SELECT job, last_order, revision, last_attempt FROM published_jobs WHERE message = ?1",
    )
    .bind(&report.message)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(published) = published else {
        // It was cancelled before it was known that the broker had it, or these tables are older than the message.
        if !over {
            outbox::disown(connection, &report.message, &report.worker).await?;
        }
        return Ok(Vec::new());
    };
    if report.revision < published.revision {
        return Ok(Vec::new());
    }
    let id = JobId(published.job);
    // Reports are repeated until the broker has confirmed them.
    let news: Vec<_> = report.attempts.iter().filter(|attempt| attempt.id > published.last_attempt).collect();
    for attempt in &news {
        record(connection, id, attempt).await?;
    }
    sqlx::query(
        "UPDATE published_jobs SET worker = ?2, revision = ?3, last_attempt = max(last_attempt, ?4) WHERE message = ?1",
    )
    .bind(&report.message)
    .bind(&report.worker)
    .bind(report.revision)
    .bind(news.last().map_or(0, |attempt| attempt.id))
    .execute(&mut *connection)
    .await?;
    let before: Option<Before> = sqlx::query_as(
        "SELECT kind, unique_key, state, attempt, bytes, wish FROM jobs WHERE id = ?1 AND remote = 1",
    )
    .bind(id.0)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(before) = &before {
        let heeded = report.last_order >= published.last_order;
        let handed = report.handed.as_ref().filter(|_| !before.is_unwanted());
        match handed {
            Some(handed) => take_in(connection, id, handed, now).await?,
            None => stand(connection, id, &report.standing, heeded, now).await?,
        }
        if over {
            outbox::forget(connection, &report.message).await?;
        }
        let about = (before.kind.clone(), before.unique_key.clone());
        let mut changes = changes(before, &report.standing, &news, heeded);
        if handed.is_some() {
            changes.retain(|change| *change != JobChange::Finished);
            changes.push(JobChange::Requeued);
        }
        return Ok(changes.into_iter().map(|change| (id, about.clone(), change)).collect());
    }
    if over {
        outbox::forget(connection, &report.message).await?;
    } else {
        // It was cancelled here, and the order may be lost.
        outbox::disown(connection, &report.message, &report.worker).await?;
    }
    Ok(Vec::new())
}

async fn record(connection: &mut SqliteConnection, id: JobId, ended: &Ended) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO job_attempts (job, number, started, ended, bytes, outcome, class, code, message, detail, extra)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )
    .bind(id.0)
    .bind(ended.number)
    .bind(ended.started)
    .bind(ended.ended)
    .bind(ended.bytes)
    .bind(&ended.outcome)
    .bind(&ended.class)
    .bind(&ended.code)
    .bind(&ended.message)
    .bind(&ended.detail)
    .bind(&ended.extra)
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes the row what the worker says. What was ordered since it said so stays as it was ordered.
async fn stand(
    connection: &mut SqliteConnection,
    id: JobId,
    standing: &Standing,
    heeded: bool,
    now: i64,
) -> Result<(), Error> {
    if matches!(standing.state.as_str(), "done" | "cancelled") {
        sqlx::query("DELETE FROM jobs WHERE id = ?1").bind(id.0).execute(connection).await?;
        return Ok(());
    }
    if standing.state != "lost" {
        sqlx::query("UPDATE jobs SET attempt = ?2, started = ?3, bytes = ?4, total = ?5 WHERE id = ?1")
            .bind(id.0)
            .bind(standing.attempt)
            .bind(standing.started)
            .bind(standing.bytes)
            .bind(standing.total)
            .execute(&mut *connection)
            .await?;
    }
    if standing.is_over() {
        return failed::set_aside(connection, id, &error(standing), now).await;
    }
    if heeded {
        sqlx::query(
            "UPDATE jobs SET state = ?2, wish = CASE ?2 WHEN 'running' THEN wish END, network_waits = ?3,
                 run_at = ?4, scheduled = ?5, error_class = ?6, error_code = ?7, error_message = ?8, error_detail = ?9
             WHERE id = ?1",
        )
        .bind(id.0)
        .bind(&standing.state)
        .bind(standing.network_waits)
        .bind(standing.run_at)
        .bind(standing.scheduled)
        .bind(&standing.error_class)
        .bind(&standing.error_code)
        .bind(&standing.error_message)
        .bind(&standing.error_detail)
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// The rest of a job that is done elsewhere runs here, from a first attempt.
async fn take_in(connection: &mut SqliteConnection, id: JobId, handed: &str, now: i64) -> Result<(), Error> {
    sqlx::query(
        "UPDATE jobs SET remote = 0, handed = ?2, attempt = 0, network_waits = 0, deaths = 0,
             state = CASE WHEN state = 'paused' OR wish = 'pause' THEN 'paused' ELSE 'waiting' END, wish = NULL,
             run_at = ?3, scheduled = ?3,
             error_class = NULL, error_code = NULL, error_message = NULL, error_detail = NULL
         WHERE id = ?1",
    )
    .bind(id.0)
    .bind(handed)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Why a job has failed or waits.
fn error(standing: &Standing) -> JobError {
    let Standing { error_class, error_code, error_message, error_detail, .. } = standing.clone();
    attempts::error(error_class, error_code, error_message, error_detail).unwrap_or_else(|| JobError {
        class: ErrorClass::Final,
        code: "lost".into(),
        message: "The machine that had taken this job knows nothing of it any more.".into(),
        detail: None,
    })
}

/// What happened on the way to where the job stands now, as if it had happened here.
fn changes(before: &Before, now: &Standing, news: &[&Ended], heeded: bool) -> Vec<JobChange> {
    let mut changes = Vec::new();
    let mut running = (before.state == "running").then_some(before.attempt);
    let mut progress = (before.bytes != now.bytes
        && !matches!(now.state.as_str(), "done" | "cancelled" | "lost"))
    .then_some(JobChange::Progressed { bytes: now.bytes as u64, total: now.total.map(|total| total as u64) });
    for (n, attempt) in news.iter().enumerate() {
        if running.take() != Some(attempt.number) {
            changes.push(JobChange::Started { attempt: attempt.number });
        }
        changes.extend(progress.take_if(|_| attempt.bytes > 0));
        let last = n + 1 == news.len();
        let error = attempts::error(
            attempt.class.clone(),
            attempt.code.clone(),
            attempt.message.clone(),
            attempt.detail.clone(),
        );
        match (attempt.outcome.as_str(), error) {
            ("failed", Some(error)) if !last || now.state == "running" => {
                changes.push(JobChange::Retrying { run_at: attempt.ended, error });
            }
            ("failed", Some(error)) if now.state == "waiting" => {
                changes.push(JobChange::Retrying { run_at: now.run_at, error });
            }
            // The end is told below.
            ("done" | "cancelled" | "failed", _) => {}
            ("paused", _) => changes.push(JobChange::Paused),
            _ => changes.push(JobChange::Requeued),
        }
    }
    match now.state.as_str() {
        "done" => changes.push(JobChange::Finished),
        "cancelled" => changes.push(JobChange::Cancelled),
        "failed" | "lost" => changes.push(JobChange::Failed { error: error(now) }),
        "running" if running != Some(now.attempt) => {
            changes.push(JobChange::Started { attempt: now.attempt });
        }
        "paused" if heeded && before.state != "paused" && !changes.contains(&JobChange::Paused) => {
            changes.push(JobChange::Paused);
        }
        _ => {}
    }
    changes.extend(progress);
    changes
}
