//! The conditions a request may set (RFC 9110 sections 13 and 14), decided without any I/O.

use std::ops::Range;

use crate::dates;

/// What a file shows of its version.
#[derive(Debug, Clone, Default)]
pub(crate) struct Validators {
    /// As it stands in the header, with its quotes and perhaps `W/`.
    pub(crate) etag: Option<String>,
    /// Milliseconds since 1970, whole seconds.
    pub(crate) modified: Option<i64>,
}

impl Validators {
    /// Whether a client with these conditions already has this version. `If-None-Match` decides alone where it is given.
    pub(crate) fn not_modified(&self, if_none_match: Option<&str>, if_modified_since: Option<&str>) -> bool {
        if let Some(known) = if_none_match {
            return match &self.etag {
                Some(own) => known.split(',').any(|tag| tag.trim() == "*" || opaque(tag) == opaque(own)),
                None => false,
            };
        }
        match (if_modified_since.and_then(dates::from_http), self.modified) {
            (Some(since), Some(modified)) => since >= modified,
            _ => false,
        }
    }

    /// Whether `If-Range` allows a range: a strong tag that is the same, or the very date.
    pub(crate) fn range_allowed(&self, if_range: Option<&str>) -> bool {
        let Some(known) = if_range.map(str::trim) else { return true };
        if known.starts_with('"') || known.starts_with("W/") {
            return !known.starts_with("W/") && self.etag.as_deref() == Some(known);
        }
        let known = dates::from_http(known);
        known.is_some() && known == self.modified
    }
}

/// What a `Range` header asks of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Whole,
    Part(Range<u64>),
    /// Beyond the end: 416.
    Nothing,
}

/// Reads `Range`. More than one range, other units and rubbish mean the whole file, as a server may decide.
pub(crate) fn range(header: Option<&str>, length: u64) -> Asked {
    let Some(range) = header.and_then(|text| text.trim().strip_prefix("bytes=")) else { return Asked::Whole };
    let Some((first, last)) = range.split_once('-') else { return Asked::Whole };
    let (first, last) = (first.trim(), last.trim());
    let part = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.is_empty() => first..length,
        (Err(_), Ok(suffix)) if first.is_empty() && suffix > 0 => length.saturating_sub(suffix)..length,
        (Err(_), Ok(_)) if first.is_empty() => return Asked::Nothing,
        _ => return Asked::Whole,
    };
    if part.start < part.end { Asked::Part(part) } else { Asked::Nothing }
}

/// The tag without its strength, for the weak comparison that `If-None-Match` makes.
fn opaque(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TODAY;

    #[test]
    fn a_range_is_read_as_the_standard_says() {
        let cases = [
            (None, Asked::Whole),
            (Some("bytes=0-9"), Asked::Part(0..10)),
            (Some("bytes=90-"), Asked::Part(90..100)),
            (Some("bytes=90-500"), Asked::Part(90..100)),
            (Some("bytes=-10"), Asked::Part(90..100)),
            (Some("bytes=-500"), Asked::Part(0..100)),
            (Some("bytes=100-"), Asked::Nothing),
            (Some("bytes=-0"), Asked::Nothing),
            (Some("bytes=9-1"), Asked::Whole),
            (Some("bytes=0-1,5-6"), Asked::Whole),
            (Some("lines=0-1"), Asked::Whole),
        ];
        for (header, asked) in cases {
            assert_eq!(range(header, 100), asked, "{header:?}");
        }
    }

    #[test]
    fn conditions_are_met_only_by_the_version_on_air() {
        let own = Validators { etag: Some("\"a\"".into()), modified: Some(TODAY) };
        let (now, before) = (dates::http(TODAY), dates::http(TODAY - 1000));
        assert!(own.not_modified(Some("\"b\", W/\"a\""), None));
        assert!(!own.not_modified(Some("\"b\""), Some(&now)), "the tag decides alone");
        assert!(own.not_modified(None, Some(&now)));
        assert!(!own.not_modified(None, Some(&before)));
        assert!(own.range_allowed(None));
        assert!(own.range_allowed(Some("\"a\"")));
        assert!(!own.range_allowed(Some("W/\"a\"")));
        assert!(own.range_allowed(Some(&now)));
        assert!(!own.range_allowed(Some(&before)));
        let weak = Validators { etag: Some("W/\"a\"".into()), modified: None };
        assert!(!weak.range_allowed(Some("W/\"a\"")), "a weak tag never allows a range");
    }
}
