use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// One way in which hosts fail. Several may act on one answer. Offsets `after_bytes` count the bytes of that answer's
/// body, whatever range it is; one at or behind its end never comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Nothing happens for so long before the head is sent.
    Latency { ms: u64 },
    /// The body trickles.
    Slow { bytes_per_second: u64 },
    /// Then nothing more, with the connection open.
    Stall { after_bytes: u64 },
    /// Then a TCP reset. What the client has not read by then may be lost to it, as on a real line; use `Close` where
    /// exactly so many bytes must arrive.
    Reset { after_bytes: u64 },
    /// Then an orderly end of the connection, before the announced length.
    Close { after_bytes: u64 },
    /// Then waits until the gate of that name is opened (`Broadcaster::gate`).
    Hold { after_bytes: u64, gate: String },
    /// `Content-Length` is off by so much: more than what comes, or less (the surplus is sent and the line closed).
    Announce { length: i64 },
    /// No `Content-Length`: chunked.
    NoLength,
    /// `Range` is ignored: the whole file with status 200.
    RangeIgnored,
    /// The range that comes, truly labelled, begins so much beside what was asked.
    RangeShifted { by: i64 },
    /// `Content-Range` states a wrong size of the whole file.
    TotalShifted { by: i64 },
    /// `If-Range` is ignored: a range of whatever version is on air.
    IfRangeIgnored,
    /// This status with a line of text. `retry_after` is the header as it stands: seconds, a date or rubbish.
    Status { code: u16, retry_after: Option<String> },
    /// 401 to whoever does not show this login, by Digest (SHA-256) or by Basic.
    Login { user: String, password: String, digest: bool },
    /// 200 with the log-in page of a hotel network.
    HtmlInstead,
    /// 200 with no bytes.
    Empty,
    /// A redirect to `to` as it stands; without a `Location` header when that is empty.
    Redirect { to: String, code: u16 },
    /// So many redirects one after the other, then the file.
    RedirectChain { hops: u32, code: u16 },
    /// A redirect that leads to itself.
    RedirectLoop,
    /// Before this answer the file is replaced by its next version (see `Broadcaster::new_version`).
    NewVersion,
    /// The same file under another `ETag` each time.
    EtagEachTime,
    /// The `ETag` is a weak one.
    WeakEtag,
    /// Neither `ETag` nor `Last-Modified`.
    NoValidators,
    /// `If-None-Match` and `If-Modified-Since` are ignored: never 304.
    ConditionsIgnored,
    /// 304, asked conditionally or not.
    NotModifiedUnasked,
    /// `Content-Encoding: gzip` on plain bytes.
    GzipLies,
    /// This `Content-Type`.
    ContentType { value: String },
    /// This header besides, in place of one of that name.
    Header { name: String, value: String },
    /// The byte at this offset of the file is damaged.
    ByteFlipped { at: u64 },
}

/// Faults that act on the same answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultSet(pub Vec<Fault>);

impl From<Fault> for FaultSet {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

impl<const N: usize> From<[Fault; N]> for FaultSet {
    fn from(faults: [Fault; N]) -> Self {
        Self(faults.into())
    }
}

impl From<Vec<Fault>> for FaultSet {
    fn from(faults: Vec<Fault>) -> Self {
        Self(faults)
    }
}

/// Where a fault strikes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Everywhere,
    Show(String),
    Path(String),
}

impl Place {
    pub(crate) fn covers(&self, path: &str, show: Option<&str>) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Show(slug) => show == Some(slug),
            Self::Path(own) => own == path,
        }
    }
}

/// The switched faults. At each place the counted sets stand in a line, of which a request takes the first.
#[derive(Debug, Default)]
pub(crate) struct Switchboard {
    switched: Mutex<Vec<Switched>>,
}

#[derive(Debug)]
struct Switched {
    place: Place,
    always: Vec<FaultSet>,
    counted: VecDeque<(u32, FaultSet)>,
}

impl Switchboard {
    pub(crate) fn switch(&self, place: Place, times: Option<u32>, faults: FaultSet) {
        let mut switched = self.switched.lock().unwrap_or_else(PoisonError::into_inner);
        let at = switched.iter().position(|known| known.place == place).unwrap_or_else(|| {
            switched.push(Switched { place, always: Vec::new(), counted: VecDeque::new() });
            switched.len() - 1
        });
        match times {
            Some(0) => {}
            Some(times) => switched[at].counted.push_back((times, faults)),
            None => switched[at].always.push(faults),
        }
    }

    pub(crate) fn heal(&self, place: Option<&Place>) {
        let mut switched = self.switched.lock().unwrap_or_else(PoisonError::into_inner);
        switched.retain(|known| place.is_some_and(|place| known.place != *place));
    }

    /// The faults for one request, which uses up one turn of the counted ones.
    pub(crate) fn take(&self, path: &str, show: Option<&str>) -> Vec<Fault> {
        let mut switched = self.switched.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = Vec::new();
        for known in switched.iter_mut().filter(|known| known.place.covers(path, show)) {
            if let Some((turns, faults)) = known.counted.front_mut() {
                taken.extend(faults.0.iter().cloned());
                *turns -= 1;
                if *turns == 0 {
                    known.counted.pop_front();
                }
            }
            taken.extend(known.always.iter().flat_map(|faults| faults.0.iter().cloned()));
        }
        taken
    }
}
