//! When a failed job is tried again: arithmetic only.

use std::time::Duration;

/// The longest time that is waited because somebody said so (`Retry-After`).
pub(crate) const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(24);

const FIRST_FREE_WAIT: Duration = Duration::from_secs(5);
const LONGEST_NETWORK_WAIT: Duration = Duration::from_mins(5);
/// To look whether there is room costs nobody anything.
const LONGEST_CHANGE_WAIT: Duration = Duration::from_mins(1);

/// How the time between attempts grows: up to `base` after the first, twice that after each further one, never more
/// than `cap`. The time is drawn evenly from zero up to that ("full jitter"), so that jobs which failed together do
/// not come back together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    pub base: Duration,
    pub cap: Duration,
}

impl Backoff {
    /// The longest wait after this many attempts.
    pub(crate) fn ceiling(self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        self.base.saturating_mul(1 << doublings).min(self.cap)
    }

    /// How long to wait after this many attempts; `chance` is drawn evenly from 0 to 1.
    pub(crate) fn wait(self, attempts: u32, chance: f64) -> Duration {
        self.ceiling(attempts).mul_f64(chance.clamp(0.0, 1.0))
    }
}

impl Default for Backoff {
    /// From 10 seconds to an hour: eight attempts take about ten minutes on average.
    fn default() -> Self {
        Self { base: Duration::from_secs(10), cap: Duration::from_hours(1) }
    }
}

/// How long to wait after this many runs in a row that found no network: 5 seconds, doubling, at most 5 minutes; of it
/// the second half is left to chance.
pub(crate) fn network_wait(waits: u32, chance: f64) -> Duration {
    growing_wait(waits, LONGEST_NETWORK_WAIT, chance)
}

/// As [`network_wait`], for what is not the network's fault: at most a minute.
pub(crate) fn change_wait(waits: u32, chance: f64) -> Duration {
    growing_wait(waits, LONGEST_CHANGE_WAIT, chance)
}

fn growing_wait(waits: u32, cap: Duration, chance: f64) -> Duration {
    let doublings = waits.saturating_sub(1).min(31);
    let longest = FIRST_FREE_WAIT.saturating_mul(1 << doublings).min(cap);
    longest.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_the_cap() {
        let backoff = Backoff { base: Duration::from_secs(10), cap: Duration::from_mins(1) };
        let ceilings: Vec<_> = [0, 1, 2, 3, 4, 5, 1000].map(|n| backoff.ceiling(n).as_secs()).into();
        assert_eq!(ceilings, [10, 10, 20, 40, 60, 60, 60]);
    }

    #[test]
    fn chance_spreads_the_wait_from_nothing_to_the_whole() {
        let backoff = Backoff { base: Duration::from_secs(10), cap: Duration::from_mins(1) };
        for (attempts, chance, seconds) in
            [(1, 0.0, 0), (1, 0.5, 5), (1, 1.0, 10), (3, 0.25, 10), (9, 1.0, 60)]
        {
            assert_eq!(
                backoff.wait(attempts, chance).as_secs(),
                seconds,
                "{attempts} attempts, chance {chance}"
            );
        }
    }

    #[test]
    fn waiting_for_the_network_grows_to_five_minutes() {
        for (waits, chance, milliseconds) in
            [(1, 0.0, 2_500), (1, 1.0, 5_000), (2, 1.0, 10_000), (4, 0.0, 20_000), (100, 1.0, 300_000)]
        {
            assert_eq!(
                network_wait(waits, chance).as_millis(),
                milliseconds,
                "{waits} waits, chance {chance}"
            );
        }
    }

    #[test]
    fn a_change_is_looked_for_at_least_every_minute() {
        for (waits, chance, milliseconds) in [(1, 0.0, 2_500), (3, 1.0, 20_000), (100, 1.0, 60_000)] {
            assert_eq!(
                change_wait(waits, chance).as_millis(),
                milliseconds,
                "{waits} waits, chance {chance}"
            );
        }
    }
}
