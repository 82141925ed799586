//! Where an episode goes on: rules without a clock.

use std::time::Duration;

/// An episode that was left this close to its end begins anew.
const AS_GOOD_AS_OVER: Duration = Duration::from_secs(5);
/// A file whose length differs by more than this is another edition.
const SAME_LENGTH: Duration = Duration::from_secs(30);

/// What is known when an episode is to be played.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Left {
    pub(super) position: Duration,
    pub(super) length: Option<Duration>,
    /// Since it was last listened to.
    pub(super) ago: Option<Duration>,
    pub(super) intro: Duration,
}

/// Where to begin. After a pause it goes back a little, the further the longer it was; never into what is skipped, and
/// never forward but over the beginning that the listener does not want to hear.
pub(super) fn resume_at(left: Left) -> Duration {
    let over = left.length.is_some_and(|length| left.position + AS_GOOD_AS_OVER >= length);
    let position = if over { Duration::ZERO } else { left.position };
    let position = position.saturating_sub(back(left.ago.unwrap_or_default()));
    if left.length.is_some_and(|length| left.intro + AS_GOOD_AS_OVER >= length) {
        return position;
    }
    position.max(left.intro)
}

/// So far back after a pause.
fn back(pause: Duration) -> Duration {
    Duration::from_secs(match pause.as_secs() {
        0..60 => 0,
        60..3_600 => 3,
        3_600..86_400 => 10,
        _ => 20,
    })
}

/// By how many seconds the file is longer or shorter than the one that the position was counted in, where that is
/// enough to be another edition.
pub(super) fn length_change(then: Option<Duration>, now: Option<Duration>) -> Option<i64> {
    let (then, now) = (then?, now?);
    (then.abs_diff(now) > SAME_LENGTH).then(|| now.as_secs().cast_signed() - then.as_secs().cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_episode_goes_on_a_little_before_where_it_was_left() {
        let hour = 3_600;
        for (what, position, length, ago, intro, expected) in [
            ("just now", 100, Some(hour), Some(5), 0, 100),
            ("never before", 0, Some(hour), None, 0, 0),
            ("a coffee ago", 100, Some(hour), Some(120), 0, 97),
            ("hours ago", 100, Some(hour), Some(2 * hour), 0, 90),
            ("days ago", 100, Some(hour), Some(90 * hour), 0, 80),
            ("days ago, at the beginning", 10, Some(hour), Some(90 * hour), 0, 0),
            ("at the end", hour - 5, Some(hour), Some(5), 0, 0),
            ("behind the end", hour + 5, Some(hour), Some(5), 0, 0),
            ("near the end", hour - 6, Some(hour), Some(5), 0, hour - 6),
            ("of unknown length", hour, None, Some(5), 0, hour),
            ("with an intro", 0, Some(hour), None, 30, 30),
            ("with an intro, heard before", 100, Some(hour), Some(5), 30, 100),
            ("with an intro, at the end", hour, Some(hour), Some(5), 30, 30),
            ("with an intro longer than itself", 0, Some(20), None, 30, 0),
        ] {
            let left = Left {
                position: Duration::from_secs(position),
                length: length.map(Duration::from_secs),
                ago: ago.map(Duration::from_secs),
                intro: Duration::from_secs(intro),
            };
            assert_eq!(resume_at(left).as_secs(), expected, "{what}");
        }
    }

    #[test]
    fn another_length_is_another_edition_from_half_a_minute_on() {
        let seconds = |number: Option<u64>| number.map(Duration::from_secs);
        for (then, now, expected) in [
            (Some(600), Some(600), None),
            (Some(600), Some(630), None),
            (Some(600), Some(631), Some(31)),
            (Some(631), Some(600), Some(-31)),
            (None, Some(600), None),
            (Some(600), None, None),
        ] {
            assert_eq!(length_change(seconds(then), seconds(now)), expected, "{then:?} {now:?}");
        }
    }
}
