//! How long a host asks us to wait (RFC 9110, section 10.2.3).

use std::time::{Duration, SystemTime};

/// No host is believed that asks for more.
pub const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// A `Retry-After` header as it came, with the clock of the server that sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryAfter {
    /// Seconds, or an HTTP date.
    pub value: String,
    /// The `Date` header of the same answer: a date in `value` is by that clock, not by ours.
    pub date: Option<String>,
}

impl RetryAfter {
    /// The wait in effect, at most [`LONGEST_WAIT`]; none where the header means nothing or a time that has passed.
    /// `now` stands in for a server that does not tell its time.
    pub fn wait(&self, now: SystemTime) -> Option<Duration> {
        let value = self.value.trim();
        let wait = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            // More digits than a number holds are still a long wait.
            Duration::from_secs(value.parse().unwrap_or(u64::MAX))
        } else {
            let until = httpdate::parse_http_date(value).ok()?;
            let said = self.date.as_deref().and_then(|date| httpdate::parse_http_date(date.trim()).ok());
            until.duration_since(said.unwrap_or(now)).ok()?
        };
        (!wait.is_zero()).then(|| wait.min(LONGEST_WAIT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_believed_in_seconds_and_dates_up_to_a_day() {
        let now = httpdate::parse_http_date("Tue, 24 Nov 2026 12:00:00 GMT").unwrap();
        let server = Some("Tue, 24 Nov 2026 10:00:00 GMT");
        for (value, date, seconds) in [
            ("120", None, Some(120)),
            (" 120 ", server, Some(120)),
            ("0", None, None),
            ("-5", None, None),
            ("", None, None),
            ("soon", None, None),
            ("1.5", None, None),
            ("31536000", None, Some(86_400)),
            ("99999999999999999999999999", None, Some(86_400)),
            ("Tue, 24 Nov 2026 12:01:00 GMT", None, Some(60)),
            ("Tue, 24 Nov 2026 12:01:00 GMT", Some("garbage"), Some(60)),
            ("Tue, 24 Nov 2026 10:01:00 GMT", server, Some(60)),
            ("Tue, 24 Nov 2026 10:01:00 GMT", None, None),
            ("Wed, 24 Nov 2027 12:00:00 GMT", None, Some(86_400)),
            ("Tuesday, 24-Nov-26 12:00:30 GMT", None, Some(30)),
        ] {
            let header = RetryAfter { value: value.to_owned(), date: date.map(str::to_owned) };
            assert_eq!(header.wait(now), seconds.map(Duration::from_secs), "{value:?} at {date:?}");
        }
    }
}
