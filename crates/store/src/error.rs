use std::path::PathBuf;

/// Why the database could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A newer Friday has written it. It is left untouched.
    #[error("{0} was written by a newer Friday; install that version to open it")]
    NewerSchema(PathBuf),
    /// It is not a database, or parts of it are overwritten.
    #[error("{0} is damaged")]
    Damaged(PathBuf),
    /// The disk has no room for what was to be written.
    #[error("there is no room left on the disk to save this")]
    Full,
    /// The file or its folder cannot be written.
    #[error("{path} cannot be opened: {reason}")]
    Unreachable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A page that was read or written is damaged.
    #[error("the database is damaged; start Friday again, and it offers to restore a backup")]
    Malformed,
    /// Another process has kept it locked for longer than the ten seconds that we wait.
    #[error("another program keeps the database locked")]
    Busy,
    /// Anything else that SQLite says.
    #[error("the database failed: {0}")]
    Other(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match primary_code(&error) {
            Some(5 | 6) => Self::Busy,
            // SQLITE_CORRUPT, SQLITE_NOTADB
            Some(11 | 26) => Self::Malformed,
            Some(13) => Self::Full,
            _ => Self::Other(error),
        }
    }
}

/// SQLite's primary result code: the low byte of the extended one (https://www.sqlite.org/rescode.html).
pub(crate) fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?.parse::<u32>().ok()?;
    Some(code & 0xff)
}
