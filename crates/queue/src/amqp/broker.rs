//! The connection, and what is declared on it.
//!
//! With `jobs` as the name: jobs go through the exchange `jobs` to the queue `jobs`, from which workers take them in
//! turn. Orders go through `jobs.orders` to `jobs.orders.WORKER`, reports through `jobs.reports` to
//! `jobs.reports.PUBLISHER`. What nobody can read ends in `jobs.dead`.

use std::time::Duration;

use lapin::{
    BasicProperties, Channel, Confirmation, Connection, ConnectionProperties, Consumer, ExchangeKind,
    PublisherConfirm,
    message::Delivery,
    options::{
        BasicAckOptions, BasicConsumeOptions, BasicNackOptions, BasicPublishOptions, BasicQosOptions,
        ConfirmSelectOptions, ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions,
        QueueDeleteOptions,
    },
    types::{AMQPValue, FieldTable, LongString, ShortString},
    uri::{AMQPAuthority, AMQPQueryString, AMQPScheme, AMQPUri, AMQPUserInfo},
};
use serde::Serialize;
use tokio::time::timeout;

use super::{AmqpSettings, road::Stray};

/// So many messages are on their way to us at most.
const PREFETCH: u16 = 100;

/// So long a queue may take to find itself after a start of the broker.
const PATIENCE: Duration = Duration::from_secs(10);

/// After so many seconds of silence the other side is taken for dead.
const HEARTBEAT: u16 = 20;

/// A connection on which the road's exchanges exist.
pub(crate) struct Broker {
    /// Lives as long as the channels are used.
    connection: Connection,
    channel: Channel,
    name: String,
    /// The queue of jobs was not there: what had been in it is lost.
    has_lost_jobs: bool,
}

/// Messages from a queue.
pub(crate) struct Inbox {
    pub(crate) messages: Consumer,
    /// The queue was not there: what had been in it is lost.
    pub(crate) is_new: bool,
}

/// Where a message goes.
pub(crate) enum To<'a> {
    AnyWorker,
    Worker(&'a str),
    /// Perhaps there is none.
    EveryWorker,
    Publisher(&'a str),
}

impl Broker {
    pub(crate) async fn connect(settings: &AmqpSettings) -> lapin::Result<Self> {
        let uri = AMQPUri {
            scheme: if settings.tls { AMQPScheme::AMQPS } else { AMQPScheme::AMQP },
            authority: AMQPAuthority {
                userinfo: AMQPUserInfo {
                    username: settings.user.clone(),
                    password: settings.password.clone(),
                },
                host: settings.host.clone(),
                port: settings.port,
            },
            vhost: settings.vhost.clone(),
            query: AMQPQueryString {
                heartbeat: Some(HEARTBEAT),
                connection_timeout: Some(10_000),
                ..AMQPQueryString::default()
            },
        };
        let properties = ConnectionProperties::default()
            .with_connection_name(LongString::from(format!("jobs of {}", settings.queue)));
        let connection = Connection::connect_uri(uri, properties).await?;
        let channel = connection.create_channel().await?;
        channel.confirm_select(ConfirmSelectOptions::default()).await?;
        channel.basic_qos(PREFETCH, BasicQosOptions::default()).await?;
        let name = settings.queue.clone();
        let mut broker = Self { connection, channel, name, has_lost_jobs: false };
        broker.has_lost_jobs = !broker.knows(&broker.name).await?;
        broker.declare().await?;
        Ok(broker)
    }

    /// The broker has no jobs of before: it is new, or has lost its data.
    pub(crate) fn has_lost_jobs(&self) -> bool {
        self.has_lost_jobs
    }

    /// The queue of jobs, for a worker.
    pub(crate) async fn jobs(&self) -> Result<Consumer, Stray> {
        self.consume(&self.name).await
    }

    /// The queue of orders for this worker; made when it is missing.
    pub(crate) async fn orders(&self, worker: &str) -> Result<Consumer, Stray> {
        let queue = format!("{}.orders.{worker}", self.name);
        self.declare_queue(&queue).await?;
        let exchange = self.exchange("orders");
        self.bind(&queue, &exchange, worker).await?;
        self.bind(&queue, &exchange, EVERY_WORKER).await?;
        self.consume(&queue).await
    }

    /// The queue of reports for this publisher; made when it is missing.
    pub(crate) async fn reports(&self, publisher: &str) -> Result<Inbox, Stray> {
        let queue = format!("{}.reports.{publisher}", self.name);
        let is_new = !self.knows(&queue).await?;
        self.declare_queue(&queue).await?;
        self.bind(&queue, &self.exchange("reports"), publisher).await?;
        Ok(Inbox { messages: self.consume(&queue).await?, is_new })
    }

    /// Hands a message to the broker. It has it once the promise is kept; see [`arrived`].
    pub(crate) async fn send(
        &self,
        to: &To<'_>,
        message: &str,
        kind: Option<i64>,
        body: &impl Serialize,
    ) -> lapin::Result<PublisherConfirm> {
        let (exchange, key) = match to {
            To::AnyWorker => (self.name.clone(), "job"),
            To::Worker(name) => (self.exchange("orders"), *name),
            To::EveryWorker => (self.exchange("orders"), EVERY_WORKER),
            To::Publisher(name) => (self.exchange("reports"), *name),
        };
        let mut headers = FieldTable::default();
        if let Some(order) = kind {
            headers.insert("order".into(), AMQPValue::LongLongInt(order));
        }
        let properties = BasicProperties::default()
            .with_content_type("application/json".into())
            // Persistent.
            .with_delivery_mode(2)
            .with_message_id(message.into())
            .with_headers(headers);
        let options = BasicPublishOptions { mandatory: !matches!(to, To::EveryWorker), immediate: false };
        let body = serde_json::to_vec(body).unwrap_or_default();
        self.channel.basic_publish(exchange.into(), key.into(), options, &body, properties).await
    }

    async fn declare(&self) -> lapin::Result<()> {
        let dead = format!("{}.dead", self.name);
        self.declare_exchange(&dead, ExchangeKind::Fanout).await?;
        self.channel.queue_declare(ShortString::from(dead.as_str()), durable(), quorum()).await?;
        self.bind(&dead, &dead, "").await?;
        self.declare_exchange(&self.name, ExchangeKind::Direct).await?;
        self.declare_queue(&self.name).await?;
        self.bind(&self.name, &self.name, "job").await?;
        self.declare_exchange(&self.exchange("orders"), ExchangeKind::Direct).await?;
        self.declare_exchange(&self.exchange("reports"), ExchangeKind::Direct).await
    }

    async fn declare_exchange(&self, name: &str, kind: ExchangeKind) -> lapin::Result<()> {
        let options = ExchangeDeclareOptions { durable: true, ..ExchangeDeclareOptions::default() };
        self.channel.exchange_declare(name.into(), kind, options, FieldTable::default()).await
    }

    /// A queue that outlives the broker, and whose refused messages are kept apart.
    async fn declare_queue(&self, name: &str) -> lapin::Result<()> {
        let mut arguments = quorum();
        let dead = LongString::from(self.exchange("dead"));
        arguments.insert("x-dead-letter-exchange".into(), AMQPValue::LongString(dead));
        self.channel.queue_declare(name.into(), durable(), arguments).await?;
        Ok(())
    }

    async fn bind(&self, queue: &str, exchange: &str, key: &str) -> lapin::Result<()> {
        let options = QueueBindOptions::default();
        self.channel
            .queue_bind(queue.into(), exchange.into(), key.into(), options, FieldTable::default())
            .await
    }

    /// A queue that was made in the last moments before its broker died may be there and yet never answer. It is
    /// removed, and made anew at the next visit.
    async fn consume(&self, queue: &str) -> Result<Consumer, Stray> {
        let options = BasicConsumeOptions::default();
        let consuming = self.channel.basic_consume(queue.into(), "".into(), options, FieldTable::default());
        if let Ok(consumer) = timeout(PATIENCE, consuming).await {
            return Ok(consumer?);
        }
        let channel = self.connection.create_channel().await?;
        let deleting = channel.queue_delete(queue.into(), QueueDeleteOptions::default());
        let _ = timeout(PATIENCE, deleting).await;
        Err(Stray::Dead)
    }

    /// Whether a queue exists. Asking for one that does not costs a channel.
    async fn knows(&self, queue: &str) -> lapin::Result<bool> {
        let channel = self.connection.create_channel().await?;
        let options = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
        match channel.queue_declare(queue.into(), options, FieldTable::default()).await {
            Ok(_) => channel.close(200, "".into()).await.map(|()| true),
            Err(error) if !self.connection.status().connected() => Err(error),
            Err(_) => Ok(false),
        }
    }

    fn exchange(&self, purpose: &str) -> String {
        format!("{}.{purpose}", self.name)
    }
}

/// The routing key to which every worker listens; no worker has such a name.
const EVERY_WORKER: &str = "*";

fn durable() -> QueueDeclareOptions {
    QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() }
}

fn quorum() -> FieldTable {
    let mut arguments = FieldTable::default();
    arguments.insert("x-queue-type".into(), AMQPValue::LongString("quorum".into()));
    arguments
}

/// Whether the broker has taken a message to where it was to go.
pub(crate) async fn arrived(confirm: PublisherConfirm) -> lapin::Result<bool> {
    Ok(matches!(confirm.await?, Confirmation::Ack(None)))
}

/// The id of a message, and the number of the order if it is one.
pub(crate) fn label(delivery: &Delivery) -> (String, Option<i64>) {
    let properties = &delivery.properties;
    let id = properties.message_id().as_ref().map(ToString::to_string).unwrap_or_default();
    let order = properties.headers().as_ref().and_then(|headers| match headers.inner().get("order")? {
        AMQPValue::LongLongInt(order) => Some(*order),
        _ => None,
    });
    (id, order)
}

pub(crate) async fn acknowledge(delivery: &Delivery) -> lapin::Result<()> {
    delivery.acker.ack(BasicAckOptions::default()).await.map(drop)
}

/// Sets a message aside that nobody will ever be able to read.
pub(crate) async fn refuse(delivery: &Delivery) -> lapin::Result<()> {
    let options = BasicNackOptions { requeue: false, multiple: false };
    delivery.acker.nack(options).await.map(drop)
}
