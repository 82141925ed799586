//! Brings the search index up to date with the library.

use async_trait::async_trait;
use friday_queue::{Failure, Job, Run};
use friday_search::SearchError;
use serde::{Deserialize, Serialize};

use crate::{Engine, Error, jobs::trouble::database};

/// Writes into the index what has changed, or all of it where the index is missing, damaged or of another version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IndexLibrary {}

#[async_trait]
impl Job for IndexLibrary {
    type Context = Engine;
    const NAME: &'static str = "index_library";
    /// Its own, so that neither downloads nor pausing them hold it up.
    const QUEUE: &'static str = "search";

    fn unique_key(&self) -> Option<String> {
        Some("library".to_owned())
    }

    async fn run(&self, engine: &Engine, run: &Run) -> Result<(), Failure> {
        engine.index_library(run.cancellation()).await.map_err(|error| match error {
            Error::Search(SearchError::Io(reason)) if reason.kind() == std::io::ErrorKind::StorageFull => {
                Failure::wait_for_change("disk_full", "Not enough disk space for the search index.")
            }
            Error::Search(reason) => Failure::retry("search", reason.to_string()),
            error => database(error),
        })
    }
}
