//! The life of a job, and what can be known of it.

use std::time::Duration;

use friday_queue::{Change, Filter, JobChange, JobId, JobState, Outcome, PushOptions, QueueEvent, Tally};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::bed::{Act, Bed, Do, START, soon};

pub(crate) async fn a_job_that_succeeds_is_gone_and_its_attempt_is_kept(bed: Bed) {
    let id = bed.push(Act::named("one")).await;
    assert_eq!(bed.job(id).await.state, JobState::Waiting);
    bed.advance(Duration::from_secs(1));
    assert_eq!(bed.run_due().await, Tally { done: 1, failed: 0 });
    assert_eq!(bed.queue.job(id).await.unwrap(), None);
    let attempts = bed.queue.attempts(id).await.unwrap();
    assert_eq!(attempts.len(), 1);
    assert_eq!((attempts[0].number, attempts[0].outcome), (1, Outcome::Done));
    assert_eq!((attempts[0].started, attempts[0].error.clone()), (START + 1000, None));
}

pub(crate) async fn there_is_one_unfinished_job_a_key(bed: Bed) {
    let first = bed.queue.push(&Act::named("first").keyed("k")).await.unwrap();
    let options = PushOptions { priority: 7, ..PushOptions::default() };
    let second = bed.queue.push_with(&Act::named("second").keyed("k"), options).await.unwrap();
    assert!(first.new && !second.new);
    assert_eq!(first.id, second.id);
    assert_eq!(bed.job(first.id).await.priority, 7, "a higher priority is taken over");
    assert_eq!(bed.queue.job_by_key("act", "k").await.unwrap().map(|job| job.id), Some(first.id));
    bed.run_due().await;
    assert_eq!(bed.log(), ["first"]);
    let third = bed.queue.push(&Act::named("third").keyed("k")).await.unwrap();
    assert!(third.new && third.id != first.id);
}

pub(crate) async fn a_failed_job_starts_over_when_its_key_is_pushed_again(bed: Bed) {
    let id = bed.push(Act::named("one").keyed("k").does([Do::Fail("gone".into())])).await;
    bed.run_due().await;
    assert_eq!(bed.job(id).await.state, JobState::Failed);
    let failed = bed.queue.jobs_by_key("act", &["other".into(), "k".into()]).await.unwrap();
    assert_eq!(failed.iter().map(|job| (job.id, job.state)).collect::<Vec<_>>(), [(id, JobState::Failed)]);
    let again = bed.queue.push(&Act::named("two").keyed("k")).await.unwrap();
    assert_eq!((again.id, again.new), (id, true));
    assert_eq!(bed.queue.failed().await.unwrap(), []);
    bed.run_due().await;
    assert_eq!(bed.log(), ["one", "two"]);
    let outcomes: Vec<_> =
        bed.queue.attempts(id).await.unwrap().iter().map(|attempt| attempt.outcome).collect();
    assert_eq!(outcomes, [Outcome::Failed, Outcome::Done]);
}

pub(crate) async fn progress_and_notes_are_kept(bed: Bed) {
    let note = serde_json::json!({ "status": 503 });
    let deed = Do::Progress(60, 100).then(Do::Attach(note.clone()).then(Do::RetryAfter(0)));
    let id = bed.push(Act::named("one").does([deed, Do::Fail("gone".into())])).await;
    bed.run_due().await;
    let job = bed.job(id).await;
    assert_eq!((job.bytes, job.total), (60, Some(100)), "progress outlives an attempt that made none");
    let attempts = bed.queue.attempts(id).await.unwrap();
    assert_eq!((attempts[0].bytes, attempts[0].extra.clone()), (60, Some(note)));
    assert_eq!((attempts[1].bytes, attempts[1].extra.clone()), (0, None));
}

pub(crate) async fn events_tell_the_life_of_a_job(bed: Bed) {
    let mut events = bed.queue.subscribe();
    let deed = Do::Progress(1, 2).then(Do::RetryAfter(0));
    let id = bed.push(Act::named("one").keyed("k").does([deed, Do::Fail("gone".into())])).await;
    bed.run_due().await;
    assert_eq!(bed.queue.retry(id).await.unwrap(), Change::Done);
    bed.run_due().await;
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

pub(crate) async fn a_job_can_push_the_next(bed: Bed) {
    let last = Act::named("notify");
    let next = Act::named("tag").does([Do::Push(Box::new(last))]);
    bed.push(Act::named("download").does([Do::Push(Box::new(next))])).await;
    assert_eq!(bed.run_due().await.failed, 0);
    assert_eq!(bed.log(), ["download", "tag", "notify"]);
    assert_eq!(bed.queue.jobs(&Filter::default()).await.unwrap(), []);
}

pub(crate) async fn being_idle_means_that_nothing_is_left_to_try(bed: Bed) {
    bed.push(Act::named("retried").does([Do::RetryAfter(30)])).await;
    let later = PushOptions { delay: Some(Duration::from_hours(24)), ..PushOptions::default() };
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

pub(crate) async fn a_push_in_a_transaction_counts_when_it_is_committed(bed: Bed) {
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
            bed.run_due().await;
        }
    }
    assert_eq!(bed.run_due().await.done, 1);
    assert_eq!(bed.log(), ["kept"]);
    assert_eq!(bed.queue.jobs(&Filter::default()).await.unwrap(), []);
}
