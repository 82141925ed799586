//! Sizes, times and words from outside, as a person reads them in a terminal.

use std::time::Duration;

use friday_model::Timestamp;
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const MOMENT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// `57.6 MB`: decimal units, as shops and file managers count.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut amount = bytes as f64 / 1000.0;
    let mut unit = 0;
    // What would be shown as 1000.0 is 1.0 of the next unit.
    while amount >= 999.95 && unit + 1 < UNITS.len() {
        amount /= 1000.0;
        unit += 1;
    }
    format!("{amount:.1} {}", UNITS[unit])
}

/// `1:02:03` or `2:03`.
pub(crate) fn length(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// `2026-11-20`, in UTC.
pub(crate) fn day(time: Timestamp) -> String {
    written(time, DAY)
}

/// `2026-11-20T08:00:00Z`.
pub(crate) fn moment(time: Timestamp) -> String {
    written(time, MOMENT)
}

/// `1 download`, `3 downloads`.
pub(crate) fn count(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// What may be there, as a cell of a table: nothing where it is absent.
pub(crate) fn or_nothing<T>(value: Option<T>, written: impl FnOnce(T) -> String) -> String {
    value.map(written).unwrap_or_default()
}

/// Text from outside on one line, without what could command the terminal or turn the line around.
pub(crate) fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|letter| !letter.is_control() && !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn written(time: Timestamp, format: &[BorrowedFormatItem<'_>]) -> String {
    let date = OffsetDateTime::from_unix_timestamp(time.seconds()).ok();
    date.and_then(|date| date.format(format).ok()).unwrap_or_else(|| "?".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let table = [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (57_600_000, "57.6 MB"),
            (999_949_999, "999.9 MB"),
            (999_950_000, "1.0 GB"),
            (5_000_000_000_000_000, "5000.0 TB"),
        ];
        for (bytes, expected) in table {
            assert_eq!(size(bytes), expected);
        }
    }

    #[test]
    fn lengths_show_hours_only_where_there_are_some() {
        for (seconds, expected) in [(0, "0:00"), (62, "1:02"), (3_600, "1:00:00"), (90_061, "25:01:01")] {
            assert_eq!(length(Duration::from_secs(seconds)), expected);
        }
    }

    #[test]
    fn dates_are_iso() {
        assert_eq!(day(Timestamp(1_795_161_600_999)), "2026-11-20");
        assert_eq!(moment(Timestamp(1_795_161_600_999)), "2026-11-20T08:00:00Z");
        assert_eq!(day(Timestamp(i64::MAX)), "?");
    }

    #[test]
    fn text_from_outside_cannot_command_the_terminal() {
        for (text, expected) in [
            ("plain", "plain"),
            ("  two\r\nlines\t here ", "two lines here"),
            ("\u{1b}[2Jgone\u{7}", "[2Jgone"),
            ("safe\u{202e}3pm.exe", "safe3pm.exe"),
            ("雨巷电台", "雨巷电台"),
        ] {
            assert_eq!(one_line(text), expected);
        }
    }
}
