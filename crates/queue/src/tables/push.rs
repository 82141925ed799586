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

/// Adds jobs in one transaction.
pub(crate) async fn push_all(
    tables: &Tables,
    jobs: &[NewJob],
    state: &'static str,
) -> Result<Vec<Pushed>, Error> {
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
    if let Some(key) = &new.unique_key {
        if let Some(id) = failed::id_by_key(connection, new.kind, key).await? {
            // Its attempts stay with it: the new job takes over the failed one's id.
            failed::remove(connection, id).await?;
            insert(connection, new, state, Some(id)).await?;
            return Ok(pushed(new, id, true));
        }
    }
    if let Some(id) = insert(connection, new, state, None).await? {
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

/// The id of the new row; `None` if the key is taken.
async fn insert(
    connection: &mut SqliteConnection,
    new: &NewJob,
    state: &'static str,
    id: Option<JobId>,
) -> Result<Option<JobId>, Error> {
    let id: Option<i64> = sqlx::query_scalar(concat!(
        "INSERT INTO jobs (queue, priority, lane, id, kind, payload, unique_key, job_group, position, state,
                           max_attempts, created, run_at, scheduled)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ",
        place_of_new!(),
        ", ?9, ?10, ?11, ?12, ?11)
         ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL DO NOTHING RETURNING id"
    ))
    .bind(new.queue)
    .bind(new.priority)
    .bind(&new.lane)
    .bind(id.map(|id| id.0))
    .bind(new.kind)
    .bind(&new.payload)
    .bind(&new.unique_key)
    .bind(&new.group)
    .bind(state)
    .bind(new.max_attempts)
    .bind(new.now)
    .bind(new.run_at)
    .fetch_optional(connection)
    .await?;
    Ok(id.map(JobId))
}

fn pushed(new: &NewJob, id: JobId, is_new: bool) -> Pushed {
    Pushed { id, new: is_new, kind: new.kind, unique_key: new.unique_key.clone() }
}
