//! What happens at a certain time while an episode plays: the sleep timer with its fade, and the end that the listener
//! skips. A hidden web view's timers are late; these are not.

use std::{ops::Range, time::Duration};

use friday_model::Timestamp;
use tokio::time::{Instant, sleep_until};

use super::{
    NowPlaying, PlayerCommand,
    skipped::{Skip, skip},
};
use crate::{Engine, Event};

/// The last seconds before sleep grow softer.
const FADE: Duration = Duration::from_secs(10);
const FADE_STEP: Duration = Duration::from_millis(500);
/// A chapter that ends sooner than this is as good as over: the next one is meant.
pub(super) const MOMENT: Duration = Duration::from_secs(1);

/// When playing is to end by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SleepAfter {
    /// So long from now, whether it plays or not.
    Time(Duration),
    /// The chapter that plays; where there are none, the episode.
    Chapter,
    /// So many episodes, the one that plays among them.
    Episodes(u8),
}

/// A sleep timer that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SleepTimer {
    pub after: SleepAfter,
    /// By the clock; absent where it depends on what is heard until then.
    pub at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sleep {
    At(Instant),
    /// At this position.
    Chapter(Duration),
    /// At the end of so many episodes, of which this is the first.
    Episodes(u8),
}

/// At the end of the episode that plays.
const THIS_EPISODE: Option<Sleep> = Some(Sleep::Episodes(1));

/// All that timers depend on.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) now: NowPlaying,
    pub(super) outro: Duration,
    pub(super) sleep: Option<Sleep>,
    /// What is left out next, because it is silent.
    pub(super) cut: Option<Range<Duration>>,
    /// Chapters that are not heard, and the stretch in which nothing is skipped.
    pub(super) skips: Vec<Skip>,
    pub(super) let_be: Option<Skip>,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// So many percent of the volume.
    Dim(u8),
    Sleep,
    SkipOutro,
    /// From here to there it is silent.
    LeaveOut(Duration, Duration),
    Skip(Skip),
}

/// What is to be done next, and when.
pub(super) fn due(scene: &Scene, now: Instant) -> Option<(Instant, Act)> {
    [sleep(scene, now), outro(scene, now), skip(scene, now), silence(scene, now)]
        .into_iter()
        .flatten()
        .min_by_key(|(at, _)| *at)
}

fn sleep(scene: &Scene, now: Instant) -> Option<(Instant, Act)> {
    let playing = scene.now.playing;
    let at = match scene.sleep? {
        Sleep::At(at) if !playing => return Some((at, Act::Sleep)),
        Sleep::At(at) => at,
        _ if !playing => return None,
        Sleep::Chapter(end) => when(scene, now, end),
        Sleep::Episodes(1) => when(scene, now, scene.now.length?.saturating_sub(scene.outro)),
        Sleep::Episodes(_) => return None,
    };
    let left = at.saturating_duration_since(now);
    if left > FADE {
        return Some((at - FADE, Act::Dim(100)));
    }
    if left.is_zero() {
        // An episode ends by itself.
        return (scene.sleep != THIS_EPISODE).then_some((at, Act::Sleep));
    }
    let next = left.saturating_sub(FADE_STEP);
    if next.is_zero() {
        return Some((at, if scene.sleep == THIS_EPISODE { Act::Dim(0) } else { Act::Sleep }));
    }
    Some((at - next, Act::Dim(percent(next))))
}

fn percent(left: Duration) -> u8 {
    (100.0 * left.as_secs_f64() / FADE.as_secs_f64()).round().clamp(0.0, 100.0) as u8
}

fn outro(scene: &Scene, now: Instant) -> Option<(Instant, Act)> {
    let end = scene.now.length?.checked_sub(scene.outro).filter(|_| !scene.outro.is_zero())?;
    // Whoever has gone there by hand wants to hear it.
    (scene.now.playing && scene.now.position < end).then(|| (when(scene, now, end), Act::SkipOutro))
}

fn silence(scene: &Scene, now: Instant) -> Option<(Instant, Act)> {
    let cut = scene.cut.clone().filter(|_| scene.now.playing)?;
    Some((when(scene, now, cut.start), Act::LeaveOut(cut.start, cut.end)))
}

/// When a position will be reached.
pub(super) fn when(scene: &Scene, now: Instant, position: Duration) -> Instant {
    let left = position.saturating_sub(scene.now.position_at(now));
    now + left.div_f64(scene.now.speed.factor())
}

/// Where the chapter that plays at a position ends; none where no other one begins after it.
pub(super) fn chapter_end(chapters: &[Duration], position: Duration) -> Option<Duration> {
    chapters.iter().copied().find(|start| *start > position + MOMENT)
}

impl Engine {
    /// Lets playing end by itself, or calls that off.
    pub fn set_sleep(&self, after: Option<SleepAfter>) {
        let listener = &self.inner.listener;
        let dimmed = listener.with(|state| {
            let position = state.now.as_ref().map(NowPlaying::position_now).unwrap_or_default();
            let sleep = after.map(|after| match after {
                SleepAfter::Time(time) => Sleep::At(Instant::now() + time),
                SleepAfter::Chapter => {
                    chapter_end(&state.score.chapters, position).map_or(Sleep::Episodes(1), Sleep::Chapter)
                }
                SleepAfter::Episodes(count) => Sleep::Episodes(count.max(1)),
            });
            std::mem::replace(&mut state.sleep, sleep).is_some()
        });
        if dimmed {
            self.ask_player(PlayerCommand::Dim(100));
        }
        listener.changed.notify_waiters();
        self.tell(Event::SleepChanged);
    }

    /// The sleep timer, if one runs.
    pub fn sleep(&self) -> Option<SleepTimer> {
        let sleep = self.inner.listener.with(|state| state.sleep)?;
        Some(match sleep {
            Sleep::At(at) => {
                let left = at.saturating_duration_since(Instant::now());
                SleepTimer { after: SleepAfter::Time(left), at: Some(self.now().after(left)) }
            }
            Sleep::Chapter(_) => SleepTimer { after: SleepAfter::Chapter, at: None },
            Sleep::Episodes(count) => SleepTimer { after: SleepAfter::Episodes(count), at: None },
        })
    }

    /// An episode was heard to its end; returns whether that was the last one before sleep.
    pub(super) fn sleep_at_end(&self) -> bool {
        let Some(Sleep::Episodes(count)) = self.inner.listener.with(|state| state.sleep) else {
            return false;
        };
        self.set_sleep((count > 1).then(|| SleepAfter::Episodes(count - 1)));
        count <= 1
    }

    /// Asks the player for something; without one nobody hears it.
    pub fn ask_player(&self, command: PlayerCommand) {
        self.tell(Event::PlayerAsked(command));
    }

    pub(crate) fn keep_time(&self) {
        let engine = self.clone();
        self.in_background(async move {
            loop {
                let changed = engine.inner.listener.changed.notified();
                let scene = engine.inner.listener.with(|state| state.scene());
                match scene.and_then(|scene| due(&scene, Instant::now())) {
                    None => changed.await,
                    Some((at, act)) => tokio::select! {
                        () = changed => {}
                        () = sleep_until(at) => engine.act(act).await,
                    },
                }
            }
        });
    }

    async fn act(&self, act: Act) {
        match act {
            Act::Dim(percent) => self.ask_player(PlayerCommand::Dim(percent)),
            Act::Sleep => {
                let playing = self.now_playing().is_some_and(|now| now.playing);
                if playing {
                    self.ask_player(PlayerCommand::Pause);
                    // Until the pause is reported nothing more is due.
                    self.inner.listener.with(|state| {
                        if let Some(now) = &mut state.now {
                            now.position = now.position_now();
                            now.playing = false;
                        }
                    });
                }
                self.set_sleep(None);
            }
            Act::LeaveOut(from, to) => {
                self.ask_player(PlayerCommand::LeaveOut { from, to });
                self.inner.listener.with(|state| state.leave_out(to, Instant::now()));
            }
            Act::Skip(skip) => self.skip_chapter(skip),
            Act::SkipOutro => {
                if let Err(error) = self.skip_outro().await {
                    tracing::warn!(%error, "the end could not be skipped");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use friday_model::{EpisodeId, PodcastId, Speed};

    use super::*;

    fn scene(position: u64, sleep: Option<Sleep>, outro: u64, at: Instant) -> Scene {
        Scene {
            now: NowPlaying {
                episode: EpisodeId(1),
                podcast: PodcastId(1),
                title: String::new(),
                podcast_title: String::new(),
                playing: true,
                position: Duration::from_secs(position),
                length: Some(Duration::from_mins(10)),
                speed: Speed::nearest(2.0),
                reported: at,
            },
            outro: Duration::from_secs(outro),
            sleep,
            cut: None,
            skips: Vec::new(),
            let_be: None,
        }
    }

    #[test]
    fn what_is_due_next() {
        let now = Instant::now();
        let after = |seconds: f64| now + Duration::from_secs_f64(seconds);
        let chapter = Sleep::Chapter(Duration::from_secs(200));
        for (what, scene, expected) in [
            ("nothing", scene(100, None, 0, now), None),
            (
                "half an hour",
                scene(100, Some(Sleep::At(after(1_800.0))), 0, now),
                Some((after(1_790.0), Act::Dim(100))),
            ),
            (
                "in the fade",
                scene(100, Some(Sleep::At(after(5.0))), 0, now),
                Some((after(0.5), Act::Dim(45))),
            ),
            ("at its end", scene(100, Some(Sleep::At(after(0.5))), 0, now), Some((after(0.5), Act::Sleep))),
            ("late", scene(100, Some(Sleep::At(now)), 0, now), Some((now, Act::Sleep))),
            (
                "a chapter, at double speed",
                scene(100, Some(chapter), 0, now),
                Some((after(40.0), Act::Dim(100))),
            ),
            ("a chapter that is over", scene(200, Some(chapter), 0, now), Some((now, Act::Sleep))),
            (
                "the episode",
                scene(100, Some(Sleep::Episodes(1)), 0, now),
                Some((after(240.0), Act::Dim(100))),
            ),
            (
                "the episode without its end",
                scene(100, Some(Sleep::Episodes(1)), 100, now),
                Some((after(190.0), Act::Dim(100))),
            ),
            ("the end of the next episode", scene(595, Some(Sleep::Episodes(2)), 0, now), None),
            ("the episode at its end", scene(600, Some(Sleep::Episodes(1)), 0, now), None),
            ("an outro", scene(100, None, 60, now), Some((after(220.0), Act::SkipOutro))),
            ("in the outro by hand", scene(560, None, 60, now), None),
            ("an outro longer than the episode", scene(100, None, 601, now), None),
        ] {
            assert_eq!(due(&scene, now), expected, "{what}");
        }
    }

    #[test]
    fn a_silence_is_left_out_when_the_player_comes_to_it() {
        let now = Instant::now();
        let cut = Duration::from_secs(110)..Duration::from_secs(112);
        for (what, position, playing, due_in) in [
            ("at double speed", 100, true, Some(5)),
            ("in it", 111, true, Some(0)),
            ("while nothing plays", 100, false, None),
        ] {
            let mut scene = Scene { cut: Some(cut.clone()), ..scene(position, None, 0, now) };
            scene.now.playing = playing;
            let expected =
                due_in.map(|seconds| (now + Duration::from_secs(seconds), Act::LeaveOut(cut.start, cut.end)));
            assert_eq!(due(&scene, now), expected, "{what}");
        }
    }

    #[test]
    fn while_nothing_plays_only_the_clock_counts() {
        let now = Instant::now();
        let later = now + Duration::from_mins(15);
        for (sleep, outro, expected) in [
            (Some(Sleep::At(later)), 60, Some((later, Act::Sleep))),
            (Some(Sleep::Episodes(1)), 60, None),
            (Some(Sleep::Chapter(Duration::from_secs(1))), 0, None),
        ] {
            let mut scene = scene(100, sleep, outro, now);
            scene.now.playing = false;
            assert_eq!(due(&scene, now), expected, "{sleep:?}");
        }
    }

    #[test]
    fn a_chapter_ends_where_the_next_one_begins() {
        let chapters = [0, 100, 200].map(Duration::from_secs);
        for (position, end) in
            [(0, Some(100)), (50, Some(100)), (99, Some(200)), (100, Some(200)), (200, None)]
        {
            let end = end.map(Duration::from_secs);
            assert_eq!(chapter_end(&chapters, Duration::from_secs(position)), end, "{position}");
        }
    }
}
