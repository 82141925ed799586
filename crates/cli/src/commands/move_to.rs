use clap::{Args, value_parser};
use friday_engine::{Engine, JobId};

use crate::{
    answer::{Answer, Failure, Format},
    listed_jobs::ListedJobs,
};

#[derive(Debug, Args)]
pub(crate) struct Move {
    /// A waiting job, by id
    #[arg(value_name = "JOB")]
    job: i64,
    /// Its new place among the waiting jobs, 1 being the next
    #[arg(long = "to", value_name = "N", value_parser = value_parser!(u64).range(1..))]
    place: u64,
}

impl Move {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let moved = engine.move_job(JobId(self.job), self.place).await?;
        ListedJobs::of(engine, &[moved]).await?.answer(format, "")
    }
}
