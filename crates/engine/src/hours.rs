//! What the clock on the wall allows: how fast downloads may be at this hour, and whether one may begin. Pure rules.

use std::time::Duration;

const DAY: u16 = 24 * 60;

/// A part of every day, in minutes since midnight by the clock on the wall. It may go over midnight; one that ends
/// where it begins is the whole day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// The first minute, 0 to 1439.
    pub from: u16,
    /// The first minute that no longer belongs to it.
    pub to: u16,
}

impl Hours {
    /// Whether a minute of the day belongs to it.
    pub fn contain(self, minute: u16) -> bool {
        let (from, to) = (self.from % DAY, self.to % DAY);
        if from < to { (from..to).contains(&minute) } else { minute >= from || minute < to }
    }

    /// How long until it begins; nothing where it has.
    pub fn begin_in(self, minute: u16) -> Option<Duration> {
        let minutes = (self.from % DAY + DAY - minute % DAY) % DAY;
        (!self.contain(minute)).then(|| Duration::from_mins(minutes.into()))
    }
}

/// How fast downloads may be in a part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourlyLimit {
    pub hours: Hours,
    /// Bytes a second, all downloads together; nothing for as fast as they come.
    pub limit: Option<u64>,
}

/// The limit at a minute of the day: of the first part of the day that it belongs to, else the usual one.
pub fn limit_at(usual: Option<u64>, by_hour: &[HourlyLimit], minute: u16) -> Option<u64> {
    by_hour.iter().find(|part| part.hours.contain(minute)).map_or(usual, |part| part.limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIGHT: Hours = Hours { from: 23 * 60, to: 7 * 60 };
    const MORNING: Hours = Hours { from: 60, to: 6 * 60 };

    #[test]
    fn a_part_of_the_day_begins_and_ends_to_the_minute_also_over_midnight() {
        for (hours, hour, minute, within) in [
            (NIGHT, 23, 0, true),
            (NIGHT, 22, 59, false),
            (NIGHT, 0, 0, true),
            (NIGHT, 6, 59, true),
            (NIGHT, 7, 0, false),
            (MORNING, 0, 59, false),
            (MORNING, 1, 0, true),
            (MORNING, 6, 0, false),
            (Hours { from: 600, to: 600 }, 9, 59, true),
            (Hours { from: 0, to: 1440 }, 12, 0, true),
        ] {
            assert_eq!(hours.contain(hour * 60 + minute), within, "{hours:?} at {hour}:{minute}");
        }
    }

    #[test]
    fn a_download_waits_until_its_hours_begin() {
        for (hour, minute, minutes) in
            [(0, 0, Some(60)), (1, 0, None), (5, 59, None), (6, 0, Some(19 * 60)), (23, 30, Some(90))]
        {
            let wait = MORNING.begin_in(hour * 60 + minute);
            assert_eq!(wait, minutes.map(Duration::from_mins), "at {hour}:{minute}");
        }
    }

    #[test]
    fn downloads_are_fast_by_night_and_modest_by_day() {
        let by_hour = [HourlyLimit { hours: NIGHT, limit: None }];
        for (hour, limit) in [(3, None), (12, Some(200_000)), (23, None)] {
            assert_eq!(limit_at(Some(200_000), &by_hour, hour * 60), limit, "at {hour}");
        }
        let by_day = [
            HourlyLimit { hours: NIGHT, limit: None },
            HourlyLimit { hours: Hours { from: 0, to: 0 }, limit: Some(1) },
        ];
        assert_eq!(limit_at(None, &by_day, 0), None, "the first that fits");
        assert_eq!(limit_at(None, &by_day, 720), Some(1));
    }
}
