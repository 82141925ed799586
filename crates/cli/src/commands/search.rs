use clap::Args;
use friday_engine::Engine;

use crate::{
    answer::{Answer, Failure, Format},
    json, measures,
    messages::complain,
    table::{Table, name, number, whole},
};

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words of a title or an author
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
}

impl Search {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let mut answer = engine.search_directories(&self.text.join(" ")).await?;
        if answer.found.is_empty() && !answer.failures.is_empty() {
            return Err(answer.failures.remove(0).error.into());
        }
        for failure in &answer.failures {
            complain(&format!("{} did not answer: {}", failure.source, failure.error));
        }
        let hits: Vec<_> = answer.found.iter().map(|(hit, _)| json::FoundPodcast::from(hit)).collect();
        format.answer(&hits, || {
            let columns = [whole(""), name("TITLE"), name("AUTHOR"), number("EPISODES"), whole("FEED")];
            let mut table = Table::new(columns);
            for (hit, subscribed) in &answer.found {
                table.row([
                    if subscribed.is_some() { "✓" } else { "" }.to_owned(),
                    hit.title.clone(),
                    hit.author.clone().unwrap_or_default(),
                    measures::or_nothing(hit.episodes, |episodes| episodes.to_string()),
                    hit.feed_url.to_string(),
                ]);
            }
            table.or("Nothing found.")
        })
    }
}
