//! When to look at a feed again: arithmetic, not code.

use std::time::Duration;

use friday_model::Timestamp;

/// A feed that answers is asked once an hour.
const USUAL: Duration = Duration::from_hours(1);
/// A feed that failed is asked again after this long, doubled with each failure in a row.
const AFTER_FAILURE: Duration = Duration::from_mins(5);
/// No feed is left alone for longer, whatever its server asks for.
const LONGEST: Duration = Duration::from_hours(24);

/// After an answer.
pub(crate) fn after_success(now: Timestamp) -> Timestamp {
    now.after(USUAL)
}

/// After the given number of failures in a row, this one included. What the server asks for (`Retry-After`) wins.
pub(crate) fn after_failure(now: Timestamp, failures: u32, retry_after: Option<Duration>) -> Timestamp {
    let doubled = AFTER_FAILURE.saturating_mul(1 << failures.saturating_sub(1).min(16));
    now.after(retry_after.unwrap_or(doubled).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_feed_is_asked_less_and_less_but_at_least_once_a_day() {
        let minute = 60_000;
        let table = [
            (1, None, 5 * minute),
            (2, None, 10 * minute),
            (4, None, 40 * minute),
            (12, None, 24 * 60 * minute),
            (4_000_000_000, None, 24 * 60 * minute),
            (3, Some(Duration::from_secs(7)), 7_000),
            (1, Some(Duration::from_hours(8760)), 24 * 60 * minute),
        ];
        for (failures, retry_after, expected) in table {
            assert_eq!(after_failure(Timestamp(0), failures, retry_after), Timestamp(expected), "{failures}");
        }
    }
}
