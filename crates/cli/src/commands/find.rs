use clap::Args;
use friday_engine::{Engine, IndexState};

use crate::{
    answer::{Answer, Failure, Format},
    json::Hit,
    messages::complain,
    table::{Table, name, whole},
};

#[derive(Debug, Args)]
pub(crate) struct Find {
    /// Words; the last may be the beginning of one
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// At most so many hits
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
}

impl Find {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        engine.catch_up_search().await?;
        let found = engine.find(&self.text.join(" "), self.limit).await?;
        if found.index != IndexState::Whole {
            complain("The search index is being written; there may be more.");
        }
        let mut hits = Hit::all(&found);
        hits.truncate(self.limit as usize);
        format.answer(&hits, || {
            let mut table = Table::new([whole("ID"), whole("KIND"), name("TITLE"), name("WHERE")]);
            for hit in &hits {
                let [id, kind, title, place] = hit.words();
                table.row([id, kind, title, place]);
            }
            table.or("Nothing found.")
        })
    }
}
