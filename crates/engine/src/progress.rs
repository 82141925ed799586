//! How fast running downloads are, and how far: in memory, for those who watch.

use std::{
    collections::{HashMap, VecDeque},
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use friday_model::{EpisodeId, Phase, Progress};
use tokio::{sync::watch, time::Instant};

/// Speed is that of the last seconds, so that it follows the line and does not jitter.
const WINDOW: Duration = Duration::from_secs(4);
/// No speed is told from less than this: the first moments of a connection mislead.
const ENOUGH: Duration = Duration::from_secs(2);
/// Samples closer together than this are one.
const GRAIN: Duration = Duration::from_millis(100);

/// The downloads that this process runs now.
#[derive(Default)]
pub(crate) struct Meters {
    running: Mutex<HashMap<EpisodeId, Running>>,
}

struct Running {
    meter: Meter,
    growth: watch::Sender<Growth>,
    /// Another computer runs it: nothing grows here.
    elsewhere: bool,
}

/// How far the partial file of a running download reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Growth {
    pub(crate) part: PathBuf,
    pub(crate) bytes: u64,
    /// Absent until the server has answered, or where it does not tell.
    pub(crate) total: Option<u64>,
    pub(crate) mime_type: Option<String>,
    pub(crate) whole: bool,
}

impl Meters {
    pub(crate) fn begin(&self, episode: EpisodeId, part: PathBuf) {
        let (growth, _) =
            watch::channel(Growth { part, bytes: 0, total: None, mime_type: None, whole: false });
        let new = Running { meter: Meter::default(), growth, elsewhere: false };
        self.with(|running| running.insert(episode, new));
    }

    /// Another computer has begun to run it.
    pub(crate) fn begin_elsewhere(&self, episode: EpisodeId) {
        self.begin(episode, PathBuf::new());
        self.change(episode, |running| running.elsewhere = true);
    }

    /// The other computer tells how far it is. Of what runs here, it tells nothing.
    pub(crate) fn received_elsewhere(&self, episode: EpisodeId, bytes: u64, total: Option<u64>) {
        self.change(episode, |running| {
            if running.elsewhere {
                running.meter.phase = Phase::Downloading;
                running.meter.received(Instant::now(), bytes, total);
            }
        });
    }

    pub(crate) fn end_elsewhere(&self, episode: EpisodeId) {
        self.with(|running| {
            if running.get(&episode).is_some_and(|running| running.elsewhere) {
                running.remove(&episode);
            }
        });
    }

    /// The server has answered: the file goes on from `bytes`.
    pub(crate) fn answered(
        &self,
        episode: EpisodeId,
        bytes: u64,
        total: Option<u64>,
        mime_type: Option<String>,
    ) {
        self.change(episode, |running| {
            running.meter = Meter { phase: Phase::Downloading, bytes, total, samples: VecDeque::new() };
            running.growth.send_modify(|growth| {
                growth.bytes = bytes;
                growth.total = total;
                growth.mime_type = mime_type;
            });
        });
    }

    pub(crate) fn received(&self, episode: EpisodeId, bytes: u64, total: Option<u64>) {
        self.change(episode, |running| {
            running.meter.received(Instant::now(), bytes, total);
            running.growth.send_modify(|growth| growth.bytes = bytes);
        });
    }

    pub(crate) fn verifying(&self, episode: EpisodeId, bytes: u64) {
        self.change(episode, |running| {
            running.meter.phase = Phase::Verifying;
            running.meter.bytes = bytes;
            running.growth.send_modify(|growth| {
                growth.bytes = bytes;
                growth.total = Some(bytes);
                growth.whole = true;
            });
        });
    }

    pub(crate) fn end(&self, episode: EpisodeId) {
        self.with(|running| running.remove(&episode));
    }

    /// Follows the partial file of a running download.
    pub(crate) fn growth(&self, episode: EpisodeId) -> Option<watch::Receiver<Growth>> {
        self.with(|running| {
            running
                .get(&episode)
                .filter(|running| !running.elsewhere)
                .map(|running| running.growth.subscribe())
        })
    }

    pub(crate) fn all(&self) -> Vec<Progress> {
        let now = Instant::now();
        let mut all: Vec<Progress> = self.with(|running| {
            running.iter().map(|(episode, running)| running.meter.read(*episode, now)).collect()
        });
        all.sort_unstable_by_key(|progress| progress.episode);
        all
    }

    fn change(&self, episode: EpisodeId, change: impl FnOnce(&mut Running)) {
        self.with(|running| running.get_mut(&episode).map(change));
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<EpisodeId, Running>) -> T) -> T {
        act(&mut self.running.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Debug)]
struct Meter {
    phase: Phase,
    bytes: u64,
    total: Option<u64>,
    /// Oldest first; never further apart than the window.
    samples: VecDeque<(Instant, u64)>,
}

impl Default for Meter {
    fn default() -> Self {
        Self { phase: Phase::Connecting, bytes: 0, total: None, samples: VecDeque::new() }
    }
}

impl Meter {
    fn received(&mut self, now: Instant, bytes: u64, total: Option<u64>) {
        self.bytes = bytes;
        self.total = total;
        if self.samples.back().is_none_or(|(last, _)| now.duration_since(*last) >= GRAIN) {
            self.samples.push_back((now, bytes));
        }
        while self.samples.len() > 2
            && self.samples.get(1).is_some_and(|(at, _)| now.duration_since(*at) > WINDOW)
        {
            self.samples.pop_front();
        }
    }

    fn read(&self, episode: EpisodeId, now: Instant) -> Progress {
        let speed = self.speed(now);
        let left = match (speed, self.total) {
            (Some(speed @ 1..), Some(total)) => {
                Some(Duration::from_secs(total.saturating_sub(self.bytes) / speed))
            }
            _ => None,
        };
        Progress { episode, phase: self.phase, bytes: self.bytes, total: self.total, speed, left }
    }

    fn speed(&self, now: Instant) -> Option<u64> {
        let (first, bytes) = self.samples.front()?;
        let time = now.duration_since(*first);
        (time >= ENOUGH).then(|| (self.bytes.saturating_sub(*bytes) as f64 / time.as_secs_f64()) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(samples: &[(u64, u64)]) -> (Meter, Instant) {
        let start = Instant::now();
        let mut meter = Meter::default();
        let mut now = start;
        for (milliseconds, bytes) in samples {
            now = start + Duration::from_millis(*milliseconds);
            meter.received(now, *bytes, Some(10_000));
        }
        (meter, now)
    }

    #[test]
    fn no_speed_is_told_before_two_seconds_of_data() {
        let (meter, now) = meter(&[(0, 0), (1_500, 1_500)]);
        assert_eq!(meter.read(EpisodeId(1), now).speed, None);
    }

    #[test]
    fn speed_and_time_left_come_from_the_last_seconds() {
        let fast_then_slow: Vec<(u64, u64)> = (0..=100)
            .map(|tick| (tick * 100, if tick < 50 { tick * 100 } else { 5_000 + (tick - 50) * 10 }))
            .collect();
        let (meter, now) = meter(&fast_then_slow);
        let progress = meter.read(EpisodeId(1), now);
        assert_eq!(progress.speed, Some(100));
        assert_eq!(progress.left, Some(Duration::from_secs(45)));
    }

    #[test]
    fn a_stalled_download_has_no_time_left_to_tell() {
        let (meter, now) = meter(&[(0, 500), (100, 500)]);
        let progress = meter.read(EpisodeId(1), now + Duration::from_secs(9));
        assert_eq!((progress.speed, progress.left), (Some(0), None));
    }
}
