//! Who runs the jobs: one process at a time a data directory. Others may read and push.

use std::{sync::atomic::Ordering, time::Duration};

use friday_queue::{Filter, JobState, Runner, RunnerLock, Tally};

use crate::{
    Engine, Error, Event, Result,
    jobs::{
        download_episode::DownloadEpisode, fetch_better::FetchBetter, fetch_documents::FetchDocuments,
        index_library::IndexLibrary, read_file::ReadFile, tell_ready::TellReady, write_tags::WriteTags,
    },
};

/// How often a process that may not run the jobs asks whether it may now.
const ASK_AGAIN: Duration = Duration::from_millis(500);

/// How often it is looked for failed downloads that have stayed long enough.
const BETWEEN_SWEEPS: Duration = Duration::from_hours(1);

impl Engine {
    /// Runs the jobs in the background until the engine closes, from the moment on that no other process does.
    pub fn keep_working(&self) {
        let engine = self.clone();
        self.inner.background.spawn(async move {
            if let Err(error) = engine.work().await {
                tracing::error!(%error, "the jobs cannot be run");
            }
        });
    }

    /// As [`Engine::keep_working`], for whoever wants to know what came of it. [`Engine::close`] waits for the end of
    /// this, so both have to be polled.
    pub async fn work(&self) -> Result<Tally> {
        let _waited_for = self.inner.background.token();
        let lock = tokio::select! {
            () = self.inner.closing.cancelled() => return Ok(Tally::default()),
            lock = self.until_runner() => lock?,
        };
        let runner = self.recovered_runner(&lock).await?;
        self.running(runner.run(self.inner.closing.clone())).await
    }

    /// Runs jobs until none waits to be tried, or the engine closes. Where another process runs them, waits until it has.
    pub async fn work_until_idle(&self) -> Result<Tally> {
        let _waited_for = self.inner.background.token();
        while !self.inner.closing.is_cancelled() {
            if let Some(lock) = self.try_runner_lock()? {
                let runner = self.recovered_runner(&lock).await?;
                return self.running(runner.run_until_idle(self.inner.closing.clone())).await;
            }
            let unfinished =
                Filter { states: vec![JobState::Running, JobState::Waiting], ..Filter::default() };
            if self.inner.queue.jobs(&unfinished).await?.is_empty() {
                break;
            }
            tokio::select! {
                () = self.inner.closing.cancelled() => {}
                () = tokio::time::sleep(ASK_AGAIN) => {}
            }
        }
        Ok(Tally::default())
    }

    /// This process runs the jobs of this library.
    pub(crate) fn runs_jobs(&self) -> bool {
        self.inner.running.load(Ordering::Relaxed)
    }

    /// Another process runs the jobs of this library.
    pub fn runner_is_elsewhere(&self) -> bool {
        !self.runs_jobs()
            && RunnerLock::try_take(&self.inner.options.runner_lock()).is_ok_and(|lock| lock.is_none())
    }

    /// Meanwhile it is the other process that makes things happen: whoever watches is told to look again.
    pub(crate) async fn until_runner(&self) -> Result<RunnerLock> {
        let mut seen = self.inner.store.data_version().await?;
        loop {
            if let Some(lock) = self.try_runner_lock()? {
                return Ok(lock);
            }
            tokio::time::sleep(ASK_AGAIN).await;
            let now = self.inner.store.data_version().await?;
            if std::mem::replace(&mut seen, now) != now {
                self.tell(Event::ChangedElsewhere);
            }
        }
    }

    pub(crate) async fn running(
        &self,
        run: impl Future<Output = Result<Tally, friday_queue::Error>>,
    ) -> Result<Tally> {
        self.inner.running.store(true, Ordering::Relaxed);
        // Both are large, and this stands in the middle of other futures.
        let run = Box::pin(run);
        let sweeping = Box::pin(async {
            loop {
                tokio::time::sleep(BETWEEN_SWEEPS).await;
                if let Err(error) = self.drop_expired_downloads().await {
                    tracing::warn!(%error, "failed downloads could not be dropped");
                }
            }
        });
        let outcome = tokio::select! {
            outcome = run => outcome,
            () = sweeping => unreachable!("it sweeps until the run has ended"),
            () = self.keep_road() => unreachable!("the road is kept until the run has ended"),
            () = self.keep_indexed() => unreachable!("events are told as long as there is an engine"),
        };
        self.inner.running.store(false, Ordering::Relaxed);
        Ok(outcome?)
    }

    /// A runner, after the jobs that a dead process left behind were put back.
    pub(crate) async fn recovered_runner(&self, lock: &RunnerLock) -> Result<Runner> {
        self.inner.queue.recover(lock).await?;
        // Before the next step, which takes a record without a job for one whose job was lost.
        self.drop_expired_downloads().await?;
        self.push_missing_jobs().await?;
        self.push_if_behind().await?;
        Ok(Runner::builder(&self.inner.queue, self.clone())
            .register::<DownloadEpisode>()
            .register_uncounted::<FetchBetter>()
            .register_uncounted::<FetchDocuments>()
            .register_uncounted::<ReadFile>()
            .register_uncounted::<WriteTags>()
            .register_uncounted::<TellReady>()
            .register_uncounted::<IndexLibrary>()
            .build())
    }

    pub(crate) fn try_runner_lock(&self) -> Result<Option<RunnerLock>> {
        let path = self.inner.options.runner_lock();
        RunnerLock::try_take(&path).map_err(Error::io(format!("{} cannot be locked", path.display())))
    }
}
