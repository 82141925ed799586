//! What stops a job, in the words of the queue.

use std::path::Path;

use friday_net::{Class, NetError};
use friday_queue::{Failure, Run};
use serde_json::json;

use crate::{Engine, Error, refresh::system_time};

/// Work that would hold up others, on a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(Failure::retry("bug", error.to_string())))
}

/// The file system said no.
pub(crate) fn disk(path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
    let path = path.display().to_string();
    move |error| match error.kind() {
        std::io::ErrorKind::StorageFull => Failure::wait_for_change("disk_full", "Not enough disk space."),
        _ => Failure::retry("cannot_write", format!("Can't write to {path}.")).with_detail(error.to_string()),
    }
}

/// The library said no.
pub(crate) fn database(error: impl Into<Error>) -> Failure {
    let error = error.into();
    match error.code() {
        "disk_full" => Failure::wait_for_change("disk_full", error.to_string()),
        code => Failure::retry(code, error.to_string()),
    }
}

/// The network said no; what it said stays with the attempt. `headers` are those of the last answer, if there was one.
pub(crate) fn network(engine: &Engine, run: &Run, error: &NetError, headers: &[(String, String)]) -> Failure {
    run.attach(json!({
        "status": error.status(),
        "hops": error.hops().iter().map(|hop| json!({ "url": hop.url.as_str(), "status": hop.status })).collect::<Vec<_>>(),
        "headers": headers,
    }));
    let now = system_time(engine.now().0);
    let failure = match (error.class(), error.retry_after(now)) {
        (Class::Retry, Some(after)) => Failure::retry_after(after, error.code(), error.to_string()),
        (Class::Retry, None) => Failure::retry(error.code(), error.to_string()),
        (Class::WaitForNetwork, _) => Failure::wait_for_network(error.code(), error.to_string()),
        (Class::WaitForRoom, _) => Failure::wait_for_change(error.code(), error.to_string()),
        (Class::Final, _) => Failure::fatal(error.code(), error.to_string()),
    };
    failure.with_detail(error.detail())
}
