//! Writing down how a run ended.

use sqlx::SqliteConnection;

use crate::{
    AfterFailure, Backoff, Error, JobChange, JobError, JobId, Outcome, Run,
    tables::{
        attempts::{self, Ending},
        failed, taken,
    },
    verdict::{Circumstances, Ended, Verdict, Wish},
};

/// A run that has ended.
#[derive(Debug, Clone)]
pub(crate) struct Finished {
    pub(crate) run: Run,
    pub(crate) started: i64,
    pub(crate) ended: Ended,
}

/// Decides what becomes of the jobs, writes it down, and tells what has changed, in the same order.
pub(crate) async fn settle_all(
    connection: &mut SqliteConnection,
    all: &[Finished],
    backoff: Backoff,
    after_failure: AfterFailure,
    now: i64,
) -> Result<Vec<JobChange>, Error> {
    settle_done(connection, all, now).await?;
    let mut changes = Vec::with_capacity(all.len());
    for finished in all {
        let change = match &finished.ended {
            Ended::Done => JobChange::Finished,
            ended => settle(connection, finished, ended, backoff, now).await?,
        };
        if after_failure == AfterFailure::Drop && matches!(change, JobChange::Failed { .. }) {
            failed::drop_unwanted(connection, finished.run.id()).await?;
        }
        changes.push(change);
    }
    Ok(changes)
}

/// The usual end, for all jobs that came to it in as few statements as for one.
async fn settle_done(connection: &mut SqliteConnection, all: &[Finished], now: i64) -> Result<(), Error> {
    let done: Vec<_> = all.iter().filter(|finished| matches!(finished.ended, Ended::Done)).collect();
    if done.is_empty() {
        return Ok(());
    }
    let endings: Vec<_> = done.iter().map(|finished| ending(finished, Outcome::Done, None, now)).collect();
    attempts::record(connection, &endings).await?;
    for finished in done.iter().filter(|finished| finished.run.publisher().is_some()) {
        taken::hand_over(connection, finished.run.id(), finished.run.handed_over()).await?;
    }
    let ids: Vec<_> = done.iter().map(|finished| finished.run.id().0).collect();
    sqlx::query("DELETE FROM jobs WHERE id IN (SELECT value FROM json_each(?1))")
        .bind(serde_json::to_string(&ids)?)
        .execute(connection)
        .await?;
    Ok(())
}

async fn settle(
    connection: &mut SqliteConnection,
    finished: &Finished,
    ended: &Ended,
    backoff: Backoff,
    now: i64,
) -> Result<JobChange, Error> {
    let verdict = match circumstances(connection, finished.run.id(), backoff).await? {
        Some(on) => Verdict::on(ended.clone(), on),
        // Someone has removed the row by other means.
        None => Verdict::Cancelled,
    };
    attempts::record(connection, &[ending(finished, verdict.outcome(), verdict.error(), now)]).await?;
    apply(connection, &finished.run, verdict, now).await
}

fn ending<'a>(finished: &Finished, outcome: Outcome, error: Option<&'a JobError>, now: i64) -> Ending<'a> {
    Ending {
        job: finished.run.id(),
        number: finished.run.attempt(),
        started: finished.started,
        ended: now,
        bytes: finished.run.gained(),
        outcome,
        error,
        extra: finished.run.extra(),
    }
}

/// Writes down how far a job has come.
pub(crate) async fn keep_progress(
    connection: &mut SqliteConnection,
    id: JobId,
    bytes: u64,
    total: Option<u64>,
) -> Result<(), Error> {
    sqlx::query("UPDATE jobs SET bytes = ?2, total = ?3 WHERE id = ?1")
        .bind(id.0)
        .bind(bytes as i64)
        .bind(total.map(|total| total as i64))
        .execute(connection)
        .await?;
    Ok(())
}

async fn circumstances(
    connection: &mut SqliteConnection,
    id: JobId,
    backoff: Backoff,
) -> Result<Option<Circumstances>, Error> {
    let row: Option<(Option<String>, u32, u32, u32)> =
        sqlx::query_as("SELECT wish, attempt, max_attempts, network_waits FROM jobs WHERE id = ?1")
            .bind(id.0)
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(wish, attempt, max_attempts, free_waits)| Circumstances {
        wish: wish.as_deref().and_then(Wish::from_word),
        attempt,
        max_attempts,
        free_waits,
        backoff,
        chance: rand::random(),
    }))
}

async fn apply(
    connection: &mut SqliteConnection,
    run: &Run,
    verdict: Verdict,
    now: i64,
) -> Result<JobChange, Error> {
    let id = run.id();
    let (state, counts, run_at, error, change) = match verdict {
        Verdict::Finished => {
            delete(connection, id).await?;
            return Ok(JobChange::Finished);
        }
        Verdict::Cancelled => {
            delete(connection, id).await?;
            return Ok(JobChange::Cancelled);
        }
        Verdict::Failed(error) => {
            keep_progress(connection, id, run.bytes(), run.total()).await?;
            failed::set_aside(connection, id, &error, now).await?;
            return Ok(JobChange::Failed { error });
        }
        Verdict::Paused { counts, error } => ("paused", counts, None, error, JobChange::Paused),
        Verdict::Requeued => ("waiting", false, None, None, JobChange::Requeued),
        Verdict::Retry { after, counts, error } => {
            let run_at = now.saturating_add(after.as_millis() as i64);
            ("waiting", counts, Some(run_at), Some(error.clone()), JobChange::Retrying { run_at, error })
        }
    };
    keep_progress(connection, id, run.bytes(), run.total()).await?;
    back_to(connection, id, state, counts, run_at, now).await?;
    if let Some(error) = error {
        keep_error(connection, id, &error).await?;
    }
    Ok(change)
}

async fn delete(connection: &mut SqliteConnection, id: JobId) -> Result<(), Error> {
    sqlx::query("DELETE FROM jobs WHERE id = ?1").bind(id.0).execute(connection).await?;
    Ok(())
}

/// Ends the run in the row: with another time if there is one to wait for, and without the attempt unless it counts.
async fn back_to(
    connection: &mut SqliteConnection,
    id: JobId,
    state: &'static str,
    counts: bool,
    run_at: Option<i64>,
    now: i64,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE jobs SET state = ?2, wish = NULL, deaths = 0,
             attempt = CASE WHEN ?3 THEN attempt ELSE attempt - 1 END,
             network_waits = CASE WHEN ?3 THEN 0 WHEN ?4 IS NULL THEN network_waits ELSE network_waits + 1 END,
             run_at = coalesce(?4, run_at),
             scheduled = CASE WHEN ?4 IS NULL THEN scheduled ELSE ?5 END
         WHERE id = ?1",
    )
    .bind(id.0)
    .bind(state)
    .bind(counts)
    .bind(run_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

async fn keep_error(connection: &mut SqliteConnection, id: JobId, error: &JobError) -> Result<(), Error> {
    sqlx::query(
        "UPDATE jobs SET error_class = ?2, error_code = ?3, error_message = ?4, error_detail = ?5 WHERE id = ?1",
    )
    .bind(id.0)
    .bind(error.class.as_str())
    .bind(&error.code)
    .bind(&error.message)
    .bind(&error.detail)
    .execute(connection)
    .await?;
    Ok(())
}
