use clap::Args;
use friday_engine::{Engine, FeedHealth};
use friday_model::{Fetch, FetchOutcome, PodcastId};

use crate::{
    answer::{Answer, Failure, Format},
    json,
    measures::{count, moment, or_nothing, size},
    table::{Table, name, number, whole},
};

#[derive(Debug, Args)]
pub(crate) struct Health {
    /// The podcast, by id
    #[arg(value_name = "ID")]
    podcast: i64,
}

impl Health {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let health = engine.feed_health(PodcastId(self.podcast)).await?;
        format.answer(&json::FeedHealth::from(&health), || words(&health))
    }
}

fn words(health: &FeedHealth) -> String {
    let mut table =
        Table::new([name("when"), name("outcome"), number("ms"), number("size"), whole("details")]);
    for fetch in &health.fetches {
        table.row([
            moment(fetch.at),
            outcome(fetch).to_owned(),
            fetch.took.as_millis().to_string(),
            or_nothing(fetch.bytes, size),
            details(fetch),
        ]);
    }
    format!(
        "{}\n{}: {} not modified, {} failed. Next check: {}.\n\n{}",
        health.feed.url,
        count(health.fetches.len() as u64, "check"),
        health.not_modified,
        health.failed,
        or_nothing(health.feed.next_check, moment),
        table.or("It has not been checked yet."),
    )
}

fn outcome(fetch: &Fetch) -> &'static str {
    match fetch.outcome {
        FetchOutcome::NotModified => "not modified",
        FetchOutcome::Same => "the same",
        FetchOutcome::Changed => "changed",
        FetchOutcome::Failed => "failed",
    }
}

fn details(fetch: &Fetch) -> String {
    let new = (fetch.new_episodes > 0).then(|| count(fetch.new_episodes.into(), "new episode"));
    let moved = fetch.moved_to.as_ref().map(|url| format!("moved to {url}"));
    let error = fetch.error.as_ref().map(|error| error.message.clone());
    [new, moved, error].into_iter().flatten().collect::<Vec<_>>().join("; ")
}
