//! Jobs that do as they are told.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use friday_queue::{Class, Failure, Job, Pushed, Queue, Run, async_trait};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

#[derive(Debug, Clone)]
pub(crate) struct Context {
    pub(crate) queue: Queue,
    pub(crate) log: Arc<Mutex<Vec<String>>>,
    /// Lets waiting acts go on, one a permit.
    pub(crate) gate: Arc<Semaphore>,
}

/// A job that does as it is told: at its first run the first of `does`, and so on; then it succeeds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Act {
    pub(crate) name: String,
    pub(crate) key: Option<String>,
    pub(crate) group: Option<String>,
    pub(crate) lane: Option<String>,
    pub(crate) does: Vec<Do>,
    /// It runs on no other machine.
    pub(crate) stays: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Do {
    Succeed,
    Retry,
    RetryAfter(u64),
    FindNoNetwork,
    Fail(String),
    Panic,
    /// Until the gate opens, or until it is asked to stop.
    Wait,
    /// The same, but it does not listen.
    WaitStubbornly,
    Progress(u64, u64),
    Attach(serde_json::Value),
    HandOver(serde_json::Value),
    Push(Box<Act>),
    Both(Box<Do>, Box<Do>),
}

impl Act {
    pub(crate) fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    pub(crate) fn does(mut self, deeds: impl Into<Vec<Do>>) -> Self {
        self.does = deeds.into();
        self
    }

    pub(crate) fn keyed(mut self, key: &str) -> Self {
        self.key = Some(key.into());
        self
    }

    pub(crate) fn of_group(mut self, group: &str) -> Self {
        self.group = Some(group.into());
        self
    }

    pub(crate) fn of_lane(mut self, lane: &str) -> Self {
        self.lane = Some(lane.into());
        self
    }
}

#[async_trait]
impl Job for Act {
    type Context = Context;
    const NAME: &'static str = "act";
    const QUEUE: &'static str = "stage";
    const MAX_ATTEMPTS: u32 = 3;

    fn unique_key(&self) -> Option<String> {
        self.key.clone()
    }

    fn group(&self) -> Option<String> {
        self.group.clone()
    }

    fn lane(&self) -> Option<String> {
        self.lane.clone().or_else(|| self.group())
    }

    fn is_portable(&self) -> bool {
        !self.stays
    }

    async fn run(&self, context: &Context, run: &Run) -> Result<(), Failure> {
        if let Some(handed) = run.handed() {
            context.log.lock().unwrap().push(format!("{} {handed}", self.name));
            return Ok(());
        }
        let before = {
            let mut log = context.log.lock().unwrap();
            log.push(self.name.clone());
            log.iter().filter(|name| **name == self.name).count() - 1
        };
        let deed = self.does.get(before).unwrap_or(&Do::Succeed);
        deed.perform(context, run).await
    }
}

impl Do {
    pub(crate) fn then(self, other: Self) -> Self {
        Self::Both(Box::new(self), Box::new(other))
    }

    async fn perform(&self, context: &Context, run: &Run) -> Result<(), Failure> {
        let mut next = Some(self);
        while let Some(deed) = next.take() {
            match deed {
                Self::Both(first, second) => {
                    first.once(context, run).await?;
                    next = Some(second);
                }
                deed => deed.once(context, run).await?,
            }
        }
        Ok(())
    }

    async fn once(&self, context: &Context, run: &Run) -> Result<(), Failure> {
        match self {
            Self::Succeed | Self::Both(..) => Ok(()),
            Self::Retry => Err(Failure::retry("busy", "The host is busy.").with_detail("503")),
            Self::RetryAfter(seconds) => {
                Err(Failure::retry_after(Duration::from_secs(*seconds), "busy", "The host is busy."))
            }
            Self::FindNoNetwork => Err(Failure::wait_for_network("offline", "There is no network.")),
            Self::Fail(code) => Err(Failure::new(Class::Final, code, "It will never work.")),
            Self::Panic => panic!("a mistake"),
            Self::Wait => wait(context, run).await,
            Self::WaitStubbornly => {
                context.gate.acquire().await.unwrap().forget();
                Ok(())
            }
            Self::Progress(bytes, total) => {
                run.progress(*bytes, Some(*total));
                Ok(())
            }
            Self::Attach(extra) => {
                run.attach(extra.clone());
                Ok(())
            }
            Self::HandOver(result) => {
                run.hand_over(result.clone());
                Ok(())
            }
            Self::Push(act) => {
                let _: Pushed = context.queue.push(act.as_ref()).await.unwrap();
                Ok(())
            }
        }
    }
}

/// Until the gate opens, or until it is asked to stop.
async fn wait(context: &Context, run: &Run) -> Result<(), Failure> {
    tokio::select! {
        permit = context.gate.acquire() => {
            permit.unwrap().forget();
            Ok(())
        }
        () = run.cancellation().cancelled() => Err(Failure::retry("stopped", "It was asked to stop.")),
    }
}

/// A job that was written by another version of the program.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stranger {
    pub(crate) unheard_of: bool,
}

#[async_trait]
impl Job for Stranger {
    type Context = Context;
    const NAME: &'static str = "act";
    const QUEUE: &'static str = "elsewhere";

    fn is_portable(&self) -> bool {
        true
    }

    async fn run(&self, _: &Context, _: &Run) -> Result<(), Failure> {
        Ok(())
    }
}
