//! Reading long lists in pieces: only the keys of jobs, in the order in which they run.

use sqlx::SqliteConnection;

use crate::{Error, FailedFor, JobState};

/// The keys of the jobs of a queue in this state; jobs without a key are left out.
pub(crate) async fn keys(
    connection: &mut SqliteConnection,
    queue: &str,
    state: JobState,
    skip: u64,
    most: u64,
) -> Result<Vec<String>, Error> {
    let query = match state {
        // In the order of the index that claims read, so that a page costs no more than its place in the list.
        JobState::Waiting => {
            "SELECT unique_key FROM jobs WHERE state = 'waiting' AND queue = ?1
             ORDER BY priority DESC, position, id LIMIT ?3 OFFSET ?2"
        }
        JobState::Running => {
            "SELECT unique_key FROM jobs WHERE state = 'running' AND queue = ?1
             ORDER BY priority DESC, position, id LIMIT ?3 OFFSET ?2"
        }
        JobState::Paused => {
            "SELECT unique_key FROM jobs WHERE state = 'paused' AND queue = ?1
             ORDER BY priority DESC, position, id LIMIT ?3 OFFSET ?2"
        }
        JobState::Failed => {
            "SELECT unique_key FROM failed_jobs WHERE queue = ?1 ORDER BY failed DESC, id DESC LIMIT ?3 OFFSET ?2"
        }
    };
    let keys: Vec<Option<String>> = sqlx::query_scalar(query)
        .bind(queue)
        .bind(i64::try_from(skip).unwrap_or(i64::MAX))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
    Ok(keys.into_iter().flatten().collect())
}

/// The failed jobs of a queue by error code, the code that failed last first; of each the keys of the newest.
pub(crate) async fn failed_for(
    connection: &mut SqliteConnection,
    queue: &str,
    most: u64,
) -> Result<Vec<FailedFor>, Error> {
    let codes: Vec<(String, i64)> = sqlx::query_as(
        "SELECT error_code, count(*) FROM failed_jobs WHERE queue = ?1 GROUP BY error_code
         ORDER BY max(failed) DESC, max(id) DESC",
    )
    .bind(queue)
    .fetch_all(&mut *connection)
    .await?;
    let mut causes = Vec::with_capacity(codes.len());
    for (code, count) in codes {
        let keys: Vec<Option<String>> = sqlx::query_scalar(
            "SELECT unique_key FROM failed_jobs WHERE queue = ?1 AND error_code = ?2
             ORDER BY failed DESC, id DESC LIMIT ?3",
        )
        .bind(queue)
        .bind(&code)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&mut *connection)
        .await?;
        causes.push(FailedFor { code, count: count as u64, keys: keys.into_iter().flatten().collect() });
    }
    Ok(causes)
}
