//! The body of a media file as it comes in, with a look ahead and a sense for servers that have fallen asleep.

use std::{collections::VecDeque, time::Duration};

use bytes::{Buf as _, Bytes};
use reqwest::Response;
use tokio::time::Instant;

use crate::{
    classify,
    error::{Cause, NetError},
    options::NetOptions,
};

/// Chunk by chunk. Only time spent waiting for the network counts towards the stall rule, not time spent writing.
pub(crate) struct Body {
    response: Response,
    host: String,
    idle: Duration,
    window: Duration,
    enough: u64,
    waited: Duration,
    came: u64,
    /// Seen, but not taken yet.
    ahead: VecDeque<Bytes>,
    end: Option<Result<(), NetError>>,
}

impl Body {
    pub(crate) fn new(response: Response, host: &str, options: &NetOptions) -> Self {
        Self {
            response,
            host: host.to_owned(),
            idle: options.media_idle,
            window: options.stall_window,
            enough: options.stall_bytes,
            waited: Duration::ZERO,
            came: 0,
            ahead: VecDeque::new(),
            end: None,
        }
    }

    /// The next bytes; none at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, NetError> {
        if let Some(chunk) = self.ahead.pop_front() {
            return Ok(Some(chunk));
        }
        match self.end.take() {
            Some(end) => end.map(|()| None),
            None => self.receive().await,
        }
    }

    /// The first bytes, which [`next`](Self::next) will bring again: as many as asked for, or all there are. An error
    /// that comes before is kept for `next`.
    pub(crate) async fn peek(&mut self, bytes: usize) -> Vec<u8> {
        let mut seen: usize = self.ahead.iter().map(Bytes::len).sum();
        while seen < bytes && self.end.is_none() {
            match self.receive().await {
                Ok(Some(chunk)) => {
                    seen += chunk.len();
                    self.ahead.push_back(chunk);
                }
                Ok(None) => self.end = Some(Ok(())),
                Err(error) => self.end = Some(Err(error)),
            }
        }
        let mut head = Vec::with_capacity(bytes.min(seen));
        for chunk in &self.ahead {
            head.extend_from_slice(&chunk[..chunk.len().min(bytes - head.len())]);
        }
        head
    }

    /// What [`next`](Self::next) will say when all that was seen is taken: an error, if the body ended with one.
    pub(crate) async fn rest(&mut self) -> Result<(), NetError> {
        while self.next().await?.is_some() {}
        Ok(())
    }

    /// Leaves out bytes that were seen by [`peek`](Self::peek).
    pub(crate) fn skip(&mut self, mut bytes: usize) {
        while let Some(chunk) = self.ahead.front_mut()
            && bytes > 0
        {
            let gone = bytes.min(chunk.len());
            chunk.advance(gone);
            bytes -= gone;
            if chunk.is_empty() {
                self.ahead.pop_front();
            }
        }
    }

    async fn receive(&mut self) -> Result<Option<Bytes>, NetError> {
        loop {
            let begun = Instant::now();
            let Ok(chunk) = tokio::time::timeout(self.idle, self.response.chunk()).await else {
                return Err(NetError::new(Cause::Stalled { after: self.idle }));
            };
            // What has come and what is expected is known one floor up.
            let chunk = chunk.map_err(|error| classify::of_body(error, &self.host, 0, None))?;
            self.waited += begun.elapsed();
            self.came += chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
            if self.waited >= self.window {
                if self.came < self.enough && chunk.is_some() {
                    return Err(NetError::new(Cause::Stalled { after: self.waited }));
                }
                self.waited = Duration::ZERO;
                self.came = 0;
            }
            if chunk.as_ref().is_none_or(|chunk| !chunk.is_empty()) {
                return Ok(chunk);
            }
        }
    }
}
