use clap::Args;
use friday_engine::{Engine, JobId};

use crate::{
    answer::{Answer, Failure, Format},
    listed_jobs::ListedJobs,
};

#[derive(Debug, Args)]
pub(crate) struct Retry {
    /// Jobs, by id
    #[arg(required_unless_present = "all", conflicts_with = "all", value_name = "JOB")]
    jobs: Vec<i64>,
    /// All that failed
    #[arg(long)]
    all: bool,
}

impl Retry {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let retried = if self.all {
            engine.retry_all_jobs().await?
        } else {
            engine.retry_jobs(&self.jobs.into_iter().map(JobId).collect::<Vec<_>>()).await?
        };
        ListedJobs::of(engine, &retried).await?.answer(format, "No job has failed.")
    }
}
