//! Dates as feeds write them: RFC 2822 in all its broken forms, ISO 8601, and a little more. What cannot be read is no
//! date; it is never today.

use friday_model::Timestamp;
use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

/// Before this year there was nothing to publish; such dates are some program's zero.
const FIRST_YEAR: i32 = 1900;
/// Longer than any date.
const LONGEST: usize = 128;

/// The point in time that `text` names; without a zone that is known, UTC.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits(text);
    }
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
    iso(&words).or_else(|| worded(&words))
}

/// Digits alone: seconds or milliseconds since 1970, or a date without separators.
fn digits(text: &str) -> Option<Timestamp> {
    let number: i64 = text.parse().ok()?;
    match text.len() {
        8 => Some(moment(day_of(text)?, 0, 0)),
        9 | 10 => Some(Timestamp::from_seconds(number)),
        13 => Some(Timestamp(number)),
        14 => {
            let time = clock(&format!("{}:{}:{}", &text[8..10], &text[10..12], &text[12..]))?;
            Some(moment(day_of(text)?, time, 0))
        }
        _ => None,
    }
}

/// The day of `20240102…`.
fn day_of(digits: &str) -> Option<Date> {
    date(digits.get(..4)?.parse().ok()?, digits.get(4..6)?.parse().ok()?, digits.get(6..8)?.parse().ok()?)
}

/// `2024-01-02`, `2024-01-02T03:04:05.678+02:00`, `2024/01/02 03:04`, `20240102T030405Z`.
fn iso(words: &[&str]) -> Option<Timestamp> {
    let (day, rest) = words.first()?.split_once(['T', 't']).unwrap_or((words.first()?, ""));
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let day = match parts[..] {
        [year, month, day] if year.len() == 4 => {
            date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?
        }
        // The German order; with slashes nobody can tell day from month.
        [day, month, year] if words[0].contains('.') && year.len() == 4 => {
            date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?
        }
        [year, month] if year.len() == 4 && words.len() == 1 => {
            date(year.parse().ok()?, month.parse().ok()?, 1)?
        }
        [all] if all.len() == 8 => day_of(all)?,
        _ => return None,
    };
    let rest = [rest].into_iter().chain(words[1..].iter().copied()).filter(|word| !word.is_empty());
    time_and_zone(day, rest)
}

/// `Tue, 02 Jan 2024 03:04:05 +0100` and what people make of it: other languages, long names, the month first.
fn worded(words: &[&str]) -> Option<Timestamp> {
    // The last that could be one: in French and Spanish a day of the week before it could be March.
    let before_clock = words.iter().take_while(|word| !word.contains(':'));
    let month_word =
        before_clock.flat_map(|word| split_dashes(word)).filter(|word| month_of(word).is_some()).last()?;
    let mut month = None;
    let mut day = None;
    let mut year = None;
    let mut rest = Vec::new();
    for word in words.iter().flat_map(|word| split_dashes(word)) {
        let number = word.trim_end_matches('.').trim_end_matches(|c: char| c.is_ascii_lowercase());
        let ordinal = ["", "st", "nd", "rd", "th"].contains(&word[number.len()..].trim_end_matches('.'));
        match number.parse::<i32>() {
            Ok(number) if ordinal && word.starts_with(|c: char| c.is_ascii_digit()) => match (day, year) {
                (None, _) if number <= 31 && word.len() <= 4 => day = Some(number),
                (_, None) => year = Some(four_digits(number, word.len())),
                _ => return None,
            },
            _ if month.is_none() && word == month_word => month = month_of(word),
            _ if day.is_some() && month.is_some() || word.contains(':') => rest.push(word),
            // Before the date only the day of the week may stand, in whatever language, right or wrong.
            _ if word.chars().next().is_some_and(char::is_alphabetic) => {}
            _ => return None,
        }
    }
    time_and_zone(date(year?, month?, u8::try_from(day?).ok()?)?, rest.into_iter())
}

/// `02-Jan-2024` is three words; `-0500` and `Europe/Berlin` are one.
fn split_dashes(word: &str) -> Vec<&str> {
    if word.len() >= 8 && word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains(':') {
        word.split('-').filter(|part| !part.is_empty()).collect()
    } else {
        vec![word]
    }
}

/// RFC 2822, section 4.3: two digits up to 49 are of this century, from 50 of the last; three digits count from 1900.
fn four_digits(year: i32, digits: usize) -> i32 {
    match (digits, year) {
        (2, 0..=49) => year + 2000,
        (2 | 3, _) => year + 1900,
        _ => year,
    }
}

fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    (date.year() >= FIRST_YEAR).then_some(date)
}

/// Reads `03:04:05.678+02:00`, or `3:04 PM EST` in as many words; midnight if there is no time.
fn time_and_zone<'a>(day: Date, words: impl Iterator<Item = &'a str>) -> Option<Timestamp> {
    let mut seconds = 0;
    let mut offset = 0;
    for (index, word) in words.enumerate() {
        if word.contains(':') && index == 0 {
            let end =
                word.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(word.len());
            seconds = clock(&word[..end])?;
            offset = afternoon_or_zone(&word[end..], &mut seconds);
        } else if index == 0
            && matches!(word.len(), 4.. if word.as_bytes()[..4].iter().all(u8::is_ascii_digit))
        {
            let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
            let second = word.get(4..6.min(end)).filter(|second| second.len() == 2).unwrap_or("0");
            seconds = clock(&format!("{}:{}:{second}", &word[..2], &word[2..4]))?;
            offset = afternoon_or_zone(&word[end..], &mut seconds);
        } else {
            let before = seconds;
            let found = afternoon_or_zone(word, &mut seconds);
            if before == seconds && found != 0 {
                offset = found;
            }
        }
    }
    Some(moment(day, seconds, offset))
}

/// Seconds since midnight of `3:4:5`, `24:00:00`, `23:59:60`, `03:04`.
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let hours: u8 = parts.next()?.parse().ok()?;
    let minutes: u8 = parts.next()?.parse().ok()?;
    let seconds: u8 = match parts.next() {
        Some(seconds) => seconds.split('.').next()?.parse().ok()?,
        None => 0,
    };
    let valid = hours <= 24 && minutes <= 59 && seconds <= 60 && (hours < 24 || minutes + seconds == 0);
    valid.then(|| i64::from(hours) * 3600 + i64::from(minutes) * 60 + i64::from(seconds))
}

/// Seconds east of UTC that a word means. `AM` and `PM` move the clock instead.
fn afternoon_or_zone(word: &str, seconds: &mut i64) -> i64 {
    let hour = *seconds / 3600;
    match word.trim_matches(['(', ')', '.']).to_ascii_uppercase().as_str() {
        "AM" | "A.M" if hour == 12 => *seconds -= 12 * 3600,
        "PM" | "P.M" if hour < 12 => *seconds += 12 * 3600,
        word => return zone(word),
    }
    0
}

/// `+02:00`, `-0500`, `+1`, `GMT+2`, and the names that are not ambiguous enough to be useless; 0 for all others.
fn zone(word: &str) -> i64 {
    let word = word.strip_prefix("GMT").or_else(|| word.strip_prefix("UTC")).unwrap_or(word);
    let sign = match word.chars().next() {
        Some('+') => 1,
        Some('-' | '−') => -1,
        _ => return named_zone(word),
    };
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse(), Ok(0)),
        3 => (digits[..1].parse(), digits[1..].parse()),
        4 => (digits[..2].parse(), digits[2..].parse()),
        _ => return 0,
    };
    let (Ok(hours), Ok(minutes)) = (hours, minutes) else { return 0 };
    let (hours, minutes): (i64, i64) = (hours, minutes);
    if hours <= 14 && minutes <= 59 { sign * (hours * 3600 + minutes * 60) } else { 0 }
}

fn named_zone(name: &str) -> i64 {
    let hours = match name {
        "HST" => -10,
        "AKST" => -9,
        "AKDT" | "PST" | "PT" => -8,
        "PDT" | "MST" | "MT" => -7,
        "MDT" | "CST" | "CT" => -6,
        "CDT" | "EST" | "ET" => -5,
        "EDT" | "AST" => -4,
        "ADT" | "BRT" => -3,
        "WEST" | "BST" | "CET" | "MEZ" => 1,
        "CEST" | "MESZ" | "EET" | "SAST" => 2,
        "EEST" | "MSK" => 3,
        "SGT" | "HKT" | "AWST" => 8,
        "JST" | "KST" => 9,
        "AEST" => 10,
        "AEDT" => 11,
        "NZST" => 12,
        "NZDT" => 13,
        _ => 0,
    };
    hours * 3600
}

/// The month by the first letters of its name in English, German, Dutch, French, Spanish, Portuguese or Italian.
fn month_of(word: &str) -> Option<u8> {
    const NAMES: [&[&str]; 12] = [
        &["jan", "ene", "gen", "jän"],
        &["feb", "fév", "fev", "fèv"],
        &["mar", "mär", "mrz", "mrt", "maa"],
        &["apr", "avr", "abr"],
        &["may", "mai", "mei", "mag"],
        &["jun", "juin", "giu"],
        &["jul", "juil", "lug"],
        &["aug", "aoû", "aou", "ago"],
        &["sep", "set"],
        &["oct", "okt", "out", "ott"],
        &["nov"],
        &["dec", "dez", "dic", "déc"],
    ];
    let word = word.to_lowercase();
    let index = NAMES.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    u8::try_from(index + 1).ok()
}

fn moment(day: Date, seconds: i64, offset: i64) -> Timestamp {
    let midnight = PrimitiveDateTime::new(day, Time::MIDNIGHT).assume_offset(UtcOffset::UTC).unix_timestamp();
    Timestamp::from_seconds(midnight + seconds - offset)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn dates_are_read_however_they_are_written() {
        for (text, expected) in [
            ("Tue, 02 Jan 2024 03:04:05 GMT", 1_704_164_645),
            ("Tues, 02 January 2024 03:04:05 GMT", 1_704_164_645),
            ("02 Jan 2024 03:04:05 +0530", 1_704_144_845),
            ("Tue, 2 Jan 24 3:4:5 EST", 1_704_182_645),
            ("Tue,02 Jan 2024 03:04:05 -0000", 1_704_164_645),
            ("Tue, 02 Jan 2024 03:04 GMT", 1_704_164_640),
            ("Tue, 02 Jan 2024", 1_704_153_600),
            ("Wed, 02 Jan 2024 03:04:05 GMT", 1_704_164_645),
            ("Di, 02 Jan 2024 03:04:05 +0100", 1_704_161_045),
            ("Mi, 03 Dez 2023 10:00:00 +0100", 1_701_594_000),
            ("mar., 02 janv. 2024 03:04:05 GMT", 1_704_164_645),
            ("mardi 2 janvier 2024 03:04:05 GMT", 1_704_164_645),
            ("Jan 2, 2024 3:04:05 AM", 1_704_164_645),
            ("January 2nd, 2024 03:04:05", 1_704_164_645),
            ("Tue Jan  2 03:04:05 2024", 1_704_164_645),
            ("02-Jan-2024 03:04:05 GMT", 1_704_164_645),
            ("Tue, 02 Jan 2024 03:04:05 PM GMT", 1_704_207_845),
            ("Tue, 02 Jan 2024 12:04:05 AM", 1_704_153_845),
            ("Tue, 02 Jan 2024 24:00:00 GMT", 1_704_240_000),
            ("Tue, 30 Jun 2015 23:59:60 GMT", 1_435_708_800),
            ("Tue, 02 Jan 2024 03:04:05 Europe/Berlin", 1_704_164_645),
            ("Tue, 02 Jan 2024 03:04:05 -2500", 1_704_164_645),
            ("Tue, 02 Jan 2024 03:04:05 GMT+2", 1_704_157_445),
            ("2024-01-02T03:04:05Z", 1_704_164_645),
            ("2024-01-02T03:04:05.678+02:00", 1_704_157_445),
            ("2024-01-02 03:04:05", 1_704_164_645),
            ("2024-01-02 03:04:05 -0500", 1_704_182_645),
            ("2024/01/02 03:04", 1_704_164_640),
            ("2024-01-02", 1_704_153_600),
            ("02.01.2024 03:04", 1_704_164_640),
            ("20240102T030405Z", 1_704_164_645),
            ("20240102030405", 1_704_164_645),
            ("20240102", 1_704_153_600),
            ("1704164645", 1_704_164_645),
            ("1704164645000", 1_704_164_645),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
            ("  Tue, 02 Jan 2024 03:04:05 GMT\n", 1_704_164_645),
        ] {
            assert_eq!(read(text).map(friday_model::Timestamp::seconds), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_date() {
        for text in [
            "",
            "tomorrow",
            "99999999999999999999",
            "12",
            "Fri, 31 Feb 2023 10:00:00 GMT",
            "Sat, 01 Jan 0001 00:00:00 GMT",
            "0001-01-01T00:00:00Z",
            "2024-13-01",
            "01/02/2024",
            "Tue, 02 Jan 2024 25:00:00 GMT",
            "2024-01-02 0888888888888888883:08:05",
            "Tue, 02 Jan 2024 -1:00:00 GMT",
            "Tue, 02 Jan 2024 99:99 GMT",
            "2024-01-02Tééé:é",
            "٠٢ Jan ٢٠٢٤",
            "-",
            "T",
            "::::",
            "Jan",
            "+1 Jan 2024 é",
        ] {
            let read = read(text);
            assert!(read.is_none(), "{text:?} was read as {read:?}");
        }
    }
}
