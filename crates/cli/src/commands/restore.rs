use clap::Args;
use friday_engine::{Backup, Options};
use serde_json::json;

use crate::{
    answer::{Answer, Failure, Format},
    measures::moment,
};

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The newest backup made at this time or before, in seconds since 1970 [default: the newest]
    #[arg(long, value_name = "SECONDS")]
    made: Option<i64>,
}

impl Restore {
    /// Without opening the library, which may be damaged.
    pub(crate) async fn run(self, options: &Options, format: Format) -> Result<Answer, Failure> {
        let backup = self.choose(friday_engine::backups(options)?)?;
        let aside = friday_engine::restore(options, backup.made).await?;
        let document = json!({ "restored": backup.made.seconds(), "aside": aside.to_string_lossy() });
        format.answer(&document, || {
            format!(
                "The library is as it was at {}; what was there is kept as {}.",
                moment(backup.made),
                aside.display()
            )
        })
    }

    fn choose(&self, backups: Vec<Backup>) -> Result<Backup, Failure> {
        let chosen =
            backups.into_iter().find(|backup| self.made.is_none_or(|made| backup.made.seconds() <= made));
        chosen
            .ok_or_else(|| Failure::Failed("there is no such backup; fridayctl doctor lists them".to_owned()))
    }
}
