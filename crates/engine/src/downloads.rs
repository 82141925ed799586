//! Downloads as the listener asks for them. Each is a record and a job, written in one transaction.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    time::Duration,
};

use friday_model::{DownloadTotals, EpisodeId, PodcastId, Progress};
use friday_queue::{Change, JobId, JobRecord, PushOptions, Pushed, URGENT};
use friday_store::{BetterEdition, DownloadRow, EpisodeRow, NewDownload};

use crate::{
    Engine, Error, Event, Result,
    episodes::not_found,
    jobs::download_episode::{DownloadEpisode, part_of},
    road::Errand,
};

/// So long another computer has to answer that it has stopped a download.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

impl Engine {
    /// Pushes a download for each of these episodes, and returns the jobs. An episode that is on disk needs none; one
    /// whose download failed is tried again.
    pub async fn download(&self, ids: &[EpisodeId]) -> Result<Vec<JobRecord>> {
        let jobs = self.download_with(ids, PushOptions::default()).await?;
        let mut write = self.inner.store.write().await?;
        for id in ids {
            write.set_only_to_listen(*id, false).await?;
        }
        write.commit().await?;
        Ok(jobs)
    }

    pub(crate) async fn download_with(
        &self,
        ids: &[EpisodeId],
        options: PushOptions,
    ) -> Result<Vec<JobRecord>> {
        let rows = self.inner.store.episodes(ids).await?;
        let known: HashSet<EpisodeId> = rows.iter().map(|row| row.episode.id).collect();
        if let Some(unknown) = ids.iter().find(|id| !known.contains(id)) {
            return Err(not_found(*unknown));
        }
        let mut wanted = Vec::new();
        for row in &rows {
            if !self.is_on_disk(row).await {
                let enclosure = self.edition_of(row).await?.ok_or(Error::NoMedia)?;
                let mut job = DownloadEpisode::of(row, &enclosure.url);
                if self.goes_elsewhere(row, options).await? {
                    job = job.with_errand(Errand::of(row, &enclosure));
                }
                wanted.push((row, enclosure, job));
            }
        }
        let mut pushed = Vec::new();
        let mut write = self.inner.store.write().await?;
        for (row, enclosure, job) in &wanted {
            if row.download.as_ref().is_some_and(|download| download.finished.is_some()) {
                // It was done once, but its file is gone, or no longer what it was. Where the whole folder is gone, a
                // drive is missing, and the file will come back with it.
                if !self.downloads_dir().is_dir() {
                    let what = format!("{} is not there", self.downloads_dir().display());
                    return Err(Error::io(what)(std::io::ErrorKind::NotFound.into()));
                }
                write.remove_download(row.episode.id).await?;
            }
            let download = NewDownload {
                episode: row.episode.id,
                url: enclosure.url.clone(),
                total: enclosure.length,
                requested: self.now(),
            };
            write.add_download(&download).await?;
            pushed.push(self.inner.queue.push_in(write.connection(), job, options).await?);
        }
        write.commit().await?;
        self.inner.queue.announce(&pushed).await?;
        if options.priority >= URGENT {
            // The listener waits for it: it plays while it comes, and so it has to come to this computer.
            for job in &pushed {
                self.inner.queue.run_here(job.id).await.map(drop)?;
            }
        }
        self.tell(Event::DownloadsChanged(ids.to_vec()));
        self.records(&pushed).await
    }

    /// Pushes the newest `count` episodes of each podcast, or of one, that are not on disk.
    pub async fn download_latest(&self, podcast: Option<PodcastId>, count: u32) -> Result<Vec<JobRecord>> {
        let newest = self.inner.store.newest_episodes(podcast, count).await?;
        self.download(&newest).await
    }

    /// Stops a download until it is resumed; its bytes are kept.
    pub async fn pause_download(&self, id: EpisodeId) -> Result<()> {
        let job = self.download_job(id).await?;
        // A job that has moved on meanwhile is left where it is.
        Ok(self.inner.queue.pause(job.id).await.map(drop)?)
    }

    /// Puts a paused download back into the queue.
    pub async fn resume_download(&self, id: EpisodeId) -> Result<()> {
        let job = self.download_job(id).await?;
        // A job that has moved on meanwhile is left where it is.
        Ok(self.inner.queue.resume(job.id).await.map(drop)?)
    }

    /// Tries a failed download again from its synced bytes, or one that waits for its next try at once.
    pub async fn retry_download(&self, id: EpisodeId) -> Result<()> {
        let job = self.download_job(id).await?;
        // A job that has moved on meanwhile is left where it is.
        Ok(self.inner.queue.retry(job.id).await.map(drop)?)
    }

    /// Tries every failed download again; returns how many.
    pub async fn retry_all_downloads(&self) -> Result<u64> {
        Ok(self.inner.queue.retry_all().await?)
    }

    /// Stops a download for good: its job, its record and its partial file go.
    pub async fn cancel_download(&self, id: EpisodeId) -> Result<()> {
        let row = self.download_row(id).await?;
        if row.finished.is_some() {
            return Ok(());
        }
        if let Some(job) = self.inner.queue.job_by_key(DownloadEpisode::KIND, &id.to_string()).await?
            && self.inner.queue.cancel(job.id).await? == Change::Asked
        {
            let stopped = self.inner.queue.until_stopped(job.id);
            if !job.elsewhere {
                stopped.await?;
            } else if tokio::time::timeout(ANSWERS_WITHIN, stopped).await.is_err() {
                // The other computer may be off: it is told when it is back. To ask twice is to have done with it here.
                self.inner.queue.cancel(job.id).await.map(drop)?;
            }
        }
        self.forget(&row).await
    }

    /// Deletes a finished download and its file.
    pub async fn remove_download(&self, id: EpisodeId) -> Result<()> {
        let row = self.download_row(id).await?;
        if row.finished.is_none() {
            return self.cancel_download(id).await;
        }
        self.forget(&row).await
    }

    /// Where the file of a finished download lies.
    pub async fn downloaded_file(&self, id: EpisodeId) -> Result<PathBuf> {
        let row = self.download_row(id).await?;
        let path = row.path.filter(|_| row.finished.is_some()).ok_or_else(|| not_found(id))?;
        let file = self.downloads_dir().join(path);
        if file.is_file() { Ok(file) } else { Err(Error::GoneFromDisk) }
    }

    /// Stops every download until [`Engine::resume_all_downloads`], also over restarts.
    pub async fn pause_all_downloads(&self) -> Result<()> {
        self.inner.queue.pause_queue(Some(DownloadEpisode::QUEUE)).await?;
        Ok(())
    }

    /// Lets downloads run again. Those that were paused one by one stay paused.
    pub async fn resume_all_downloads(&self) -> Result<()> {
        let queue = &self.inner.queue;
        // Where everything was paused, the one queue would stay paused with it.
        let everything = queue.paused_queues().await?.everything;
        queue.resume_queue((!everything).then_some(DownloadEpisode::QUEUE)).await?;
        Ok(())
    }

    /// All downloads are paused, whatever each of them is.
    pub async fn downloads_are_paused(&self) -> Result<bool> {
        Ok(self.inner.queue.paused_queues().await?.holds(DownloadEpisode::QUEUE))
    }

    /// The downloads in figures.
    pub async fn download_totals(&self) -> Result<DownloadTotals> {
        let counts = self.inner.queue.counts(Some(DownloadEpisode::QUEUE)).await?;
        let small = |count| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(DownloadTotals {
            running: small(counts.running),
            waiting: small(counts.waiting),
            paused: small(counts.paused),
            failed: small(counts.failed),
        })
    }

    /// A look at every download that runs in this process.
    pub fn progress(&self) -> Vec<Progress> {
        self.inner.meters.all()
    }

    pub(crate) async fn cancel_downloads_of(&self, podcast: PodcastId) -> Result<()> {
        let unfinished: Vec<EpisodeId> =
            self.inner.store.unfinished_downloads().await?.into_iter().map(|row| row.episode).collect();
        for row in self.inner.store.episodes(&unfinished).await? {
            if row.episode.podcast == podcast {
                self.cancel_download(row.episode.id).await?;
            }
        }
        Ok(())
    }

    /// A download whose record was written, but whose job is not there, gets its job: nothing that was asked for is lost.
    pub(crate) async fn push_missing_jobs(&self) -> Result<()> {
        let unfinished = self.inner.store.unfinished_downloads().await?;
        let jobs = self.jobs_of(unfinished.iter().map(|row| row.episode)).await?;
        for row in unfinished {
            // An errand has a job under another key.
            if !jobs.contains_key(&row.episode) && !self.inner.store.is_errand(row.episode).await? {
                self.download(&[row.episode]).await?;
            }
        }
        Ok(())
    }

    /// Removes the record and the partial file of a download that is not finished and whose job is gone.
    pub(crate) async fn forget_without_job(&self, id: EpisodeId) -> Result<()> {
        let Some(row) = self.inner.store.download(id).await? else { return Ok(()) };
        let job = self.inner.queue.job_by_key(DownloadEpisode::KIND, &id.to_string()).await?;
        if row.finished.is_none() && job.is_none() { self.forget(&row).await } else { Ok(()) }
    }

    /// Removes the downloads that have failed and stayed as long as the listener wants such ones to.
    pub(crate) async fn drop_expired_downloads(&self) -> Result<()> {
        for job in self.inner.queue.drop_expired().await? {
            if let Some(id) = episode_of(&job) {
                self.forget_without_job(id).await?;
            }
        }
        Ok(())
    }

    /// Its file is there, and nobody has touched it since it was downloaded.
    pub(crate) async fn is_on_disk(&self, row: &EpisodeRow) -> bool {
        match &row.download {
            Some(download) => self.is_untouched(download).await,
            None => false,
        }
    }

    pub(crate) async fn download_job(&self, id: EpisodeId) -> Result<JobRecord> {
        let job = self.inner.queue.job_by_key(DownloadEpisode::KIND, &id.to_string()).await?;
        job.ok_or_else(|| not_found(id))
    }

    async fn download_row(&self, id: EpisodeId) -> Result<DownloadRow> {
        self.inner.store.download(id).await?.ok_or_else(|| not_found(id))
    }

    /// Removes the record, then the file: a file without a record is only litter, a record without a file a lie.
    pub(crate) async fn forget(&self, row: &DownloadRow) -> Result<()> {
        if let Some(better) = self.inner.store.better_edition(row.episode).await? {
            self.forget_better_edition(&better).await?;
        }
        let mut write = self.inner.store.write().await?;
        write.remove_download(row.episode).await?;
        write.commit().await?;
        if let Some(path) = &row.path {
            let file =
                if row.finished.is_some() { self.downloads_dir().join(path) } else { part_of(self, path) };
            delete(&file);
        }
        self.tell(Event::DownloadsChanged(vec![row.episode]));
        Ok(())
    }

    /// Gives up a better edition that was on its way, with its partial file.
    pub(crate) async fn forget_better_edition(&self, better: &BetterEdition) -> Result<()> {
        let mut write = self.inner.store.write().await?;
        write.forget_better_edition(better.episode).await?;
        write.commit().await?;
        if let Some(path) = &better.path {
            delete(&part_of(self, path));
        }
        Ok(())
    }

    async fn records(&self, pushed: &[Pushed]) -> Result<Vec<JobRecord>> {
        let keys: Vec<String> = pushed.iter().filter_map(Pushed::key).map(str::to_owned).collect();
        let mut jobs = self.inner.queue.jobs_by_key(DownloadEpisode::KIND, &keys).await?;
        let place: HashMap<JobId, usize> =
            pushed.iter().enumerate().map(|(place, pushed)| (pushed.id, place)).collect();
        jobs.sort_by_key(|job| place.get(&job.id).copied());
        Ok(jobs)
    }
}

fn delete(file: &Path) {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, file = %file.display(), "the file of a removed download stays");
        }
        _ => {}
    }
}

/// The episode that a download job is about; nothing where it is a job of another kind.
pub fn episode_of(job: &JobRecord) -> Option<EpisodeId> {
    (job.kind == DownloadEpisode::KIND).then(|| job.unique_key.as_ref()?.parse().ok().map(EpisodeId))?
}
