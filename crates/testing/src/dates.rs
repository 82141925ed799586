//! Dates as feeds and HTTP write them. Times are milliseconds since 1970 throughout.

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// 2026-11-20 08:00 UTC, a Friday, in milliseconds: the day on which the invented shows have published their newest.
pub const TODAY: i64 = 1_795_161_600_000;

pub(crate) const DAY: i64 = 86_400_000;

const HTTP: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
const RFC_2822: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] +0000"
);
const ISO: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// `Fri, 20 Nov 2026 08:00:00 GMT` (RFC 9110 section 5.6.7).
pub(crate) fn http(ms: i64) -> String {
    written(ms, HTTP)
}

/// `Fri, 20 Nov 2026 08:00:00 +0000` (RFC 2822), as RSS wants it.
pub(crate) fn rfc_2822(ms: i64) -> String {
    written(ms, RFC_2822)
}

/// `2026-11-20T08:00:00Z`, as the iTunes directory writes it.
pub(crate) fn iso(ms: i64) -> String {
    written(ms, ISO)
}

/// Reads the form that [`http`] writes.
pub(crate) fn from_http(text: &str) -> Option<i64> {
    let read = time::PrimitiveDateTime::parse(text.trim(), HTTP).ok()?;
    Some(read.assume_utc().unix_timestamp() * 1000)
}

fn written(ms: i64, format: &[BorrowedFormatItem<'_>]) -> String {
    OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000))
        .ok()
        .and_then(|moment| moment.format(format).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fixed_day_is_a_friday_morning() {
        assert_eq!(http(TODAY), "Fri, 20 Nov 2026 08:00:00 GMT");
        assert_eq!(rfc_2822(TODAY), "Fri, 20 Nov 2026 08:00:00 +0000");
        assert_eq!(iso(TODAY), "2026-11-20T08:00:00Z");
        assert_eq!(from_http(&http(TODAY)), Some(TODAY));
    }
}
