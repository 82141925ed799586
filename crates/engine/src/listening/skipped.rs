//! Chapters that the listener never wants to hear: those of a title in a podcast, whichever episode they come up in.

use std::time::Duration;

use friday_model::{Chapter, EpisodeId};
use tokio::time::Instant;

use super::{
    PlayerCommand,
    timing::{Act, MOMENT, Scene, when},
};
use crate::{Engine, Event, Result, episodes::not_found};

/// Where a player that has told nothing for longer than this is, is a guess: it may wait for bytes. What would be
/// skipped on such a guess would be lost.
const TRUSTED: Duration = Duration::from_secs(5);

/// A stretch of an episode that is not heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Skip {
    start: Duration,
    /// Behind everything, for one that goes on to the end of the episode.
    end: Duration,
}

/// Titles are compared like this.
pub(crate) fn title_key(title: &str) -> String {
    title.trim().to_lowercase()
}

/// The chapters that are not heard, each by itself. Those that are not listed only change the picture, and neither end
/// one nor are skipped.
pub(super) fn skips(chapters: &[Chapter], skipped: &[String]) -> Vec<Skip> {
    let listed: Vec<_> = chapters.iter().filter(|chapter| !chapter.hidden).collect();
    let next = listed.iter().skip(1).map(|chapter| chapter.start).chain([Duration::MAX]);
    let ends = listed.iter().zip(next).map(|(chapter, next)| chapter.end.map_or(next, |end| end.min(next)));
    let stretches =
        listed.iter().zip(ends).map(|(chapter, end)| (chapter, Skip { start: chapter.start, end }));
    stretches
        .filter(|(chapter, _)| skipped.contains(&title_key(&chapter.title)))
        .map(|(_, stretch)| stretch)
        .collect()
}

/// The next chapter to skip, with those that follow it at once, and when it begins. One that has come up by playing is
/// due at once; one that is let be is not.
pub(super) fn skip(scene: &Scene, now: Instant) -> Option<(Instant, Act)> {
    let position = scene.now.position;
    let mut coming =
        scene.skips.iter().filter(|skip| skip.end > position + MOMENT && !is_let_be(scene.let_be, **skip));
    let first = coming.next().filter(|_| scene.now.playing)?;
    let behind = |end: Duration| end.saturating_add(MOMENT);
    let end = coming.fold(first.end, |end, next| if next.start <= behind(end) { next.end } else { end });
    let at = when(scene, now, first.start);
    if at.saturating_duration_since(scene.now.reported) > TRUSTED {
        return None;
    }
    let rest = scene.now.length.map_or(Duration::MAX, |length| length.saturating_sub(scene.outro));
    let act = if behind(end) >= rest { Act::SkipOutro } else { Act::Skip(Skip { start: first.start, end }) };
    Some((at, act))
}

/// What is let be once the player has told where it is: what has just been skipped, until it is there; and a chapter that
/// the listener has gone to by hand, until it is over.
pub(super) fn let_be(
    skips: &[Skip],
    before: Option<Skip>,
    position: Duration,
    by_hand: bool,
) -> Option<Skip> {
    let around = |skip: &Skip| skip.start <= position + MOMENT && position < skip.end;
    if by_hand { skips.iter().copied().rfind(around) } else { before.filter(around) }
}

fn is_let_be(let_be: Option<Skip>, skip: Skip) -> bool {
    let_be.is_some_and(|let_be| (let_be.start..let_be.end).contains(&skip.start))
}

impl Engine {
    /// Chapters of this title are not heard from now on, in no episode of the podcast that this one is of; or they are
    /// heard again. A chapter without a title cannot be known again, and is heard.
    pub async fn set_chapter_skipped(&self, id: EpisodeId, title: &str, skipped: bool) -> Result<()> {
        let row = self.inner.store.episodes(&[id]).await?.pop().ok_or_else(|| not_found(id))?;
        let (podcast, title) = (row.episode.podcast, title_key(title));
        if title.is_empty() {
            return Ok(());
        }
        let mut write = self.inner.store.write().await?;
        write.set_chapter_skipped(podcast, &title, skipped).await?;
        write.commit().await?;
        self.refresh_score().await?;
        self.tell(Event::EpisodesChanged(vec![id]));
        Ok(())
    }

    /// The player goes to where a chapter that is not heard is over.
    pub(super) fn skip_chapter(&self, skip: Skip) {
        let skips = self.inner.listener.with(|state| {
            let position = state.now.as_ref().map(super::NowPlaying::position_now)?;
            // It may have gone elsewhere in this moment.
            let left = skip.end.checked_sub(position).filter(|_| skip.start <= position + MOMENT)?;
            state.let_be = Some(skip);
            state.stretch.heard.by_skips += left;
            Some(())
        });
        if skips.is_some() {
            self.ask_player(PlayerCommand::Seek(skip.end));
        }
    }
}

#[cfg(test)]
mod tests {
    use friday_model::{PodcastId, Speed};

    use super::{
        super::{
            NowPlaying, PlayerReport, ReportReason,
            now::{Score, State},
        },
        *,
    };

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn span((start, end): (u64, u64)) -> Skip {
        Skip { start: seconds(start), end: if end == 0 { Duration::MAX } else { seconds(end) } }
    }

    fn now_playing(position: u64, at: Instant) -> NowPlaying {
        NowPlaying {
            episode: EpisodeId(1),
            podcast: PodcastId(1),
            title: String::new(),
            podcast_title: String::new(),
            playing: true,
            position: seconds(position),
            length: Some(seconds(600)),
            speed: Speed::nearest(2.0),
            reported: at,
        }
    }

    fn scene(position: u64, skips: &[(u64, u64)], at: Instant) -> Scene {
        let skips = skips.iter().copied().map(span).collect();
        Scene {
            now: now_playing(position, at),
            outro: Duration::ZERO,
            sleep: None,
            cut: None,
            skips,
            let_be: None,
        }
    }

    #[test]
    fn which_stretches_are_not_heard() {
        let chapter = |start: u64, end: Option<u64>, title: &str| Chapter {
            start: seconds(start),
            end: end.map(seconds),
            title: title.to_owned(),
            hidden: title == "hidden",
            ..Chapter::default()
        };
        let skipped = ["sponsor", "schluß", "hidden"].map(str::to_owned);
        for (what, chapters, expected) in [
            ("no chapters", vec![], vec![]),
            ("none of the title", vec![chapter(0, None, "Hello"), chapter(9, None, "Sponsors")], vec![]),
            (
                "one, until the next begins",
                vec![chapter(0, None, "Hello"), chapter(10, None, " SPONSOR\n"), chapter(40, None, "Talk")],
                vec![(10, 40)],
            ),
            (
                "one that says where it ends",
                vec![chapter(10, Some(20), "Sponsor"), chapter(40, None, "Talk")],
                vec![(10, 20)],
            ),
            (
                "one that says it ends after the next has begun",
                vec![chapter(10, Some(50), "Sponsor"), chapter(40, None, "Talk")],
                vec![(10, 40)],
            ),
            ("the last", vec![chapter(0, None, "Hello"), chapter(500, None, "Schluß")], vec![(500, 0)]),
            ("all", vec![chapter(0, None, "sponsor"), chapter(9, None, "SCHLUß")], vec![(0, 9), (9, 0)]),
            (
                "a picture that changes meanwhile",
                vec![chapter(10, None, "Sponsor"), chapter(15, None, "hidden"), chapter(40, None, "Talk")],
                vec![(10, 40)],
            ),
        ] {
            let expected: Vec<Skip> = expected.into_iter().map(span).collect();
            assert_eq!(skips(&chapters, &skipped), expected, "{what}");
        }
    }

    #[test]
    fn when_a_chapter_is_skipped_and_to_where() {
        let now = Instant::now();
        let to = |start, end| Act::Skip(span((start, end)));
        for (what, position, skips, expected) in [
            ("nothing is", 10, &[][..], None),
            ("when it begins, at double speed", 90, &[(92, 200)], Some((1, to(92, 200)))),
            ("too far ahead to know when it begins", 90, &[(110, 200)], None),
            ("what begins the episode", 0, &[(0, 60)], Some((0, to(0, 60)))),
            ("what has come up by playing", 93, &[(92, 200)], Some((0, to(92, 200)))),
            ("what is as good as over", 199, &[(92, 200)], None),
            ("what is over", 300, &[(92, 200)], None),
            ("several in a row, at once", 92, &[(92, 200), (200, 300), (300, 310)], Some((0, to(92, 310)))),
            ("only those in a row", 92, &[(92, 200), (250, 300)], Some((0, to(92, 200)))),
            ("the next, after one that is over", 200, &[(92, 200), (204, 300)], Some((2, to(204, 300)))),
            ("the last", 500, &[(500, 0)], Some((0, Act::SkipOutro))),
            ("the last, which says where it ends", 500, &[(500, 600)], Some((0, Act::SkipOutro))),
            ("several to the end", 400, &[(400, 500), (500, 0)], Some((0, Act::SkipOutro))),
        ] {
            let due = skip(&scene(position, skips, now), now);
            assert_eq!(due, expected.map(|(after, act)| (now + seconds(after), act)), "{what}");
        }
    }

    #[test]
    fn nothing_is_skipped_while_nothing_plays_nor_where_nobody_knows_where_it_is() {
        let now = Instant::now();
        let mut paused = scene(100, &[(100, 200)], now);
        paused.now.playing = false;
        assert_eq!(skip(&paused, now), None);
        let stalled = scene(90, &[(92, 200)], now);
        assert_eq!(skip(&stalled, now + seconds(20)), None, "it may wait for bytes since then");
        let late = scene(92, &[(92, 200)], now);
        assert_eq!(skip(&late, now + seconds(3)), Some((now + seconds(3), Act::Skip(span((92, 200))))));
    }

    #[test]
    fn a_chapter_before_the_end_that_is_not_heard_either_ends_the_episode() {
        let now = Instant::now();
        let mut scene = scene(500, &[(500, 550)], now);
        scene.outro = seconds(50);
        assert_eq!(skip(&scene, now), Some((now, Act::SkipOutro)));
    }

    #[test]
    fn what_the_listener_goes_to_by_hand_is_heard_until_it_is_over() {
        let start = Instant::now();
        let skips = [(100, 200), (200, 300)].map(span).to_vec();
        let mut state = State::default();
        state.score = Score { skips, ..Score::default() };
        let mut told = |position: u64, reason: ReportReason| {
            let at = start + seconds(position);
            let report = PlayerReport {
                episode: EpisodeId(1),
                playing: true,
                position: seconds(position),
                duration: None,
                speed: Speed::NORMAL,
                reason,
            };
            state.note(now_playing(position, at), &report);
            skip(&state.scene().expect("it plays"), at).map(|(_, act)| act)
        };
        let (both, second) = (Some(Act::Skip(span((100, 300)))), Some(Act::Skip(span((200, 300)))));
        for (what, position, reason, due) in [
            ("going on with an episode is no wish to hear this", 150, ReportReason::Play, both),
            ("a jump is", 160, ReportReason::Seek, None),
            ("and stays one", 162, ReportReason::Tick, None),
            ("also after a pause", 164, ReportReason::Play, None),
            ("the next one is due when it begins", 196, ReportReason::Tick, second),
            ("at the very beginning of one, that one is meant", 200, ReportReason::Seek, None),
            ("it is over", 300, ReportReason::Tick, None),
            ("and comes up another time", 98, ReportReason::Seek, both),
        ] {
            assert_eq!(told(position, reason), due, "{what}");
        }
    }

    #[test]
    fn what_has_just_been_skipped_is_not_due_again_until_the_player_is_there() {
        let (skips, asked) = ([(100, 200)].map(span), span((100, 200)));
        for (what, position, by_hand, expected) in [
            ("a tick from before the jump", 99, false, Some(asked)),
            ("a tick from the way", 100, false, Some(asked)),
            ("the end of the jump", 200, true, None),
            ("the listener wants it back", 100, true, Some(asked)),
            ("far before it", 20, true, None),
        ] {
            assert_eq!(let_be(&skips, Some(asked), seconds(position), by_hand), expected, "{what}");
        }
    }
}
