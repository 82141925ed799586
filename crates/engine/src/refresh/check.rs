//! One feed: asked, recognised, read and written down.

use std::{collections::HashSet, time::Duration};

use friday_feed::Document;
use friday_model::{
    Arrivals, EpisodeId, Feed, FeedError, Fetch, FetchOutcome, LoginState, Timestamp, Validators,
};
use friday_net::{Cause, Class, DocumentRequest, Fetched, NetError, Reach};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{FailedFeed, stilled, system_time};
use crate::{
    Engine, Error, Event, Result, arrivals, login, merge,
    next_check::{self, Failing, Habits},
    subscribe::ACCEPT,
};

/// Servers lie about what has changed: the first check in each such period takes nobody's word for it.
const TRUST: i64 = 8 * 24 * 3_600_000;

/// A host that asks to be left alone without saying for how long.
const SOME_PEACE: Duration = Duration::from_mins(15);

/// So many of the newest episodes tell a publisher's habit.
const HABIT: u32 = 20;

/// What came of asking a feed.
pub(super) enum Checked {
    Same,
    Changed {
        new: u32,
    },
    Failed(FailedFeed, HostSays),
    /// Nothing is wrong with the feed; its host could not be asked now.
    PutOff(Timestamp),
    /// The computer is not connected.
    Offline,
    /// The refresh was cancelled first.
    NotAsked,
}

/// What a failure means for the other feeds of the same host.
pub(super) enum HostSays {
    Nothing,
    /// Nobody should ask before.
    Wait(Timestamp),
    /// It took too long, which may be this feed's fault.
    Slow,
    Down,
}

/// A feed that has been read, from wherever it lives now.
pub(super) struct ReadFeed {
    pub(super) document: Document,
    pub(super) validators: Validators,
    pub(super) hash: Vec<u8>,
    /// Where it lives, if that is another place than before.
    pub(super) moved_to: Option<Url>,
    pub(super) final_url: Url,
    pub(super) fresh_for: Option<Duration>,
}

/// A check under way: what is to be written down about it whatever happens.
struct Check<'a> {
    engine: &'a Engine,
    feed: &'a Feed,
    begun: Instant,
    took: Option<Duration>,
    bytes: Option<u64>,
    login_shown: bool,
}

impl Engine {
    /// Asks one feed. Only a failing database is an error; a failing feed is a state of the feed.
    pub(super) async fn check(
        &self,
        feed: Feed,
        by_listener: bool,
        stop: &CancellationToken,
    ) -> Result<Checked> {
        let podcast = feed.podcast;
        let mut check = Check {
            engine: self,
            feed: &feed,
            begun: Instant::now(),
            took: None,
            bytes: None,
            login_shown: false,
        };
        let checked = match check.run(by_listener, stop).await {
            Ok(checked) => checked,
            Err(error @ (Error::Store(_) | Error::Queue(_))) => return Err(error),
            Err(error) => check.failed(&error).await?,
        };
        if !matches!(checked, Checked::NotAsked | Checked::Offline) {
            self.tell(Event::PodcastsChanged(vec![podcast]));
        }
        Ok(checked)
    }

    /// Notes of a feed that was not asked what is true for all of its host.
    pub(super) async fn note_failure_of_host(&self, feed: Feed, error: &FeedError) -> Result<FailedFeed> {
        let now = self.now();
        let passing = Failing::Passing { retry_after: None };
        let next = next_check::after_failure(now, feed.failures + 1, passing, rand::random());
        let mut write = self.inner.store.write().await?;
        write.feed_failed(feed.podcast, error, now, next).await?;
        write.commit().await?;
        Ok(FailedFeed { podcast: feed.podcast, feed_url: feed.url, error: error.clone() })
    }

    /// Whether a new episode of this publisher may be expected, as far as the library knows.
    async fn habits(&self, feed: &Feed, fresh_for: Option<Duration>) -> Result<Habits> {
        let published = self.inner.store.newest_dates(feed.podcast, self.now(), HABIT).await?;
        Ok(Habits { published, schedule: feed.schedule, fresh_for })
    }
}

impl Check<'_> {
    async fn run(&mut self, by_listener: bool, stop: &CancellationToken) -> Result<Checked> {
        let (engine, feed) = (self.engine, self.feed);
        let login = engine.login_of(feed.podcast, feed.login, by_listener).await?;
        let url = login::with(login.as_ref(), &feed.url);
        self.login_shown = url != feed.url;
        let trusts = trusts_validators(feed, engine.now());
        let request = DocumentRequest {
            accept: ACCEPT,
            etag: feed.validators.etag.clone().filter(|_| trusts),
            last_modified: feed.validators.last_modified.clone().filter(|_| trusts),
            ..DocumentRequest::new(url, Reach::typed(&feed.url))
        };
        let answer = tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(Checked::NotAsked),
            answer = engine.inner.net.fetch(&request) => answer,
        };
        self.took = Some(self.begun.elapsed());
        let answer = match answer? {
            Fetched::NotModified(answer) => {
                self.same(FetchOutcome::NotModified, &feed.validators, answer.fresh_for).await?;
                return Ok(Checked::Same);
            }
            Fetched::Document(answer) => answer,
        };
        self.bytes = Some(answer.bytes.len() as u64);
        let hash = stilled::hash(&answer.bytes);
        if answer.moved_to.is_none()
            && engine.inner.store.body_hash(feed.podcast).await?.as_ref() == Some(&hash)
        {
            let validators = Validators { etag: answer.etag, last_modified: answer.last_modified };
            self.same(FetchOutcome::Same, &validators, answer.fresh_for).await?;
            return Ok(Checked::Same);
        }
        let mut read = read(&feed.url, answer, hash).await?;
        let known = engine.inner.store.episode_keys(feed.podcast).await?;
        tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(Checked::NotAsked),
            () = engine.follow_to_new_home(feed, &mut read, &known, login.as_ref()) => {}
        }
        tokio::select! {
            biased;
            // What was read so far is worth keeping.
            () = stop.cancelled() => {}
            () = engine.read_further_pages(feed, &mut read, &known, login.as_ref()) => {}
        }
        self.merge(read).await
    }

    /// Writes what the document says that is not known yet, all at once.
    async fn merge(&self, read: ReadFeed) -> Result<Checked> {
        let (engine, podcast) = (self.engine, self.feed.podcast);
        let ReadFeed { document, validators, hash, moved_to, fresh_for, .. } = read;
        let alone = engine.inner.refreshing.merging.lock().await;
        let known = engine.inner.store.episode_keys(podcast).await?;
        let arrivals = engine.inner.store.podcast_rules(podcast).await?.arrivals;
        let episodes = merge::playable_first(document.episodes);
        let plan = merge::plan(&known, &episodes);
        let now = engine.now();
        let mut write = engine.inner.store.write().await?;
        let podcast_changed = write.update_podcast(podcast, &document.podcast).await?;
        let new: Vec<_> =
            plan.add.iter().map(|(place, identity)| (identity.as_str(), &episodes[*place])).collect();
        let ids = write.add_episodes(podcast, &new, now).await?;
        let added: Vec<_> = ids.into_iter().zip(plan.add.iter().map(|(place, _)| *place)).collect();
        for (id, place, identity) in &plan.update {
            write.update_episode(*id, identity, &episodes[*place]).await?;
        }
        let fresh: Vec<_> = added.iter().map(|(id, place)| (*id, episodes[*place].published)).collect();
        let arrived = arrivals::arriving(&fresh, known.len(), now);
        if arrivals == Arrivals::Inbox {
            for id in &arrived {
                write.put_into_inbox(*id, now).await?;
            }
        }
        let has_moved = match &moved_to {
            Some(home) => write.move_feed(podcast, home).await?,
            None => false,
        };
        let new = u32::try_from(added.len()).unwrap_or(u32::MAX);
        let changed = podcast_changed || new > 0 || !plan.update.is_empty();
        let habits = Habits {
            published: newest_dates(&episodes, now),
            schedule: document.podcast.schedule,
            fresh_for,
        };
        write
            .feed_succeeded(podcast, &validators, Some(&hash), now, next_check::after_success(now, &habits))
            .await?;
        write.set_schedule(podcast, &document.podcast.schedule).await?;
        self.login_was_good(&mut write).await?;
        let outcome = if changed { FetchOutcome::Changed } else { FetchOutcome::Same };
        let fetch =
            Fetch { new_episodes: new, moved_to: moved_to.filter(|_| has_moved), ..self.fetch(outcome) };
        write.add_fetch(podcast, &fetch).await?;
        write.commit().await?;
        drop(alone);
        if new > 0 {
            engine.tell(Event::EpisodesAdded { podcast, count: new });
            let added: Vec<EpisodeId> = added.iter().map(|(id, _)| *id).collect();
            if arrivals == Arrivals::UpNext && !arrived.is_empty() {
                engine.play_last(&arrived).await?;
            }
            engine.download_automatically(podcast, &added, known.len() + added.len()).await?;
        }
        if !plan.update.is_empty() {
            engine.tell(Event::EpisodesChanged(plan.update.iter().map(|(id, ..)| *id).collect()));
        }
        Ok(if changed { Checked::Changed { new } } else { Checked::Same })
    }

    async fn same(
        &self,
        outcome: FetchOutcome,
        validators: &Validators,
        fresh_for: Option<Duration>,
    ) -> Result<()> {
        let (engine, podcast) = (self.engine, self.feed.podcast);
        let now = engine.now();
        let next = next_check::after_success(now, &engine.habits(self.feed, fresh_for).await?);
        let mut write = engine.inner.store.write().await?;
        write.feed_succeeded(podcast, validators, None, now, next).await?;
        self.login_was_good(&mut write).await?;
        write.add_fetch(podcast, &self.fetch(outcome)).await?;
        Ok(write.commit().await?)
    }

    /// The feed let us in: if it had not before, that is over. What its files want is another matter.
    async fn login_was_good(&self, write: &mut friday_store::Write) -> Result<()> {
        let had_refused = self.feed.error.as_ref().is_some_and(|error| login::is_about_login(&error.code));
        if had_refused || (self.login_shown && self.feed.login == Some(LoginState::Refused)) {
            let state = self.login_shown.then_some(LoginState::Kept);
            write.set_login_state(self.feed.podcast, state).await?;
        }
        Ok(())
    }

    async fn failed(&self, error: &Error) -> Result<Checked> {
        let (engine, feed) = (self.engine, self.feed);
        let now = engine.now();
        let network = match error {
            Error::Net(error) => Some(error),
            _ => None,
        };
        match network.map(NetError::cause) {
            Some(Cause::Offline) => return Ok(Checked::Offline),
            // Nothing is known about the feed, only that names are not found now.
            Some(Cause::Dns { temporary: true, .. }) => {
                let until = next_check::after_failure(now, 1, Failing::Passing { retry_after: None }, 1.0);
                let mut write = engine.inner.store.write().await?;
                write.postpone_check(feed.podcast, until).await?;
                write.commit().await?;
                return Ok(Checked::PutOff(until));
            }
            _ => {}
        }
        let wants_login = match network {
            Some(error) => engine.note_refusal(feed.podcast, error, self.login_shown).await?,
            None => false,
        };
        let seen = if wants_login && self.login_shown { &Error::LoginRefused } else { error };
        let error = FeedError { code: seen.code().to_owned(), message: seen.to_string() };
        let retry_after = network.and_then(|error| error.retry_after(system_time(now.0)));
        let failing = failing(&error.code, retry_after);
        let next = next_check::after_failure(now, feed.failures + 1, failing, rand::random());
        let fetch = Fetch { error: Some(error.clone()), ..self.fetch(FetchOutcome::Failed) };
        let mut write = engine.inner.store.write().await?;
        write.feed_failed(feed.podcast, &error, now, next).await?;
        write.add_fetch(feed.podcast, &fetch).await?;
        write.commit().await?;
        let host_says = network.map_or(HostSays::Nothing, |error| host_says(error, retry_after, now));
        Ok(Checked::Failed(
            FailedFeed { podcast: feed.podcast, feed_url: feed.url.clone(), error },
            host_says,
        ))
    }

    fn fetch(&self, outcome: FetchOutcome) -> Fetch {
        Fetch {
            at: self.engine.now(),
            outcome,
            took: self.took.unwrap_or_else(|| self.begun.elapsed()),
            bytes: self.bytes,
            new_episodes: 0,
            error: None,
            moved_to: None,
        }
    }
}

/// Reads a feed where it keeps nobody waiting.
pub(super) async fn read(url: &Url, answer: friday_net::Document, hash: Vec<u8>) -> Result<ReadFeed> {
    let (bytes, base, content_type) = (answer.bytes, answer.final_url.clone(), answer.content_type);
    let document =
        tokio::task::spawn_blocking(move || friday_feed::read(&bytes, &base, content_type.as_deref()))
            .await
            .map_err(|error| Error::io("the feed could not be read")(std::io::Error::other(error)))?
            .map_err(|reason| Error::NotAFeed { url: url.clone(), reason })?;
    Ok(ReadFeed {
        document,
        validators: Validators { etag: answer.etag, last_modified: answer.last_modified },
        hash,
        moved_to: answer.moved_to.filter(|home| home != url),
        final_url: answer.final_url,
        fresh_for: answer.fresh_for,
    })
}

/// When the newest episodes of a document were published, newest first, without what has not come yet.
pub(crate) fn newest_dates(episodes: &[friday_model::PublishedEpisode], now: Timestamp) -> Vec<Timestamp> {
    let dates: HashSet<Timestamp> =
        episodes.iter().filter_map(|episode| episode.published).filter(|date| *date <= now).collect();
    let mut dates: Vec<Timestamp> = dates.into_iter().collect();
    dates.sort_unstable_by(|one, other| other.cmp(one));
    dates.truncate(HABIT as usize);
    dates
}

/// Each feed begins its periods at another time, so that not all are read whole on one day.
fn trusts_validators(feed: &Feed, now: Timestamp) -> bool {
    let period = |time: Timestamp| (time.0 + feed.podcast.0 * 9_973_000).div_euclid(TRUST);
    feed.succeeded.is_some_and(|then| period(then) == period(now))
}

fn failing(code: &str, retry_after: Option<Duration>) -> Failing {
    match code {
        "http_404" => Failing::Missing,
        "http_401" | "http_403" | "http_410" | "login_refused" => Failing::Lasting,
        "http_429" => Failing::Passing { retry_after: retry_after.or(Some(SOME_PEACE)) },
        _ => Failing::Passing { retry_after },
    }
}

fn host_says(error: &NetError, retry_after: Option<Duration>, now: Timestamp) -> HostSays {
    match error.cause() {
        Cause::Status { status: 429, .. } => HostSays::Wait(now.after(retry_after.unwrap_or(SOME_PEACE))),
        Cause::Status { status: 503, .. } => {
            retry_after.map_or(HostSays::Nothing, |wait| HostSays::Wait(now.after(wait)))
        }
        Cause::Dns { .. } | Cause::Connect { .. } | Cause::Tls { .. } => HostSays::Down,
        Cause::Timeout { .. } => HostSays::Slow,
        _ if error.class() == Class::WaitForNetwork => HostSays::Down,
        _ => HostSays::Nothing,
    }
}
