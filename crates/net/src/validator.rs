//! What tells one version of a file from another (RFC 9110, section 8.8).

use std::{fmt, str::FromStr, time::Duration};

/// A date says for certain that a file is the same only when it was old news as it was told (RFC 9110, section 8.8.2.2):
/// a file can change twice within the second that a date can express.
const SETTLED: Duration = Duration::from_mins(1);

/// The mark of a version, as the server gave it. Its text form fits a column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Validator {
    /// The same bytes, for certain: `"abc"`.
    StrongEtag(String),
    /// The same meaning, but perhaps not the same bytes: `W/"abc"`.
    WeakEtag(String),
    /// The same bytes, since the date had settled when it was told.
    LastModified(String),
    /// The date of a file so young that it may have changed again within the same second.
    RecentLastModified(String),
}

impl Validator {
    /// The best that an answer offers.
    pub(crate) fn best(etag: Option<&str>, last_modified: Option<&str>, date: Option<&str>) -> Option<Self> {
        match etag.map(str::trim) {
            Some(etag) if is_strong_etag(etag) => return Some(Self::StrongEtag(etag.to_owned())),
            Some(etag) if etag.strip_prefix("W/").is_some_and(is_strong_etag) => {
                return Some(Self::WeakEtag(etag.to_owned()));
            }
            _ => {}
        }
        let value = last_modified?.trim();
        let modified = httpdate::parse_http_date(value).ok()?;
        let told = date.and_then(|date| httpdate::parse_http_date(date.trim()).ok());
        let age = told.and_then(|told| told.duration_since(modified).ok());
        Some(if age.is_some_and(|age| age >= SETTLED) {
            Self::LastModified(value.to_owned())
        } else {
            Self::RecentLastModified(value.to_owned())
        })
    }

    /// What goes into `If-Range`; only a strong validator may.
    pub fn if_range(&self) -> Option<&str> {
        match self {
            Self::StrongEtag(value) | Self::LastModified(value) => Some(value),
            Self::WeakEtag(_) | Self::RecentLastModified(_) => None,
        }
    }

    /// Whether an answer is about the same version; nothing where it does not say.
    pub(crate) fn agrees(&self, etag: Option<&str>, last_modified: Option<&str>) -> Option<bool> {
        match self {
            Self::StrongEtag(ours) | Self::WeakEtag(ours) => {
                // A proxy that compresses on the way weakens an ETag without touching the file.
                Some(opaque(etag?) == opaque(ours))
            }
            Self::LastModified(ours) | Self::RecentLastModified(ours) => Some(last_modified?.trim() == ours),
        }
    }
}

fn is_strong_etag(etag: &str) -> bool {
    let quoted = etag.len() >= 2 && etag.starts_with('"') && etag.ends_with('"');
    // What else a server sends can't be sent back to it.
    quoted && etag.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

fn opaque(etag: &str) -> &str {
    let etag = etag.trim();
    etag.strip_prefix("W/").unwrap_or(etag)
}

impl fmt::Display for Validator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StrongEtag(value) | Self::WeakEtag(value) | Self::LastModified(value) => {
                formatter.write_str(value)
            }
            // Marked like a weak ETag, of which no HTTP date can begin.
            Self::RecentLastModified(value) => write!(formatter, "W/{value}"),
        }
    }
}

/// The text is not the mark of any version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither an ETag nor an HTTP date")]
pub struct ParseValidatorError;

impl FromStr for Validator {
    type Err = ParseValidatorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (weak, value) = match text.strip_prefix("W/") {
            Some(value) => (true, value),
            None => (false, text),
        };
        if is_strong_etag(value) {
            let text = text.to_owned();
            Ok(if weak { Self::WeakEtag(text) } else { Self::StrongEtag(text) })
        } else if httpdate::parse_http_date(value).is_ok() {
            let value = value.to_owned();
            Ok(if weak { Self::RecentLastModified(value) } else { Self::LastModified(value) })
        } else {
            Err(ParseValidatorError)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const NOW: &str = "Tue, 24 Nov 2026 12:00:00 GMT";

    #[test]
    fn the_strongest_validator_of_an_answer_is_kept() {
        let strong = Some(Validator::StrongEtag("\"a\"".into()));
        let weak = Some(Validator::WeakEtag("W/\"a\"".into()));
        let settled = Some(Validator::LastModified(OLD.into()));
        let recent = Some(Validator::RecentLastModified(NOW.into()));
        for (etag, last_modified, date, expected) in [
            (Some("\"a\""), Some(OLD), Some(NOW), strong.clone()),
            (Some("\"a\""), None, None, strong),
            (Some("W/\"a\""), Some(OLD), Some(NOW), weak),
            (Some("bare"), Some(OLD), Some(NOW), settled.clone()),
            (None, Some(OLD), Some(NOW), settled),
            (None, Some(OLD), None, Some(Validator::RecentLastModified(OLD.into()))),
            (None, Some(NOW), Some(NOW), recent.clone()),
            (None, Some(NOW), Some(OLD), recent),
            (None, Some("yesterday"), Some(NOW), None),
            (None, None, Some(NOW), None),
        ] {
            assert_eq!(
                Validator::best(etag, last_modified, date),
                expected,
                "{etag:?} {last_modified:?} {date:?}"
            );
        }
    }

    #[test]
    fn a_validator_survives_being_written_down() {
        for text in ["\"a b\"", "W/\"a\"", OLD, &format!("W/{OLD}")] {
            assert_eq!(text.parse::<Validator>().unwrap().to_string(), text);
        }
        for text in ["", "\"", "W/", "a", "W/a"] {
            assert_eq!(text.parse::<Validator>(), Err(ParseValidatorError), "{text:?}");
        }
    }

    #[test]
    fn an_answer_without_the_validator_neither_agrees_nor_disagrees() {
        let etag: Validator = "\"a\"".parse().unwrap();
        assert_eq!(etag.agrees(Some("\"a\""), None), Some(true));
        assert_eq!(etag.agrees(Some("W/\"a\""), None), Some(true));
        assert_eq!(etag.agrees(Some("\"b\""), None), Some(false));
        assert_eq!(etag.agrees(None, Some(OLD)), None);
        let date: Validator = OLD.parse().unwrap();
        assert_eq!(date.agrees(Some("\"a\""), Some(NOW)), Some(false));
        assert_eq!(date.agrees(None, Some(OLD)), Some(true));
    }
}
