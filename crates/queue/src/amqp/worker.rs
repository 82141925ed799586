//! The worker's end of the road: takes jobs into its own tables, follows orders, and reports.

use std::{collections::BTreeSet, time::Duration};

use futures_util::StreamExt;
use lapin::message::Delivery;
use tokio::{
    sync::{
        broadcast::{self, error::TryRecvError},
        watch,
    },
    time::interval,
};
use tokio_util::sync::CancellationToken;

use super::{
    AmqpSettings, Road,
    broker::{Broker, To, acknowledge, arrived, label, refuse},
    road::{self, Stray, Traveller},
    wire::{Order, Ordered, Report, Standing, Told},
};
use crate::{
    Change, Error, JobId, Queue, QueueEvent,
    tables::{
        outbox,
        taken::{self, Said, Taken},
    },
};

/// How often all jobs are compared with what was told of them, whatever events have said.
const BETWEEN_LOOKS: Duration = Duration::from_secs(5);

/// So many messages at once, both ways.
const AT_ONCE: usize = 100;

/// Takes jobs from the broker into the tables of a [`Queue::database`], where a [`Runner`](crate::Runner) runs them, and
/// tells their publishers what becomes of them.
///
/// One process at a time does that for a database: the one that holds the [`RunnerLock`](crate::RunnerLock).
pub struct Worker {
    queue: Queue,
    settings: AmqpSettings,
    road: watch::Sender<Road>,
}

/// The jobs that may have changed.
enum Changed {
    Everything,
    These(BTreeSet<i64>),
}

impl Worker {
    pub fn new(queue: &Queue, settings: AmqpSettings) -> Self {
        Self { queue: queue.clone(), settings, road: road::not_yet(queue) }
    }

    /// Whether the broker can be reached, now and from now on.
    pub fn road(&self) -> watch::Receiver<Road> {
        self.road.subscribe()
    }

    /// Goes on until it is told to stop, and connects again whenever the broker was away. Jobs that were taken run
    /// meanwhile; what has become of them is told later.
    pub async fn run(&self, shutdown: CancellationToken) {
        road::keep_open(&self.settings, &self.queue, &self.road, &shutdown, self).await;
    }

    /// Whether the broker can be reached, and every job that was taken has come to an end of which its publisher knows.
    pub async fn is_idle(&self) -> Result<bool, Error> {
        let connected = *self.road.borrow() == Road::Connected;
        let open = taken::any_open(&mut *self.queue.tables().reader().await?).await?;
        Ok(connected && !open)
    }

    /// Writes jobs down, and only then says that they have come.
    async fn take(&self, deliveries: Vec<lapin::Result<Delivery>>) -> Result<BTreeSet<i64>, Stray> {
        let deliveries = deliveries.into_iter().collect::<lapin::Result<Vec<_>>>()?;
        let mut new = BTreeSet::new();
        let mut readable = Vec::with_capacity(deliveries.len());
        let mut transaction = self.queue.tables().begin().await?;
        for delivery in &deliveries {
            match serde_json::from_slice::<Told>(&delivery.data) {
                Ok(told) => {
                    let (message, _) = label(delivery);
                    let job = taken::take(&mut transaction, &message, &told, self.queue.now()).await?;
                    new.extend(job.map(|id| id.0));
                    readable.push(delivery);
                }
                Err(error) => {
                    tracing::warn!(%error, "A job cannot be read.");
                    refuse(delivery).await?;
                }
            }
        }
        transaction.commit().await?;
        self.queue.wake();
        for delivery in readable {
            acknowledge(delivery).await?;
        }
        Ok(new)
    }

    /// Follows an order. Says which job it was about.
    async fn obey(&self, broker: &Broker, name: &str, delivery: &Delivery) -> Result<Option<i64>, Stray> {
        let (message, number) = label(delivery);
        let Ok(Ordered { publisher, order }) = serde_json::from_slice(&delivery.data) else {
            tracing::warn!("An order cannot be read.");
            refuse(delivery).await?;
            return Ok(None);
        };
        let job = taken::job(&mut *self.queue.tables().reader().await?, &message).await?;
        match job {
            _ if message.is_empty() => self.follow(&order).await?,
            Some(job) => {
                let _: Change = self.follow_about(job, &order).await?;
                let mut writer = self.queue.tables().writer().await?;
                taken::heeded(&mut writer, &message, number.unwrap_or_default()).await?;
            }
            None => {
                let report = Report {
                    message,
                    worker: name.into(),
                    revision: i64::MAX,
                    last_order: number.unwrap_or_default(),
                    standing: Standing::end("lost"),
                    handed: None,
                    attempts: Vec::new(),
                };
                let confirm = broker.send(&To::Publisher(&publisher), &report.message, None, &report).await?;
                arrived(confirm).await?;
            }
        }
        acknowledge(delivery).await?;
        Ok(job.map(|id| id.0))
    }

    async fn follow(&self, order: &Order) -> Result<(), Error> {
        match order {
            Order::PauseQueue(queue) => self.queue.pause_queue(queue.as_deref()).await,
            Order::ResumeQueue(queue) => self.queue.resume_queue(queue.as_deref()).await,
            Order::NetworkReturned => self.queue.network_returned().await.map(drop),
            _ => Ok(()),
        }
    }

    async fn follow_about(&self, job: JobId, order: &Order) -> Result<Change, Error> {
        match order {
            Order::Cancel => self.queue.cancel(job).await,
            Order::Pause => self.queue.pause(job).await,
            Order::Resume => self.queue.resume(job).await,
            Order::Hurry => self.queue.retry(job).await,
            Order::RunNow => self.queue.run_now(job).await,
            Order::Priority(priority) => self.queue.set_priority(job, *priority).await,
            Order::Place(place) => self.queue.move_to(job, *place).await,
            Order::PauseQueue(_) | Order::ResumeQueue(_) | Order::NetworkReturned | Order::Tell => {
                Ok(Change::Nothing)
            }
        }
    }

    /// Tells what is not as it was told last.
    async fn report(&self, broker: &Broker, name: &str, changed: Changed) -> Result<(), Stray> {
        let these: Option<Vec<i64>> = match changed {
            Changed::Everything => None,
            Changed::These(jobs) if jobs.is_empty() => return Ok(()),
            Changed::These(jobs) => Some(jobs.into_iter().collect()),
        };
        let mut reports = Vec::new();
        let mut snapshot = self.queue.tables().snapshot().await?;
        for taken in taken::open(&mut snapshot, these.as_deref()).await? {
            let attempts = taken::attempts_after(&mut snapshot, taken.job, taken.last_attempt).await?;
            let now = serde_json::to_string(&(&taken.standing, taken.last_order)).map_err(Error::from)?;
            if taken.reported.as_ref() != Some(&now) || !attempts.is_empty() {
                reports.push(worded(name, taken, attempts, now));
            }
        }
        drop(snapshot);
        for reports in reports.chunks(AT_ONCE) {
            let mut underway = Vec::with_capacity(reports.len());
            for (publisher, report, said) in reports {
                let confirm = broker.send(&To::Publisher(publisher), &report.message, None, report).await?;
                underway.push((said, confirm));
            }
            let mut known = Vec::with_capacity(reports.len());
            for (said, confirm) in underway {
                // One that nobody takes is told again at the next look: its publisher may yet come back.
                if arrived(confirm).await? {
                    known.push(said);
                }
            }
            let mut transaction = self.queue.tables().begin().await?;
            for said in known {
                taken::told(&mut transaction, said, self.queue.now()).await?;
            }
            transaction.commit().await?;
        }
        Ok(())
    }
}

/// A report, whom it is for, and what is noted of it.
fn worded(name: &str, taken: Taken, attempts: Vec<super::Ended>, now: String) -> (String, Report, Said) {
    let revision = taken.revision + 1;
    let said = Said {
        message: taken.message.clone(),
        job: taken.job,
        revision,
        reported: now,
        last_attempt: attempts.last().map_or(taken.last_attempt, |attempt| attempt.id),
        over: taken.standing.is_over(),
    };
    let report = Report {
        message: taken.message,
        worker: name.into(),
        revision,
        last_order: taken.last_order,
        handed: taken.handed.filter(|_| taken.standing.state == "done"),
        standing: taken.standing,
        attempts,
    };
    (taken.publisher, report, said)
}

impl Traveller for Worker {
    async fn travel(&self, broker: &Broker) -> Result<(), Stray> {
        let name = outbox::own_name(&mut *self.queue.tables().writer().await?).await?;
        let mut events = self.queue.subscribe();
        let mut orders = broker.orders(&name).await?;
        let mut jobs = broker.jobs().await?.ready_chunks(AT_ONCE);
        let mut looks = interval(BETWEEN_LOOKS);
        loop {
            let mut changed = tokio::select! {
                order = orders.next() => {
                    let order = order.ok_or(Stray::Ended)??;
                    Changed::These(self.obey(broker, &name, &order).await?.into_iter().collect())
                }
                jobs = jobs.next() => Changed::These(self.take(jobs.ok_or(Stray::Ended)?).await?),
                event = events.recv() => match event {
                    Ok(event) => Changed::by(&event),
                    Err(_) => Changed::Everything,
                },
                _ = looks.tick() => Changed::Everything,
            };
            changed.drain(&mut events);
            self.report(broker, &name, changed).await?;
        }
    }
}

impl Changed {
    fn by(event: &QueueEvent) -> Self {
        match event {
            QueueEvent::Job { id, .. } => Self::These(BTreeSet::from([id.0])),
            QueueEvent::QueuePaused { .. } | QueueEvent::QueueResumed { .. } => Self::These(BTreeSet::new()),
            QueueEvent::ChangedElsewhere => Self::Everything,
        }
    }

    /// Adds what has happened meanwhile.
    fn drain(&mut self, events: &mut broadcast::Receiver<QueueEvent>) {
        loop {
            let more = match events.try_recv() {
                Ok(event) => Self::by(&event),
                Err(TryRecvError::Lagged(_)) => Self::Everything,
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            };
            match (&mut *self, more) {
                (Self::These(jobs), Self::These(more)) => jobs.extend(more),
                (changed, more @ Self::Everything) => *changed = more,
                (Self::Everything, Self::These(_)) => {}
            }
        }
    }
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").field("settings", &self.settings).finish_non_exhaustive()
    }
}
