//! Running one job: from the claimed row to how it ended.

use std::{
    any::Any,
    collections::{HashMap, HashSet},
    panic::AssertUnwindSafe,
    sync::Arc,
    time::Duration,
};

use futures_util::{FutureExt, future::BoxFuture};

use crate::{
    Backoff, Error, Failure, Job, JobChange, JobId, Queue, Run, Stop,
    run::Luggage,
    tables::{
        claim::{self, Claimed},
        control, push,
        settle::{self, Finished},
    },
    verdict::{Ended, Wish},
};

/// So long may a job that was asked to stop go on before it is dropped.
const GRACE: Duration = Duration::from_millis(500);

/// What makes a run of a payload.
pub(crate) type Kind = Box<
    dyn Fn(&str, Run) -> Result<BoxFuture<'static, Result<(), Failure>>, serde_json::Error> + Send + Sync,
>;

/// The kind for a type of jobs that are run with this context.
pub(crate) fn kind<J: Job>(context: J::Context) -> Kind {
    Box::new(move |payload, run| {
        let job: J = serde_json::from_str(payload)?;
        let context = context.clone();
        Ok(async move { job.run(&context, &run).await }.boxed())
    })
}

/// Where jobs are run.
pub(crate) struct Bench {
    pub(crate) queue: Queue,
    pub(crate) backoff: Backoff,
    kinds: HashMap<&'static str, Kind>,
    uncounted: HashSet<&'static str>,
}

impl Bench {
    pub(crate) fn new(
        queue: Queue,
        kinds: HashMap<&'static str, Kind>,
        uncounted: HashSet<&'static str>,
        backoff: Backoff,
    ) -> Self {
        Self { queue, backoff, kinds, uncounted }
    }

    /// Whether jobs of the kind of this run are counted in a [`Tally`](super::Tally).
    pub(crate) fn counts(&self, run: &Run) -> bool {
        !self.uncounted.contains(run.kind())
    }

    /// The run of a claimed job, and the future that runs it. The future never panics.
    pub(crate) fn begin(
        &self,
        claimed: &Claimed,
        started: i64,
    ) -> (Run, impl Future<Output = Finished> + Send + use<>) {
        let run = Run::new(
            JobId(claimed.id),
            Arc::from(claimed.kind.as_str()),
            claimed.unique_key.as_deref().map(Arc::from),
            (claimed.attempt, claimed.max_attempts),
            (claimed.bytes as u64, claimed.total.map(|total| total as u64)),
            Luggage {
                handed: claimed.handed.as_deref().and_then(|handed| serde_json::from_str(handed).ok()),
                publisher: claimed.publisher.clone(),
            },
            Some(self.queue.events().clone()),
        );
        let work = self.open(claimed, &run);
        run.emit(JobChange::Started { attempt: run.attempt() });
        let same_run = run.clone();
        let future = async move {
            let ended = match work {
                Ok(work) => until_it_ends(work, &same_run).await,
                Err(failure) => Ended::Failed(failure),
            };
            Finished { run: same_run, started, ended }
        };
        (run, future)
    }

    /// Runs one job here and now, whatever else waits, if it may run at all. Else it waits for its turn.
    pub(crate) async fn run_now(&self, id: JobId) -> Result<(), Error> {
        let mut changed = self.queue.changed();
        let now = self.queue.now();
        let mut transaction = self.queue.tables().begin().await?;
        let claimed = claim::this(&mut transaction, id, now).await?;
        push::let_go(&mut transaction, id).await?;
        transaction.commit().await?;
        let Some(claimed) = claimed else { return Ok(()) };

        let (run, future) = self.begin(&claimed, now);
        tokio::pin!(future);
        let finished = loop {
            tokio::select! {
                finished = &mut future => break finished,
                // The queue lives as long as this bench, so the channel is open.
                _ = changed.changed() => self.pass_on_wishes(|wanted| (wanted == id).then_some(&run)).await?,
            }
        };
        let mut transaction = self.queue.tables().begin().await?;
        let finished = [finished];
        let settled = settle::settle_all(
            &mut transaction,
            &finished,
            self.backoff,
            self.queue.after_failure(),
            self.queue.now(),
        )
        .await?;
        transaction.commit().await?;
        for (finished, change) in finished.iter().zip(settled) {
            finished.run.emit(change);
        }
        Ok(())
    }

    /// Stops the runs of which that is asked.
    pub(crate) async fn pass_on_wishes<'a>(
        &self,
        run_of: impl Fn(JobId) -> Option<&'a Run>,
    ) -> Result<(), Error> {
        let mut reader = self.queue.tables().reader().await?;
        for (id, wish) in control::wishes(&mut reader).await? {
            if let Some(run) = run_of(id) {
                run.ask_to_stop(match wish {
                    Wish::Cancel => Stop::Cancelled,
                    Wish::Pause => Stop::Paused,
                    Wish::Requeue => Stop::Requeued,
                });
            }
        }
        Ok(())
    }

    fn open(&self, claimed: &Claimed, run: &Run) -> Result<BoxFuture<'static, Result<(), Failure>>, Failure> {
        let Some(kind) = self.kinds.get(claimed.kind.as_str()) else {
            return Err(Failure::fatal(
                "unknown_kind",
                "This version does not know what to do with this job.",
            )
            .with_detail(format!("no job is named {}", claimed.kind)));
        };
        kind(&claimed.payload, run.clone()).map_err(|error| {
            Failure::fatal("unreadable", "This version cannot read this job.").with_detail(error.to_string())
        })
    }
}

/// Runs a job to its end, or until it has had time enough to stop.
async fn until_it_ends(work: BoxFuture<'static, Result<(), Failure>>, run: &Run) -> Ended {
    let guarded = AssertUnwindSafe(async move {
        tokio::select! {
            result = work => Some(result),
            () = grace_is_over(run) => None,
        }
    })
    .catch_unwind();
    match guarded.await {
        Ok(Some(Ok(()))) => Ended::Done,
        Ok(_) if run.stop().is_some() => Ended::Stopped,
        Ok(Some(Err(failure))) => Ended::Failed(failure),
        // Time runs out only for a run that was asked to stop.
        Ok(None) => Ended::Stopped,
        Err(panic) => Ended::Failed(
            Failure::retry("bug", "The job ended because of a mistake in the program.")
                .with_detail(words_of(panic.as_ref())),
        ),
    }
}

async fn grace_is_over(run: &Run) {
    run.cancellation().cancelled().await;
    tokio::time::sleep(GRACE).await;
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
