//! What every provider promises. Each sentence below is tested against each of them.
//!
//! A blocking queue runs a job within the push only if there is a runner; the tests push first, so that all providers
//! are asked the same questions. What only a blocking push does is in `blocking.rs`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/bed.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod bed;

use std::{sync::atomic::Ordering, time::Duration};

use bed::{Act, Bed, Do, Provider, START, soon};
use friday_queue::{
    Change, ErrorClass, Failure, Filter, Job, JobChange, JobId, JobState, Limits, Outcome, PushOptions,
    QueueEvent, Run, Runner, Tally, URGENT, WaitsFor, async_trait,
};
use serde::{Deserialize, Serialize};
use tokio::{sync::broadcast, task::JoinHandle};
use tokio_util::sync::CancellationToken;

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_hours(24);

/// A runner at work beside the test.
struct AtWork {
    shutdown: CancellationToken,
    runner: JoinHandle<Tally>,
}

impl AtWork {
    #[allow(clippy::disallowed_methods, reason = "`stop` waits for it")]
    fn on(bed: &Bed) -> Self {
        let shutdown = CancellationToken::new();
        let (runner, token) = (bed.runner(), shutdown.clone());
        Self { shutdown, runner: tokio::spawn(async move { runner.run(token).await.unwrap() }) }
    }

    async fn stop(self) -> Tally {
        self.shutdown.cancel();
        self.runner.await.unwrap()
    }
}

async fn run_due(bed: &Bed) -> Tally {
    bed.runner().run_due().await.unwrap()
}

async fn a_job_that_succeeds_is_gone_and_its_attempt_is_kept(bed: Bed) {
    let id = bed.push(Act::named("one")).await;
    assert_eq!(bed.job(id).await.state, JobState::Waiting);
    bed.advance(SECOND);
    assert_eq!(run_due(&bed).await, Tally { done: 1, failed: 0 });
    assert_eq!(bed.queue.job(id).await.unwrap(), None);
    let attempts = bed.queue.attempts(id).await.unwrap();
    assert_eq!(attempts.len(), 1);
    assert_eq!((attempts[0].number, attempts[0].outcome), (1, Outcome::Done));
    assert_eq!((attempts[0].started, attempts[0].error.clone()), (START + 1000, None));
}

async fn jobs_run_by_priority_and_then_in_the_order_of_their_arrival(bed: Bed) {
    bed.queue.set_limits(Limits { overall: 1, ..Limits::default() });
    for (name, priority) in [("low", -1), ("first", 0), ("second", 0), ("high", 5), ("third", 0)] {
        let options = PushOptions { priority, ..PushOptions::default() };
        assert!(bed.queue.push_with(&Act::named(name), options).await.unwrap().new);
    }
    let expected = ["high", "first", "second", "third", "low"];
    assert_eq!(bed.order().await, expected);
    run_due(&bed).await;
    assert_eq!(bed.log(), expected);
}

async fn lanes_take_turns_however_many_jobs_one_of_them_has(bed: Bed) {
    bed.queue.set_limits(Limits { overall: 1, ..Limits::default() });
    for (lane, jobs) in [("a", 5), ("b", 2), ("c", 1)] {
        for n in 1..=jobs {
            bed.push(Act::named(format!("{lane}{n}")).of_lane(lane)).await;
        }
    }
    let expected = ["a1", "b1", "c1", "a2", "b2", "a3", "a4", "a5"];
    assert_eq!(bed.order().await, expected);
    run_due(&bed).await;
    assert_eq!(bed.log(), expected);
}

async fn a_lane_that_comes_late_waits_for_one_turn_only(bed: Bed) {
    bed.queue.set_limits(Limits { overall: 1, ..Limits::default() });
    for n in 1..=4 {
        bed.push(Act::named(format!("a{n}")).of_lane("a").does([Do::Wait])).await;
    }
    let work = AtWork::on(&bed);
    for n in 1..=2 {
        soon(async || (bed.log().len() == n).then_some(())).await;
        bed.context.gate.add_permits(1);
    }
    soon(async || (bed.log().len() == 3).then_some(())).await;
    assert_eq!(bed.order().await, ["a4"]);
    bed.queue.pause_queue(Some("stage")).await.unwrap();
    soon(async || (bed.order().await.len() == 2).then_some(())).await;
    work.stop().await;
    for n in 1..=2 {
        bed.push(Act::named(format!("b{n}")).of_lane("b")).await;
    }
    assert_eq!(bed.order().await, ["a3", "b1", "a4", "b2"]);
}

async fn no_more_jobs_of_a_queue_or_a_group_run_than_may(bed: Bed) {
    bed.queue.set_limits(Limits { overall: 3, per_group: 2, ..Limits::default() });
    for (name, group) in [("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("b2", "b")] {
        bed.push(Act::named(name).of_group(group).of_lane("same").does([Do::Wait])).await;
    }
    let work = AtWork::on(&bed);
    soon(async || (bed.log().len() == 3).then_some(())).await;
    let mut started = bed.log();
    started.sort();
    assert_eq!(started, ["a1", "a2", "b1"]);
    let jobs =
        bed.queue.jobs(&Filter { states: vec![JobState::Waiting], ..Filter::default() }).await.unwrap();
    let why: Vec<_> = jobs.iter().map(|job| job.waits_for.unwrap()).collect();
    assert_eq!(why, [WaitsFor::Group, WaitsFor::Turn]);
    bed.context.gate.add_permits(5);
    soon(async || (bed.log().len() == 5).then_some(())).await;
    soon(async || (bed.queue.counts(None).await.unwrap().running == 0).then_some(())).await;
    assert_eq!(work.stop().await.done, 5);
}

async fn an_urgent_job_waits_for_no_place_and_no_pause(bed: Bed) {
    bed.queue.set_limits(Limits { overall: 1, per_group: 1, ..Limits::default() });
    let slow = bed.push(Act::named("slow").of_group("host").does([Do::Wait])).await;
    let urgent = bed.push(Act::named("urgent").of_group("host")).await;
    let paused = bed.push(Act::named("paused").of_group("host")).await;
    assert_eq!(bed.queue.pause(paused).await.unwrap(), Change::Done);
    let work = AtWork::on(&bed);
    bed.until(slow, JobState::Running).await;
    assert_eq!(bed.job(urgent).await.waits_for, Some(WaitsFor::Group));
    assert_eq!(bed.queue.set_priority(urgent, URGENT).await.unwrap(), Change::Done);
    bed.until_gone(urgent).await;
    bed.queue.pause_queue(None).await.unwrap();
    let slow_again = bed.until(slow, JobState::Waiting).await;
    assert_eq!(slow_again.waits_for, Some(WaitsFor::Pause));
    assert_eq!(bed.queue.run_now(paused).await.unwrap(), Change::Done);
    bed.until_gone(paused).await;
    assert_eq!(bed.log(), ["slow", "urgent", "paused"]);
    work.stop().await;
}

async fn there_is_one_unfinished_job_a_key(bed: Bed) {
    let first = bed.queue.push(&Act::named("first").keyed("k")).await.unwrap();
    let options = PushOptions { priority: 7, ..PushOptions::default() };
    let second = bed.queue.push_with(&Act::named("second").keyed("k"), options).await.unwrap();
    assert!(first.new && !second.new);
    assert_eq!(first.id, second.id);
    assert_eq!(bed.job(first.id).await.priority, 7, "a higher priority is taken over");
    assert_eq!(bed.queue.job_by_key("act", "k").await.unwrap().map(|job| job.id), Some(first.id));
    run_due(&bed).await;
    assert_eq!(bed.log(), ["first"]);
    let third = bed.queue.push(&Act::named("third").keyed("k")).await.unwrap();
    assert!(third.new && third.id != first.id);
}

async fn a_failed_job_starts_over_when_its_key_is_pushed_again(bed: Bed) {
    let id = bed.push(Act::named("one").keyed("k").does([Do::Fail("gone".into())])).await;
    run_due(&bed).await;
    assert_eq!(bed.job(id).await.state, JobState::Failed);
    let again = bed.queue.push(&Act::named("two").keyed("k")).await.unwrap();
    assert_eq!((again.id, again.new), (id, true));
    assert_eq!(bed.queue.failed().await.unwrap(), []);
    run_due(&bed).await;
    assert_eq!(bed.log(), ["one", "two"]);
    let outcomes: Vec<_> =
        bed.queue.attempts(id).await.unwrap().iter().map(|attempt| attempt.outcome).collect();
    assert_eq!(outcomes, [Outcome::Failed, Outcome::Done]);
}

async fn a_failed_run_is_tried_again_after_a_wait_that_is_kept_in_the_row(bed: Bed) {
    let id = bed.push(Act::named("one").does([Do::Retry, Do::Retry])).await;
    for (attempt, most) in [(1, 10), (2, 20)] {
        run_due(&bed).await;
        let job = bed.job(id).await;
        assert_eq!((job.state, job.attempt, job.max_attempts), (JobState::Waiting, attempt, 3));
        let wait = job.run_at - bed.now();
        assert!((0..=most * 1000).contains(&wait), "{wait} ms after attempt {attempt}");
        let error = job.error.unwrap();
        assert_eq!((error.class, error.code.as_str()), (ErrorClass::Retry, "busy"));
        assert_eq!(error.detail.as_deref(), Some("503"));
        bed.advance(Duration::from_millis(wait as u64));
    }
    assert_eq!(run_due(&bed).await.done, 1);
}

async fn nothing_runs_before_its_time(bed: Bed) {
    let id = bed.push(Act::named("one").does([Do::RetryAfter(90)])).await;
    run_due(&bed).await;
    assert_eq!(bed.job(id).await.run_at, bed.now() + 90_000);
    assert_eq!(bed.job(id).await.waits_for, Some(WaitsFor::Time));
    bed.advance(Duration::from_millis(89_999));
    assert_eq!(run_due(&bed).await.done, 0);
    bed.advance(Duration::from_millis(1));
    assert_eq!(run_due(&bed).await.done, 1);
}

async fn a_wait_that_was_asked_for_is_capped_at_a_day(bed: Bed) {
    let id = bed.push(Act::named("one").does([Do::RetryAfter(31_536_000)])).await;
    run_due(&bed).await;
    assert_eq!(bed.job(id).await.run_at, bed.now() + DAY.as_millis() as i64);
}

async fn a_job_fails_for_good_after_its_last_attempt(bed: Bed) {
    let id =
        bed.push(Act::named("one").does([Do::RetryAfter(0), Do::RetryAfter(0), Do::RetryAfter(0)])).await;
    assert_eq!(run_due(&bed).await, Tally { done: 0, failed: 1 });
    let job = bed.job(id).await;
    assert_eq!((job.state, job.attempt, job.failed), (JobState::Failed, 3, Some(bed.now())));
    assert_eq!(job.error.unwrap().code, "busy");
    assert_eq!(bed.queue.attempts(id).await.unwrap().len(), 3);
}

async fn being_offline_spends_no_attempt(bed: Bed) {
    let id = bed.push(Act::named("one").does(vec![Do::FindNoNetwork; 6])).await;
    for _ in 0..5 {
        run_due(&bed).await;
        let job = bed.job(id).await;
        assert_eq!((job.attempt, job.waits_for), (0, Some(WaitsFor::Network)));
        bed.advance(Duration::from_millis((job.run_at - bed.now()) as u64));
    }
    run_due(&bed).await;
    assert_eq!(bed.queue.network_returned().await.unwrap(), 1);
    assert_eq!(bed.job(id).await.waits_for, Some(WaitsFor::Turn));
    assert_eq!(run_due(&bed).await, Tally { done: 1, failed: 0 });
}

async fn failed_jobs_stay_until_someone_decides(bed: Bed) {
    let mut ids = Vec::new();
    for (name, code) in [("a", "gone"), ("b", "gone"), ("c", "html"), ("d", "html"), ("e", "html")] {
        ids.push(bed.push(Act::named(name).does([Do::Fail(code.into())])).await);
    }
    assert_eq!(run_due(&bed).await, Tally { done: 0, failed: 5 });
    let of_html = Filter { code: Some("html".into()), ..Filter::default() };
    assert_eq!(bed.queue.jobs(&of_html).await.unwrap().len(), 3);
    assert_eq!(bed.queue.counts(None).await.unwrap().failed, 5);

    assert_eq!(bed.queue.retry(ids[0]).await.unwrap(), Change::Done);
    assert_eq!(bed.queue.retry_where("html").await.unwrap(), 3);
    assert_eq!(bed.job(ids[0]).await.attempt, 0);
    assert_eq!(bed.order().await, ["a", "c", "d", "e"]);
    assert_eq!(run_due(&bed).await, Tally { done: 4, failed: 0 });
    assert_eq!(bed.queue.drop_failed(Some("html")).await.unwrap(), 0);
    assert_eq!(bed.queue.drop_failed(None).await.unwrap(), 1);
    assert_eq!(bed.queue.failed().await.unwrap(), []);
    assert_eq!(bed.queue.retry(ids[1]).await.unwrap(), Change::Nothing);
    assert_eq!(bed.queue.retry_all().await.unwrap(), 0);
}

async fn a_mistake_in_a_job_is_a_failure_like_any_other(bed: Bed) {
    let id = bed.push(Act::named("one").does([Do::Panic])).await;
    run_due(&bed).await;
    let error = bed.job(id).await.error.unwrap();
    assert_eq!((error.class, error.code.as_str()), (ErrorClass::Retry, "bug"));
    assert_eq!(error.detail.as_deref(), Some("a mistake"));
    bed.advance(DAY);
    assert_eq!(run_due(&bed).await.done, 1);
}

/// A job that was written by another version of the program.
#[derive(Serialize, Deserialize)]
struct Stranger {
    unheard_of: bool,
}

#[async_trait]
impl Job for Stranger {
    type Context = bed::Context;
    const NAME: &'static str = "act";
    const QUEUE: &'static str = "elsewhere";

    async fn run(&self, _: &bed::Context, _: &Run) -> Result<(), Failure> {
        Ok(())
    }
}

async fn a_payload_that_nobody_can_read_becomes_a_failed_job(bed: Bed) {
    let unreadable = bed.queue.push(&Stranger { unheard_of: true }).await.unwrap().id;
    assert_eq!(run_due(&bed).await.failed, 1);
    assert_eq!(bed.job(unreadable).await.error.unwrap().code, "unreadable");

    assert_eq!(bed.queue.cancel(unreadable).await.unwrap(), Change::Done);
    let unknown = bed.push(Act::named("one")).await;
    let stranger = Runner::builder(&bed.queue, bed.context.clone()).build();
    assert_eq!(stranger.run_due().await.unwrap().failed, 1);
    assert_eq!(bed.job(unknown).await.error.unwrap().code, "unknown_kind");
}

async fn a_paused_job_waits_until_it_is_resumed(bed: Bed) {
    let id = bed.push(Act::named("one")).await;
    assert_eq!(bed.queue.pause(id).await.unwrap(), Change::Done);
    assert_eq!(bed.queue.pause(id).await.unwrap(), Change::Nothing);
    assert_eq!(run_due(&bed).await, Tally::default());
    assert_eq!(bed.job(id).await.state, JobState::Paused);
    assert_eq!(bed.queue.resume(id).await.unwrap(), Change::Done);
    assert_eq!(run_due(&bed).await.done, 1);
}

async fn pausing_a_running_job_stops_it_and_spends_no_attempt(bed: Bed) {
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

async fn a_paused_queue_takes_up_nothing_and_lets_its_running_jobs_go(bed: Bed) {
    let running = bed.push(Act::named("running").does([Do::Wait])).await;
    let work = AtWork::on(&bed);
    bed.until(running, JobState::Running).await;
    bed.queue.pause_queue(Some("stage")).await.unwrap();
    let job = bed.until(running, JobState::Waiting).await;
    assert_eq!((job.attempt, job.waits_for), (0, Some(WaitsFor::Pause)));
    work.stop().await;

    let one = bed.push(Act::named("one")).await;
    let elsewhere = bed.queue.push(&Stranger { unheard_of: true }).await.unwrap().id;
    assert_eq!(run_due(&bed).await.failed, 1, "other queues go on");
    assert_eq!(bed.job(elsewhere).await.state, JobState::Failed);
    assert_eq!(bed.job(one).await.waits_for, Some(WaitsFor::Pause));
    assert_eq!(bed.queue.paused_queues().await.unwrap().queues, ["stage"]);
    bed.queue.resume_queue(Some("stage")).await.unwrap();
    assert_eq!(run_due(&bed).await.done, 2);
}

async fn everything_can_be_paused_at_once(bed: Bed) {
    bed.queue.pause_queue(None).await.unwrap();
    bed.push(Act::named("one")).await;
    assert!(bed.queue.push(&Stranger { unheard_of: true }).await.unwrap().new);
    assert_eq!(run_due(&bed).await, Tally::default());
    assert!(bed.queue.paused_queues().await.unwrap().everything);
    bed.queue.resume_queue(None).await.unwrap();
    assert_eq!(run_due(&bed).await, Tally { done: 1, failed: 1 });
}

async fn a_cancelled_job_is_gone_whatever_it_was_doing(bed: Bed) {
    bed.queue.set_limits(Limits { overall: 2, ..Limits::default() });
    let failed = bed.push(Act::named("failed").does([Do::Fail("gone".into())])).await;
    run_due(&bed).await;
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
    assert!(asked.elapsed() < SECOND, "a running job is cancelled within a second");
    for id in [failed, polite, stubborn, waiting] {
        assert_eq!(bed.queue.job(id).await.unwrap(), None);
    }
    assert_eq!(work.stop().await, Tally::default());
}

async fn a_job_can_be_moved_to_any_place(bed: Bed) {
    let mut ids = Vec::new();
    for name in ["a", "b", "c", "d", "e"] {
        ids.push(bed.push(Act::named(name)).await);
    }
    let options = PushOptions { priority: 1, ..PushOptions::default() };
    let high = bed.queue.push_with(&Act::named("high"), options).await.unwrap().id;
    for (id, place, expected) in [
        (ids[4], 2, ["high", "e", "a", "b", "c", "d"]),
        (ids[0], 4, ["high", "e", "b", "a", "c", "d"]),
        (ids[3], 3, ["high", "e", "d", "b", "a", "c"]),
        (ids[4], 6, ["high", "d", "b", "a", "c", "e"]),
        (ids[1], 99, ["high", "d", "a", "c", "e", "b"]),
        (ids[1], 1, ["high", "b", "d", "a", "c", "e"]),
        (high, 5, ["high", "b", "d", "a", "c", "e"]),
        (ids[2], 5, ["high", "b", "d", "a", "c", "e"]),
    ] {
        assert_eq!(bed.queue.move_to(id, place).await.unwrap(), Change::Done);
        assert_eq!(bed.order().await, expected, "{id} to {place}");
        assert_eq!(bed.job(high).await.position, Some(1));
    }
    assert_eq!(bed.queue.move_to(JobId(999), 1).await.unwrap(), Change::Nothing);
}

async fn many_moves_leave_no_two_jobs_in_one_place(bed: Bed) {
    let jobs: Vec<_> = (0..10).map(|n| Act::named(n.to_string())).collect();
    let pushed = bed.queue.push_all(&jobs, PushOptions::default()).await.unwrap();
    let mut expected: Vec<String> = jobs.iter().map(|act| act.name.clone()).collect();
    for n in 0..200_usize {
        // Always between the first two: no number is fine enough for that for long.
        let from = 2 + n % 8;
        let name = expected.remove(from);
        expected.insert(1, name.clone());
        let id = pushed[name.parse::<usize>().unwrap()].id;
        assert_eq!(bed.queue.move_to(id, 2).await.unwrap(), Change::Done);
        assert_eq!(bed.order().await, expected, "move {n}");
    }
}

async fn a_job_with_a_delay_waits_for_its_time_unless_it_is_run_now(bed: Bed) {
    let options = PushOptions { delay: Some(Duration::from_hours(1)), ..PushOptions::default() };
    let later = bed.queue.push_with(&Act::named("later"), options).await.unwrap().id;
    let hurried = bed.queue.push_with(&Act::named("hurried"), options).await.unwrap().id;
    assert_eq!(run_due(&bed).await, Tally::default());
    assert_eq!(bed.queue.run_now(hurried).await.unwrap(), Change::Done);
    assert_eq!(run_due(&bed).await.done, 1);
    bed.advance(Duration::from_hours(1));
    assert_eq!(run_due(&bed).await.done, 1);
    assert_eq!(bed.queue.run_now(later).await.unwrap(), Change::Nothing);
    assert_eq!(bed.log(), ["hurried", "later"]);
}

async fn nobody_waits_for_a_clock_that_was_set_back_to_catch_up(bed: Bed) {
    bed.push(Act::named("one").does([Do::RetryAfter(60)])).await;
    run_due(&bed).await;
    bed.clock.fetch_sub(DAY.as_millis() as i64, Ordering::SeqCst);
    assert_eq!(run_due(&bed).await.done, 1);
}

async fn progress_and_notes_are_kept(bed: Bed) {
    let note = serde_json::json!({ "status": 503 });
    let deed = Do::Progress(60, 100).then(Do::Attach(note.clone()).then(Do::RetryAfter(0)));
    let id = bed.push(Act::named("one").does([deed, Do::Fail("gone".into())])).await;
    run_due(&bed).await;
    let job = bed.job(id).await;
    assert_eq!((job.bytes, job.total), (60, Some(100)), "progress outlives an attempt that made none");
    let attempts = bed.queue.attempts(id).await.unwrap();
    assert_eq!((attempts[0].bytes, attempts[0].extra.clone()), (60, Some(note)));
    assert_eq!((attempts[1].bytes, attempts[1].extra.clone()), (0, None));
}

async fn events_tell_the_life_of_a_job(bed: Bed) {
    let mut events = bed.queue.subscribe();
    let deed = Do::Progress(1, 2).then(Do::RetryAfter(0));
    let id = bed.push(Act::named("one").keyed("k").does([deed, Do::Fail("gone".into())])).await;
    run_due(&bed).await;
    assert_eq!(bed.queue.retry(id).await.unwrap(), Change::Done);
    run_due(&bed).await;
    let told = changes(&mut events, id);
    let words: Vec<_> = told.iter().map(|change| format!("{change:?}")).collect();
    let words: Vec<_> = words.iter().map(|word| word.split([' ', '{']).next().unwrap()).collect();
    assert_eq!(
        words,
        ["Pushed", "Started", "Progressed", "Retrying", "Started", "Failed", "Pushed", "Started", "Finished"]
    );
    assert!(told.contains(&JobChange::Started { attempt: 2 }));
}

fn changes(events: &mut broadcast::Receiver<QueueEvent>, of: JobId) -> Vec<JobChange> {
    let mut changes = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let QueueEvent::Job { id, kind, unique_key, change } = event {
            assert_eq!((id, &*kind, unique_key.as_deref()), (of, "act", Some("k")));
            changes.push(change);
        }
    }
    changes
}

async fn a_job_can_push_the_next(bed: Bed) {
    let last = Act::named("notify");
    let next = Act::named("tag").does([Do::Push(Box::new(last))]);
    bed.push(Act::named("download").does([Do::Push(Box::new(next))])).await;
    assert_eq!(run_due(&bed).await.failed, 0);
    assert_eq!(bed.log(), ["download", "tag", "notify"]);
    assert_eq!(bed.queue.jobs(&Filter::default()).await.unwrap(), []);
}

async fn a_shutdown_puts_running_jobs_back_and_spends_no_attempt(bed: Bed) {
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

async fn being_idle_means_that_nothing_is_left_to_try(bed: Bed) {
    bed.push(Act::named("retried").does([Do::RetryAfter(30)])).await;
    let later = PushOptions { delay: Some(DAY), ..PushOptions::default() };
    assert!(bed.queue.push_with(&Act::named("later"), later).await.unwrap().new);
    let paused = bed.push(Act::named("paused")).await;
    assert_eq!(bed.queue.pause(paused).await.unwrap(), Change::Done);
    let (runner, never) = (bed.runner(), CancellationToken::new());
    let idle = runner.run_until_idle(never);
    let time_passes = async {
        let retrying = soon(async || {
            let jobs = bed.queue.jobs(&Filter::default()).await.unwrap();
            jobs.into_iter().find(|job| job.error.is_some())
        });
        retrying.await;
        bed.advance(Duration::from_secs(30));
    };
    let (tally, ()) = tokio::join!(idle, time_passes);
    assert_eq!(tally.unwrap(), Tally { done: 1, failed: 0 });
    assert_eq!(bed.order().await, ["later"]);
}

async fn a_push_in_a_transaction_counts_when_it_is_committed(bed: Bed) {
    sqlx::query("CREATE TABLE rows (name TEXT)").execute(&bed.writer).await.unwrap();
    for (name, commit) in [("lost", false), ("kept", true)] {
        let mut transaction = bed.writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
        sqlx::query("INSERT INTO rows VALUES (?)").bind(name).execute(&mut *transaction).await.unwrap();
        let act = Act::named(name).keyed("same");
        let pushed = bed.queue.push_in(&mut transaction, &act, PushOptions::default()).await.unwrap();
        assert!(pushed.new, "what was rolled back does not stand in the way");
        if commit {
            transaction.commit().await.unwrap();
            bed.queue.announce(&[pushed]).await.unwrap();
        } else {
            transaction.rollback().await.unwrap();
            run_due(&bed).await;
        }
    }
    assert_eq!(run_due(&bed).await.done, 1);
    assert_eq!(bed.log(), ["kept"]);
    assert_eq!(bed.queue.jobs(&Filter::default()).await.unwrap(), []);
}

/// Runs each sentence against each provider.
macro_rules! conformance {
    ($($sentence:ident)*) => {
        conformance!(@ database Database $($sentence)*);
        conformance!(@ memory Async $($sentence)*);
        conformance!(@ memory_blocking AsyncBlocking $($sentence)*);
    };
    (@ $module:ident $provider:ident $($sentence:ident)*) => {
        mod $module {
            use super::{Bed, Provider};
            $(
                #[tokio::test]
                async fn $sentence() {
                    super::$sentence(Bed::new(Provider::$provider).await).await;
                }
            )*
        }
    };
}

conformance! {
    a_job_that_succeeds_is_gone_and_its_attempt_is_kept
    jobs_run_by_priority_and_then_in_the_order_of_their_arrival
    lanes_take_turns_however_many_jobs_one_of_them_has
    a_lane_that_comes_late_waits_for_one_turn_only
    no_more_jobs_of_a_queue_or_a_group_run_than_may
    an_urgent_job_waits_for_no_place_and_no_pause
    there_is_one_unfinished_job_a_key
    a_failed_job_starts_over_when_its_key_is_pushed_again
    a_failed_run_is_tried_again_after_a_wait_that_is_kept_in_the_row
    nothing_runs_before_its_time
    a_wait_that_was_asked_for_is_capped_at_a_day
    a_job_fails_for_good_after_its_last_attempt
    being_offline_spends_no_attempt
    failed_jobs_stay_until_someone_decides
    a_mistake_in_a_job_is_a_failure_like_any_other
    a_payload_that_nobody_can_read_becomes_a_failed_job
    a_paused_job_waits_until_it_is_resumed
    pausing_a_running_job_stops_it_and_spends_no_attempt
    a_paused_queue_takes_up_nothing_and_lets_its_running_jobs_go
    everything_can_be_paused_at_once
    a_cancelled_job_is_gone_whatever_it_was_doing
    a_job_can_be_moved_to_any_place
    many_moves_leave_no_two_jobs_in_one_place
    a_job_with_a_delay_waits_for_its_time_unless_it_is_run_now
    nobody_waits_for_a_clock_that_was_set_back_to_catch_up
    progress_and_notes_are_kept
    events_tell_the_life_of_a_job
    a_job_can_push_the_next
    a_shutdown_puts_running_jobs_back_and_spends_no_attempt
    being_idle_means_that_nothing_is_left_to_try
    a_push_in_a_transaction_counts_when_it_is_committed
}
