use std::time::Duration;

use clap::{Args, ValueEnum};
use friday_engine::{Engine, JobId, JobRecord, episode_of};
use friday_model::{DownloadState, EpisodeId, PodcastId};

use crate::{
    answer::{Answer, Failure, Format},
    interrupt::asked_to_stop,
    json,
    listed_jobs::ListedJobs,
    measures::count,
    messages::{clause, say},
    watch,
};

/// So long a broker that is slow, or not there, is waited for.
const SENDING: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
pub(crate) struct Download {
    /// Episodes, by id
    #[arg(required_unless_present = "latest", conflicts_with = "latest", value_name = "EPISODE")]
    episodes: Vec<i64>,
    /// The newest N episodes of each podcast instead
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    latest: Option<u32>,
    /// Of this podcast alone
    #[arg(long, requires = "latest", conflicts_with = "episodes", value_name = "ID")]
    podcast: Option<i64>,
    /// Run the queue until they are finished; else `fridayctl work` or the open window does
    #[arg(long)]
    wait: bool,
    /// What runs them, instead of what the settings say
    #[arg(long, value_enum, value_name = "DRIVER")]
    driver: Option<Driver>,
}

/// What runs downloads.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Driver {
    /// This computer
    Database,
    /// This computer; the jobs are kept in memory, so it makes sense with --wait alone
    Async,
    /// The same, and each is run when it is pushed
    AsyncBlocking,
    /// Another computer: FRIDAY_AMQP_URL says where the broker is, else the settings
    Amqp,
}

impl From<Driver> for friday_engine::Driver {
    fn from(driver: Driver) -> Self {
        match driver {
            Driver::Database => Self::Database,
            Driver::Async => Self::Async,
            Driver::AsyncBlocking => Self::AsyncBlocking,
            Driver::Amqp => Self::Amqp,
        }
    }
}

impl Download {
    /// What runs downloads in this process, if that was said.
    pub(crate) fn driver(&self) -> Option<friday_engine::Driver> {
        self.driver.map(Into::into)
    }

    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let pushed = self.push(engine).await?;
        if !self.wait || pushed.is_empty() {
            if !engine.send_out(SENDING).await? {
                say(
                    "The broker cannot be reached; these go to it when the window, or `fridayctl work`, runs.",
                );
            }
            return ListedJobs::of(engine, &pushed).await?.answer(format, "All of it is on disk already.");
        }
        let listed = Box::pin(run_until_finished(engine, &pushed)).await?;
        Ok(listed.answer(format, "")?.but(complaint(&listed)))
    }

    async fn push(&self, engine: &Engine) -> Result<Vec<JobRecord>, Failure> {
        let podcast = self.podcast.map(PodcastId);
        if let Some(podcast) = podcast {
            engine.podcast(podcast).await?;
        }
        let pushed = match self.latest {
            Some(latest) => engine.download_latest(podcast, latest).await?,
            None => {
                engine.download(&self.episodes.iter().copied().map(EpisodeId).collect::<Vec<_>>()).await?
            }
        };
        Ok(pushed)
    }
}

/// Runs the queue until these jobs have ended, or we are asked to stop. Jobs that still run then are stopped at their
/// last synced bytes.
async fn run_until_finished(engine: &Engine, pushed: &[JobRecord]) -> Result<ListedJobs, Failure> {
    if engine.runner_is_elsewhere() {
        say("Another process runs the jobs of this library; waiting for it to finish these.");
    }
    if engine.downloads().await?.paused {
        say("All downloads are paused; these go on when they are resumed.");
    }
    let ids: Vec<JobId> = pushed.iter().map(|job| job.id).collect();
    let mut work = Box::pin(engine.work());
    let finished = watch::downloads(engine, async {
        engine.until_finished(&ids).await?;
        what_became_of(engine, pushed).await
    });
    let outcome = tokio::select! {
        ended = &mut work => return Err(ended.map_or_else(Failure::from, |_| Failure::Interrupted)),
        outcome = finished => outcome,
        () = asked_to_stop() => Err(Failure::Interrupted),
    };
    tokio::select! {
        _ = async { tokio::join!(work, engine.close()) } => {}
        () = asked_to_stop() => {}
    }
    outcome
}

/// A finished job is gone from the queue; what it was about tells how it ended.
async fn what_became_of(engine: &Engine, pushed: &[JobRecord]) -> Result<ListedJobs, Failure> {
    let mut states = Vec::with_capacity(pushed.len());
    for job in pushed {
        if let Some(record) = engine.job(job.id).await? {
            states.push(json::Job::from(&record));
            continue;
        }
        let download = match episode_of(job) {
            Some(episode) => engine.episode_row(episode).await?.download,
            None => None,
        };
        states.push(match download.filter(|download| download.state == DownloadState::Done) {
            Some(download) => json::Job::done(job, &download, &engine.attempts(job.id).await?),
            None => json::Job::cancelled(job),
        });
    }
    ListedJobs::with(engine, pushed, states).await
}

fn complaint(listed: &ListedJobs) -> Option<String> {
    let unfinished = listed.unfinished();
    let first = unfinished.first()?;
    let number = count(unfinished.len() as u64, "download");
    let ids: Vec<String> = unfinished.iter().map(|job| job.id.to_string()).collect();
    let reason = clause(first.reason);
    let retry = ids.join(" ");
    Some(format!("{number} not finished: {}: {reason}; `fridayctl retry {retry}` tries again", first.title))
}
