use std::path::PathBuf;

use clap::Args;
use friday_engine::{Engine, Imported, RefreshReport};
use friday_model::PodcastId;

use crate::{
    answer::{Answer, Failure, Format},
    interrupt::asked_to_stop,
    json,
    measures::{count, one_line},
    messages::{complain, say},
    watch,
};

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A list of podcasts as other programs export it (OPML)
    #[arg(value_name = "FILE.opml")]
    file: PathBuf,
    /// Only add them; they are fetched by the next refresh
    #[arg(long)]
    no_wait: bool,
}

impl Import {
    /// A feed that fails stays subscribed to, and is no failure of the import.
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let unread =
            |error: &dyn std::fmt::Display| Failure::Failed(format!("{}: {error}", self.file.display()));
        let list = std::fs::read(&self.file).map_err(|error| unread(&error))?;
        let mut imported = engine.import(&list).await.map_err(|error| unread(&error))?;
        for skipped in &imported.skipped {
            say(&format!("skipped {}: {}", one_line(&skipped.address), skipped.reason));
        }
        let mut report = RefreshReport::default();
        if !self.no_wait {
            let (fetched, duplicates) = fetch(engine, &imported.added).await?;
            imported.added.retain(|podcast| !duplicates.contains(podcast));
            imported.known += u32::try_from(duplicates.len()).unwrap_or(u32::MAX);
            report = fetched;
        }
        for feed in &report.failed {
            complain(&format!("{}: {}", feed.feed_url, feed.error.message));
        }
        let offline = report.offline.then(|| {
            "this computer is not connected; what was added is fetched by the next `fridayctl refresh`"
                .to_owned()
        });
        Ok(format.answer(&json::Imported::from(&imported), || words(&imported, &report))?.but(offline))
    }
}

/// What was added stays when this is interrupted; the rest of it is fetched by the next refresh.
async fn fetch(engine: &Engine, added: &[PodcastId]) -> Result<(RefreshReport, Vec<PodcastId>), Failure> {
    let work = watch::refresh(engine, engine.fetch_imported(added));
    tokio::pin!(work);
    tokio::select! {
        fetched = &mut work => Ok(fetched?),
        () = asked_to_stop() => {
            engine.cancel_refresh();
            tokio::select! {
                fetched = work => drop(fetched?),
                () = asked_to_stop() => {}
            }
            Err(Failure::Interrupted)
        }
    }
}

fn words(imported: &Imported, report: &RefreshReport) -> String {
    let failed = match report.failed.len() {
        0 => String::new(),
        number => format!(" {} could not be read yet.", count(number as u64, "feed")),
    };
    format!(
        "{} added, {} known, {} skipped.{failed}",
        count(imported.added.len() as u64, "podcast"),
        imported.known,
        imported.skipped.len()
    )
}
