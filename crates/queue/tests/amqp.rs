//! What only a queue with a road does: it outlives the broker and the worker.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/bed.rs"]
#[allow(dead_code, unused_imports, reason = "the other tests use the rest")]
mod bed;

use std::{collections::BTreeSet, sync::Arc};

use bed::{Act, AtWork, Bed, Do, Provider, START, road, soon};
use friday_queue::{
    AfterFailure, AmqpSettings, Change, Filter, JobState, Outcome, Publisher, Road, RunnerLock, Tally,
};
use friday_testing::RabbitMq;
use serde_json::json;
use tokio::sync::{Mutex, MutexGuard, OnceCell};
use tokio_util::sync::CancellationToken;

/// A publisher, its road, and a broker that the test may stop: it has it to itself.
async fn alone() -> Option<(Bed, AmqpSettings, MutexGuard<'static, Arc<RabbitMq>>)> {
    static MORTAL: OnceCell<Mutex<Arc<RabbitMq>>> = OnceCell::const_new();
    bed::broker()?;
    let start = async || Mutex::new(Arc::new(off_thread(RabbitMq::start).await));
    let rabbit = MORTAL.get_or_init(start).await.lock().await;
    // A test that failed may have left it down.
    come_back(&rabbit).await;
    Some((Bed::new(Provider::AmqpAlone).await, road(&rabbit), rabbit))
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

#[tokio::test]
async fn what_a_run_hands_over_is_taken_in_by_the_publisher_and_the_job_ends_there() {
    let Some(bed) = Bed::of(Provider::Amqp).await else { return };
    let result = json!({ "file": "a.mp3" });
    let id = bed.push(Act::named("one").keyed("k").does([Do::HandOver(result)])).await;
    assert_eq!(bed.run_due().await, Tally { done: 1, failed: 0 });
    let job = bed.until(id, JobState::Waiting).await;
    assert_eq!((job.elsewhere, job.attempt), (false, 0));
    assert_eq!(bed.run_due_here().await, Tally { done: 1, failed: 0 });
    assert_eq!(bed.queue.job(id).await.unwrap(), None);
    assert_eq!(bed.log(), ["one", r#"one {"file":"a.mp3"}"#]);
    assert_eq!(bed.queue.attempts(id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_job_that_is_not_portable_runs_here() {
    let Some(bed) = Bed::of(Provider::Amqp).await else { return };
    let id = bed.push(Act { stays: true, ..Act::named("one") }).await;
    assert!(!bed.job(id).await.elsewhere);
    assert_eq!(bed.run_due().await, Tally::default());
    assert_eq!(bed.run_due_here().await, Tally { done: 1, failed: 0 });
}

#[tokio::test]
async fn a_job_can_be_taken_back_while_it_runs_elsewhere() {
    let Some(bed) = Bed::of(Provider::Amqp).await else { return };
    let id = bed.push(Act::named("one").does([Do::Wait])).await;
    let work = AtWork::on(&bed);
    assert!(bed.until(id, JobState::Running).await.elsewhere);
    assert_eq!(bed.queue.run_here(id).await.unwrap(), Change::Done);
    assert!(!bed.job(id).await.elsewhere);
    let there = bed.elsewhere.clone().unwrap();
    soon(async || there.queue.jobs(&Filter::default()).await.unwrap().is_empty().then_some(())).await;
    assert_eq!(work.stop().await, Tally::default());
    assert_eq!(bed.run_due_here().await, Tally { done: 1, failed: 0 });
    assert_eq!(bed.queue.run_here(id).await.unwrap(), Change::Nothing);
}

#[tokio::test]
async fn later_pushes_run_here_when_that_is_wanted_and_what_is_elsewhere_stays_there() {
    let Some(bed) = Bed::of(Provider::Amqp).await else { return };
    let there = bed.push(Act::named("there")).await;
    bed.queue.run_elsewhere(false);
    assert_eq!(bed.queue.provider(), "database");
    let here = bed.push(Act::named("here")).await;
    assert!(bed.job(there).await.elsewhere && !bed.job(here).await.elsewhere);
    assert!(bed.queue.is_on_the_road().await.unwrap());
    assert_eq!(bed.queue.pause(there).await.unwrap(), Change::Done);
    assert_eq!(bed.run_due().await, Tally::default());
    assert_eq!(bed.queue.resume(there).await.unwrap(), Change::Done);
    assert_eq!(bed.run_due().await, Tally { done: 1, failed: 0 });
    assert_eq!(bed.run_due_here().await, Tally { done: 1, failed: 0 });
    assert!(!bed.queue.is_on_the_road().await.unwrap());
}

#[tokio::test]
async fn a_worker_that_keeps_no_failed_jobs_tells_of_the_failure_first() {
    let Some(bed) = Bed::of(Provider::Amqp).await else { return };
    let there = bed.elsewhere.clone().unwrap();
    there.queue.set_after_failure(AfterFailure::Drop);
    let id = bed.push(Act::named("one").does([Do::Fail("gone".into())])).await;
    assert_eq!(bed.run_due().await, Tally { done: 0, failed: 1 });
    assert_eq!(bed.until(id, JobState::Failed).await.error.unwrap().code, "gone");
    soon(async || there.queue.failed().await.unwrap().is_empty().then_some(())).await;
}

#[tokio::test]
async fn nothing_is_lost_when_the_broker_is_killed_where_it_stands() {
    let Some((mut bed, road, rabbit)) = alone().await else { return };
    bed.connect(&road).await;
    let mut ids = Vec::new();
    for n in 0..20 {
        ids.push(bed.push(Act::named(format!("{n}"))).await);
    }
    rabbit.be_killed();
    for n in 20..40 {
        ids.push(bed.push(Act::named(format!("{n}"))).await);
    }
    come_back(&rabbit).await;
    let mut done = 0;
    let work = AtWork::on(&bed);
    for id in ids {
        bed.until_gone(id).await;
        done += 1;
    }
    assert_eq!(work.stop().await, Tally { done, failed: 0 });
    let log = bed.log();
    assert_eq!(log.len(), log.iter().collect::<BTreeSet<_>>().len(), "{log:?}");
}

#[tokio::test]
async fn a_broker_that_comes_back_without_its_data_is_told_all_again() {
    let Some((mut bed, road, rabbit)) = alone().await else { return };
    let publisher = Publisher::new(&bed.queue, road.clone());
    let (mut told, shutdown) = (publisher.road(), CancellationToken::new());
    let waiting = bed.push(Act::named("waiting")).await;
    let sent = async {
        told.wait_for(|road| *road == Road::Connected).await.unwrap();
        let unsent = "SELECT count(*) FROM outbox";
        soon(async || {
            let unsent: i64 = sqlx::query_scalar(unsent).fetch_one(&bed.writer).await.unwrap();
            (unsent == 0).then_some(())
        })
        .await;
        shutdown.cancel();
    };
    tokio::join!(publisher.run(shutdown.clone()), sent);
    rabbit.lose_everything();
    come_back(&rabbit).await;
    bed.connect(&road).await;
    assert_eq!(bed.run_due().await, Tally { done: 1, failed: 0 });
    assert_eq!(bed.queue.job(waiting).await.unwrap(), None);
}
