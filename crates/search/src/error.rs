use std::io;

/// Why the index could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Another process writes the index now.
    #[error("another process writes the search index")]
    Busy,
    /// The index is not what it should be: throw it away and write it again.
    #[error("the search index is damaged: {0}")]
    Damaged(String),
    /// The file system said no.
    #[error("the search index cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// Why there is no index to search in a folder, though one can be made there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// There never was one, or it was deleted.
    Missing,
    /// Its files cannot be understood.
    Damaged,
    /// It was written by a version of Friday that kept other things in it.
    Outdated,
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::{TantivyError, directory::error::LockError};
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy,
            TantivyError::LockFailure(LockError::IoError(error), _) | TantivyError::IoError(error) => {
                Self::Io(io::Error::new(error.kind(), error.to_string()))
            }
            error => Self::Damaged(error.to_string()),
        }
    }
}
