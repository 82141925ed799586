use std::path::PathBuf;

use clap::Args;
use friday_engine::Engine;

use crate::{
    answer::{Answer, Failure, Format},
    json,
    measures::{count, one_line},
    messages::complain,
};

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Where to write the list (OPML) [default: standard output]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Export {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let exported = engine.export().await?;
        for title in &exported.private {
            complain(&format!(
                "{}: its address is yours alone; whoever gets the list can listen in your name",
                one_line(title)
            ));
        }
        if let Some(file) = &self.file {
            std::fs::write(file, &exported.list)
                .map_err(|error| Failure::Failed(format!("{}: {error}", file.display())))?;
        }
        format.answer(&json::Exported::new(&exported, self.file.as_deref()), || match &self.file {
            Some(file) => {
                format!("{} written to {}.", count(exported.podcasts.into(), "podcast"), file.display())
            }
            None => exported.list.clone(),
        })
    }
}
