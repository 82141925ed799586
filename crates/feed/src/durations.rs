//! How long an episode is, as announced: `itunes:duration` and its relatives. Exact, or unknown.

use std::time::Duration;

/// Longer than any episode; above it a number is a mistake.
const LONGEST_SECONDS: f64 = 1000.0 * 3600.0;

/// Reads `3723`, `3723.5`, `1:02:03`, `62:03`, `PT1H2M3S`, `1h 2m 3s`, `45 min`.
pub(crate) fn read(text: &str) -> Option<Duration> {
    let text: String = text.trim().chars().map(western_digit).collect();
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    seconds(clock(&text).or_else(|| units(&text))?)
}

/// So many seconds, to the millisecond; not if that is less than nothing or longer than any episode.
pub(crate) fn seconds(seconds: f64) -> Option<Duration> {
    (0.0..=LONGEST_SECONDS)
        .contains(&seconds)
        .then(|| Duration::from_millis((seconds * 1000.0).round() as u64))
}

/// The digits of other scripts count the same.
fn western_digit(c: char) -> char {
    let value = [0x660, 0x6f0, 0x966, 0xff10]
        .into_iter()
        .find_map(|zero| u32::from(c).checked_sub(zero).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// `[[hours:]minutes:]seconds`, the last with a fraction. Only the first may be more than fits the clock; but some
/// programs round 59.5 seconds to 60.
fn clock(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let (seconds, larger) = parts.split_last()?;
    let seconds = decimal(seconds)?;
    let larger: Vec<f64> = larger.iter().map(|part| whole(part)).collect::<Option<_>>()?;
    match larger[..] {
        [] => Some(seconds),
        [minutes] if seconds <= 60.0 => Some(minutes * 60.0 + seconds),
        [hours, minutes] if seconds <= 60.0 && (minutes < 60.0 || hours == 0.0) => {
            Some(hours * 3600.0 + minutes * 60.0 + seconds)
        }
        _ => None,
    }
}

/// Numbers with units, each unit once and the larger first: ISO 8601 (`PT1H2M3S`) and English.
fn units(text: &str) -> Option<f64> {
    let text = text.to_ascii_lowercase();
    let mut rest = text.strip_prefix("pt").unwrap_or(&text).trim_start();
    let mut seconds = 0.0;
    let mut smallest = f64::INFINITY;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(end);
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let unit = match &after[..end] {
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
            _ => return None,
        };
        if unit >= smallest {
            return None;
        }
        smallest = unit;
        seconds += decimal(number)? * unit;
        rest = after[end..].trim_start_matches(['.', ',', ' ']);
    }
    smallest.is_finite().then_some(seconds)
}

fn whole(text: &str) -> Option<f64> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (plain && text.starts_with(|c: char| c.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::read;

    #[test]
    fn durations_are_exact() {
        for (text, seconds) in [
            ("3723", 3723.0),
            ("1:02:03", 3723.0),
            ("01:02:03", 3723.0),
            ("12:34", 754.0),
            ("62:03", 3723.0),
            ("00:62:03", 3723.0),
            ("00:04:60", 300.0),
            ("0:00", 0.0),
            ("00:00:00", 0.0),
            ("3723.5", 3723.5),
            (" 1:02:03 \n", 3723.0),
            ("1:2:3", 3723.0),
            ("1:02:03.250", 3723.25),
            ("1h 2m 3s", 3723.0),
            ("1 hr, 2 min.", 3720.0),
            ("45 minutes", 2700.0),
            ("PT1H2M3S", 3723.0),
            ("PT1H", 3600.0),
            ("PT90.5S", 90.5),
            ("１２:３４", 754.0),
            ("١٢:٣٤", 754.0),
        ] {
            assert_eq!(read(text), Some(Duration::from_secs_f64(seconds)), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_unknown() {
        for text in [
            "",
            " ",
            "-5",
            "garbage",
            "abc12",
            "99999999999999999999",
            "2147483648",
            "1:99:99",
            "12:75",
            "12:34:56:78",
            "1:",
            ":30",
            "1::2",
            "1.2.3",
            "PT",
            "PT1M1H",
            "5 parsecs",
            "1e3",
            "NaN",
            "inf",
            "+5",
            "½",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
