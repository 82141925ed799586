use clap::Args;
use friday_engine::{Engine, JobId};

use crate::{
    answer::{Answer, Failure, Format},
    listed_jobs::ListedJobs,
};

#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// Jobs, by id [default: everything]
    #[arg(value_name = "JOB")]
    jobs: Vec<i64>,
}

impl Resume {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let jobs = engine.resume_jobs(&self.jobs.into_iter().map(JobId).collect::<Vec<_>>()).await?;
        ListedJobs::of(engine, &jobs).await?.answer(format, "No jobs.")
    }
}
