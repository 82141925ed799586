//! When a publisher wants to be asked: `ttl`, `skipHours` and `skipDays` (RSS 2.0, optional channel elements).

use std::time::Duration;

/// A `ttl`, which is in minutes. Zero says nothing.
pub(crate) fn minutes(text: &str) -> Option<Duration> {
    let minutes: u32 = text.trim().parse().ok()?;
    (minutes > 0).then(|| Duration::from_mins(minutes.into()))
}

/// The bit of an hour, 0 to 23 (24 is midnight too); none for anything else.
pub(crate) fn hour(text: &str) -> u32 {
    match text.trim().parse() {
        Ok(hour @ 0..24) => 1 << hour,
        Ok(24) => 1,
        _ => 0,
    }
}

/// The bit of a day by its English name; none for anything else.
pub(crate) fn day(text: &str) -> u8 {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let name = text.trim().to_ascii_lowercase();
    DAYS.iter().position(|day| *day == name).map_or(0, |day| 1 << day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_days_are_bits_and_nonsense_is_none() {
        for (text, bits) in [
            ("0", 1),
            (" 3\n", 8),
            ("23", 1 << 23),
            ("24", 1),
            ("25", 0),
            ("-1", 0),
            ("noon", 0),
            ("99999999999999", 0),
        ] {
            assert_eq!(hour(text), bits, "{text}");
        }
        for (text, bits) in [("Monday", 1), (" SUNDAY ", 64), ("Montag", 0), ("", 0)] {
            assert_eq!(day(text), bits, "{text}");
        }
        for (text, expected) in [("60", Some(60)), ("0", None), ("-60", None), ("an hour", None), ("", None)]
        {
            assert_eq!(minutes(text), expected.map(Duration::from_mins), "{text}");
        }
    }
}
