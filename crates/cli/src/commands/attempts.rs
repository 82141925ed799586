use clap::Args;
use friday_engine::{Attempt, Engine, JobId, Trail, speed_of};
use friday_model::Timestamp;

use crate::{
    answer::{Answer, Failure, Format},
    json, measures,
    table::{Table, number, whole},
};

#[derive(Debug, Args)]
pub(crate) struct Attempts {
    /// A job, by id; also one that has finished
    #[arg(value_name = "JOB")]
    job: i64,
}

impl Attempts {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let attempts = engine.attempts(JobId(self.job)).await?;
        let documents: Vec<_> = attempts.iter().map(json::Attempt::from).collect();
        format.answer(&documents, || words(&attempts))
    }
}

fn words(attempts: &[Attempt]) -> String {
    let columns = [
        number("ATTEMPT"),
        whole("STARTED"),
        whole("ENDED"),
        number("BROUGHT"),
        whole("SPEED"),
        whole("STATUS"),
        whole("OUTCOME"),
        whole("PROBLEM"),
    ];
    let mut table = Table::new(columns);
    for attempt in attempts {
        table.row([
            attempt.number.to_string(),
            measures::moment(Timestamp(attempt.started)),
            measures::moment(Timestamp(attempt.ended)),
            measures::size(attempt.bytes),
            measures::or_nothing(speed_of(attempt), |speed| format!("{}/s", measures::size(speed))),
            measures::or_nothing(Trail::of(attempt).status, |status| status.to_string()),
            attempt.outcome.as_str().to_owned(),
            measures::or_nothing(attempt.error.as_ref(), |error| error.message.clone()),
        ]);
    }
    table.or("It has not run yet.")
}
