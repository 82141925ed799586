//! What the store can do with downloads that are run for another library: a part of the crate's face, like `lib.rs`.

use friday_model::EpisodeId;

use crate::{Result, Store, Write, table::errands};

/// A download that is run for another library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// The job that asks for it.
    pub job: i64,
    /// The episode of this library that stands for the one that is meant.
    pub episode: EpisodeId,
    /// Names the finished file to whoever may fetch it.
    pub token: String,
}

impl Store {
    /// The errand that a job runs.
    pub async fn errand(&self, job: i64) -> Result<Option<Errand>> {
        errands::of_job(&self.readers, job).await
    }

    /// The episode whose file goes by this token.
    pub async fn errand_by_token(&self, token: &str) -> Result<Option<EpisodeId>> {
        errands::by_token(&self.readers, token).await
    }

    /// Whether this episode is, or was, downloaded for another library.
    pub async fn is_errand(&self, id: EpisodeId) -> Result<bool> {
        errands::is_one(&self.readers, id).await
    }
}

impl Write {
    pub async fn add_errand(&mut self, errand: &Errand) -> Result<()> {
        errands::insert(&mut self.transaction, errand).await
    }

    pub async fn remove_errand(&mut self, job: i64) -> Result<()> {
        errands::delete(&mut self.transaction, job).await
    }
}
