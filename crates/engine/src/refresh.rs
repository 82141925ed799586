//! Looks for new episodes, asking servers as little as possible: a conditional request, then a hash, and only then
//! the reader.

use std::time::{Duration, SystemTime};

use friday_feed::Document;
use friday_model::{EpisodeId, Feed, FeedError, PodcastId, Validators};
use friday_net::{DocumentRequest, Fetched, Reach};
use futures_util::{StreamExt as _, stream};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::{Engine, Error, Event, Result, merge, next_check, subscribe::ACCEPT};

/// Feeds asked at the same time; each host has its own, lower limit.
const AT_ONCE: usize = 16;

/// Which feeds to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those whose next check has come.
    Due,
    /// All of them.
    All,
    /// These, due or not.
    These(Vec<PodcastId>),
}

/// What a refresh found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefreshReport {
    /// Feeds asked.
    pub checked: u32,
    /// Feeds with something new in them.
    pub changed: u32,
    /// Feeds that said the same as before.
    pub unchanged: u32,
    /// Feeds that could not be read.
    pub failed: Vec<FailedFeed>,
    /// Episodes never seen before.
    pub new_episodes: u32,
}

/// A feed that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedFeed {
    pub podcast: PodcastId,
    pub feed_url: Url,
    pub error: FeedError,
}

enum Checked {
    Same,
    Changed { new: u32 },
    Failed(FailedFeed),
}

impl Engine {
    /// Looks at feeds side by side. One refresh runs at a time; a second one waits and finds little left to do.
    pub async fn refresh(&self, which: Which) -> Result<RefreshReport> {
        let _one_at_a_time = self.inner.refreshing.lock().await;
        let feeds = self.feeds_to_check(&which).await?;
        let total = u32::try_from(feeds.len()).unwrap_or(u32::MAX);
        let mut report = RefreshReport::default();
        let mut checks = stream::iter(feeds).map(|feed| self.check(feed)).buffer_unordered(AT_ONCE);
        while let Some(checked) = checks.next().await {
            report.add(checked?);
            self.tell(Event::RefreshProgressed { done: report.checked, total });
        }
        Ok(report)
    }

    /// Refreshes what is due, now and whenever something becomes due, until the engine closes.
    pub fn keep_refreshing(&self) {
        let engine = self.clone();
        self.in_background(async move {
            loop {
                if let Err(error) = engine.refresh(Which::Due).await {
                    tracing::warn!(%error, "the feeds could not be refreshed");
                }
                tokio::time::sleep(Duration::from_mins(1)).await;
            }
        });
    }

    async fn feeds_to_check(&self, which: &Which) -> Result<Vec<Feed>> {
        let now = self.now();
        let mut feeds = self.inner.store.feeds().await?;
        match which {
            Which::All => {}
            Which::Due => feeds.retain(|feed| feed.next_check.is_none_or(|next| next <= now)),
            Which::These(ids) => {
                if let Some(unknown) = ids.iter().find(|id| !feeds.iter().any(|feed| feed.podcast == **id)) {
                    return Err(Error::NotFound { noun: "podcast", id: unknown.0 });
                }
                feeds.retain(|feed| ids.contains(&feed.podcast));
            }
        }
        Ok(feeds)
    }

    /// Asks one feed. Only a failing database is an error; a failing feed is a state of the feed.
    async fn check(&self, feed: Feed) -> Result<Checked> {
        let podcast = feed.podcast;
        let checked = match self.fetch_and_merge(&feed).await {
            Ok(checked) => checked,
            Err(error @ (Error::Store(_) | Error::Queue(_))) => return Err(error),
            Err(error) => self.note_failure(feed, &error).await?,
        };
        self.tell(Event::PodcastsChanged(vec![podcast]));
        Ok(checked)
    }

    async fn fetch_and_merge(&self, feed: &Feed) -> Result<Checked> {
        let request = DocumentRequest {
            accept: ACCEPT,
            etag: feed.validators.etag.clone(),
            last_modified: feed.validators.last_modified.clone(),
            ..DocumentRequest::new(feed.url.clone(), Reach::typed(&feed.url))
        };
        let answer = match self.inner.net.fetch(&request).await? {
            Fetched::NotModified(_) => {
                self.note_same(feed, &feed.validators, None).await?;
                return Ok(Checked::Same);
            }
            Fetched::Document(answer) => answer,
        };
        let validators = Validators { etag: answer.etag, last_modified: answer.last_modified };
        let hash = Sha256::digest(&answer.bytes).to_vec();
        if self.inner.store.body_hash(feed.podcast).await?.as_ref() == Some(&hash) {
            self.note_same(feed, &validators, None).await?;
            return Ok(Checked::Same);
        }
        let document = friday_feed::read(&answer.bytes, &answer.final_url, answer.content_type.as_deref())
            .map_err(|reason| Error::NotAFeed { url: feed.url.clone(), reason })?;
        let checked = self.merge(feed.podcast, document).await?;
        self.note_same(feed, &validators, Some(&hash)).await?;
        if let Some(moved_to) = answer.moved_to {
            let mut write = self.inner.store.write().await?;
            write.move_feed(feed.podcast, &moved_to).await?;
            write.commit().await?;
        }
        Ok(checked)
    }

    /// Writes what the document says that is not known yet.
    async fn merge(&self, podcast: PodcastId, document: Document) -> Result<Checked> {
        let known = self.inner.store.episode_keys(podcast).await?;
        let episodes = merge::playable_first(document.episodes);
        let plan = merge::plan(&known, &episodes);
        let now = self.now();
        let mut write = self.inner.store.write().await?;
        let podcast_changed = write.update_podcast(podcast, &document.podcast).await?;
        let mut added = Vec::with_capacity(plan.add.len());
        for (place, identity) in &plan.add {
            added.push(write.add_episode(podcast, identity, &episodes[*place], now).await?);
        }
        for (id, place, identity) in &plan.update {
            write.update_episode(*id, identity, &episodes[*place]).await?;
        }
        write.commit().await?;
        let new = u32::try_from(plan.add.len()).unwrap_or(u32::MAX);
        if new > 0 {
            self.tell(Event::EpisodesAdded { podcast, count: new });
            self.download_automatically(podcast, &added, known.len() + added.len()).await?;
        }
        let updated: Vec<EpisodeId> = plan.update.iter().map(|(id, ..)| *id).collect();
        let changed = podcast_changed || new > 0 || !updated.is_empty();
        if !updated.is_empty() {
            self.tell(Event::EpisodesChanged(updated));
        }
        Ok(if changed { Checked::Changed { new } } else { Checked::Same })
    }

    async fn note_same(&self, feed: &Feed, validators: &Validators, body_hash: Option<&[u8]>) -> Result<()> {
        let now = self.now();
        let mut write = self.inner.store.write().await?;
        let next = next_check::after_success(now);
        write.feed_succeeded(feed.podcast, validators, body_hash, now, next).await?;
        Ok(write.commit().await?)
    }

    async fn note_failure(&self, feed: Feed, error: &Error) -> Result<Checked> {
        let now = self.now();
        let retry_after = match error {
            Error::Net(error) => error.retry_after(system_time(now.0)),
            _ => None,
        };
        let error = FeedError { code: error.code().to_owned(), message: error.to_string() };
        let next = next_check::after_failure(now, feed.failures + 1, retry_after);
        let mut write = self.inner.store.write().await?;
        write.feed_failed(feed.podcast, &error, now, next).await?;
        write.commit().await?;
        Ok(Checked::Failed(FailedFeed { podcast: feed.podcast, feed_url: feed.url, error }))
    }
}

impl RefreshReport {
    fn add(&mut self, checked: Checked) {
        self.checked += 1;
        match checked {
            Checked::Same => self.unchanged += 1,
            Checked::Changed { new } => {
                self.changed += 1;
                self.new_episodes += new;
            }
            Checked::Failed(feed) => self.failed.push(feed),
        }
    }
}

/// Milliseconds since 1970 in the terms of the standard library.
pub(crate) fn system_time(now: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now).unwrap_or(0))
}
