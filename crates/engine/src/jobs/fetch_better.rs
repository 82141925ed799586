//! Brings a better edition of an episode that is on disk, and puts it in the place of the first.
//!
//! The two may differ in their advertisements, and then the position would mean another moment: only an edition that
//! lasts as long takes the place, and only while the episode does not play.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use async_trait::async_trait;
use friday_model::EpisodeId;
use friday_net::{Answer, Finished, MediaRequest, Reach, Resume, Witness, WitnessError};
use friday_queue::{Failure, Job, PushOptions, Run};
use friday_store::{BetterEdition, DownloadRow, EpisodeDetails};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    Engine, file_name,
    jobs::{
        download_episode::{describe, part_of},
        on_disk::{make_folder, rename},
        read_file::ReadFile,
        trouble::{blocking, database, disk, network},
    },
    recognise::recognise,
    verify::last_changed,
};

/// Two editions that differ by more than this are not the same recording.
const SAME_LENGTH: Duration = Duration::from_secs(30);
/// How soon it is looked again whether the episode still plays.
const PLAYS: Duration = Duration::from_mins(2);
/// After all downloads that somebody waits for.
pub(crate) const LAST: PushOptions = PushOptions { priority: -10, delay: None, max_attempts: None };

/// Fetches the better edition of an episode.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FetchBetter {
    episode: i64,
    host: String,
}

impl FetchBetter {
    pub(crate) const QUEUE: &'static str = "editions";

    pub(crate) fn of(id: EpisodeId, url: &Url) -> Self {
        Self { episode: id.0, host: url.host_str().unwrap_or_default().to_owned() }
    }
}

#[async_trait]
impl Job for FetchBetter {
    type Context = Engine;
    const NAME: &'static str = "fetch_better";
    const QUEUE: &'static str = Self::QUEUE;

    fn unique_key(&self) -> Option<String> {
        Some(self.episode.to_string())
    }

    fn group(&self) -> Option<String> {
        Some(self.host.clone())
    }

    async fn run(&self, engine: &Engine, run: &Run) -> Result<(), Failure> {
        let id = EpisodeId(self.episode);
        let store = &engine.inner.store;
        let Some(better) = store.better_edition(id).await.map_err(database)? else { return Ok(()) };
        let Some(details) = store.episode(id).await.map_err(database)? else { return Ok(()) };
        let Some(first) = details.row.download.clone().filter(|row| row.finished.is_some()) else {
            return forget(engine, &better).await;
        };
        if engine.downloads_are_paused().await.map_err(database)? {
            return Err(Failure::wait_for_change("paused", "All downloads are paused."));
        }
        engine.within_hours(run).await?;
        let stem = better.path.clone().unwrap_or_else(|| stem(&details, &better.url));
        let better = BetterEdition { path: Some(stem.clone()), ..better };
        let root = engine.downloads_dir().to_owned();
        let folder = stem.parent().map_or_else(|| root.clone(), |folder| root.join(folder));
        blocking(move || make_folder(&root, &folder)).await?;
        Replacing { engine, run, better: &better, details: &details, first: &first, stem: &stem }
            .to_the_end()
            .await
    }
}

/// One run of the job.
struct Replacing<'a> {
    engine: &'a Engine,
    run: &'a Run,
    better: &'a BetterEdition,
    details: &'a EpisodeDetails,
    first: &'a DownloadRow,
    /// Below the downloads folder, without an extension.
    stem: &'a Path,
}

impl Replacing<'_> {
    async fn to_the_end(&self) -> Result<(), Failure> {
        let finished = self.fetch().await?;
        let part = part_of(self.engine, self.stem);
        let read = part.clone();
        let recognised = blocking(move || recognise(&read).map_err(disk(&read))).await?;
        let intact = self.engine.fits_integrity(
            &self.details.row.episode.published,
            &self.better.url,
            &part,
            &finished,
        );
        let known = self.details.row.state.measured_duration;
        let lasts_as_long = |length: Option<Duration>| {
            known.zip(length).is_some_and(|(one, other)| one.abs_diff(other) <= SAME_LENGTH)
        };
        let Some(recognised) = recognised.filter(|recognised| lasts_as_long(recognised.duration)) else {
            return forget(self.engine, self.better).await;
        };
        if !intact.await? {
            return forget(self.engine, self.better).await;
        }
        if self.engine.now_playing().is_some_and(|now| now.episode == self.better.episode) {
            let words = "The better file takes its place once the episode no longer plays.";
            return Err(Failure::wait_for_change_in(PLAYS, "plays", words));
        }
        let path = file_name::with_extension(self.stem, recognised.extension);
        let target = self.engine.downloads_dir().join(&path);
        let to = target.clone();
        blocking(move || rename(&part, &to)).await?;
        self.record(&path, &finished, recognised.mime_type, recognised.duration).await?;
        self.delete_first(&target);
        Ok(())
    }

    async fn fetch(&self) -> Result<Finished, Failure> {
        let part = part_of(self.engine, self.stem);
        let on_disk = std::fs::metadata(&part).map_or(0, |part| part.len());
        let resume = Resume {
            bytes: if on_disk >= self.better.bytes { self.better.bytes } else { 0 },
            total: self.better.total,
            validator: self.better.validator.as_deref().and_then(|text| text.parse().ok()),
        };
        let podcast = self.details.row.episode.podcast;
        let url = self.engine.file_url(podcast, &self.better.url).await.map_err(database)?;
        let request = MediaRequest {
            resume: Some(resume),
            stop: self.run.cancellation().clone(),
            ..MediaRequest::new(url, Reach::typed(&self.details.row.podcast_feed), part)
        };
        let mut witness = Recorder { replacing: self, headers: Vec::new() };
        let fetched = self.engine.inner.net.download(&request, &mut witness).await;
        fetched.map_err(|error| network(self.engine, self.run, &error, &witness.headers))
    }

    async fn record(
        &self,
        path: &Path,
        finished: &Finished,
        mime_type: &str,
        length: Option<Duration>,
    ) -> Result<(), Failure> {
        let (id, engine) = (self.better.episode, self.engine);
        let mut state = engine.inner.store.episode_state(id).await.map_err(database)?;
        let mut write = engine.inner.store.write().await.map_err(database)?;
        write.better_edition_takes_place(id).await.map_err(database)?;
        let (bytes, sha256) = (finished.bytes, finished.sha256_hex());
        write.download_finished(id, path, bytes, &sha256, mime_type, engine.now()).await.map_err(database)?;
        let changed = last_changed(&engine.downloads_dir().join(path));
        write.set_file_on_disk(id, None, bytes, changed).await.map_err(database)?;
        state.measured_duration = length.or(state.measured_duration);
        write.set_episode_state(id, &state).await.map_err(database)?;
        let queue = &engine.inner.queue;
        let read = ReadFile::again(id);
        let next =
            queue.push_in(write.connection(), &read, PushOptions::default()).await.map_err(database)?;
        write.commit().await.map_err(database)?;
        queue.announce(&[next]).await.map_err(database)?;
        engine.tell(crate::Event::DownloadsChanged(vec![id]));
        Ok(())
    }

    /// Nothing points to it any more.
    fn delete_first(&self, target: &Path) {
        let Some(path) = self.first.path.as_ref().map(|path| self.engine.downloads_dir().join(path)) else {
            return;
        };
        if path != target
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::warn!(%error, file = %path.display(), "the file that a better one replaced stays");
        }
    }
}

/// Writes down what the client promises, before it goes on.
struct Recorder<'a> {
    replacing: &'a Replacing<'a>,
    /// Of the last answer.
    headers: Vec<(String, String)>,
}

#[async_trait]
impl Witness for Recorder<'_> {
    async fn answered(&mut self, answer: &Answer) -> Result<(), WitnessError> {
        let Replacing { engine, run, better, stem, .. } = self.replacing;
        run.attach(describe(answer));
        self.headers.clone_from(&answer.headers);
        let validator = answer.validator.as_ref().map(ToString::to_string);
        let mut write = engine.inner.store.write().await?;
        write
            .better_edition_began(better.episode, stem, validator.as_deref(), answer.starts_at, answer.total)
            .await?;
        write.commit().await?;
        if answer.starts_at == 0 && better.bytes > 0 {
            engine.inner.store.sync().await?;
        }
        run.progress(answer.starts_at, answer.total);
        Ok(())
    }

    fn received(&mut self, bytes: u64, total: Option<u64>) {
        self.replacing.run.progress(bytes, total);
    }

    async fn synced(&mut self, bytes: u64) -> Result<(), WitnessError> {
        let Replacing { engine, better, .. } = self.replacing;
        let mut write = engine.inner.store.write().await?;
        write.better_edition_synced(better.episode, bytes).await?;
        write.commit().await?;
        Ok(())
    }
}

/// Nobody wants it any more, or it is another recording: the first one stays.
async fn forget(engine: &Engine, better: &BetterEdition) -> Result<(), Failure> {
    engine.forget_better_edition(better).await.map_err(database)
}

fn stem(details: &EpisodeDetails, url: &Url) -> PathBuf {
    let published = &details.row.episode.published;
    file_name::stem(&details.row.podcast_title, &published.title, published.published, url)
}
