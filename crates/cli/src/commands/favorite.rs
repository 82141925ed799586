use clap::Args;
use friday_engine::Engine;
use friday_model::PodcastId;

use crate::{
    answer::{Answer, Failure, Format},
    commands::podcasts,
};

#[derive(Debug, Args)]
pub(crate) struct Favorite {
    /// Podcasts, by id
    #[arg(required = true, value_name = "ID")]
    podcasts: Vec<i64>,
    /// Make them ordinary ones again
    #[arg(long)]
    off: bool,
}

impl Favorite {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let mut changed = Vec::with_capacity(self.podcasts.len());
        for id in self.podcasts {
            changed.push(engine.set_favorite(PodcastId(id), !self.off).await?);
        }
        podcasts::list(&changed, format, "")
    }
}
