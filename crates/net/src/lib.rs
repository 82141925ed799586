//! URLs to bytes: the only HTTP client of Friday.
//!
//! It reads *documents* (feeds, directories, chapters, artwork) whole into memory, and *media* to a file, byte-exact
//! or not at all. It follows redirects itself, so that it can record each of them and guard which addresses are reached.
//! It knows nothing of podcasts, and has no state but open connections.

mod address;
mod ahead;
mod ask;
mod body;
mod claim;
mod classify;
mod clients;
mod content_range;
mod copy;
mod download;
mod error;
mod fetch;
mod freshness;
mod login;
mod look;
mod network;
mod options;
mod pace;
mod part;
mod pen;
mod politeness;
mod reach;
mod redirect;
mod resume;
mod retry_after;
mod room;
mod validator;

use std::sync::Arc;

pub use crate::{
    ahead::{Ahead, AheadBody, AheadRequest},
    download::{Answer, Finished, MediaRequest, Resume, Witness, WitnessError},
    error::{Cause, Class, NetError, TlsProblem},
    fetch::{Document, DocumentRequest, FEED_LIMIT, Fetched, NotModified},
    network::{Network, SystemNetwork},
    options::{NetOptions, ProxyChoice},
    reach::Reach,
    redirect::{Hop, MAX_REDIRECTS},
    retry_after::{LONGEST_WAIT, RetryAfter},
    validator::{ParseValidatorError, Validator},
};
use crate::{claim::Claims, clients::Clients, pace::Pace, politeness::Doors};

/// The way to the outside world. Cheap to clone; clones share connections and politeness.
///
/// Nothing is opened or read before the first request.
#[derive(Debug, Clone)]
pub struct Net {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    options: NetOptions,
    clients: Clients,
    doors: Doors,
    claims: Claims,
    pace: Pace,
}

impl Net {
    pub fn new(options: NetOptions) -> Self {
        let doors = Doors::new(options.documents_per_host);
        let clients = Clients::new(&options);
        Self {
            inner: Arc::new(Inner {
                options,
                clients,
                doors,
                claims: Claims::default(),
                pace: Pace::default(),
            }),
        }
    }

    /// How many bytes a second all downloads together may bring; nothing for as many as come. It holds at once, for
    /// those that run too.
    pub fn set_bandwidth(&self, bytes_per_second: Option<u64>) {
        self.inner.pace.set(bytes_per_second);
    }

    /// As it was set last.
    pub fn bandwidth(&self) -> Option<u64> {
        self.inner.pace.limit()
    }
}
