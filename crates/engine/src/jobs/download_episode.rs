//! Brings an episode to disk: byte-exact, verified, renamed, recorded, or not at all.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use friday_model::EpisodeId;
use friday_net::{Answer, Finished, MediaRequest, Reach, Resume, Witness, WitnessError};
use friday_queue::{Failure, Job, PushOptions, Run};
use friday_store::{DownloadRow, EpisodeDetails};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    Engine, Error, file_name,
    jobs::{
        fetch_better::{FetchBetter, LAST},
        hex,
        on_disk::{find_renamed, make_folder, rename},
        read_file::ReadFile,
        trouble::{blocking, database, disk, network},
    },
    recognise::{Recognised, recognise},
    road::{self, Brought, Errand},
    rules::edition,
    verify::last_changed,
};

/// Downloads the enclosure of an episode.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DownloadEpisode {
    episode: i64,
    podcast: i64,
    /// So that no host is asked for too much at once.
    host: String,
    /// For another computer, if one is to run it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    errand: Option<Errand>,
}

/// Whom a download is for, and where its file comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way<'a> {
    /// From its publisher to this library.
    Straight,
    /// From its publisher, for another library; its file goes by this token.
    ForAnother(&'a str),
    /// From another computer, which has downloaded it for this library.
    Brought(&'a Brought),
}

impl DownloadEpisode {
    pub(crate) const KIND: &'static str = "download_episode";
    pub(crate) const QUEUE: &'static str = "downloads";

    pub(crate) fn of(row: &friday_store::EpisodeRow, url: &url::Url) -> Self {
        Self {
            episode: row.episode.id.0,
            podcast: row.episode.podcast.0,
            host: url.host_str().unwrap_or_default().to_owned(),
            errand: None,
        }
    }

    /// The same, to be run by another computer.
    pub(crate) fn with_errand(self, errand: Errand) -> Self {
        Self { errand: Some(errand), ..self }
    }
}

#[async_trait]
impl Job for DownloadEpisode {
    type Context = Engine;
    const NAME: &'static str = Self::KIND;
    const QUEUE: &'static str = Self::QUEUE;

    fn unique_key(&self) -> Option<String> {
        Some(self.episode.to_string())
    }

    fn group(&self) -> Option<String> {
        Some(self.host.clone())
    }

    fn lane(&self) -> Option<String> {
        Some(self.podcast.to_string())
    }

    fn is_portable(&self) -> bool {
        self.errand.is_some()
    }

    async fn run(&self, engine: &Engine, run: &Run) -> Result<(), Failure> {
        if let (Some(errand), Some(_)) = (&self.errand, run.publisher()) {
            return road::run(engine, run, errand).await;
        }
        let brought: Option<Brought> =
            run.handed().and_then(|handed| serde_json::from_value(handed.clone()).ok());
        let way = brought.as_ref().map_or(Way::Straight, Way::Brought);
        download(engine, run, EpisodeId(self.episode), way).await
    }
}

/// Brings the file of an episode to disk, if there is a download of it that is not done.
pub(crate) async fn download(engine: &Engine, run: &Run, id: EpisodeId, way: Way<'_>) -> Result<(), Failure> {
    let store = &engine.inner.store;
    // Cancelled or unsubscribed meanwhile: there is nothing to do, and nothing is wrong.
    let Some(row) = store.download(id).await.map_err(database)? else { return Ok(()) };
    let Some(details) = store.episode(id).await.map_err(database)? else { return Ok(()) };
    if row.finished.is_some() {
        return Ok(());
    }
    let name = match (way, &row.path) {
        (Way::ForAnother(_), _) | (_, None) => stem(&details, &row),
        (_, Some(path)) => path.clone(),
    };
    // The other library may keep its own partial files in the same folder.
    let stem = match (way, &row.path) {
        (_, Some(path)) => path.clone(),
        (Way::ForAnother(token), None) => Path::new(".errands").join(token),
        (_, None) => name.clone(),
    };
    if !matches!(way, Way::Brought(_)) {
        engine.within_hours(run).await?;
    }
    let root = engine.downloads_dir().to_owned();
    let folders = [&stem, &name].map(|stem| root.join(stem.parent().unwrap_or(Path::new(""))));
    blocking(move || folders.iter().try_for_each(|folder| make_folder(&root, folder))).await?;
    let download = Running { engine, run, id, row: &row, details: &details, stem: &stem, name: &name, way };
    engine.inner.meters.begin(id, download.part());
    let outcome = download.to_the_end().await;
    engine.inner.meters.end(id);
    engine.inner.aheads.end(id);
    outcome
}

/// One run of the job.
struct Running<'a> {
    engine: &'a Engine,
    run: &'a Run,
    id: EpisodeId,
    row: &'a DownloadRow,
    details: &'a EpisodeDetails,
    /// The partial file, below the downloads folder, without an extension.
    stem: &'a Path,
    /// The same of the finished file.
    name: &'a Path,
    way: Way<'a>,
}

impl Running<'_> {
    async fn to_the_end(&self) -> Result<(), Failure> {
        if let Some(path) = self.renamed_before_a_crash().await? {
            let (bytes, sha256) = blocking({
                let path = self.engine.downloads_dir().join(&path);
                move || crate::verify::hash(&path).map_err(disk(&path))
            })
            .await?;
            let recognised = self.recognise(self.engine.downloads_dir().join(&path)).await?;
            return self.record(&path, bytes, &hex(&sha256), &recognised).await;
        }
        if let Way::Brought(brought) = self.way
            && let Some(path) = brought.find(self.engine).await?
        {
            let recognised = self.recognise(self.engine.downloads_dir().join(&path)).await?;
            return self.record(&path, brought.bytes, &brought.sha256, &recognised).await;
        }
        let finished = self.fetch().await?;
        if let Way::Brought(brought) = self.way
            && brought.sha256 != finished.sha256_hex()
        {
            self.start_over().await?;
            return Err(Failure::retry(
                "damaged",
                "The file was damaged on its way from the other computer.",
            ));
        }
        self.engine.inner.meters.verifying(self.id, finished.bytes);
        let recognised = match self.recognise(self.part()).await {
            Ok(recognised) => recognised,
            Err(failure) => {
                self.start_over().await?;
                return Err(failure);
            }
        };
        let published = &self.details.row.episode.published;
        if !self.engine.fits_integrity(published, &self.row.url, &self.part(), &finished).await? {
            self.start_over().await?;
            return Err(Failure::fatal(
                "integrity",
                "The file is not the one that its publisher describes: its checksum is another.",
            ));
        }
        let path = file_name::with_extension(self.name, recognised.extension);
        let (part, target) = (self.part(), self.engine.downloads_dir().join(&path));
        blocking(move || rename(&part, &target)).await?;
        self.record(&path, finished.bytes, &finished.sha256_hex(), &recognised).await
    }

    async fn fetch(&self) -> Result<Finished, Failure> {
        let podcast = self.details.row.episode.podcast;
        let url = self.engine.file_url(podcast, &self.row.url).await.map_err(database)?;
        let login_shown = url != self.row.url;
        let (url, reach) = match self.way {
            Way::Brought(brought) => brought.source()?,
            _ => (url, Reach::typed(&self.details.row.podcast_feed)),
        };
        let request = MediaRequest {
            resume: self.resume(),
            stop: self.run.cancellation().clone(),
            ahead: Some(self.ahead(&url, &reach)),
            ..MediaRequest::new(url, reach, self.part())
        };
        let mut witness = Recorder { download: self, headers: Vec::new() };
        let error = match self.engine.inner.net.download(&request, &mut witness).await {
            Ok(finished) => return Ok(finished),
            Err(error) => error,
        };
        let failure = network(self.engine, self.run, &error, &witness.headers);
        let wants_login = self.engine.note_refusal(podcast, &error, login_shown).await.map_err(database)?;
        Err(if wants_login && login_shown {
            Failure::fatal(Error::LoginRefused.code(), Error::LoginRefused.to_string())
        } else {
            failure
        })
    }

    /// Where those who listen ahead of the download leave what they have fetched.
    fn ahead(&self, url: &url::Url, reach: &Reach) -> Arc<dyn friday_net::Ahead> {
        let folder = self.part().parent().map_or_else(PathBuf::new, Path::to_owned);
        self.engine.inner.aheads.begin(self.id, url.clone(), reach.clone(), folder)
    }

    /// From the bytes that were promised, if the file still holds them. What a server has said about the length is of
    /// use even without them.
    fn resume(&self) -> Option<Resume> {
        let on_disk = std::fs::metadata(self.part()).map_or(0, |part| part.len());
        self.row.path.is_some().then(|| Resume {
            bytes: if on_disk >= self.row.bytes { self.row.bytes } else { 0 },
            total: self.row.total,
            validator: self.row.validator.as_deref().and_then(|text| text.parse().ok()),
        })
    }

    async fn recognise(&self, path: PathBuf) -> Result<Recognised, Failure> {
        let recognised = blocking(move || recognise(&path).map_err(disk(&path))).await?;
        recognised.ok_or_else(|| {
            Failure::fatal("not_audio", "The server sent a file that is neither audio nor video.")
        })
    }

    /// Throws away bytes that turned out to be wrong, so that the next try does not build on them.
    async fn start_over(&self) -> Result<(), Failure> {
        let mut write = self.engine.inner.store.write().await.map_err(database)?;
        write.download_synced(self.id, 0).await.map_err(database)?;
        write.commit().await.map_err(database)?;
        let part = self.part();
        blocking(move || std::fs::remove_file(&part).map_err(disk(&part))).await
    }

    /// The process may have died between the rename and the record of it. The rename comes only after everything was
    /// verified, so a file of that name and size is the one.
    async fn renamed_before_a_crash(&self) -> Result<Option<PathBuf>, Failure> {
        let (Some(_), Some(total)) = (&self.row.path, self.row.total) else { return Ok(None) };
        let (root, name) = (self.engine.downloads_dir().to_owned(), self.name.to_owned());
        blocking(move || Ok(find_renamed(&root, &name, total))).await
    }

    async fn record(
        &self,
        path: &Path,
        bytes: u64,
        sha256: &str,
        recognised: &Recognised,
    ) -> Result<(), Failure> {
        let store = &self.engine.inner.store;
        let mut state = store.episode_state(self.id).await.map_err(database)?;
        let episode = &self.details.row.episode;
        let quality = self.engine.quality_of(episode.podcast).await.map_err(database)?;
        let better = edition::second(&episode.published, quality);
        let mut write = store.write().await.map_err(database)?;
        let now = self.engine.now();
        write
            .download_finished(self.id, path, bytes, sha256, recognised.mime_type, now)
            .await
            .map_err(database)?;
        if recognised.duration.is_some() && state.measured_duration != recognised.duration {
            state.measured_duration = recognised.duration;
            write.set_episode_state(self.id, &state).await.map_err(database)?;
        }
        let changed = last_changed(&self.engine.downloads_dir().join(path));
        write.set_file_on_disk(self.id, None, bytes, changed).await.map_err(database)?;
        let queue = &self.engine.inner.queue;
        let read = ReadFile::of(self.id);
        let mut next =
            vec![queue.push_in(write.connection(), &read, PushOptions::default()).await.map_err(database)?];
        if let Some(better) = better.filter(|better| better.url != self.row.url) {
            write.want_better_edition(self.id, &better.url, now).await.map_err(database)?;
            let fetch = FetchBetter::of(self.id, &better.url);
            next.push(queue.push_in(write.connection(), &fetch, LAST).await.map_err(database)?);
        }
        write.commit().await.map_err(database)?;
        queue.announce(&next).await.map_err(database)?;
        self.run.progress(bytes, Some(bytes));
        Ok(())
    }

    fn part(&self) -> PathBuf {
        part_of(self.engine, self.stem)
    }
}

/// Writes down what the client promises, before it goes on.
struct Recorder<'a> {
    download: &'a Running<'a>,
    /// Of the last answer.
    headers: Vec<(String, String)>,
}

#[async_trait]
impl Witness for Recorder<'_> {
    async fn answered(&mut self, answer: &Answer) -> Result<(), WitnessError> {
        let Running { engine, run, id, row, stem, .. } = self.download;
        run.attach(describe(answer));
        self.headers.clone_from(&answer.headers);
        let validator = answer.validator.as_ref().map(ToString::to_string);
        let mut write = engine.inner.store.write().await?;
        write.download_began(*id, stem, validator.as_deref(), answer.starts_at, answer.total).await?;
        write.commit().await?;
        if answer.starts_at == 0 && row.bytes > 0 {
            engine.inner.store.sync().await?;
        }
        if let Some(ahead) = engine.inner.aheads.of(*id) {
            ahead.answered(answer);
        }
        engine.inner.meters.answered(*id, answer.starts_at, answer.total, answer.content_type.clone());
        run.progress(answer.starts_at, answer.total);
        Ok(())
    }

    fn received(&mut self, bytes: u64, total: Option<u64>) {
        self.download.run.progress(bytes, total);
        self.download.engine.inner.meters.received(self.download.id, bytes, total);
    }

    async fn synced(&mut self, bytes: u64) -> Result<(), WitnessError> {
        let Running { engine, run, id, .. } = self.download;
        let mut write = engine.inner.store.write().await?;
        write.download_synced(*id, bytes).await?;
        engine.inner.queue.keep_in(write.connection(), run.id(), bytes).await?;
        write.commit().await?;
        Ok(())
    }
}

/// What is kept of an answer with the attempt.
pub(crate) fn describe(answer: &Answer) -> serde_json::Value {
    let hop = |hop: &friday_net::Hop| json!({ "url": hop.url.as_str(), "status": hop.status });
    json!({
        "status": answer.status,
        "hops": answer.hops.iter().map(hop).collect::<Vec<_>>(),
        "headers": answer.headers,
    })
}

/// The partial file of a download whose name has been chosen.
pub(crate) fn part_of(engine: &Engine, stem: &Path) -> PathBuf {
    engine.downloads_dir().join(file_name::with_extension(stem, "part"))
}

fn stem(details: &EpisodeDetails, row: &DownloadRow) -> PathBuf {
    let published = &details.row.episode.published;
    file_name::stem(&details.row.podcast_title, &published.title, published.published, &row.url)
}
