use clap::Args;
use friday_engine::{Engine, RefreshReport, Which};
use friday_model::PodcastId;

use crate::{
    answer::{Answer, Failure, Format},
    interrupt::asked_to_stop,
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
        let work = watch::refresh(engine, engine.refresh(which));
        tokio::pin!(work);
        let report = tokio::select! {
            report = &mut work => report?,
            () = asked_to_stop() => {
                engine.cancel_refresh();
                tokio::select! {
                    report = work => drop(report?),
                    () = asked_to_stop() => {}
                }
                return Err(Failure::Interrupted);
            }
        };
        for feed in &report.failed {
            complain(&format!("{}: {}", feed.feed_url, feed.error.message));
        }
        let none_answered = report.checked > 0 && report.failed.len() == report.checked as usize;
        let complaint = if report.offline {
            Some("this computer is not connected to the internet; connect it and try again".to_owned())
        } else {
            none_answered.then(|| "no feed could be read; check the network and try again".to_owned())
        };
        Ok(format.answer(&json::RefreshReport::from(&report), || words(&report))?.but(complaint))
    }
}

fn words(report: &RefreshReport) -> String {
    if report.checked == 0 && report.put_off == 0 {
        return "No podcast is due; `--force` looks at all of them.".to_owned();
    }
    let put_off = match report.put_off {
        0 => String::new(),
        number => format!(" {} left in peace for now, as the host asks.", count(number.into(), "feed")),
    };
    format!(
        "{} checked: {} changed, {} unchanged, {} failed. {}.{put_off}",
        count(report.checked.into(), "feed"),
        report.changed,
        report.unchanged,
        report.failed.len(),
        count(report.new_episodes.into(), "new episode"),
    )
}
