//! A body on its way to disk, and what was kept of the file before.

use bytes::Bytes;

use crate::{
    ahead::Ahead,
    body::Body,
    download::Witness,
    error::{Cause, NetError},
    pace::Pace,
    pen::{AT_LEAST_EVERY, Pen},
};

/// Copies a body to disk up to `end`, or all of it where the end is not known; or until it meets bytes that were kept
/// from someone who listened ahead: then the answer is true.
pub(crate) async fn copy(
    body: &mut Body,
    pen: &mut Pen,
    witness: &mut dyn Witness,
    pace: &Pace,
    ahead: Option<&dyn Ahead>,
    end: Option<u64>,
    total: Option<u64>,
) -> Result<bool, NetError> {
    witness.received(pen.position(), total);
    loop {
        let left = end.map(|end| end - pen.position());
        if left == Some(0) {
            return Ok(false);
        }
        if let Some(ahead) = ahead {
            ahead.calm().await;
            if ahead.kept(pen.position()).await.is_some() {
                return Ok(true);
            }
        }
        let chunk = next(body, pen, witness).await?;
        let Some(mut chunk) = chunk.map_err(|error| error.at(pen.position(), total))? else {
            return match left {
                None => Ok(false),
                Some(_) => Err(NetError::new(Cause::Truncated { bytes: pen.position(), total })),
            };
        };
        if let Some(left) = left {
            // More than was announced belongs to something else.
            chunk.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        }
        let length = chunk.len();
        pen.push(chunk, witness).await?;
        witness.received(pen.position(), total);
        // Whoever does not read makes the server wait.
        pace.take(length).await;
    }
}

/// The next bytes. Where they are waited for, those that came before are written meanwhile: someone may be listening.
async fn next(
    body: &mut Body,
    pen: &mut Pen,
    witness: &mut dyn Witness,
) -> Result<Result<Option<Bytes>, NetError>, NetError> {
    let mut next = std::pin::pin!(body.next());
    loop {
        tokio::select! {
            biased;
            chunk = &mut next => return Ok(chunk),
            () = tokio::time::sleep(AT_LEAST_EVERY), if pen.holds_back() => pen.write_out(witness).await?,
        }
    }
}

/// Takes over what was kept from someone who listened ahead.
pub(crate) async fn take_kept(
    ahead: &dyn Ahead,
    pen: &mut Pen,
    witness: &mut dyn Witness,
    total: Option<u64>,
) -> Result<(), NetError> {
    while let Some(mut kept) = ahead.kept(pen.position()).await {
        if let Some(total) = total {
            kept.truncate(usize::try_from(total.saturating_sub(pen.position())).unwrap_or(usize::MAX));
        }
        if kept.is_empty() {
            break;
        }
        pen.push(kept, witness).await?;
        witness.received(pen.position(), total);
    }
    Ok(())
}
