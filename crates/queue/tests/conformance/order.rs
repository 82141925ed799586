//! Who runs when, and how many at once.

use std::time::Duration;

use friday_queue::{Change, Filter, JobId, JobState, Limits, PushOptions, Tally, URGENT, WaitsFor};

use crate::bed::{Act, AtWork, Bed, Do, soon};

pub(crate) async fn jobs_run_by_priority_and_then_in_the_order_of_their_arrival(bed: Bed) {
    bed.queue.set_limits(Limits { overall: 1, ..Limits::default() });
    for (name, priority) in [("low", -1), ("first", 0), ("second", 0), ("high", 5), ("third", 0)] {
        let options = PushOptions { priority, ..PushOptions::default() };
        assert!(bed.queue.push_with(&Act::named(name), options).await.unwrap().new);
    }
    let expected = ["high", "first", "second", "third", "low"];
    assert_eq!(bed.order().await, expected);
    bed.run_due().await;
    assert_eq!(bed.log(), expected);
}

pub(crate) async fn lanes_take_turns_however_many_jobs_one_of_them_has(bed: Bed) {
    bed.queue.set_limits(Limits { overall: 1, ..Limits::default() });
    for (lane, jobs) in [("a", 5), ("b", 2), ("c", 1)] {
        for n in 1..=jobs {
            bed.push(Act::named(format!("{lane}{n}")).of_lane(lane)).await;
        }
    }
    let expected = ["a1", "b1", "c1", "a2", "b2", "a3", "a4", "a5"];
    assert_eq!(bed.order().await, expected);
    bed.run_due().await;
    assert_eq!(bed.log(), expected);
}

pub(crate) async fn a_lane_that_comes_late_waits_for_one_turn_only(bed: Bed) {
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
    bed.settle().await;
    assert_eq!(bed.order().await, ["a4"]);
    bed.queue.pause_queue(Some("stage")).await.unwrap();
    soon(async || (bed.order().await.len() == 2).then_some(())).await;
    work.stop().await;
    for n in 1..=2 {
        bed.push(Act::named(format!("b{n}")).of_lane("b")).await;
    }
    assert_eq!(bed.order().await, ["a3", "b1", "a4", "b2"]);
}

pub(crate) async fn no_more_jobs_of_a_queue_or_a_group_run_than_may(bed: Bed) {
    bed.queue.set_limits(Limits { overall: 3, per_group: 2, ..Limits::default() });
    for (name, group) in [("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("b2", "b")] {
        bed.push(Act::named(name).of_group(group).of_lane("same").does([Do::Wait])).await;
    }
    let work = AtWork::on(&bed);
    soon(async || (bed.log().len() == 3).then_some(())).await;
    bed.settle().await;
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

pub(crate) async fn an_urgent_job_waits_for_no_place_and_no_pause(bed: Bed) {
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

pub(crate) async fn a_job_can_be_moved_to_any_place(bed: Bed) {
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

pub(crate) async fn many_moves_leave_no_two_jobs_in_one_place(bed: Bed) {
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

pub(crate) async fn a_job_with_a_delay_waits_for_its_time_unless_it_is_run_now(bed: Bed) {
    let options = PushOptions { delay: Some(Duration::from_hours(1)), ..PushOptions::default() };
    let later = bed.queue.push_with(&Act::named("later"), options).await.unwrap().id;
    let hurried = bed.queue.push_with(&Act::named("hurried"), options).await.unwrap().id;
    assert_eq!(bed.run_due().await, Tally::default());
    assert_eq!(bed.queue.run_now(hurried).await.unwrap(), Change::Done);
    assert_eq!(bed.run_due().await.done, 1);
    bed.advance(Duration::from_hours(1));
    assert_eq!(bed.run_due().await.done, 1);
    assert_eq!(bed.queue.run_now(later).await.unwrap(), Change::Nothing);
    assert_eq!(bed.log(), ["hurried", "later"]);
}
