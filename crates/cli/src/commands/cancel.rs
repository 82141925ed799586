use clap::Args;
use friday_engine::{Engine, JobId};

use crate::{
    answer::{Answer, Failure, Format},
    json,
    listed_jobs::ListedJobs,
};

#[derive(Debug, Args)]
pub(crate) struct Cancel {
    /// Jobs, by id
    #[arg(required = true, value_name = "JOB")]
    jobs: Vec<i64>,
}

impl Cancel {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let cancelled = engine.cancel_jobs(&self.jobs.into_iter().map(JobId).collect::<Vec<_>>()).await?;
        let states = cancelled.iter().map(json::Job::cancelled);
        ListedJobs::with(engine, &cancelled, states).await?.answer(format, "")
    }
}
