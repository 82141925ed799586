//! Jobs as they are shown: each with the title of what it is about.

use std::collections::HashMap;

use friday_engine::{Engine, JobRecord, episode_of};
use friday_model::EpisodeId;

use crate::{
    answer::{Answer, Failure, Format},
    json::Job,
    measures,
    table::{Table, name, number, whole},
};

/// Jobs in the order of the queue, or of the question.
#[derive(Debug)]
pub(crate) struct ListedJobs {
    jobs: Vec<(Job, String)>,
}

/// A job that is not done, and why.
#[derive(Debug)]
pub(crate) struct Unfinished<'a> {
    pub(crate) id: i64,
    pub(crate) title: &'a str,
    pub(crate) reason: &'a str,
}

impl ListedJobs {
    /// These jobs as they stand.
    pub(crate) async fn of(engine: &Engine, records: &[JobRecord]) -> Result<Self, Failure> {
        Self::with(engine, records, records.iter().map(Job::from)).await
    }

    /// These jobs as `states` tells them, one each.
    pub(crate) async fn with(
        engine: &Engine,
        records: &[JobRecord],
        states: impl IntoIterator<Item = Job>,
    ) -> Result<Self, Failure> {
        let episodes: Vec<EpisodeId> = records.iter().filter_map(episode_of).collect();
        let rows = engine.episodes(&episodes).await?;
        let titles: HashMap<EpisodeId, String> =
            rows.into_iter().map(|row| (row.episode.id, row.episode.published.title)).collect();
        let title = |record| episode_of(record).and_then(|id| titles.get(&id).cloned());
        let jobs = states.into_iter().zip(records);
        Ok(Self {
            jobs: jobs
                .map(|(job, record)| (job, title(record).unwrap_or_else(|| record.kind.clone())))
                .collect(),
        })
    }

    /// The jobs, or a sentence where there are none.
    pub(crate) fn answer(&self, format: Format, nothing: &str) -> Result<Answer, Failure> {
        let documents: Vec<&Job> = self.jobs.iter().map(|(job, _)| job).collect();
        format.answer(&documents, || self.words(nothing))
    }

    /// The jobs that are not done.
    pub(crate) fn unfinished(&self) -> Vec<Unfinished<'_>> {
        let unfinished = self.jobs.iter().filter(|(job, _)| job.state != Job::DONE);
        unfinished
            .map(|(job, title)| Unfinished { id: job.id, title, reason: job.reason().unwrap_or(job.state) })
            .collect()
    }

    fn words(&self, nothing: &str) -> String {
        let columns =
            [number("ID"), whole("STATE"), number("ATTEMPT"), whole("SIZE"), name("TITLE"), whole("PROBLEM")];
        let mut table = Table::new(columns);
        for (job, title) in &self.jobs {
            table.row([
                job.id.to_string(),
                job.state.to_owned(),
                job.attempt.to_string(),
                how_far(job),
                title.clone(),
                job.reason().unwrap_or_default().to_owned(),
            ]);
        }
        table.or(nothing)
    }
}

fn how_far(job: &Job) -> String {
    match job.total {
        Some(total) if job.bytes == total || job.bytes == 0 => measures::size(total),
        Some(total) => format!("{} of {}", measures::size(job.bytes), measures::size(total)),
        None if job.bytes > 0 => measures::size(job.bytes),
        None => String::new(),
    }
}
