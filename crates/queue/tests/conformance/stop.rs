//! Pausing, cancelling and shutting down.

use std::time::Duration;

use friday_queue::{Change, JobId, JobState, Limits, Outcome, Tally, WaitsFor};

use crate::bed::{Act, AtWork, Bed, Do, Stranger, soon};

pub(crate) async fn a_paused_job_waits_until_it_is_resumed(bed: Bed) {
    let id = bed.push(Act::named("one")).await;
    assert_eq!(bed.queue.pause(id).await.unwrap(), Change::Done);
    assert_eq!(bed.queue.pause(id).await.unwrap(), Change::Nothing);
    assert_eq!(bed.run_due().await, Tally::default());
    assert_eq!(bed.job(id).await.state, JobState::Paused);
    assert_eq!(bed.queue.resume(id).await.unwrap(), Change::Done);
    assert_eq!(bed.run_due().await.done, 1);
}

pub(crate) async fn pausing_a_running_job_stops_it_and_spends_no_attempt(bed: Bed) {
    let id = bed.push(Act::named("one").does([Do::Progress(40, 100).then(Do::Wait)])).await;
    let work = AtWork::on(&bed);
    bed.until(id, JobState::Running).await;
    assert_eq!(bed.queue.pause(id).await.unwrap(), Change::Asked);
    bed.queue.until_stopped(id).await.unwrap();
    let job = bed.job(id).await;
    assert_eq!((job.state, job.attempt, job.bytes, job.total), (JobState::Paused, 0, 40, Some(100)));
    assert_eq!(job.error, None, "being paused is no failure");
    assert_eq!(bed.queue.attempts(id).await.unwrap()[0].outcome, Outcome::Paused);
    assert_eq!(bed.queue.resume(id).await.unwrap(), Change::Done);
    bed.until_gone(id).await;
    assert_eq!(work.stop().await, Tally { done: 1, failed: 0 });
}

pub(crate) async fn a_paused_queue_takes_up_nothing_and_lets_its_running_jobs_go(bed: Bed) {
    let running = bed.push(Act::named("running").does([Do::Wait])).await;
    let work = AtWork::on(&bed);
    bed.until(running, JobState::Running).await;
    bed.queue.pause_queue(Some("stage")).await.unwrap();
    let job = bed.until(running, JobState::Waiting).await;
    assert_eq!((job.attempt, job.waits_for), (0, Some(WaitsFor::Pause)));
    work.stop().await;

    let one = bed.push(Act::named("one")).await;
    let elsewhere = bed.queue.push(&Stranger { unheard_of: true }).await.unwrap().id;
    assert_eq!(bed.run_due().await.failed, 1, "other queues go on");
    assert_eq!(bed.job(elsewhere).await.state, JobState::Failed);
    assert_eq!(bed.job(one).await.waits_for, Some(WaitsFor::Pause));
    assert_eq!(bed.queue.paused_queues().await.unwrap().queues, ["stage"]);
    bed.queue.resume_queue(Some("stage")).await.unwrap();
    assert_eq!(bed.run_due().await.done, 2);
}

pub(crate) async fn everything_can_be_paused_at_once(bed: Bed) {
    bed.queue.pause_queue(None).await.unwrap();
    bed.push(Act::named("one")).await;
    assert!(bed.queue.push(&Stranger { unheard_of: true }).await.unwrap().new);
    assert_eq!(bed.run_due().await, Tally::default());
    assert!(bed.queue.paused_queues().await.unwrap().everything);
    bed.queue.resume_queue(None).await.unwrap();
    assert_eq!(bed.run_due().await, Tally { done: 1, failed: 1 });
}

pub(crate) async fn a_cancelled_job_is_gone_whatever_it_was_doing(bed: Bed) {
    bed.queue.set_limits(Limits { overall: 2, ..Limits::default() });
    let failed = bed.push(Act::named("failed").does([Do::Fail("gone".into())])).await;
    bed.run_due().await;
    let polite = bed.push(Act::named("polite").does([Do::Wait])).await;
    let stubborn = bed.push(Act::named("stubborn").does([Do::WaitStubbornly])).await;
    let waiting = bed.push(Act::named("waiting")).await;
    let work = AtWork::on(&bed);
    bed.until(stubborn, JobState::Running).await;
    bed.until(polite, JobState::Running).await;

    assert_eq!(bed.queue.cancel(failed).await.unwrap(), Change::Done);
    assert_eq!(bed.queue.cancel(waiting).await.unwrap(), Change::Done);
    assert_eq!(bed.queue.cancel(JobId(999)).await.unwrap(), Change::Nothing);
    let asked = tokio::time::Instant::now();
    assert_eq!(bed.queue.cancel(polite).await.unwrap(), Change::Asked);
    assert_eq!(bed.queue.cancel(stubborn).await.unwrap(), Change::Asked);
    for id in [polite, stubborn] {
        bed.queue.until_stopped(id).await.unwrap();
    }
    assert!(asked.elapsed() < Duration::from_secs(1), "a running job is cancelled within a second");
    for id in [failed, polite, stubborn, waiting] {
        assert_eq!(bed.queue.job(id).await.unwrap(), None);
    }
    assert_eq!(work.stop().await, Tally::default());
}

pub(crate) async fn a_shutdown_puts_running_jobs_back_and_spends_no_attempt(bed: Bed) {
    let polite = bed.push(Act::named("polite").does([Do::Wait])).await;
    let stubborn = bed.push(Act::named("stubborn").does([Do::WaitStubbornly])).await;
    let work = AtWork::on(&bed);
    soon(async || (bed.log().len() == 2).then_some(())).await;
    assert_eq!(work.stop().await, Tally::default());
    for id in [polite, stubborn] {
        let job = bed.job(id).await;
        assert_eq!((job.state, job.attempt, job.error), (JobState::Waiting, 0, None));
        assert_eq!(bed.queue.attempts(id).await.unwrap()[0].outcome, Outcome::Interrupted);
    }
}
