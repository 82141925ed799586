//! When to look at a feed again: arithmetic, not code.
//!
//! A publisher has habits: the gap between its last episodes says when the next one may be expected. Around that time
//! Friday looks often, else seldom; and never sooner than the publisher or its server asks.

use std::time::Duration;

use friday_model::{Schedule, Timestamp};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// A feed that failed is asked again after this long, doubled with each failure in a row.
const AFTER_FAILURE: Duration = Duration::from_mins(5);
/// No feed that may bring something is left alone for longer, whatever its server asks for.
const LONGEST: Duration = DAY;
/// What is complete may still be corrected.
const COMPLETE: Duration = Duration::from_hours(7 * 24);
/// So many gaps between the newest episodes tell a habit.
const GAPS: usize = 9;

/// What is known of a feed when the time of its next check is chosen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Habits {
    /// When its newest episodes were published, newest first; those with a date that has not come are left out.
    pub(crate) published: Vec<Timestamp>,
    pub(crate) schedule: Schedule,
    /// For how long the server says that its answer holds.
    pub(crate) fresh_for: Option<Duration>,
}

/// Why a check failed, as far as the next one depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failing {
    /// Something that may be over in a moment. What the server asks for (`Retry-After`) wins.
    Passing { retry_after: Option<Duration> },
    /// Nothing is there (404): asked at the usual pace, for it may come back.
    Missing,
    /// It is gone for good (410), or somebody has to do something first: a login, the keyring.
    Lasting,
}

/// After an answer.
pub(crate) fn after_success(now: Timestamp, habits: &Habits) -> Timestamp {
    let wait = if habits.schedule.complete { COMPLETE } else { by_habit(now, &habits.published) };
    let asked_for = [habits.schedule.ttl, habits.fresh_for].into_iter().flatten().max().unwrap_or_default();
    out_of_skipped(now.after(wait.max(asked_for.min(LONGEST))), &habits.schedule)
}

/// After so many failures in a row, this one included. `spread` from 0 to 1 keeps feeds that failed together from
/// coming back together.
pub(crate) fn after_failure(now: Timestamp, failures: u32, failing: Failing, spread: f64) -> Timestamp {
    let doubled = AFTER_FAILURE.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST);
    let wait = match failing {
        Failing::Passing { retry_after: Some(wait) } => wait.min(LONGEST),
        Failing::Passing { retry_after: None } => doubled.mul_f64(f64::midpoint(1.0, spread.clamp(0.0, 1.0))),
        Failing::Missing => HOUR,
        Failing::Lasting => LONGEST,
    };
    now.after(wait)
}

/// The longer a publisher has been silent beyond its habit, the less often it is asked.
fn by_habit(now: Timestamp, published: &[Timestamp]) -> Duration {
    let Some(newest) = published.first() else { return HOUR };
    let silent = now.since(*newest);
    let Some(gap) = usual_gap(published) else {
        return (silent / 30).clamp(HOUR, LONGEST);
    };
    if silent > gap * 4 && silent > DAY * 14 {
        return (silent / 30).clamp(HOUR * 2, LONGEST);
    }
    // Publishers are early and late by about a tenth.
    let expected = newest.after(gap.saturating_sub((gap / 10).min(HOUR * 12)));
    if now < expected {
        // Something may come in between.
        return expected.since(now).min((gap / 8).clamp(HOUR, HOUR * 6)).max(MINUTE * 30);
    }
    (gap / 48).clamp(MINUTE * 30, HOUR)
}

/// The middle one of the gaps between the newest episodes. Those that came together count as one.
fn usual_gap(published: &[Timestamp]) -> Option<Duration> {
    let mut gaps: Vec<Duration> = published
        .windows(2)
        .map(|pair| pair[0].since(pair[1]))
        .filter(|gap| *gap > MINUTE * 10)
        .take(GAPS)
        .collect();
    gaps.sort_unstable();
    (gaps.len() >= 2).then(|| gaps[gaps.len() / 2])
}

/// The first moment from then on in which the publisher does not mind being asked. One that always minds is not heard.
fn out_of_skipped(time: Timestamp, schedule: &Schedule) -> Timestamp {
    const HOURS: i64 = 3_600_000;
    let first = time.0.div_euclid(HOURS);
    let minds = |hour: i64| {
        // 1970 began with a Thursday.
        let day = (hour.div_euclid(24) + 3).rem_euclid(7);
        schedule.skip_hours >> hour.rem_euclid(24) & 1 == 1 || schedule.skip_days >> day & 1 == 1
    };
    match (first..first + 7 * 24).find(|hour| !minds(*hour)) {
        Some(hour) if hour > first => Timestamp(hour * HOURS),
        _ => time,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIN: i64 = 60_000;
    /// Friday, 2026-11-20 08:00 UTC.
    const NOW: i64 = 1_795_161_600_000;

    /// Episodes that came so many hours ago.
    fn habits(hours_ago: &[i64]) -> Habits {
        let published = hours_ago.iter().map(|hours| Timestamp(NOW - hours * 60 * MIN)).collect();
        Habits { published, ..Habits::default() }
    }

    fn minutes(habits: &Habits) -> i64 {
        (after_success(Timestamp(NOW), habits).0 - NOW) / MIN
    }

    #[test]
    fn a_feed_is_asked_when_something_may_have_come() {
        let weekly = |first: i64| (0..6).map(|week| first + week * 168).collect::<Vec<_>>();
        let table: [(&str, Vec<i64>, i64); 14] = [
            ("nothing is known", vec![], 60),
            ("one episode, just now", vec![0], 60),
            ("one episode, sixty days ago", vec![1440], 24 * 60),
            ("daily, one came an hour ago", vec![1, 25, 49, 73], 3 * 60),
            ("daily, the next is due", vec![24, 48, 72, 96], 30),
            ("hourly", vec![0, 1, 2, 3, 4], 54),
            ("hourly, the next is due", vec![1, 2, 3, 4], 30),
            ("weekly, one came today", weekly(2), 6 * 60),
            ("weekly, due in two hours", weekly(168 - 12 - 2), 2 * 60),
            ("weekly, it may come any moment", weekly(166), 60),
            ("weekly, late by three weeks", weekly(168 * 4 - 1), 60),
            ("weekly, silent for two months", weekly(1440), 24 * 60),
            ("all at once, long ago", vec![720, 720, 720, 720], 24 * 60),
            ("a daily show after a week off", vec![1, 169, 193, 217, 241], 3 * 60),
        ];
        for (what, hours_ago, expected) in table {
            assert_eq!(minutes(&habits(&hours_ago)), expected, "{what}");
        }
    }

    #[test]
    fn a_publisher_is_not_asked_sooner_than_it_wants() {
        let minutes_of = |minutes: u64| Some(Duration::from_mins(minutes));
        let table = [
            ("ttl of a quarter of an hour", minutes_of(15), None, false, 60),
            ("ttl of two hours", minutes_of(120), None, false, 120),
            ("ttl of a year", minutes_of(525_600), None, false, 24 * 60),
            ("fresh for three hours", None, minutes_of(180), false, 180),
            ("the longer of both", minutes_of(120), minutes_of(180), false, 180),
            ("complete", None, None, true, 7 * 24 * 60),
        ];
        for (what, ttl, fresh_for, complete, expected) in table {
            let schedule = Schedule { ttl, complete, ..Schedule::default() };
            assert_eq!(minutes(&Habits { schedule, fresh_for, ..Habits::default() }), expected, "{what}");
        }
    }

    #[test]
    fn hours_and_days_that_a_publisher_wants_left_out_are_left_out() {
        let all_hours = (1 << 24) - 1;
        let table: [(&str, u32, u8, i64); 7] = [
            ("none", 0, 0, 60),
            ("another hour", 1 << 10, 0, 60),
            ("the hour that it would be", 1 << 9, 0, 120),
            ("the rest of the day", all_hours & !0xff, 0, 16 * 60),
            ("all Friday", 0, 1 << 4, 16 * 60),
            ("Friday to Sunday and the small hours", 0x3f, 0b111_0000, (16 + 48 + 6) * 60),
            ("always", all_hours, 0x7f, 60),
        ];
        for (what, skip_hours, skip_days, expected) in table {
            let schedule = Schedule { skip_hours, skip_days, ..Schedule::default() };
            assert_eq!(minutes(&Habits { schedule, ..Habits::default() }), expected, "{what}");
        }
    }

    #[test]
    fn a_failing_feed_is_asked_less_and_less_but_at_least_once_a_day() {
        let day = 24 * 60;
        let passing =
            |seconds: Option<u64>| Failing::Passing { retry_after: seconds.map(Duration::from_secs) };
        let table = [
            (1, passing(None), 1.0, 5),
            (1, passing(None), 0.2, 3),
            (2, passing(None), 1.0, 10),
            (4, passing(None), 1.0, 40),
            (4, passing(None), 0.0, 20),
            (12, passing(None), 1.0, day),
            (4_000_000_000, passing(None), 1.0, day),
            (3, passing(Some(420)), 0.0, 7),
            (1, passing(Some(31_536_000)), 0.0, day),
            (40, Failing::Missing, 1.0, 60),
            (1, Failing::Lasting, 1.0, day),
        ];
        for (failures, failing, spread, expected) in table {
            let next = after_failure(Timestamp(0), failures, failing, spread);
            assert_eq!(next, Timestamp(expected * MIN), "{failures} {failing:?} {spread}");
        }
    }
}
