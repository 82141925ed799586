//! What can go wrong with the queue itself; what goes wrong in a job is a [`Failure`](crate::Failure).

use sqlx::migrate::MigrateError;

/// Why the queue could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite refused: locked for too long, disk full, damaged. The same call may succeed later.
    #[error("the queue's tables could not be read or written: {0}")]
    Sql(#[from] sqlx::Error),
    /// The tables were made by a newer version. Nothing was changed.
    #[error("the queue's tables were made by a newer version (schema {version})")]
    Newer { version: i64 },
    /// The tables could not be brought up to date. Nothing was changed.
    #[error("the queue's tables could not be brought up to date: {0}")]
    Migrate(MigrateError),
    /// A job cannot be written as JSON, or a payload is not the job it was read as.
    #[error("the job and its payload do not fit: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<MigrateError> for Error {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) => Self::Newer { version },
            other => Self::Migrate(other),
        }
    }
}
