//! Adding jobs.

use sqlx::SqliteConnection;

use crate::{
    Error, JobId, Pushed,
    push::NewJob,
    tables::{
        Tables, failed,
        order::{self, place_of_new},
    },
};

/// Adds jobs, all or none.
pub(crate) async fn push_all(
    tables: &Tables,
    jobs: &[NewJob],
    state: &'static str,
) -> Result<Vec<Pushed>, Error> {
    if let [job] = jobs {
        // One statement is a transaction by itself, at a quarter of the time.
        if let Some(id) = insert(&mut *tables.writer().await?, job, state).await? {
            return Ok(vec![pushed(job, id, true)]);
        }
    }
    let mut transaction = tables.begin().await?;
    let mut pushed = Vec::with_capacity(jobs.len());
    for job in jobs {
        pushed.push(push(&mut transaction, job, state).await?);
    }
    transaction.commit().await?;
    Ok(pushed)
}

/// Adds a job in this state (`waiting`, or `held` until [`let_go`]), unless an unfinished one has its key.
pub(crate) async fn push(
    connection: &mut SqliteConnection,
    new: &NewJob,
    state: &'static str,
) -> Result<Pushed, Error> {
    if let Some(id) = insert(connection, new, state).await? {
        return Ok(pushed(new, id, true));
    }
    let key = new.unique_key.as_deref().unwrap_or_default();
    if let Some(id) = failed::id_by_key(connection, new.kind, key).await? {
        failed::take_up(connection, id, new.now).await?;
        start_over(connection, id, new, state).await?;
        return Ok(pushed(new, id, true));
    }
    let (id, held, priority): (i64, bool, i64) =
        sqlx::query_as("SELECT id, state = 'held', priority FROM jobs WHERE kind = ?1 AND unique_key = ?2")
            .bind(new.kind)
            .bind(&new.unique_key)
            .fetch_one(&mut *connection)
            .await?;
    let id = JobId(id);
    if held {
        // Whoever pushed it has not come back to let it go; if they do, it is this job that goes.
        sqlx::query("UPDATE jobs SET payload = ?2 WHERE id = ?1")
            .bind(id.0)
            .bind(&new.payload)
            .execute(&mut *connection)
            .await?;
    }
    if new.priority > priority {
        order::set_priority(connection, id, new.priority).await?;
    }
    Ok(pushed(new, id, held))
}

/// Lets a held job wait for its turn.
pub(crate) async fn let_go(connection: &mut SqliteConnection, id: JobId) -> Result<(), Error> {
    sqlx::query("UPDATE jobs SET state = 'waiting' WHERE id = ?1 AND state = 'held'")
        .bind(id.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// The id of the new row; `None` if a job has its key, a failed one included.
async fn insert(
    connection: &mut SqliteConnection,
    new: &NewJob,
    state: &'static str,
) -> Result<Option<JobId>, Error> {
    let id: Option<i64> = sqlx::query_scalar(concat!(
        "INSERT INTO jobs (queue, priority, lane, kind, payload, unique_key, job_group, position, state,
                           max_attempts, created, run_at, scheduled, portable)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ",
        place_of_new!(),
        ", ?8, ?9, ?10, ?11, ?10, ?12
         WHERE ?6 IS NULL OR NOT EXISTS (SELECT 1 FROM failed_jobs WHERE kind = ?4 AND unique_key = ?6)
         ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL DO NOTHING RETURNING id"
    ))
    .bind(new.queue)
    .bind(new.priority)
    .bind(&new.lane)
    .bind(new.kind)
    .bind(&new.payload)
    .bind(&new.unique_key)
    .bind(&new.group)
    .bind(state)
    .bind(new.max_attempts)
    .bind(new.now)
    .bind(new.run_at)
    .bind(new.portable)
    .fetch_optional(connection)
    .await?;
    Ok(id.map(JobId))
}

/// Makes a job that was taken up again the new one, but for its id, under which its attempts are known.
async fn start_over(
    connection: &mut SqliteConnection,
    id: JobId,
    new: &NewJob,
    state: &'static str,
) -> Result<(), Error> {
    order::set_priority(connection, id, new.priority).await?;
    sqlx::query(
        "UPDATE jobs SET payload = ?2, job_group = ?3, lane = ?4, max_attempts = ?5, created = ?6, run_at = ?7,
             scheduled = ?6, state = ?8, portable = ?9
         WHERE id = ?1",
    )
    .bind(id.0)
    .bind(&new.payload)
    .bind(&new.group)
    .bind(&new.lane)
    .bind(new.max_attempts)
    .bind(new.now)
    .bind(new.run_at)
    .bind(state)
    .bind(new.portable)
    .execute(connection)
    .await?;
    Ok(())
}

fn pushed(new: &NewJob, id: JobId, is_new: bool) -> Pushed {
    Pushed { id, new: is_new, kind: new.kind, unique_key: new.unique_key.clone() }
}
