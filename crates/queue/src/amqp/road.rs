//! Keeping the road open: connecting, and connecting again.

use std::{fmt, time::Duration};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{AmqpSettings, broker::Broker};
use crate::{Error, Queue};

/// The wait after the first failure to connect; it doubles with each further one.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// A broker that starts may take a connection and then say nothing for long.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether the broker can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Road {
    Connected,
    /// Not since then (milliseconds since 1970). What is pushed meanwhile is kept and published later.
    Away {
        since: i64,
        /// For a developer.
        reason: String,
    },
}

/// Why the road was left.
#[derive(Debug)]
pub(crate) enum Stray {
    /// The broker is away.
    Broker(lapin::Error),
    /// The broker has ended the conversation.
    Ended,
    /// The broker does not answer.
    Silent,
    /// A queue of the broker has come to nothing; it was made anew.
    Dead,
    /// Our own tables cannot be used.
    Tables(Error),
}

impl fmt::Display for Stray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broker(error) => error.fmt(f),
            Self::Ended => f.write_str("the broker has closed the channel"),
            Self::Silent => f.write_str("the broker does not answer"),
            Self::Dead => f.write_str("the broker has lost a queue"),
            Self::Tables(error) => error.fmt(f),
        }
    }
}

impl From<lapin::Error> for Stray {
    fn from(error: lapin::Error) -> Self {
        Self::Broker(error)
    }
}

impl From<Error> for Stray {
    fn from(error: Error) -> Self {
        Self::Tables(error)
    }
}

impl From<sqlx::Error> for Stray {
    fn from(error: sqlx::Error) -> Self {
        Self::Tables(error.into())
    }
}

/// Whoever does something on the road.
pub(crate) trait Traveller {
    /// Goes on until something fails.
    async fn travel(&self, broker: &Broker) -> Result<(), Stray>;
}

/// Lets somebody travel until shutdown, and again whenever the broker is back.
pub(crate) async fn keep_open(
    settings: &AmqpSettings,
    queue: &Queue,
    road: &watch::Sender<Road>,
    shutdown: &CancellationToken,
    traveller: &impl Traveller,
) {
    let mut wait = FIRST_WAIT;
    loop {
        let trip = async {
            let connecting = tokio::time::timeout(PATIENCE, Broker::connect(settings)).await;
            let broker = connecting.map_err(|_| Stray::Silent)??;
            wait = FIRST_WAIT;
            road.send_replace(Road::Connected);
            traveller.travel(&broker).await
        };
        let outcome = tokio::select! {
            outcome = trip => outcome,
            () = shutdown.cancelled() => Ok(()),
        };
        let Err(stray) = outcome else {
            road.send_replace(Road::Away { since: queue.now(), reason: "shut down".into() });
            return;
        };
        tracing::info!(%stray, ?wait, "The broker is away; trying again.");
        leave(road, queue.now(), stray.to_string());
        tokio::select! {
            () = tokio::time::sleep(wait.mul_f64(0.5 + rand::random::<f64>() / 2.0)) => {}
            () = shutdown.cancelled() => return,
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// The time at which the broker went away stays as long as it is.
fn leave(road: &watch::Sender<Road>, now: i64, reason: String) {
    road.send_modify(|road| {
        let since = match road {
            Road::Connected => now,
            Road::Away { since, .. } => *since,
        };
        *road = Road::Away { since, reason };
    });
}

pub(crate) fn not_yet(queue: &Queue) -> watch::Sender<Road> {
    watch::Sender::new(Road::Away { since: queue.now(), reason: "not connected yet".into() })
}
