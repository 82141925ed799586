use clap::Args;
use friday_engine::{Engine, RefreshReport, Which};
use friday_model::PodcastId;

use crate::{
    answer::{Answer, Failure, Format},
    json,
    measures::count,
    messages::complain,
    watch,
};

#[derive(Debug, Args)]
pub(crate) struct Refresh {
    /// Podcasts, by id, whether they are due or not; without any, all that are due
    #[arg(value_name = "ID")]
    podcasts: Vec<i64>,
    /// Also those that are not due
    #[arg(long)]
    force: bool,
}

impl Refresh {
    /// A feed that fails is told, and is no failure of the refresh; unless every feed that was asked failed.
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let which = match (self.podcasts.as_slice(), self.force) {
            ([], false) => Which::Due,
            ([], true) => Which::All,
            (ids, _) => Which::These(ids.iter().copied().map(PodcastId).collect()),
        };
        let report = watch::refresh(engine, engine.refresh(which)).await?;
        for feed in &report.failed {
            complain(&format!("{}: {}", feed.feed_url, feed.error.message));
        }
        let none_answered = report.checked > 0 && report.failed.len() == report.checked as usize;
        let complaint =
            none_answered.then(|| "no feed could be read; check the network and try again".to_owned());
        Ok(format.answer(&json::RefreshReport::from(&report), || words(&report))?.but(complaint))
    }
}

fn words(report: &RefreshReport) -> String {
    if report.checked == 0 {
        return "No podcast is due; `--force` looks at all of them.".to_owned();
    }
    format!(
        "{} checked: {} changed, {} unchanged, {} failed. {}.",
        count(report.checked.into(), "feed"),
        report.changed,
        report.unchanged,
        report.failed.len(),
        count(report.new_episodes.into(), "new episode"),
    )
}
