use std::{fmt, time::Duration};

use crate::{EpisodeId, Timestamp};

/// How fast it plays, from 0.5 to 3 in steps of 0.05.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speed(u16);

impl Speed {
    /// As it was recorded.
    pub const NORMAL: Self = Self(100);
    const SLOWEST: u16 = 50;
    const FASTEST: u16 = 300;
    const STEP: u16 = 5;

    /// The nearest speed that can be set.
    #[must_use]
    pub fn nearest(factor: f64) -> Self {
        Self::of_hundredths((factor * 100.0).round().clamp(0.0, f64::from(u16::MAX)) as u16)
    }

    /// The nearest speed that can be set, from hundredths.
    #[must_use]
    pub fn of_hundredths(hundredths: u16) -> Self {
        let bounded = hundredths.clamp(Self::SLOWEST, Self::FASTEST);
        Self((bounded + Self::STEP / 2) / Self::STEP * Self::STEP)
    }

    #[must_use]
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// Seconds of the episode in a second.
    #[must_use]
    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self::NORMAL
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.factor())
    }
}

/// How the episodes of a podcast sound. What is absent is as the listener has set it for all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PodcastSound {
    pub speed: Option<Speed>,
    /// So much of the beginning is not heard.
    pub intro: Duration,
    /// So much of the end is not heard.
    pub outro: Duration,
    /// Silences are shortened.
    pub trim_silence: Option<bool>,
    /// What is soft is made louder, and what is loud softer.
    pub level: Option<bool>,
    /// Files that were fetched only to listen to them stay.
    pub keep_files: Option<bool>,
}

/// A list of what plays next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpNextList {
    pub id: UpNextListId,
    /// Empty for the one that is there from the beginning.
    pub name: String,
    /// It keeps its order: nothing in it is moved.
    pub locked: bool,
    /// How many episodes are in it.
    pub episodes: u32,
}

/// Names an [`UpNextList`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UpNextListId(pub i64);

impl UpNextListId {
    /// The one that is there from the beginning.
    pub const FIRST: Self = Self(1);
}

impl fmt::Display for UpNextListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A place in an episode that the listener wants to find again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    pub id: i64,
    pub episode: EpisodeId,
    pub position: Duration,
    /// May be empty.
    pub note: String,
    pub made: Timestamp,
}

/// Time that listening took, and time that it did not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heard {
    /// Of the episode.
    pub heard: Duration,
    /// Saved by playing faster.
    pub by_speed: Duration,
    /// Saved by shortening silences.
    pub by_silence: Duration,
    /// Saved by skipping beginnings and ends.
    pub by_skips: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_within_bounds_and_on_a_step() {
        for (asked, got) in [
            (1.0, 1.0),
            (1.25, 1.25),
            (1.27, 1.25),
            (1.28, 1.3),
            (0.1, 0.5),
            (9.0, 3.0),
            (f64::NAN, 0.5),
            (-1.0, 0.5),
            (f64::INFINITY, 3.0),
        ] {
            assert!((Speed::nearest(asked).factor() - got).abs() < 1e-9, "{asked}");
        }
    }
}
