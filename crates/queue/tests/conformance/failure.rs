//! What becomes of a job that fails.

use std::{collections::BTreeMap, sync::atomic::Ordering, time::Duration};

use friday_queue::{
    AfterFailure, Change, ErrorClass, Filter, Job, JobChange, JobState, QueueEvent, Tally, WaitsFor,
};

use crate::bed::{Act, Bed, Do, Stranger};

const DAY: Duration = Duration::from_hours(24);

pub(crate) async fn a_failed_run_is_tried_again_after_a_wait_that_is_kept_in_the_row(bed: Bed) {
    let id = bed.push(Act::named("one").does([Do::Retry, Do::Retry])).await;
    for (attempt, most) in [(1, 10), (2, 20)] {
        bed.run_due().await;
        let job = bed.job(id).await;
        assert_eq!((job.state, job.attempt, job.max_attempts), (JobState::Waiting, attempt, 3));
        let wait = job.run_at - bed.now();
        assert!((0..=most * 1000).contains(&wait), "{wait} ms after attempt {attempt}");
        let error = job.error.unwrap();
        assert_eq!((error.class, error.code.as_str()), (ErrorClass::Retry, "busy"));
        assert_eq!(error.detail.as_deref(), Some("503"));
        bed.advance(Duration::from_millis(wait as u64));
    }
    assert_eq!(bed.run_due().await.done, 1);
}

pub(crate) async fn nothing_runs_before_its_time(bed: Bed) {
    let id = bed.push(Act::named("one").does([Do::RetryAfter(90)])).await;
    bed.run_due().await;
    assert_eq!(bed.job(id).await.run_at, bed.now() + 90_000);
    assert_eq!(bed.job(id).await.waits_for, Some(WaitsFor::Time));
    bed.advance(Duration::from_millis(89_999));
    assert_eq!(bed.run_due().await.done, 0);
    bed.advance(Duration::from_millis(1));
    assert_eq!(bed.run_due().await.done, 1);
}

pub(crate) async fn a_wait_that_was_asked_for_is_capped_at_a_day(bed: Bed) {
    let id = bed.push(Act::named("one").does([Do::RetryAfter(31_536_000)])).await;
    bed.run_due().await;
    assert_eq!(bed.job(id).await.run_at, bed.now() + DAY.as_millis() as i64);
}

pub(crate) async fn a_job_fails_for_good_after_its_last_attempt(bed: Bed) {
    let id =
        bed.push(Act::named("one").does([Do::RetryAfter(0), Do::RetryAfter(0), Do::RetryAfter(0)])).await;
    assert_eq!(bed.run_due().await, Tally { done: 0, failed: 1 });
    let job = bed.job(id).await;
    assert_eq!((job.state, job.attempt, job.failed), (JobState::Failed, 3, Some(bed.now())));
    assert_eq!(job.error.unwrap().code, "busy");
    assert_eq!(bed.queue.attempts(id).await.unwrap().len(), 3);
}

pub(crate) async fn being_offline_spends_no_attempt(bed: Bed) {
    let id = bed.push(Act::named("one").does(vec![Do::FindNoNetwork; 6])).await;
    for _ in 0..5 {
        bed.run_due().await;
        let job = bed.job(id).await;
        assert_eq!((job.attempt, job.waits_for), (0, Some(WaitsFor::Network)));
        bed.advance(Duration::from_millis((job.run_at - bed.now()) as u64));
    }
    bed.run_due().await;
    assert_eq!(bed.queue.network_returned().await.unwrap(), 1);
    assert_eq!(bed.job(id).await.waits_for, Some(WaitsFor::Turn));
    assert_eq!(bed.run_due().await, Tally { done: 1, failed: 0 });
}

pub(crate) async fn failed_jobs_stay_until_someone_decides(bed: Bed) {
    let mut ids = Vec::new();
    for (name, code) in [("a", "gone"), ("b", "gone"), ("c", "html"), ("d", "html"), ("e", "html")] {
        ids.push(bed.push(Act::named(name).does([Do::Fail(code.into())])).await);
    }
    assert_eq!(bed.run_due().await, Tally { done: 0, failed: 5 });
    let of_html = Filter { code: Some("html".into()), ..Filter::default() };
    assert_eq!(bed.queue.jobs(&of_html).await.unwrap().len(), 3);
    assert_eq!(bed.queue.counts(None).await.unwrap().failed, 5);

    assert_eq!(bed.queue.retry(ids[0]).await.unwrap(), Change::Done);
    assert_eq!(bed.queue.retry_where("html").await.unwrap(), 3);
    assert_eq!(bed.job(ids[0]).await.attempt, 0);
    assert_eq!(bed.order().await, ["a", "c", "d", "e"]);
    assert_eq!(bed.run_due().await, Tally { done: 4, failed: 0 });
    assert_eq!(bed.queue.drop_failed(Some("html")).await.unwrap(), 0);
    assert_eq!(bed.queue.drop_failed(None).await.unwrap(), 1);
    assert_eq!(bed.queue.failed().await.unwrap(), []);
    assert_eq!(bed.queue.retry(ids[1]).await.unwrap(), Change::Nothing);
    assert_eq!(bed.queue.retry_all().await.unwrap(), 0);
}

pub(crate) async fn failed_jobs_go_at_once_or_after_a_time_if_that_is_wanted(bed: Bed) {
    let fails = |name: &str| Act::named(name).does([Do::Fail("gone".into())]);
    let kept = bed.push(fails("kept")).await;
    assert_eq!(bed.run_due().await.failed, 1);
    assert_eq!(bed.queue.drop_expired().await.unwrap(), []);

    bed.queue.set_after_failure(AfterFailure::Expire(2 * DAY));
    bed.advance(DAY);
    let later = bed.push(fails("later")).await;
    assert_eq!(bed.run_due().await.failed, 1);
    assert_eq!(bed.queue.drop_expired().await.unwrap(), []);
    bed.advance(DAY);
    let mut events = bed.queue.subscribe();
    assert_eq!(bed.queue.drop_expired().await.unwrap().len(), 1);
    assert!(matches!(
        events.try_recv().unwrap(),
        QueueEvent::Job { id, change: JobChange::Cancelled, .. } if id == kept
    ));
    assert_eq!(bed.job(later).await.state, JobState::Failed);

    bed.queue.set_after_failure(AfterFailure::Drop);
    let dropped = bed.push(fails("dropped")).await;
    assert_eq!(bed.run_due().await.failed, 1);
    assert_eq!(bed.queue.job(dropped).await.unwrap(), None);
    assert_eq!(bed.queue.attempts(dropped).await.unwrap().len(), 1);
    assert_eq!(bed.queue.drop_expired().await.unwrap().len(), 1);
    assert_eq!(bed.queue.failed().await.unwrap(), []);
}

pub(crate) async fn long_lists_are_read_in_pieces(bed: Bed) {
    for name in ["a", "b", "c", "d", "e"] {
        bed.push(
            Act::named(name).keyed(name).does([Do::Fail(if name < "d" { "gone" } else { "html" }.into())]),
        )
        .await;
    }
    let page = async |state, skip, most| bed.queue.keys(Act::QUEUE, state, skip, most).await.unwrap();
    assert_eq!(page(JobState::Waiting, 1, 2).await, ["b", "c"]);
    assert_eq!(page(JobState::Waiting, 3, 9).await, ["d", "e"]);
    assert_eq!(page(JobState::Waiting, 9, 9).await, [""; 0]);
    assert_eq!(page(JobState::Failed, 0, 9).await, [""; 0]);
    bed.run_due().await;
    assert_eq!(page(JobState::Waiting, 0, 9).await, [""; 0]);
    assert_eq!(page(JobState::Failed, 0, 9).await.len(), 5);
    let causes = bed.queue.failed_for(Act::QUEUE, 2).await.unwrap();
    let counts: BTreeMap<_, _> =
        causes.iter().map(|cause| (cause.code.as_str(), (cause.count, cause.keys.len()))).collect();
    assert_eq!(counts, BTreeMap::from([("gone", (3, 2)), ("html", (2, 2))]));
}

pub(crate) async fn a_mistake_in_a_job_is_a_failure_like_any_other(bed: Bed) {
    let id = bed.push(Act::named("one").does([Do::Panic])).await;
    bed.run_due().await;
    let error = bed.job(id).await.error.unwrap();
    assert_eq!((error.class, error.code.as_str()), (ErrorClass::Retry, "bug"));
    assert_eq!(error.detail.as_deref(), Some("a mistake"));
    bed.advance(DAY);
    assert_eq!(bed.run_due().await.done, 1);
}

pub(crate) async fn a_payload_that_nobody_can_read_becomes_a_failed_job(bed: Bed) {
    let unreadable = bed.queue.push(&Stranger { unheard_of: true }).await.unwrap().id;
    assert_eq!(bed.run_due().await.failed, 1);
    assert_eq!(bed.job(unreadable).await.error.unwrap().code, "unreadable");

    assert_eq!(bed.queue.cancel(unreadable).await.unwrap(), Change::Done);
    let unknown = bed.push(Act::named("one")).await;
    let stranger = bed.with(bed.bare_builder());
    assert_eq!(stranger.run_due().await.unwrap().failed, 1);
    assert_eq!(bed.job(unknown).await.error.unwrap().code, "unknown_kind");
}

pub(crate) async fn nobody_waits_for_a_clock_that_was_set_back_to_catch_up(bed: Bed) {
    bed.push(Act::named("one").does([Do::RetryAfter(60)])).await;
    bed.run_due().await;
    bed.clock.fetch_sub(DAY.as_millis() as i64, Ordering::SeqCst);
    assert_eq!(bed.run_due().await.done, 1);
}
