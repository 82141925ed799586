//! What plays now, as it was reported last.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use friday_model::{EpisodeId, Heard, PodcastId, Speed};
use tokio::{sync::Notify, time::Instant};

use super::{
    PlayerReport, ReportReason,
    skipped::{Skip, let_be},
    timing::{Scene, Sleep},
};
use crate::silence::Cuts;

/// A position that is told while it plays is believed if it lies no further ahead than this of where it can be.
const AHEAD: Duration = Duration::from_secs(10);
/// While it plays, the position is written this often.
const BETWEEN_WRITES: Duration = Duration::from_millis(4_500);

/// What plays, or is paused, now.
#[derive(Debug, Clone, PartialEq)]
pub struct NowPlaying {
    pub episode: EpisodeId,
    pub podcast: PodcastId,
    pub title: String,
    pub podcast_title: String,
    pub playing: bool,
    /// As it was reported last; see [`NowPlaying::position_now`].
    pub position: Duration,
    pub length: Option<Duration>,
    pub speed: Speed,
    /// When it was reported.
    pub reported: Instant,
}

impl NowPlaying {
    /// Where it is by now.
    pub fn position_now(&self) -> Duration {
        self.position_at(Instant::now())
    }

    /// Where it is at a time, if nothing happens until then.
    pub fn position_at(&self, now: Instant) -> Duration {
        if !self.playing {
            return self.position;
        }
        let passed = now.saturating_duration_since(self.reported).mul_f64(self.speed.factor());
        let position = self.position + passed;
        self.length.map_or(position, |length| position.min(length.max(self.position)))
    }
}

/// What the engine must know of an episode while it plays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Score {
    /// So much of the end is not heard.
    pub(super) outro: Duration,
    /// Where chapters begin, in order.
    pub(super) chapters: Vec<Duration>,
    /// Of those the ones that are not heard.
    pub(super) skips: Vec<Skip>,
    /// Silences are shortened.
    pub(super) trim_silence: bool,
}

/// A stretch of listening that goes on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stretch {
    /// Its row, once it was written.
    pub(super) id: Option<i64>,
    pub(super) heard: Heard,
}

#[derive(Default)]
pub(crate) struct Listener {
    state: Mutex<State>,
    /// Something that timers depend on has changed.
    pub(crate) changed: Notify,
    /// One report after the other.
    pub(super) reporting: tokio::sync::Mutex<()>,
    /// One file after the other is seen to.
    pub(super) bringing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) now: Option<NowPlaying>,
    pub(super) score: Score,
    pub(super) sleep: Option<Sleep>,
    /// In this stretch nothing is skipped.
    pub(super) let_be: Option<Skip>,
    pub(super) stretch: Stretch,
    cuts: Cuts,
    /// When the position was written, and whether there is a newer one.
    written: Option<Instant>,
    unwritten: bool,
    /// A position that was too far ahead to be believed.
    doubted: Option<Duration>,
    /// Where a stream of an episode broke off last.
    pub(super) broke: Option<(EpisodeId, Duration)>,
}

/// What a report has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Noted {
    /// The position to keep.
    pub(super) position: Duration,
    /// Others would see a difference; a position that moves on is none.
    pub(super) seen: bool,
    /// It is time to write.
    pub(super) write: bool,
}

impl Listener {
    pub(super) fn read(&self) -> Option<NowPlaying> {
        self.with(|state| state.now.clone())
    }

    /// What is known of the silences of what plays.
    pub(crate) fn with_cuts<T>(&self, act: impl FnOnce(&mut Cuts) -> T) -> T {
        self.with(|state| act(&mut state.cuts))
    }

    pub(super) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    /// Takes a report in. `next` is what it makes of what plays, at the position as it was told.
    pub(super) fn note(&mut self, mut next: NowPlaying, report: &PlayerReport) -> Noted {
        let before = self.now.take().filter(|now| now.episode == next.episode);
        if report.reason == ReportReason::Tick
            && let Some(before) = &before
        {
            next.position = self.believed(before, &next);
        } else {
            self.doubted = None;
        }
        self.count(before.as_ref(), &next, report);
        let seen = |now: &NowPlaying| (now.playing, now.speed, now.length);
        let noted = Noted {
            position: next.position,
            seen: before.as_ref().map(seen) != Some(seen(&next)) || report.reason == ReportReason::Seek,
            write: report.reason != ReportReason::Tick
                || before.is_none()
                || self.written.is_none_or(|written| next.reported - written >= BETWEEN_WRITES),
        };
        if noted.write {
            self.written = Some(next.reported);
        }
        self.unwritten = !noted.write;
        let by_hand = report.reason == ReportReason::Seek && before.is_some();
        self.let_be = let_be(&self.score.skips, self.let_be, next.position, by_hand);
        self.now = Some(next);
        noted
    }

    /// A position that runs ahead of the time that has passed is believed only when it is told twice: web views tell
    /// such ones around seeks and at the end of a stream that broke off.
    fn believed(&mut self, before: &NowPlaying, next: &NowPlaying) -> Duration {
        let passed = next.reported.saturating_duration_since(before.reported);
        let fastest = before.speed.factor().max(next.speed.factor());
        let furthest = |from: Duration| from + passed.mul_f64(fastest) + AHEAD;
        let told_twice = self
            .doubted
            .is_some_and(|doubted| next.position >= doubted && next.position <= furthest(doubted));
        if next.position <= furthest(before.position) || told_twice {
            self.doubted = None;
            return next.position;
        }
        self.doubted = Some(next.position);
        before.position
    }

    /// Adds what was heard between two reports to the stretch.
    fn count(&mut self, before: Option<&NowPlaying>, next: &NowPlaying, report: &PlayerReport) {
        let Some(before) = before.filter(|before| before.playing) else {
            if next.playing {
                self.stretch = Stretch::default();
            }
            return;
        };
        if report.reason == ReportReason::Seek {
            return;
        }
        let took = next.reported.saturating_duration_since(before.reported);
        let Some(heard) = next.position.checked_sub(before.position) else { return };
        let sum = &mut self.stretch.heard;
        sum.heard += heard;
        sum.by_speed += heard.saturating_sub(took);
    }

    /// What plays goes on at a later position: the silence before it was left out.
    pub(super) fn leave_out(&mut self, until: Duration, at: Instant) {
        let Some(now) = &mut self.now else { return };
        let here = now.position_at(at);
        let took = at.saturating_duration_since(now.reported);
        let heard = here.saturating_sub(now.position);
        let silence = until.saturating_sub(here);
        let sum = &mut self.stretch.heard;
        sum.heard += heard + silence;
        sum.by_speed += heard.saturating_sub(took);
        sum.by_silence += silence;
        now.position = until.max(here);
        now.reported = at;
    }

    /// What plays, where its position has moved on since it was written.
    pub(super) fn unwritten(&mut self) -> Option<NowPlaying> {
        std::mem::take(&mut self.unwritten).then(|| self.now.clone()).flatten()
    }

    pub(super) fn scene(&self) -> Option<Scene> {
        let now = self.now.clone()?;
        let position = now.position_now();
        let cut = self.cuts.next(now.episode, position).filter(|_| self.score.trim_silence);
        let skips = self.score.skips.clone();
        Some(Scene { now, outro: self.score.outro, sleep: self.sleep, cut, skips, let_be: self.let_be })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(position: u64, at: Instant) -> NowPlaying {
        NowPlaying {
            episode: EpisodeId(1),
            podcast: PodcastId(1),
            title: String::new(),
            podcast_title: String::new(),
            playing: true,
            position: Duration::from_secs(position),
            length: Some(Duration::from_hours(1)),
            speed: Speed::nearest(1.5),
            reported: at,
        }
    }

    fn report(reason: ReportReason) -> PlayerReport {
        PlayerReport {
            episode: EpisodeId(1),
            playing: true,
            position: Duration::ZERO,
            duration: None,
            speed: Speed::nearest(1.5),
            reason,
        }
    }

    #[test]
    fn a_position_never_jumps_forward_by_itself() {
        let start = Instant::now();
        let mut at = start;
        let mut state = State::default();
        let mut told = |position: u64, reason: ReportReason| {
            at += Duration::from_secs(2);
            state.note(now(position, at), &report(reason)).position.as_secs()
        };
        assert_eq!(told(100, ReportReason::Play), 100);
        assert_eq!(told(103, ReportReason::Tick), 103, "it plays");
        assert_eq!(told(3_000, ReportReason::Tick), 103, "nobody can be there by now");
        assert_eq!(told(109, ReportReason::Tick), 109, "and it was a mistake");
        assert_eq!(told(3_000, ReportReason::Tick), 109);
        assert_eq!(told(3_003, ReportReason::Tick), 3_003, "told twice, it is so");
        assert_eq!(told(20, ReportReason::Tick), 20, "back is never doubted");
        assert_eq!(told(3_000, ReportReason::Seek), 3_000, "a listener may jump");
    }

    #[test]
    fn the_position_is_written_every_few_seconds_and_whenever_something_happens() {
        let start = Instant::now();
        let mut state = State::default();
        let mut writes = |seconds: u64, reason: ReportReason| {
            state.note(now(seconds, start + Duration::from_secs(seconds)), &report(reason)).write
        };
        assert!(writes(0, ReportReason::Play));
        assert!(!writes(2, ReportReason::Tick));
        assert!(!writes(4, ReportReason::Tick));
        assert!(writes(6, ReportReason::Tick));
        assert!(writes(7, ReportReason::Pause));
        assert!(!writes(8, ReportReason::Tick));
        assert!(writes(9, ReportReason::Seek));
    }

    #[test]
    fn what_speed_saves_is_counted_and_a_seek_is_not() {
        let start = Instant::now();
        let mut state = State::default();
        state.note(now(0, start), &report(ReportReason::Play));
        state.note(now(15, start + Duration::from_secs(10)), &report(ReportReason::Tick));
        state.note(now(1_000, start + Duration::from_secs(11)), &report(ReportReason::Seek));
        state.note(now(1_020, start + Duration::from_secs(21)), &report(ReportReason::Tick));
        assert_eq!(counted(&state), [35, 15, 0]);
    }

    #[test]
    fn what_a_silence_saves_is_counted_once() {
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        let mut state = State::default();
        state.note(now(0, start), &report(ReportReason::Play));
        state.leave_out(Duration::from_secs(20), after(10));
        assert_eq!(counted(&state), [20, 5, 5], "ten seconds at one and a half, and five of silence");
        assert_eq!(state.now.as_ref().map(|now| now.position), Some(Duration::from_secs(20)));
        state.note(now(20, after(10)), &report(ReportReason::Tick));
        state.note(now(35, after(20)), &report(ReportReason::Tick));
        assert_eq!(counted(&state), [35, 10, 5]);
    }

    fn counted(state: &State) -> [u64; 3] {
        let Heard { heard, by_speed, by_silence, .. } = state.stretch.heard;
        [heard, by_speed, by_silence].map(|length| length.as_secs())
    }

    #[test]
    fn between_reports_the_position_goes_on_with_the_speed_and_never_behind_the_end() {
        let start = Instant::now();
        let playing = now(100, start);
        assert_eq!(playing.position_at(start + Duration::from_secs(10)), Duration::from_secs(115));
        assert_eq!(playing.position_at(start + Duration::from_hours(9)), Duration::from_hours(1));
        let paused = NowPlaying { playing: false, ..playing };
        assert_eq!(paused.position_at(start + Duration::from_secs(10)), Duration::from_secs(100));
    }
}
