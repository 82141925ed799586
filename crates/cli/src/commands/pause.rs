use clap::Args;
use friday_engine::{Engine, JobId};

use crate::{
    answer::{Answer, Failure, Format},
    listed_jobs::ListedJobs,
};

#[derive(Debug, Args)]
pub(crate) struct Pause {
    /// Jobs, by id [default: everything, until it is resumed]
    #[arg(value_name = "JOB")]
    jobs: Vec<i64>,
}

impl Pause {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let jobs = engine.pause_jobs(&self.jobs.into_iter().map(JobId).collect::<Vec<_>>()).await?;
        ListedJobs::of(engine, &jobs).await?.answer(format, "Everything is paused; no jobs wait.")
    }
}
