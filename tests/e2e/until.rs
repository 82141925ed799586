//! Waiting for conditions. Nothing here waits for an amount of time: it looks again until what is awaited is there,
//! and after a minute says what was not.

use std::fmt::Display;
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// Long enough for the slowest machine; a test that is right never comes near it.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// Asks `look` until it has something, and returns that.
///
/// `look` says in its error what it saw instead; the last such word goes into the panic.
pub(crate) async fn until<T, E: Display>(
    awaited: impl Display,
    look: impl AsyncFnMut() -> Result<T, E>,
) -> T {
    match before(PATIENCE, look).await {
        Ok(seen) => seen,
        Err(instead) => panic!("waited for {awaited}, but {instead}"),
    }
}

/// Like [`until`], with a deadline of its own and the last error instead of a panic.
pub(crate) async fn before<T, E>(
    patience: Duration,
    mut look: impl AsyncFnMut() -> Result<T, E>,
) -> Result<T, E> {
    let deadline = Instant::now() + patience;
    loop {
        match look().await {
            Ok(seen) => return Ok(seen),
            Err(instead) if Instant::now() >= deadline => return Err(instead),
            Err(_) => sleep(LOOK_AGAIN).await,
        }
    }
}
