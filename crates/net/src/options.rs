//! What can be set about the network, with the values Friday ships.

use std::{sync::Arc, time::Duration};

use crate::network::{Network, SystemNetwork};

/// Limits and habits of a [`Net`](crate::Net).
#[derive(Debug, Clone)]
pub struct NetOptions {
    /// Who we say we are: the truth, with a version and where to read about it.
    pub user_agent: String,
    /// Sent in one more try after a 403, because some hosts refuse every client they have not heard of.
    pub second_user_agent: String,
    /// For name lookup, connecting and the TLS handshake together.
    pub connect: Duration,
    /// The longest a document may keep silent.
    pub document_idle: Duration,
    /// The longest a document may take in all; waiting for one's turn at a host does not count.
    pub document_total: Duration,
    /// The longest a download may keep silent. There is no limit for the whole.
    pub media_idle: Duration,
    /// A download that brings fewer than [`stall_bytes`](Self::stall_bytes) in this time of waiting has stalled.
    pub stall_window: Duration,
    pub stall_bytes: u64,
    /// How many documents are asked of one host at a time.
    pub documents_per_host: usize,
    /// A download is synced to disk after this many bytes …
    pub checkpoint_bytes: u64,
    /// … or after this time, whichever comes first.
    pub checkpoint_every: Duration,
    /// Bytes that a download leaves free on its disk, so that everything else can go on being written.
    pub leave_free: u64,
    pub proxy: ProxyChoice,
    /// How names become addresses.
    pub network: Arc<dyn Network>,
}

impl Default for NetOptions {
    fn default() -> Self {
        Self {
            user_agent: concat!("Friday/", env!("CARGO_PKG_VERSION"), " (podcast player)").to_owned(),
            second_user_agent: "Mozilla/5.0 (compatible)".to_owned(),
            connect: Duration::from_secs(15),
            document_idle: Duration::from_secs(30),
            document_total: Duration::from_mins(2),
            media_idle: Duration::from_mins(1),
            stall_window: Duration::from_mins(1),
            stall_bytes: 60_000,
            documents_per_host: 2,
            checkpoint_bytes: 8_000_000,
            checkpoint_every: Duration::from_secs(5),
            leave_free: 50_000_000,
            proxy: ProxyChoice::System,
            network: Arc::new(SystemNetwork),
        }
    }
}

/// Whether the proxy that the listener's system names is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// The environment (`HTTPS_PROXY`, `NO_PROXY`, …) or the system's settings. Never for private addresses given as such.
    #[default]
    System,
    None,
}
