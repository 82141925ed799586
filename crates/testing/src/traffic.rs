//! What was asked of the broadcaster and what it sent: the witness for assertions about politeness and resumption.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::watch;

/// One request and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct Asked {
    pub method: String,
    pub path: String,
    /// What stood behind the question mark, encoded; empty without.
    pub query: String,
    /// Names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    /// 0 until the head is made.
    pub status: u16,
    /// Bytes of the body so far.
    pub sent: u64,
    /// The body was sent to its end, as this answer meant it.
    pub whole: bool,
    #[serde(skip)]
    show: Option<String>,
}

impl Asked {
    pub(crate) fn new(
        method: String,
        path: String,
        query: String,
        headers: Vec<(String, String)>,
        show: Option<String>,
    ) -> Self {
        Self { method, path, query, headers, status: 0, sent: 0, whole: false, show }
    }

    /// The first value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The requests to one path, one show, under one name or everything.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Traffic {
    /// In the order they came.
    pub requests: Vec<Asked>,
    /// Bytes of all their bodies.
    pub bytes: u64,
    /// Requests that are being answered.
    pub in_flight: usize,
    /// The most that were answered at the same time.
    pub peak_in_flight: usize,
}

impl Traffic {
    pub fn count(&self) -> usize {
        self.requests.len()
    }

    pub fn statuses(&self) -> Vec<u16> {
        self.requests.iter().map(|asked| asked.status).collect()
    }

    /// The `Range` headers, of the requests that had one.
    pub fn ranges(&self) -> Vec<String> {
        self.requests.iter().filter_map(|asked| asked.header("range")).map(ToOwned::to_owned).collect()
    }
}

/// Whose traffic.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    Everything,
    Show(String),
    Path(String),
    /// As the `Host` header says, with its port.
    Host(String),
}

/// The record of all traffic.
#[derive(Debug)]
pub(crate) struct Record {
    log: Mutex<Log>,
    changes: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Log {
    /// Raised by `forget`, so that answers still under way do not write into later requests.
    generation: u64,
    requests: Vec<Asked>,
    gauges: HashMap<Scope, Gauge>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Gauge {
    in_flight: usize,
    peak: usize,
}

/// One request being answered; dropping it ends it.
#[derive(Debug)]
pub(crate) struct Ticket {
    record: Arc<Record>,
    generation: u64,
    index: usize,
    scopes: Vec<Scope>,
}

impl Record {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { log: Mutex::default(), changes: watch::Sender::new(0) })
    }

    pub(crate) fn begin(self: &Arc<Self>, asked: Asked) -> Ticket {
        let mut scopes = vec![Scope::Everything, Scope::Path(asked.path.clone())];
        scopes.extend(asked.show.clone().map(Scope::Show));
        scopes.extend(asked.header("host").map(|host| Scope::Host(host.to_owned())));
        let mut log = self.lock();
        for scope in &scopes {
            let gauge = log.gauges.entry(scope.clone()).or_default();
            gauge.in_flight += 1;
            gauge.peak = gauge.peak.max(gauge.in_flight);
        }
        log.requests.push(asked);
        let ticket = Ticket {
            record: Arc::clone(self),
            generation: log.generation,
            index: log.requests.len() - 1,
            scopes,
        };
        drop(log);
        self.changed();
        ticket
    }

    pub(crate) fn traffic(&self, scope: &Scope) -> Traffic {
        let log = self.lock();
        let gauge = log.gauges.get(scope).copied().unwrap_or_default();
        let requests: Vec<Asked> = log
            .requests
            .iter()
            .filter(|asked| match scope {
                Scope::Everything => true,
                Scope::Show(slug) => asked.show.as_ref() == Some(slug),
                Scope::Path(path) => asked.path == *path,
                Scope::Host(host) => asked.header("host") == Some(host),
            })
            .cloned()
            .collect();
        let bytes = requests.iter().map(|asked| asked.sent).sum();
        Traffic { requests, bytes, in_flight: gauge.in_flight, peak_in_flight: gauge.peak }
    }

    pub(crate) fn forget(&self) {
        let mut log = self.lock();
        log.generation += 1;
        log.requests.clear();
        for gauge in log.gauges.values_mut() {
            gauge.peak = gauge.in_flight;
        }
    }

    /// Waits until the traffic is as `wanted` says.
    pub(crate) async fn until(&self, scope: &Scope, wanted: impl Fn(&Traffic) -> bool) -> Traffic {
        let mut changes = self.changes.subscribe();
        loop {
            changes.mark_unchanged();
            let traffic = self.traffic(scope);
            if wanted(&traffic) {
                return traffic;
            }
            // The sender lives in `self`, so waiting cannot fail.
            let _ = changes.changed().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed(&self) {
        self.changes.send_modify(|changes| *changes += 1);
    }
}

impl Ticket {
    pub(crate) fn status(&self, status: u16) {
        self.note(|asked| asked.status = status);
    }

    pub(crate) fn sent(&self, bytes: u64) {
        self.note(|asked| asked.sent += bytes);
    }

    pub(crate) fn whole(&self) {
        self.note(|asked| asked.whole = true);
    }

    fn note(&self, note: impl FnOnce(&mut Asked)) {
        let mut log = self.record.lock();
        if log.generation == self.generation
            && let Some(asked) = log.requests.get_mut(self.index)
        {
            note(asked);
        }
        drop(log);
        self.record.changed();
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut log = self.record.lock();
        for scope in &self.scopes {
            if let Some(gauge) = log.gauges.get_mut(scope) {
                gauge.in_flight -= 1;
            }
        }
        drop(log);
        self.record.changed();
    }
}
