//! What can be left out of an episode, as far as that is known.

use std::{ops::Range, time::Duration};

use friday_model::EpisodeId;

use super::decode::Heard;

/// Less than this is not worth a jump.
const WORTH: Duration = Duration::from_millis(150);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cuts {
    episode: Option<EpisodeId>,
    /// Whoever looks for them; an older one has no say any more.
    search: u64,
    searching: bool,
    /// The part of the episode that was listened to.
    known: Range<Duration>,
    /// In their order.
    found: Vec<Range<Duration>>,
}

impl Cuts {
    /// Whether somebody must listen for what plays from a moment on; then who that is.
    pub(super) fn wanted(&mut self, episode: EpisodeId, from: Duration) -> Option<u64> {
        let known = self.episode == Some(episode) && self.known.start <= from;
        if known && (self.searching || from < self.known.end) {
            return None;
        }
        let search = self.search + 1;
        let known = from..from;
        *self = Self { episode: Some(episode), search, searching: true, known, found: Vec::new() };
        Some(search)
    }

    /// Takes in what was heard. Whether more is of interest.
    pub(super) fn take(&mut self, search: u64, heard: Heard) -> bool {
        if search != self.search {
            return false;
        }
        match heard {
            Heard::From(moment) => self.known = self.known.start.min(moment)..moment,
            Heard::Silence(silence) => self.found.push(silence),
            Heard::Reached(moment) => self.known.end = moment,
        }
        true
    }

    /// Somebody listens no more. `all` is whether nobody could find more in this file.
    pub(super) fn ended(&mut self, search: u64, all: bool) {
        if search == self.search {
            self.searching = false;
            self.known.end = if all { Duration::MAX } else { self.known.end };
        }
    }

    /// Nobody is to listen any more, and nothing is left out.
    pub(crate) fn forget(&mut self) {
        *self = Self { search: self.search + 1, ..Self::default() };
    }

    /// What is left out next, from a moment of an episode on.
    pub(crate) fn next(&self, episode: EpisodeId, moment: Duration) -> Option<Range<Duration>> {
        let next = self.found.partition_point(|cut| cut.end <= moment + WORTH);
        self.found.get(next).filter(|_| self.episode == Some(episode)).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: EpisodeId = EpisodeId(1);
    const ANOTHER: EpisodeId = EpisodeId(2);

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn listened(from: u64, to: u64) -> (Cuts, u64) {
        let mut cuts = Cuts::default();
        let search = cuts.wanted(ONE, at(from)).expect("nobody listens yet");
        for heard in [Heard::From(at(from)), Heard::Silence(at(12)..at(14)), Heard::Reached(at(to))] {
            assert!(cuts.take(search, heard));
        }
        (cuts, search)
    }

    #[test]
    fn the_next_cut_is_the_one_that_is_not_over() {
        let (mut cuts, search) = listened(10, 30);
        cuts.take(search, Heard::Silence(at(20)..at(21)));
        for (moment, expected) in
            [(0, Some(at(12)..at(14))), (13, Some(at(12)..at(14))), (14, Some(at(20)..at(21))), (21, None)]
        {
            assert_eq!(cuts.next(ONE, at(moment)), expected, "{moment}");
        }
        assert_eq!(cuts.next(ANOTHER, at(0)), None, "those of one episode are not those of another");
        let nearly_over = at(14).saturating_sub(Duration::from_millis(100));
        assert_eq!(cuts.next(ONE, nearly_over), Some(at(20)..at(21)), "a jump would save nothing");
    }

    #[test]
    fn somebody_listens_where_nobody_has() {
        for (what, episode, from, ended, wanted) in [
            ("somebody is at it", ONE, 500, None, false),
            ("before where it was begun", ONE, 5, None, true),
            ("another episode", ANOTHER, 15, None, true),
            ("where it was listened to until it broke off", ONE, 20, Some(false), false),
            ("behind where it broke off", ONE, 40, Some(false), true),
            ("behind the end", ONE, 40, Some(true), false),
        ] {
            let (mut cuts, search) = listened(10, 30);
            if let Some(all) = ended {
                cuts.ended(search, all);
            }
            assert_eq!(cuts.wanted(episode, at(from)).is_some(), wanted, "{what}");
        }
    }

    #[test]
    fn whoever_listened_for_something_else_has_no_say() {
        let (mut cuts, old) = listened(10, 30);
        cuts.wanted(ANOTHER, at(0)).expect("another episode is listened to anew");
        assert!(!cuts.take(old, Heard::Silence(at(1)..at(2))));
        cuts.ended(old, true);
        assert_eq!(cuts.next(ANOTHER, at(0)), None);
        assert_eq!(cuts.wanted(ANOTHER, at(9)), None, "the new one listens still");

        let (mut cuts, old) = listened(10, 30);
        cuts.forget();
        assert!(!cuts.take(old, Heard::Reached(at(31))), "nobody wants silences shortened any more");
        assert_eq!(cuts.next(ONE, at(0)), None);
    }
}
