//! The `Content-Range` header (RFC 9110, section 14.4).

/// Which bytes of a file an answer carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentRange {
    /// `bytes START-LAST/TOTAL`; `end` is one past the last.
    Part { start: u64, end: u64, total: Option<u64> },
    /// `bytes */TOTAL`: what was asked for does not exist.
    Outside { total: u64 },
}

impl ContentRange {
    /// Nothing where the header is not well formed, or contradicts itself.
    pub(crate) fn parse(header: &str) -> Option<Self> {
        let (unit, rest) = header.trim().split_once(' ')?;
        if !unit.eq_ignore_ascii_case("bytes") {
            return None;
        }
        let (range, total) = rest.trim().split_once('/')?;
        let total = if total == "*" { None } else { Some(number(total)?) };
        if range == "*" {
            return Some(Self::Outside { total: total? });
        }
        let (start, last) = range.split_once('-')?;
        let (start, end) = (number(start)?, number(last)?.checked_add(1)?);
        let sound = start < end && total.is_none_or(|total| end <= total);
        sound.then_some(Self::Part { start, end, total })
    }
}

fn number(digits: &str) -> Option<u64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sound_range_is_read() {
        let part = |start, end, total| Some(ContentRange::Part { start, end, total });
        for (header, expected) in [
            ("bytes 0-9/10", part(0, 10, Some(10))),
            ("Bytes 5-9/10", part(5, 10, Some(10))),
            ("bytes 5-9/*", part(5, 10, None)),
            ("bytes */10", Some(ContentRange::Outside { total: 10 })),
            ("bytes */*", None),
            ("bytes 9-5/10", None),
            ("bytes 5-10/10", None),
            ("bytes +5-9/10", None),
            ("bytes 5-/10", None),
            ("bytes -5-9/10", None),
            ("items 0-9/10", None),
            ("bytes=0-9/10", None),
            ("bytes 0-18446744073709551615/*", None),
            ("", None),
        ] {
            assert_eq!(ContentRange::parse(header), expected, "{header:?}");
        }
    }
}
