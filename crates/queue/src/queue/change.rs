//! Changing jobs: retry, cancel, pause, move.

use sqlx::{SqliteConnection, SqliteTransaction};

use super::Queue;
use crate::{
    Error, JobChange, JobId, QueueEvent,
    amqp::Order,
    tables::{
        control, failed,
        list::{self, KindAndKey},
        order, outbox, pauses,
    },
};

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Change {
    /// It is so.
    Done,
    /// The job runs, here or in another process. It stops within a second; an event tells.
    Asked,
    /// There is no such job, or it is not in a state in which this means anything.
    Nothing,
}

impl Queue {
    /// Starts a failed job over, from its first attempt; lets a waiting one stop waiting for its time.
    pub async fn retry(&self, id: JobId) -> Result<Change, Error> {
        let mut transaction = self.tables().begin().await?;
        let now = self.now();
        let change = if failed::take_up(&mut transaction, id, now).await? {
            self.shared.provider.taken_up(&mut transaction, id).await?;
            JobChange::Pushed
        } else if control::hurry(&mut transaction, id, now).await? {
            self.pass_on(&mut transaction, id, Order::Hurry).await?;
            JobChange::Moved
        } else {
            return Ok(Change::Nothing);
        };
        self.done(transaction, id, change).await
    }

    /// Starts all failed jobs over. Says how many.
    pub async fn retry_all(&self) -> Result<u64, Error> {
        self.retry_failed(None).await
    }

    /// Starts the failed jobs with this error code over. Says how many.
    pub async fn retry_where(&self, code: &str) -> Result<u64, Error> {
        self.retry_failed(Some(code)).await
    }

    /// Tells that there is a network again: jobs that wait for it are due at once. Says how many.
    pub async fn network_returned(&self) -> Result<u64, Error> {
        let mut transaction = self.tables().begin().await?;
        let jobs = control::hurry_network(&mut transaction, self.now()).await?;
        self.shared.provider.pass_on(&mut transaction, None, Order::NetworkReturned).await?;
        transaction.commit().await?;
        let count = jobs.len() as u64;
        for (id, about) in jobs {
            self.emit_job(id, about, JobChange::Moved);
        }
        self.wake();
        Ok(count)
    }

    /// Removes a job, also a failed one; a running one is stopped and then removed. One that runs on another machine,
    /// which has not answered, is removed if that is asked a second time.
    pub async fn cancel(&self, id: JobId) -> Result<Change, Error> {
        let mut transaction = self.tables().begin().await?;
        let Some(about) = list::kind_and_key(&mut transaction, id).await? else { return Ok(Change::Nothing) };
        self.pass_on(&mut transaction, id, Order::Cancel).await?;
        let abandoned = control::abandon(&mut transaction, id).await?;
        if !abandoned && control::ask(&mut transaction, id, "cancel").await? {
            return self.asked(transaction).await;
        }
        if !abandoned && !control::remove(&mut transaction, id).await? {
            failed::remove(&mut transaction, id).await?;
        }
        transaction.commit().await?;
        self.emit_job(id, about, JobChange::Cancelled);
        self.wake();
        Ok(Change::Done)
    }

    /// Removes the failed jobs, or those with this error code. Says how many.
    pub async fn drop_failed(&self, code: Option<&str>) -> Result<u64, Error> {
        let mut transaction = self.tables().begin().await?;
        let ids = failed::ids(&mut transaction, code).await?;
        let mut gone = Vec::with_capacity(ids.len());
        for id in ids {
            gone.push((id, list::kind_and_key(&mut transaction, id).await?));
            failed::remove(&mut transaction, id).await?;
        }
        transaction.commit().await?;
        self.emit_each(&gone, &JobChange::Cancelled);
        Ok(gone.len() as u64)
    }

    /// Keeps a waiting job from running; stops a running one, its attempt not counted.
    pub async fn pause(&self, id: JobId) -> Result<Change, Error> {
        let mut transaction = self.tables().begin().await?;
        if control::ask(&mut transaction, id, "pause").await? {
            self.pass_on(&mut transaction, id, Order::Pause).await?;
            return self.asked(transaction).await;
        }
        if !control::pause(&mut transaction, id).await? {
            return Ok(Change::Nothing);
        }
        self.pass_on(&mut transaction, id, Order::Pause).await?;
        self.done(transaction, id, JobChange::Paused).await
    }

    /// Lets a paused job wait for its turn again.
    pub async fn resume(&self, id: JobId) -> Result<Change, Error> {
        let mut transaction = self.tables().begin().await?;
        if !control::resume(&mut transaction, id, self.now()).await? {
            return Ok(Change::Nothing);
        }
        self.pass_on(&mut transaction, id, Order::Resume).await?;
        self.done(transaction, id, JobChange::Resumed).await
    }

    /// Keeps the jobs of a queue, or of every queue (`None`), from running until it is resumed, also after a restart.
    /// Those that run are stopped and wait again, their attempt not counted. None of them is urgent any more; a job
    /// that is made urgent after this runs all the same.
    pub async fn pause_queue(&self, queue: Option<&str>) -> Result<(), Error> {
        let mut transaction = self.tables().begin().await?;
        pauses::pause(&mut transaction, queue).await?;
        let order = Order::PauseQueue(queue.map(Into::into));
        self.shared.provider.pass_on(&mut transaction, None, order).await?;
        transaction.commit().await?;
        self.emit(QueueEvent::QueuePaused { queue: queue.map(Into::into) });
        self.wake();
        Ok(())
    }

    /// Ends [`Queue::pause_queue`]. `None` resumes every queue, also those that were paused by name. Jobs that were
    /// paused one by one stay paused.
    pub async fn resume_queue(&self, queue: Option<&str>) -> Result<(), Error> {
        let mut transaction = self.tables().begin().await?;
        pauses::resume(&mut transaction, queue).await?;
        let order = Order::ResumeQueue(queue.map(Into::into));
        self.shared.provider.pass_on(&mut transaction, None, order).await?;
        transaction.commit().await?;
        self.emit(QueueEvent::QueueResumed { queue: queue.map(Into::into) });
        self.wake();
        Ok(())
    }

    /// Moves a waiting job to a place of its queue, 1 being the next; as near to it as its priority allows.
    pub async fn move_to(&self, id: JobId, place: u64) -> Result<Change, Error> {
        let mut transaction = self.tables().begin().await?;
        if !order::move_to(&mut transaction, id, place).await? {
            return Ok(Change::Nothing);
        }
        self.pass_on(&mut transaction, id, Order::Place(place)).await?;
        self.done(transaction, id, JobChange::Moved).await
    }

    /// Makes a waiting or paused job [`URGENT`](crate::URGENT) and due: it starts at once.
    pub async fn run_now(&self, id: JobId) -> Result<Change, Error> {
        let mut transaction = self.tables().begin().await?;
        if !control::run_now(&mut transaction, id, self.now()).await? {
            return Ok(Change::Nothing);
        }
        self.pass_on(&mut transaction, id, Order::RunNow).await?;
        self.done(transaction, id, JobChange::Moved).await
    }

    /// Lets a job that was to run on another machine run here, from the start; whoever has it there leaves it.
    pub async fn run_here(&self, id: JobId) -> Result<Change, Error> {
        let mut transaction = self.tables().begin().await?;
        if !outbox::take_back(&mut transaction, id).await? {
            return Ok(Change::Nothing);
        }
        self.done(transaction, id, JobChange::Requeued).await
    }

    /// Gives a waiting or paused job another priority; there it is the last of its lane.
    pub async fn set_priority(&self, id: JobId, priority: i64) -> Result<Change, Error> {
        let mut transaction = self.tables().begin().await?;
        if !order::set_priority(&mut transaction, id, priority).await? {
            return Ok(Change::Nothing);
        }
        self.pass_on(&mut transaction, id, Order::Priority(priority)).await?;
        self.done(transaction, id, JobChange::Moved).await
    }

    async fn retry_failed(&self, code: Option<&str>) -> Result<u64, Error> {
        let mut transaction = self.tables().begin().await?;
        let mut back = Vec::new();
        for id in failed::ids(&mut transaction, code).await? {
            back.push((id, list::kind_and_key(&mut transaction, id).await?));
            failed::take_up(&mut transaction, id, self.now()).await?;
            self.shared.provider.taken_up(&mut transaction, id).await?;
        }
        transaction.commit().await?;
        self.emit_each(&back, &JobChange::Pushed);
        self.wake();
        Ok(back.len() as u64)
    }

    /// Tells whoever else has the job.
    async fn pass_on(&self, connection: &mut SqliteConnection, id: JobId, order: Order) -> Result<(), Error> {
        self.shared.provider.pass_on(connection, Some(id), order).await
    }

    /// Commits a change of a job that is still there, and tells.
    async fn done(
        &self,
        mut transaction: SqliteTransaction<'static>,
        id: JobId,
        change: JobChange,
    ) -> Result<Change, Error> {
        let about = list::kind_and_key(&mut transaction, id).await?;
        transaction.commit().await?;
        self.emit_each(&[(id, about)], &change);
        self.wake();
        Ok(Change::Done)
    }

    /// Commits a wish; the runner reads it.
    async fn asked(&self, transaction: SqliteTransaction<'static>) -> Result<Change, Error> {
        transaction.commit().await?;
        self.wake();
        Ok(Change::Asked)
    }

    fn emit_each(&self, jobs: &[(JobId, Option<KindAndKey>)], change: &JobChange) {
        for (id, about) in jobs {
            if let Some(about) = about {
                self.emit_job(*id, about.clone(), change.clone());
            }
        }
    }
}
