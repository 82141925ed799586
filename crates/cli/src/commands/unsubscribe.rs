use clap::Args;
use friday_engine::Engine;
use friday_model::PodcastId;

use crate::{
    answer::{Answer, Failure, Format},
    commands::podcasts,
};

#[derive(Debug, Args)]
pub(crate) struct Unsubscribe {
    /// Podcasts, by id
    #[arg(required = true, value_name = "ID")]
    podcasts: Vec<i64>,
}

impl Unsubscribe {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let mut ended = Vec::with_capacity(self.podcasts.len());
        for id in self.podcasts {
            ended.push(engine.unsubscribe(PodcastId(id)).await?);
        }
        podcasts::list(&ended, format, "")
    }
}
