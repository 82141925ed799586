//! A download for another library: what it has to be told, and its run.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use friday_model::{Enclosure, EpisodeId, PodcastId, PublishedEpisode, PublishedPodcast, Timestamp};
use friday_queue::{Failure, Run};
use friday_store::{EpisodeRow, NewDownload};
use serde::{Deserialize, Serialize};
use url::Url;

use super::Brought;
use crate::{
    Engine, Result,
    jobs::{
        download_episode::{Way, download},
        trouble::database,
    },
    merge,
};

/// All that another computer needs to download an episode as this one would: the same file under the same name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Errand {
    /// The address of the feed; what it names may lie on the same host, also in a private network.
    feed: Url,
    podcast: String,
    guid: Option<String>,
    title: String,
    link: Option<Url>,
    /// Milliseconds since 1970.
    published: Option<i64>,
    url: Url,
    mime_type: Option<String>,
    /// As announced.
    length: Option<u64>,
}

impl Errand {
    pub(crate) fn of(row: &EpisodeRow, enclosure: &Enclosure) -> Self {
        let published = &row.episode.published;
        Self {
            feed: row.podcast_feed.clone(),
            podcast: row.podcast_title.clone(),
            guid: published.guid.clone(),
            title: published.title.clone(),
            link: published.link.clone(),
            published: published.published.map(|time| time.0),
            url: enclosure.url.clone(),
            mime_type: enclosure.mime_type.clone(),
            length: enclosure.length,
        }
    }

    fn episode(&self) -> PublishedEpisode {
        PublishedEpisode {
            guid: self.guid.clone(),
            title: self.title.clone(),
            link: self.link.clone(),
            published: self.published.map(Timestamp),
            enclosures: vec![Enclosure {
                url: self.url.clone(),
                mime_type: self.mime_type.clone(),
                length: self.length,
            }],
            ..PublishedEpisode::default()
        }
    }
}

/// Runs an errand: the episode is downloaded into this library, and what that has brought is handed over.
pub(crate) async fn run(engine: &Engine, run: &Run, errand: &Errand) -> Result<(), Failure> {
    let id = engine.adopt(run, errand).await.map_err(database)?;
    if engine.inner.meters.growth(id).is_some() {
        let words = "This episode is being downloaded already, for somebody else.";
        return Err(Failure::wait_for_change("already_running", words));
    }
    let (store, missing) =
        (&engine.inner.store, || Failure::retry("bug", "The download has left no record."));
    let errand = store.errand(run.id().0).await.map_err(database)?.ok_or_else(missing)?;
    download(engine, run, id, Way::ForAnother(&errand.token)).await?;
    let row = store.download(id).await.map_err(database)?.ok_or_else(missing)?;
    let duration = store.episode_state(id).await.map_err(database)?.measured_duration;
    let brought = Brought::of(engine, &row, duration, &errand.token).ok_or_else(missing)?;
    run.hand_over(serde_json::to_value(brought).map_err(|error| Failure::retry("bug", error.to_string()))?);
    Ok(())
}

impl Engine {
    /// The episode of this library that stands for the one that is meant, with a download to be run.
    async fn adopt(&self, run: &Run, errand: &Errand) -> Result<EpisodeId> {
        let store = &self.inner.store;
        let known = store.errand(run.id().0).await?;
        let id = match &known {
            Some(errand) => errand.episode,
            None => self.same_episode(errand).await?,
        };
        let download = store.download(id).await?;
        let is_gone = match &download {
            Some(row) => row.finished.is_some() && !self.is_untouched(row).await,
            None => false,
        };
        let mut write = store.write().await?;
        if is_gone {
            write.remove_download(id).await?;
        }
        if is_gone || download.is_none() {
            let (url, total) = (errand.url.clone(), errand.length);
            write.add_download(&NewDownload { episode: id, url, total, requested: self.now() }).await?;
        }
        if known.is_none() {
            let token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>());
            write.add_errand(&friday_store::Errand { job: run.id().0, episode: id, token }).await?;
        }
        write.commit().await?;
        Ok(id)
    }

    /// The episode, recognised as at a refresh; where it is not known, it is added to a podcast that nobody here is
    /// subscribed to.
    async fn same_episode(&self, errand: &Errand) -> Result<EpisodeId> {
        let store = &self.inner.store;
        let podcast = match store.podcast_by_feed(&errand.feed).await? {
            Some(podcast) => podcast,
            None => self.add_unsubscribed(errand).await?,
        };
        let episode = errand.episode();
        let keys = store.episode_keys(podcast).await?;
        if let Some(known) = merge::recognise(&keys, &episode) {
            return Ok(known);
        }
        let identity = merge::identity(&episode);
        let mut write = store.write().await?;
        let id = write.add_episode(podcast, &identity, &episode, self.now()).await?;
        write.commit().await?;
        Ok(id)
    }

    async fn add_unsubscribed(&self, errand: &Errand) -> Result<PodcastId> {
        let published = PublishedPodcast { title: errand.podcast.clone(), ..PublishedPodcast::default() };
        let mut write = self.inner.store.write().await?;
        let podcast = write.add_podcast(&errand.feed, &published).await?;
        write.commit().await?;
        Ok(podcast)
    }

    /// The errand of a job has come to its end without a file: what it has left goes.
    pub(crate) async fn drop_errand(&self, job: i64) -> Result<()> {
        let Some(errand) = self.inner.store.errand(job).await? else { return Ok(()) };
        let mut write = self.inner.store.write().await?;
        write.remove_errand(job).await?;
        write.commit().await?;
        if !self.inner.store.is_errand(errand.episode).await? {
            self.forget_without_job(errand.episode).await?;
        }
        Ok(())
    }
}
