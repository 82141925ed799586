//! What only a blocking queue does: a push runs the job before it returns.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/bed.rs"]
#[allow(dead_code, unused_imports, reason = "the other tests use the rest")]
mod bed;

use std::time::Duration;

use bed::{Act, Bed, Do, Provider};
use friday_queue::{Change, Filter, JobState, PushOptions};

#[tokio::test]
async fn a_push_runs_the_job_and_what_that_pushes_before_it_returns() {
    let bed = Bed::new(Provider::AsyncBlocking).await;
    let _runner = bed.runner();
    let next = Act::named("second");
    bed.push(Act::named("first").does([Do::Push(Box::new(next))])).await;
    assert_eq!(bed.log(), ["first", "second"]);
    assert_eq!(bed.queue.jobs(&Filter::default()).await.unwrap(), []);
}

#[tokio::test]
async fn a_push_in_a_transaction_is_run_when_it_is_announced() {
    let bed = Bed::new(Provider::AsyncBlocking).await;
    let _runner = bed.runner();
    let mut transaction = bed.writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let act = Act::named("one");
    let pushed = bed.queue.push_in(&mut transaction, &act, PushOptions::default()).await.unwrap();
    transaction.commit().await.unwrap();
    assert!(bed.log().is_empty());
    bed.queue.announce(&[pushed]).await.unwrap();
    assert_eq!(bed.log(), ["one"]);
}

#[tokio::test]
async fn a_job_that_may_not_run_yet_waits_for_its_runner() {
    let bed = Bed::new(Provider::AsyncBlocking).await;
    let runner = bed.runner();
    let failing = bed.push(Act::named("failing").does([Do::RetryAfter(10)])).await;
    assert_eq!(bed.job(failing).await.state, JobState::Waiting);
    let delay = PushOptions { delay: Some(Duration::from_secs(10)), ..PushOptions::default() };
    assert!(bed.queue.push_with(&Act::named("later"), delay).await.unwrap().new);
    bed.queue.pause_queue(Some("stage")).await.unwrap();
    bed.push(Act::named("held up")).await;
    assert_eq!(bed.log(), ["failing"]);
    bed.queue.resume_queue(None).await.unwrap();
    bed.advance(Duration::from_secs(10));
    assert_eq!(runner.run_due().await.unwrap().done, 3);
}

#[tokio::test]
async fn without_a_runner_the_job_waits() {
    let bed = Bed::new(Provider::AsyncBlocking).await;
    drop(bed.runner());
    let id = bed.push(Act::named("one")).await;
    assert_eq!(bed.job(id).await.state, JobState::Waiting);
}

#[tokio::test]
async fn a_job_that_runs_within_a_push_can_be_cancelled() {
    let bed = Bed::new(Provider::AsyncBlocking).await;
    let _runner = bed.runner();
    let act = Act::named("one").keyed("k").does([Do::Wait]);
    let cancel = async {
        let running = bed::soon(async || bed.queue.job_by_key("act", "k").await.unwrap()).await;
        bed.until(running.id, JobState::Running).await;
        assert_eq!(bed.queue.cancel(running.id).await.unwrap(), Change::Asked);
    };
    let (id, ()) = tokio::join!(bed.push(act), cancel);
    assert_eq!(bed.queue.job(id).await.unwrap(), None);
}
