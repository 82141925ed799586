use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use friday_engine::{Engine, JobState};

use crate::{
    answer::{Answer, Failure, Format},
    listed_jobs::ListedJobs,
};

#[derive(Debug, Args)]
pub(crate) struct Jobs {
    /// Only in any of these states
    #[arg(long = "state", value_name = "STATE,…", value_delimiter = ',', value_parser = states())]
    states: Vec<JobState>,
}

fn states() -> impl TypedValueParser<Value = JobState> {
    PossibleValuesParser::new(JobState::ALL.map(JobState::as_str))
        .map(|word| word.parse().expect("the words of the states are what is possible"))
}

impl Jobs {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let jobs = engine.jobs(&self.states).await?;
        ListedJobs::of(engine, &jobs).await?.answer(format, "No jobs.")
    }
}
