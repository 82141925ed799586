//! Being the other computer: takes errands from the broker, runs them, and tells what has become of them.

use std::{net::SocketAddr, time::Duration};

use friday_queue::{AmqpSettings, Tally, Worker};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{Engine, Result};

/// So long nothing may come from the broker before that counts as all.
const ALL_OF_IT: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(200);

impl Engine {
    /// Runs downloads for other libraries, and the jobs of this one, until the engine closes; or until nothing is left
    /// to do and nothing more comes. Finished files are served on this address, or on the one by which the broker is
    /// reached. [`Engine::close`] waits for the end of this, so both have to be polled.
    pub async fn work_for_others(
        &self,
        broker: AmqpSettings,
        serve: Option<SocketAddr>,
        until_idle: bool,
    ) -> Result<Tally> {
        let _waited_for = self.inner.background.token();
        let closing = self.inner.closing.clone();
        let lock = tokio::select! {
            () = closing.cancelled() => return Ok(Tally::default()),
            lock = self.until_runner() => lock?,
        };
        // What is taken from the road is not sent out on it again.
        self.inner.queue.run_elsewhere(false);
        self.serve_files(&broker, serve).await?;
        let runner = self.recovered_runner(&lock).await?;
        let (worker, ended) = (Worker::new(&self.inner.queue, broker), CancellationToken::new());
        let work = async {
            let stop = closing.child_token();
            let idle = async {
                if until_idle {
                    self.until_nothing_comes(&worker).await;
                    stop.cancel();
                }
            };
            let (tally, ()) = tokio::join!(runner.run(stop.clone()), idle);
            ended.cancel();
            tally
        };
        let following = async {
            let mut road = worker.road();
            loop {
                self.follow_road(&mut road);
                if road.changed().await.is_err() {
                    return;
                }
            }
        };
        let traveling = async {
            tokio::select! {
                () = worker.run(ended.clone()) => {}
                () = following => {}
            }
        };
        let work = async {
            let (tally, ()) = tokio::join!(work, traveling);
            tally
        };
        Box::pin(self.running(work)).await
    }

    async fn until_nothing_comes(&self, worker: &Worker) {
        let mut idle_since = None;
        loop {
            let idle = worker.is_idle().await.unwrap_or(false);
            let since = *idle_since.get_or_insert_with(Instant::now);
            if !idle {
                idle_since = None;
            } else if since.elapsed() >= ALL_OF_IT {
                return;
            }
            tokio::select! {
                () = self.inner.closing.cancelled() => return,
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }
}
