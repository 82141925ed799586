//! What only a queue with a road does: it outlives the broker and the worker.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/bed.rs"]
#[allow(dead_code, unused_imports, reason = "the other tests use the rest")]
mod bed;

use std::sync::Arc;

use bed::{Act, AtWork, Bed, Do, Provider, START, road, soon};
use friday_queue::{AmqpSettings, Change, Filter, JobState, Outcome, Publisher, Road, RunnerLock, Tally};
use friday_testing::RabbitMq;
use tokio_util::sync::CancellationToken;

/// A publisher, its road, and a broker that the test may stop.
async fn alone() -> Option<(Bed, AmqpSettings, Arc<RabbitMq>)> {
    bed::broker()?;
    let rabbit = off_thread(RabbitMq::start).await;
    Some((Bed::new(Provider::AmqpAlone).await, road(&rabbit), Arc::new(rabbit)))
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

async fn come_back(rabbit: &Arc<RabbitMq>) {
    let rabbit = rabbit.clone();
    off_thread(move || rabbit.come_back()).await;
}

#[tokio::test]
async fn what_is_pushed_while_the_broker_is_away_is_kept_and_published_later() {
    let Some((mut bed, road, rabbit)) = alone().await else { return };
    rabbit.go_down();
    let publisher = Publisher::new(&bed.queue, road.clone());
    assert!(matches!(*publisher.road().borrow(), Road::Away { since: START, .. }));
    let kept = bed.push(Act::named("kept")).await;
    let unwanted = bed.push(Act::named("unwanted")).await;
    let paused = bed.push(Act::named("paused")).await;
    assert_eq!(bed.queue.cancel(unwanted).await.unwrap(), Change::Done);
    assert_eq!(bed.queue.pause(paused).await.unwrap(), Change::Done);
    assert_eq!(bed.job(kept).await.state, JobState::Waiting);

    let (mut told, shutdown) = (publisher.road(), CancellationToken::new());
    let back = async {
        come_back(&rabbit).await;
        told.wait_for(|road| *road == Road::Connected).await.unwrap();
        shutdown.cancel();
    };
    tokio::join!(publisher.run(shutdown.clone()), back);
    bed.connect(&road).await;
    assert_eq!(bed.run_due().await, Tally { done: 1, failed: 0 });
    assert_eq!(bed.log(), ["kept"]);
    assert_eq!(bed.job(paused).await.state, JobState::Paused);
}

#[tokio::test]
async fn nothing_is_lost_when_the_broker_and_the_worker_die_in_turn() {
    let Some((mut bed, road, rabbit)) = alone().await else { return };
    bed.connect(&road).await;
    let id = bed.push(Act::named("one").keyed("k").does([Do::Progress(5, 9).then(Do::Wait)])).await;
    let work = AtWork::on(&bed);
    bed.until(id, JobState::Running).await;
    rabbit.go_down();
    let late = bed.push(Act::named("late")).await;
    // As when the process is killed: what ran there is left as it stands.
    work.kill().await;
    come_back(&rabbit).await;
    bed.connect(&road).await;
    let held = RunnerLock::try_take(&bed.folder.path().join("runner.lock")).unwrap().unwrap();
    bed.elsewhere.as_ref().unwrap().queue.recover(&held).await.unwrap();
    assert_eq!(bed.run_due().await, Tally { done: 2, failed: 0 });
    assert_eq!(bed.queue.jobs(&Filter::default()).await.unwrap(), []);
    let mut outcomes = Vec::new();
    for id in [id, late] {
        outcomes.extend(bed.queue.attempts(id).await.unwrap().iter().map(|attempt| attempt.outcome));
    }
    assert_eq!(outcomes, [Outcome::Crashed, Outcome::Done, Outcome::Done]);
}

#[tokio::test]
async fn a_message_that_comes_twice_is_one_job() {
    let Some(bed) = Bed::of(Provider::Amqp).await else { return };
    let id = bed.push(Act::named("one")).await;
    bed.settle().await;
    for _ in 0..2 {
        let again = "INSERT INTO outbox (message) SELECT message FROM published_jobs";
        sqlx::query(again).execute(&bed.writer).await.unwrap();
        bed.queue.wake();
    }
    assert_eq!(bed.run_due().await, Tally { done: 1, failed: 0 });
    assert_eq!(bed.queue.job(id).await.unwrap(), None);
    assert_eq!(bed.log(), ["one"]);
}

#[tokio::test]
async fn no_runner_here_takes_up_what_is_to_run_elsewhere() {
    let bed = Bed::new(Provider::AmqpAlone).await;
    let id = bed.push(Act::named("one")).await;
    assert_eq!(bed.run_due().await, Tally::default());
    assert_eq!(bed.job(id).await.state, JobState::Waiting);
}

#[tokio::test]
async fn a_job_that_no_worker_answers_for_can_be_cancelled_all_the_same() {
    let Some((mut bed, road, rabbit)) = alone().await else { return };
    bed.connect(&road).await;
    let id = bed.push(Act::named("one").does([Do::Wait])).await;
    let work = AtWork::on(&bed);
    bed.until(id, JobState::Running).await;
    rabbit.go_down();
    assert_eq!(bed.queue.cancel(id).await.unwrap(), Change::Asked);
    assert_eq!(bed.queue.cancel(id).await.unwrap(), Change::Done);
    assert_eq!(bed.queue.job(id).await.unwrap(), None);
    come_back(&rabbit).await;
    let there = bed.elsewhere.clone().unwrap();
    soon(async || there.queue.jobs(&Filter::default()).await.unwrap().is_empty().then_some(())).await;
    assert_eq!(work.stop().await, Tally::default());
}
