use std::future::Future;
use std::time::Duration;

use tokio::runtime::Handle;

/// How long a test waits for what must happen: on the broadcaster's own clock, so that a test whose clock stands still
/// neither hangs nor gives up at once.
#[derive(Clone, Debug)]
pub(crate) struct Patience {
    runtime: Handle,
    limit: Duration,
}

impl Patience {
    pub(crate) fn new(runtime: Handle) -> Self {
        Self { runtime, limit: Duration::from_secs(30) }
    }

    /// What `awaited` gives. Panics with what `missing` says when the patience is over.
    pub(crate) async fn with<T>(&self, awaited: impl Future<Output = T>, missing: impl Fn() -> String) -> T {
        let limit = self.limit;
        let over = self.runtime.spawn(async move { tokio::time::sleep(limit).await });
        tokio::select! {
            value = awaited => value,
            _ = over => panic!("not within {limit:?}: {}", missing()),
        }
    }

    /// The same for a test without a runtime.
    pub(crate) fn with_blocking<T>(
        &self,
        awaited: impl Future<Output = T>,
        missing: impl Fn() -> String,
    ) -> T {
        self.runtime.block_on(self.with(awaited, missing))
    }
}
