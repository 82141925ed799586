//! Looks for new episodes, asking servers as little as possible: a conditional request, then a hash of a glance, and
//! only then the reader.
//!
//! `line` says whose turn it is, `check` asks one feed, `pages` and `moves` follow where it leads.

mod check;
mod line;
mod moves;
mod pages;
pub(crate) mod stilled;

pub(crate) use self::{check::newest_dates, pages::Paged};

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use friday_model::{Feed, FeedError, PodcastId, Timestamp};
use tokio::{task::JoinSet, time::Instant};
use tokio_util::sync::CancellationToken;
use url::Url;

use self::{
    check::{Checked, HostSays},
    line::Line,
};
use crate::{Engine, Error, Event, Result};

/// Feeds asked at the same time.
pub const REFRESHED_AT_ONCE: usize = 32;

/// Of these, from one host.
const AT_A_HOST: usize = 2;

/// Who has not answered by then no longer counts among those asked at the same time: others are not to wait for it.
const SLOW: Duration = Duration::from_secs(5);

/// But so many are never exceeded.
const AT_MOST: usize = 96;

/// So many feeds of a host may keep us waiting in vain; the others of it are not asked then.
const TIMEOUTS_OF_A_HOST: u32 = 2;

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
    /// Feeds that were not asked because their host wants to be left alone for a while.
    pub put_off: u32,
    /// It ended because the computer is not connected, which is no failure of any feed.
    pub offline: bool,
    /// It ended because the listener wanted it to.
    pub cancelled: bool,
}

/// A feed that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedFeed {
    pub podcast: PodcastId,
    pub feed_url: Url,
    pub error: FeedError,
}

/// The refresh that runs now.
#[derive(Debug, Default)]
pub(crate) struct Refreshing {
    /// One at a time.
    turn: tokio::sync::Mutex<()>,
    stop: Mutex<CancellationToken>,
    /// Whoever compares what is known with what is published must be alone until it is written.
    pub(crate) merging: tokio::sync::Mutex<()>,
}

impl Engine {
    /// Looks at feeds side by side. One refresh runs at a time; a second one waits and finds little left to do.
    pub async fn refresh(&self, which: Which) -> Result<RefreshReport> {
        let _one_at_a_time = self.inner.refreshing.turn.lock().await;
        let stop = self.inner.closing.child_token();
        *self.inner.refreshing.stop.lock().unwrap_or_else(PoisonError::into_inner) = stop.clone();
        if which != Which::Due {
            self.inner.secrets.listener_is_there();
        }
        let feeds = self.feeds_to_check(&which).await?;
        let round = Round {
            engine: self,
            by_listener: which != Which::Due,
            total: feeds.len(),
            line: Line::new(feeds, AT_A_HOST),
            report: RefreshReport::default(),
            done: 0,
            timeouts: HashMap::new(),
            stop,
        };
        round.run().await
    }

    /// Ends the refresh that runs, if one does; what it has found so far stays.
    pub fn cancel_refresh(&self) {
        self.inner.refreshing.stop.lock().unwrap_or_else(PoisonError::into_inner).cancel();
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
}

/// One refresh under way.
struct Round<'a> {
    engine: &'a Engine,
    by_listener: bool,
    total: usize,
    line: Line,
    report: RefreshReport,
    done: usize,
    timeouts: HashMap<String, u32>,
    stop: CancellationToken,
}

impl Round<'_> {
    async fn run(mut self) -> Result<RefreshReport> {
        // Each goes its own way: one that holds the only pen must not wait until the others have been looked after.
        let mut running = JoinSet::new();
        let mut begun: HashMap<PodcastId, Instant> = HashMap::new();
        loop {
            while running.len() < AT_MOST
                && in_time(&begun).count() < REFRESHED_AT_ONCE
                && !self.has_to_end()
                && let Some(feed) = self.line.next()
            {
                begun.insert(feed.podcast, Instant::now());
                let (engine, by_listener, stop) = (self.engine.clone(), self.by_listener, self.stop.clone());
                running.spawn(async move {
                    let (podcast, url) = (feed.podcast, feed.url.clone());
                    (podcast, url, engine.check(feed, by_listener, &stop).await)
                });
            }
            let next_slow = in_time(&begun).min().map(|begun| begun + SLOW);
            tokio::select! {
                checked = running.join_next() => match checked {
                    None => break,
                    Some(Err(bug)) => return Err(Error::io("a feed could not be looked at")(bug.into())),
                    Some(Ok((podcast, url, checked))) => {
                        begun.remove(&podcast);
                        self.line.done(&url);
                        self.add(&url, checked?).await?;
                    }
                },
                () = at(next_slow) => {}
            }
        }
        self.report.cancelled = self.stop.is_cancelled();
        let failed = u32::try_from(self.report.failed.len()).unwrap_or(u32::MAX);
        self.report.checked = self.report.changed + self.report.unchanged + failed;
        self.done = self.total;
        self.tell_progress();
        Ok(self.report)
    }

    fn has_to_end(&self) -> bool {
        self.report.offline || self.stop.is_cancelled()
    }

    async fn add(&mut self, url: &Url, checked: Checked) -> Result<()> {
        self.done += 1;
        match checked {
            Checked::NotAsked => {}
            Checked::Offline => self.report.offline = true,
            Checked::Same => self.report.unchanged += 1,
            Checked::Changed { new } => {
                self.report.changed += 1;
                self.report.new_episodes += new;
            }
            Checked::PutOff(until) => {
                self.report.put_off += 1;
                self.put_off(url, until).await?;
            }
            Checked::Failed(feed, host_says) => {
                let error = feed.error.clone();
                self.report.failed.push(feed);
                match host_says {
                    HostSays::Nothing => {}
                    HostSays::Wait(until) => self.put_off(url, until).await?,
                    HostSays::Down => self.fail_with_host(url, &error).await?,
                    HostSays::Slow => {
                        self.line.narrow(url);
                        let timeouts = self.timeouts.entry(line::name(url)).or_default();
                        *timeouts += 1;
                        if *timeouts >= TIMEOUTS_OF_A_HOST {
                            self.fail_with_host(url, &error).await?;
                        }
                    }
                }
            }
        }
        self.tell_progress();
        Ok(())
    }

    /// The host wants to be left alone: its other feeds are not asked now, and that is no failure of theirs.
    async fn put_off(&mut self, url: &Url, until: Timestamp) -> Result<()> {
        let others = self.line.leave(url);
        if others.is_empty() {
            return Ok(());
        }
        let mut write = self.engine.inner.store.write().await?;
        for feed in &others {
            write.postpone_check(feed.podcast, until).await?;
            self.report.put_off += 1;
            self.done += 1;
        }
        Ok(write.commit().await?)
    }

    /// The host cannot be reached at all: that is true for its other feeds without asking each.
    async fn fail_with_host(&mut self, url: &Url, error: &FeedError) -> Result<()> {
        for feed in self.line.leave(url) {
            let podcast = feed.podcast;
            self.report.failed.push(self.engine.note_failure_of_host(feed, error).await?);
            self.engine.tell(Event::PodcastsChanged(vec![podcast]));
            self.done += 1;
        }
        Ok(())
    }

    fn tell_progress(&self) {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        self.engine.tell(Event::RefreshProgressed { done: number(self.done), total: number(self.total) });
    }
}

/// When those began that do not keep us waiting for long yet.
fn in_time(begun: &HashMap<PodcastId, Instant>) -> impl Iterator<Item = Instant> {
    begun.values().filter(|begun| begun.elapsed() < SLOW).copied()
}

async fn at(time: Option<Instant>) {
    match time {
        Some(time) => tokio::time::sleep_until(time).await,
        None => std::future::pending().await,
    }
}

/// Milliseconds since 1970 in the terms of the standard library.
pub(crate) fn system_time(now: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now).unwrap_or(0))
}
