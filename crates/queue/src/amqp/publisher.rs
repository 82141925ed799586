//! The publisher's end of the road: sends what is in the outbox, and writes down what comes back.

use std::time::Duration;

use futures_util::StreamExt;
use lapin::message::Delivery;
use tokio::{sync::watch, time::interval};
use tokio_util::sync::CancellationToken;

use super::{
    AmqpSettings, Road,
    broker::{Broker, To, acknowledge, arrived, refuse},
    road::{self, Stray, Traveller},
    wire::{Ordered, Report},
};
use crate::{
    AfterFailure, JobChange, Queue,
    tables::{
        failed,
        outbox::{self, Letter},
        reported,
    },
};

/// How often the outbox is looked into for what another process has written.
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// So many messages at once, both ways.
const AT_ONCE: usize = 100;

/// Takes the jobs of a [`Queue::amqp`] to the broker, and what has become of them back into its tables.
///
/// One process at a time does that for a database: the one that holds the [`RunnerLock`](crate::RunnerLock).
pub struct Publisher {
    queue: Queue,
    settings: AmqpSettings,
    road: watch::Sender<Road>,
}

impl Publisher {
    pub fn new(queue: &Queue, settings: AmqpSettings) -> Self {
        Self { queue: queue.clone(), settings, road: road::not_yet(queue) }
    }

    /// Whether the broker can be reached, now and from now on.
    pub fn road(&self) -> watch::Receiver<Road> {
        self.road.subscribe()
    }

    /// Goes on until it is told to stop, and connects again whenever the broker was away. What has not been sent then
    /// is sent the next time.
    pub async fn run(&self, shutdown: CancellationToken) {
        road::keep_open(&self.settings, &self.queue, &self.road, &shutdown, self).await;
    }

    /// Sends what can be sent.
    async fn send(&self, broker: &Broker) -> Result<(), Stray> {
        loop {
            let letters = {
                let mut reader = self.queue.tables().reader().await?;
                outbox::ready(&mut reader, AT_ONCE as u32).await?
            };
            if letters.is_empty() {
                return Ok(());
            }
            let (gone, kept) = self.send_these(broker, &letters).await?;
            let mut transaction = self.queue.tables().begin().await?;
            outbox::sent(&mut transaction, &gone).await?;
            transaction.commit().await?;
            if kept {
                // The broker did not take them; it is asked again at the next look.
                return Ok(());
            }
        }
    }

    /// Which of these have been sent or need not be, and whether others are left.
    async fn send_these(&self, broker: &Broker, letters: &[Letter]) -> Result<(Vec<i64>, bool), Stray> {
        let mut gone = Vec::with_capacity(letters.len());
        let mut underway = Vec::with_capacity(letters.len());
        for letter in letters {
            let message = letter.message.as_deref().unwrap_or_default();
            let confirm = if let Some(body) = &letter.body {
                let to = match (&letter.message, &letter.worker) {
                    (Some(_), Some(worker)) => To::Worker(worker),
                    _ => To::EveryWorker,
                };
                let ordered: Ordered = serde_json::from_str(body).map_err(crate::Error::from)?;
                broker.send(&to, message, Some(letter.id), &ordered).await?
            } else {
                let told = outbox::told(&mut *self.queue.tables().reader().await?, message).await?;
                let Some(told) = told else {
                    gone.push(letter.id);
                    continue;
                };
                broker.send(&To::AnyWorker, message, None, &told).await?
            };
            underway.push((letter, confirm));
        }
        let mut kept = false;
        for (letter, confirm) in underway {
            // An order that reaches nobody was for a worker that is no more.
            if arrived(confirm).await? || letter.body.is_some() {
                gone.push(letter.id);
            } else {
                kept = true;
            }
        }
        Ok((gone, kept))
    }

    /// Writes down what has come back, and only then says so.
    async fn receive(&self, deliveries: Vec<lapin::Result<Delivery>>) -> Result<(), Stray> {
        let deliveries = deliveries.into_iter().collect::<lapin::Result<Vec<_>>>()?;
        let mut news = Vec::new();
        let mut transaction = self.queue.tables().begin().await?;
        let mut unreadable = Vec::new();
        for delivery in &deliveries {
            match serde_json::from_slice::<Report>(&delivery.data) {
                Ok(report) => {
                    let told = reported::apply(&mut transaction, &report, self.queue.now()).await?;
                    if self.queue.after_failure() == AfterFailure::Drop
                        && let Some((id, _, JobChange::Failed { .. })) = told.last()
                    {
                        failed::remove(&mut transaction, *id).await?;
                    }
                    news.extend(told);
                }
                Err(error) => {
                    tracing::warn!(%error, "A report cannot be read.");
                    unreadable.push(delivery.delivery_tag);
                }
            }
        }
        transaction.commit().await?;
        for (id, about, change) in news {
            self.queue.emit_job(id, about, change);
        }
        for delivery in &deliveries {
            if unreadable.contains(&delivery.delivery_tag) {
                refuse(delivery).await?;
            } else {
                acknowledge(delivery).await?;
            }
        }
        // Orders may have waited until it was known who has the job.
        self.queue.wake();
        Ok(())
    }
}

impl Traveller for Publisher {
    async fn travel(&self, broker: &Broker) -> Result<(), Stray> {
        let name = outbox::own_name(&mut *self.queue.tables().writer().await?).await?;
        let reports = broker.reports(&name).await?;
        if broker.has_lost_jobs() || reports.is_new {
            let mut transaction = self.queue.tables().begin().await?;
            outbox::send_again(&mut transaction).await?;
            transaction.commit().await?;
        }
        let mut reports = reports.messages.ready_chunks(AT_ONCE);
        let mut changed = self.queue.changed();
        let mut looks = interval(BETWEEN_LOOKS);
        loop {
            self.send(broker).await?;
            tokio::select! {
                reports = reports.next() => self.receive(reports.ok_or(Stray::Ended)?).await?,
                _ = changed.changed() => {}
                _ = looks.tick() => {}
            }
        }
    }
}

impl std::fmt::Debug for Publisher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Publisher").field("settings", &self.settings).finish_non_exhaustive()
    }
}
