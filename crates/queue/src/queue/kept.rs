//! How far a job has come for good.

use sqlx::SqliteConnection;

use super::Queue;
use crate::{Error, JobId};

impl Queue {
    /// Notes, in the caller's transaction, that a running job has so many bytes that it will not have to fetch, write or
    /// compute again, whatever happens. A job that has come further than ever before is not what kills the process: the
    /// deaths before are not counted against it.
    ///
    /// The transaction is as for [`Queue::push_in`].
    pub async fn keep_in(
        &self,
        connection: &mut SqliteConnection,
        id: JobId,
        bytes: u64,
    ) -> Result<(), Error> {
        self.shared.provider.keep_in(connection, id, bytes).await
    }
}
