//! The road to another computer that runs downloads for this library, and being that computer.
//!
//! An episode's download is a job that carries all that it needs ([`Errand`]); the worker runs it in a library of its
//! own, as any download. What it has brought ([`Brought`]) comes back with the job, which then runs here once more and
//! takes the file in. So whatever breaks on the way, a job that is not done is in one of the two tables.

mod brought;
mod errand;
mod files;
mod settings;
mod worker;

use std::{net::SocketAddr, sync::OnceLock, time::Duration};

use friday_model::{EpisodeId, Timestamp};
use friday_queue::{Filter, JobChange, JobId, JobState, PushOptions, URGENT};
use friday_store::EpisodeRow;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

pub use self::settings::{Driver, RoadSettings, broker_address};
pub(crate) use self::{
    brought::Brought,
    errand::{Errand, run},
};
use crate::{Engine, Event, Result, jobs::download_episode::DownloadEpisode};

/// How often it is looked whether another process has changed the settings, or has something to be published.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

const MOMENT: Duration = Duration::from_millis(50);

/// Whether the broker can be reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum RoadState {
    /// Nothing is to go that way, or another process sees to it.
    #[default]
    Off,
    Open,
    /// What is asked for meanwhile is kept, and goes when the broker is back.
    Away {
        since: Timestamp,
        /// For a developer.
        reason: String,
    },
}

/// What this process knows of the road.
#[derive(Debug)]
pub(crate) struct Road {
    state: watch::Sender<RoadState>,
    changed: watch::Sender<()>,
    /// Where finished files can be fetched from this process.
    files: OnceLock<SocketAddr>,
}

impl Default for Road {
    fn default() -> Self {
        let (state, changed) = (watch::Sender::default(), watch::Sender::default());
        Self { state, changed, files: OnceLock::new() }
    }
}

impl Road {
    fn look_again(&self) {
        self.changed.send_replace(());
    }
}

impl Engine {
    /// Whether the broker can be reached.
    pub fn road(&self) -> RoadState {
        self.inner.road.state.borrow().clone()
    }

    /// Whether this download is to run on another computer. Not one that the listener waits for: it plays while it
    /// comes. Not one that needs a password either, which stays here.
    pub(crate) async fn goes_elsewhere(&self, row: &EpisodeRow, options: PushOptions) -> Result<bool> {
        Ok(self.inner.queue.runs_elsewhere()
            && options.priority < URGENT
            && self.podcast(row.episode.podcast).await?.feed.login.is_none())
    }

    /// Takes what is to run elsewhere to the broker, and what has become of it back, for as long as it is polled.
    pub(crate) async fn keep_road(&self) {
        let mut changed = self.inner.road.changed.subscribe();
        self.meter_what_runs_elsewhere().await;
        loop {
            changed.mark_unchanged();
            if self.needs_road().await {
                match self.broker().await {
                    Ok(broker) => self.travel(broker, &mut changed).await,
                    Err(error) => {
                        tracing::warn!(%error, "the password of the broker cannot be read");
                        self.set_road(RoadState::Away { since: self.now(), reason: error.to_string() });
                    }
                }
            } else {
                self.set_road(RoadState::Off);
            }
            let _ = tokio::time::timeout(LOOK_AGAIN, changed.changed()).await;
        }
    }

    /// Sends what is to run elsewhere, if no other process is there to do so; returns whether nothing is left to send.
    pub async fn send_out(&self, patience: Duration) -> Result<bool> {
        let queue = &self.inner.queue;
        if !queue.has_unsent().await? {
            return Ok(true);
        }
        let Some(_held) = self.try_runner_lock()? else { return Ok(true) };
        let publisher = friday_queue::Publisher::new(queue, self.broker().await?);
        let stop = CancellationToken::new();
        let sent = async {
            while queue.has_unsent().await? {
                tokio::time::sleep(MOMENT).await;
            }
            Result::Ok(())
        };
        let waiting = async {
            let sent = tokio::time::timeout(patience, sent).await;
            stop.cancel();
            sent.map_or(Ok(false), |sent| sent.map(|()| true))
        };
        let ((), sent) = tokio::join!(publisher.run(stop.clone()), waiting);
        sent
    }

    /// Until the road is not needed any more, or leads elsewhere.
    async fn travel(&self, broker: friday_queue::AmqpSettings, changed: &mut watch::Receiver<()>) {
        let publisher = friday_queue::Publisher::new(&self.inner.queue, broker.clone());
        let (mut road, stop) = (publisher.road(), CancellationToken::new());
        let publishing = publisher.run(stop.clone());
        tokio::pin!(publishing);
        loop {
            self.follow_road(&mut road);
            tokio::select! {
                () = &mut publishing => return,
                _ = road.changed() => continue,
                _ = changed.changed() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
            let same = self.broker().await.is_ok_and(|now| now == broker);
            if !same || !self.needs_road().await {
                stop.cancel();
                publishing.await;
                self.inner.road.look_again();
                return;
            }
        }
    }

    /// Tells how the road is.
    fn follow_road(&self, road: &mut watch::Receiver<friday_queue::Road>) {
        let state = match &*road.borrow_and_update() {
            friday_queue::Road::Connected => RoadState::Open,
            friday_queue::Road::Away { since, reason } => {
                RoadState::Away { since: Timestamp(*since), reason: reason.clone() }
            }
        };
        self.set_road(state);
    }

    fn set_road(&self, state: RoadState) {
        let changed = self.inner.road.state.send_if_modified(|now| {
            let before = std::mem::replace(now, state);
            before != *now
        });
        if changed {
            self.tell(Event::RoadChanged);
        }
    }

    /// The listener may have changed the settings in another process.
    async fn needs_road(&self) -> bool {
        if self.inner.options.driver.is_none()
            && let Ok(settings) = self.road_settings().await
        {
            self.inner.queue.run_elsewhere(settings.driver == Driver::Amqp);
        }
        self.inner.queue.runs_elsewhere() || self.inner.queue.is_on_the_road().await.unwrap_or(false)
    }

    /// The meter of a download that another computer runs goes with what that tells.
    pub(crate) async fn meter_elsewhere(&self, job: JobId, id: EpisodeId, change: &JobChange) {
        match change {
            JobChange::Started { .. } => {
                if self.inner.queue.job(job).await.is_ok_and(|job| job.is_some_and(|job| job.elsewhere)) {
                    self.inner.meters.begin_elsewhere(id);
                }
            }
            JobChange::Moved | JobChange::Resumed | JobChange::Pushed => {}
            _ => self.inner.meters.end_elsewhere(id),
        }
    }

    /// What happens to an errand is seen in this library as what happens to its episode.
    pub(crate) async fn retell_errand(&self, job: JobId, change: &JobChange) {
        let Ok(Some(errand)) = self.inner.store.errand(job.0).await else { return };
        if *change == JobChange::Cancelled
            && let Err(error) = self.drop_errand(job.0).await
        {
            tracing::warn!(%error, "what a cancelled errand has left stays");
        }
        self.tell(Event::DownloadsChanged(vec![errand.episode]));
    }

    /// What ran elsewhere before this process began is seen too.
    async fn meter_what_runs_elsewhere(&self) {
        let running = Filter {
            states: vec![JobState::Running],
            kind: Some(DownloadEpisode::KIND.to_owned()),
            ..Filter::default()
        };
        for job in self.inner.queue.jobs(&running).await.unwrap_or_default() {
            if let Some(id) = job.unique_key.filter(|_| job.elsewhere).and_then(|key| key.parse().ok()) {
                self.inner.meters.begin_elsewhere(EpisodeId(id));
                self.inner.meters.received_elsewhere(EpisodeId(id), job.bytes, job.total);
            }
        }
    }
}
