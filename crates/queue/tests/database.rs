//! What only a queue in a file does: it survives, and it is shared.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/bed.rs"]
#[allow(dead_code, unused_imports, reason = "the other tests use the rest")]
mod bed;

use std::{sync::Arc, time::Duration};

use bed::{Act, Bed, Do, Provider};
use friday_queue::{
    Change, Error, Filter, JobState, Limits, Outcome, Queue, QueueEvent, Recovered, RunnerLock, Tally,
};
use tokio_util::sync::CancellationToken;

/// The same file through other connections, as another process sees it.
async fn another_process(bed: &Bed) -> Queue {
    let (writer, readers) = bed::pools(&bed.folder.path().join("test.db")).await;
    let clock = bed.clock.clone();
    Queue::database(writer, readers, Arc::new(move || clock.load(std::sync::atomic::Ordering::SeqCst)))
}

/// From here on the runner takes note of what is written elsewhere.
async fn the_runner_works(bed: &Bed) {
    let id = bed.push(Act::named("first")).await;
    bed.queue.until_stopped(id).await.unwrap();
}

fn lock(bed: &Bed) -> Option<RunnerLock> {
    RunnerLock::try_take(&bed.folder.path().join("runner.lock")).unwrap()
}

#[tokio::test]
async fn one_process_at_a_time_may_run_jobs() {
    let bed = Bed::new(Provider::Database).await;
    let held = lock(&bed);
    assert!(held.is_some());
    assert!(lock(&bed).is_none());
    drop(held);
    assert!(lock(&bed).is_some());
}

#[tokio::test]
async fn what_another_process_pushes_is_seen_and_runs_and_its_cancel_stops_it() {
    let bed = Bed::new(Provider::Database).await;
    let other = another_process(&bed).await;
    let (runner, shutdown) = (bed.runner(), CancellationToken::new());
    let mut events = bed.queue.subscribe();
    let test = async {
        // The runner has looked, found nothing to run, and sleeps until its next look.
        the_runner_works(&bed).await;
        other.pause_queue(Some("elsewhere")).await.unwrap();
        while events.recv().await.unwrap() != QueueEvent::ChangedElsewhere {}
        let id = other.push(&Act::named("one").does([Do::Wait])).await.unwrap().id;
        bed.until(id, JobState::Running).await;
        while events.recv().await.unwrap() != QueueEvent::ChangedElsewhere {}

        assert_eq!(other.cancel(id).await.unwrap(), Change::Asked);
        other.until_stopped(id).await.unwrap();
        assert_eq!(other.job(id).await.unwrap(), None);
        shutdown.cancel();
    };
    let (tally, ()) = tokio::join!(runner.run(shutdown.clone()), test);
    assert_eq!(tally.unwrap().done, 1);
}

#[tokio::test]
async fn a_runner_whose_tables_cannot_be_used_still_ends_when_it_is_asked_to() {
    let bed = Bed::new(Provider::Database).await;
    let (runner, shutdown) = (bed.runner(), CancellationToken::new());
    sqlx::query("ALTER TABLE jobs RENAME TO jobs_out_of_reach").execute(&bed.writer).await.unwrap();
    shutdown.cancel();
    let run = tokio::time::timeout(Duration::from_secs(30), runner.run(shutdown));
    assert_eq!(run.await.expect("it ends").unwrap(), Tally::default());
}

#[tokio::test]
async fn everything_is_as_it_was_after_a_restart() {
    let bed = Bed::new(Provider::Database).await;
    let retried = bed.push(Act::named("retried").does([Do::RetryAfter(60)])).await;
    let failed = bed.push(Act::named("failed").does([Do::Fail("gone".into())])).await;
    bed.runner().run_due().await.unwrap();
    let paused = bed.push(Act::named("paused")).await;
    assert_eq!(bed.queue.pause(paused).await.unwrap(), Change::Done);
    bed.queue.pause_queue(Some("stage")).await.unwrap();
    let again = another_process(&bed).await;
    assert_eq!(
        again.jobs(&Filter::default()).await.unwrap(),
        bed.queue.jobs(&Filter::default()).await.unwrap()
    );
    for (id, state) in [(retried, JobState::Waiting), (paused, JobState::Paused), (failed, JobState::Failed)]
    {
        assert_eq!(again.job(id).await.unwrap().unwrap().state, state);
    }
    assert_eq!(again.paused_queues().await.unwrap().queues, ["stage"]);
}

/// Leaves a job running, as a process that dies does.
async fn die(bed: &Bed) {
    let runner = bed.runner();
    let began = bed.log().len();
    let run = runner.run(CancellationToken::new());
    tokio::select! {
        _ = run => unreachable!("nobody stops it"),
        () = bed::soon(async || (bed.log().len() > began).then_some(())) => {}
    }
}

#[tokio::test]
async fn a_job_whose_process_died_runs_again_and_has_spent_no_attempt() {
    let bed = Bed::new(Provider::Database).await;
    let held = lock(&bed).unwrap();
    let id = bed.push(Act::named("one").does([Do::Wait])).await;
    die(&bed).await;
    assert_eq!(bed.job(id).await.state, JobState::Running);
    assert_eq!(bed.queue.recover(&held).await.unwrap(), Recovered { waiting: 1, failed: 0 });
    let job = bed.job(id).await;
    assert_eq!((job.state, job.attempt, job.error), (JobState::Waiting, 0, None));
    assert_eq!(bed.queue.attempts(id).await.unwrap()[0].outcome, Outcome::Crashed);
    assert_eq!(bed.runner().run_due().await.unwrap().done, 1);
}

#[tokio::test]
async fn a_job_that_runs_at_three_deaths_in_a_row_is_set_aside() {
    let bed = Bed::new(Provider::Database).await;
    let held = lock(&bed).unwrap();
    let id = bed.push(Act::named("one").does(vec![Do::Wait; 4])).await;
    for _ in 0..2 {
        die(&bed).await;
        assert_eq!(bed.queue.recover(&held).await.unwrap().waiting, 1);
    }
    die(&bed).await;
    assert_eq!(bed.queue.recover(&held).await.unwrap(), Recovered { waiting: 0, failed: 1 });
    let job = bed.job(id).await;
    assert_eq!((job.state, job.error.unwrap().code.as_str()), (JobState::Failed, "crashed"));
    assert_eq!(bed.queue.retry(id).await.unwrap(), Change::Done);
    die(&bed).await;
    assert_eq!(bed.queue.recover(&held).await.unwrap().waiting, 1, "it starts over in this, too");
}

#[tokio::test]
async fn deaths_count_against_a_job_only_while_it_comes_no_further() {
    let bed = Bed::new(Provider::Database).await;
    let held = lock(&bed).unwrap();
    let id = bed.push(Act::named("one").does(vec![Do::Wait; 9])).await;
    for (kept, waits) in [(10, 1), (20, 1), (30, 1), (30, 1), (40, 1), (40, 1), (15, 0)] {
        die(&bed).await;
        let mut connection = bed.writer.acquire().await.unwrap();
        bed.queue.keep_in(&mut connection, id, kept).await.unwrap();
        drop(connection);
        assert_eq!(bed.queue.recover(&held).await.unwrap().waiting, waits, "{kept} kept");
    }
    assert_eq!(bed.job(id).await.error.unwrap().code, "crashed");
}

#[tokio::test]
async fn what_was_asked_of_a_job_is_done_although_its_process_died() {
    let bed = Bed::new(Provider::Database).await;
    let held = lock(&bed).unwrap();
    bed.queue.set_limits(Limits { overall: 1, ..Limits::default() });
    let mut ids = Vec::new();
    for name in ["cancelled", "paused"] {
        let id = bed.push(Act::named(name).does([Do::Wait])).await;
        die(&bed).await;
        bed.until(id, JobState::Running).await;
        ids.push(id);
    }
    assert_eq!(bed.queue.cancel(ids[0]).await.unwrap(), Change::Asked);
    assert_eq!(bed.queue.pause(ids[1]).await.unwrap(), Change::Asked);
    bed.queue.recover(&held).await.unwrap();
    assert_eq!(bed.queue.job(ids[0]).await.unwrap(), None);
    assert_eq!(bed.job(ids[1]).await.state, JobState::Paused);
}

#[tokio::test]
async fn the_tables_are_made_once_and_beside_those_of_others() {
    let bed = Bed::new(Provider::Database).await;
    let id = bed.push(Act::named("one")).await;
    friday_queue::migrate(&bed.writer).await.unwrap();
    assert_eq!(bed.job(id).await.state, JobState::Waiting);
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1",
    )
    .fetch_all(&bed.writer)
    .await
    .unwrap();
    let expected = "_queue_migrations failed_jobs job_attempts jobs outbox published_jobs queue_pauses \
                    road_name taken_jobs";
    assert_eq!(tables.join(" "), expected);
}

#[tokio::test]
async fn two_processes_may_make_the_tables_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    let ((first, _), (second, _)) = (bed::pools(&path).await, bed::pools(&path).await);
    let made = tokio::join!(friday_queue::migrate(&first), friday_queue::migrate(&second));
    assert!(matches!(made, (Ok(()), Ok(()))), "{made:?}");
}

#[tokio::test]
async fn tables_that_are_up_to_date_can_be_opened_while_another_process_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shared.db");
    let ((first, _), (second, _)) = (bed::pools(&path).await, bed::pools(&path).await);
    friday_queue::migrate(&first).await.unwrap();
    let _writing = first.begin_with("BEGIN IMMEDIATE").await.unwrap();
    friday_queue::migrate(&second).await.unwrap();
}

#[tokio::test]
async fn tables_of_a_newer_version_are_refused_and_left_alone() {
    let bed = Bed::new(Provider::Database).await;
    let newer = "INSERT INTO _queue_migrations VALUES (999, 'newer', '2030-01-01', TRUE, x'00', 0)";
    sqlx::query(newer).execute(&bed.writer).await.unwrap();
    let refused = friday_queue::migrate(&bed.writer).await;
    assert!(matches!(refused, Err(Error::Newer { version: 999 })), "{refused:?}");
}

#[tokio::test]
async fn the_oldest_attempts_of_jobs_that_are_gone_are_forgotten() {
    let bed = Bed::new(Provider::Database).await;
    let held = lock(&bed).unwrap();
    let waiting = bed.push(Act::named("waiting").does([Do::RetryAfter(60)])).await;
    let gone = bed.push(Act::named("gone")).await;
    bed.runner().run_due().await.unwrap();
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
        INSERT INTO job_attempts (job, number, started, ended, bytes, outcome) SELECT 999, 1, 0, 0, 0, 'done' FROM n";
    sqlx::query(many).execute(&bed.writer).await.unwrap();
    bed.queue.recover(&held).await.unwrap();
    assert_eq!(bed.queue.attempts(gone).await.unwrap(), []);
    assert_eq!(bed.queue.attempts(waiting).await.unwrap().len(), 1);
}

#[tokio::test]
async fn progress_is_written_while_the_job_runs() {
    let bed = Bed::new(Provider::Database).await;
    let id = bed.push(Act::named("one").does([Do::Progress(5, 9).then(Do::Wait)])).await;
    let (runner, shutdown) = (bed.runner(), CancellationToken::new());
    let test = async {
        let job = bed::soon(async || bed.queue.job(id).await.unwrap().filter(|job| job.bytes > 0)).await;
        assert_eq!((job.state, job.bytes, job.total), (JobState::Running, 5, Some(9)));
        shutdown.cancel();
    };
    let (tally, ()) = tokio::join!(runner.run(shutdown.clone()), test);
    assert_eq!(tally.unwrap().done, 0);
}
