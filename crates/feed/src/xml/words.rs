//! The text between tags, piece by piece.

use std::borrow::Cow;

use memchr::{memchr2, memchr3};

use crate::text;

/// The beginning of a text: words as they are written, or what one entity stands for.
pub(super) struct Words<'a> {
    pub(super) text: Cow<'a, str>,
    /// How many bytes it is written with.
    pub(super) length: usize,
    /// An entity that nobody knows, and that stays as it is written.
    pub(super) is_unknown: bool,
}

/// The first piece of `source`; none where it begins with a tag, or is empty.
pub(super) fn first(source: &str) -> Option<Words<'_>> {
    let Some(after) = source.strip_prefix('&') else {
        return written(source, memchr2(b'<', b'&', source.as_bytes()));
    };
    match memchr3(b';', b'&', b'<', after.as_bytes()) {
        Some(end) if after[end..].starts_with(';') => Some(entity(&source[..end + 2])),
        // An ampersand that begins nothing.
        end => written(source, end.map(|end| end + 1)),
    }
}

fn written(source: &str, end: Option<usize>) -> Option<Words<'_>> {
    let text = &source[..end.unwrap_or(source.len())];
    (!text.is_empty()).then(|| Words { text: text.into(), length: text.len(), is_unknown: false })
}

fn entity(written: &str) -> Words<'_> {
    let resolved = text::entity(&written[1..written.len() - 1]);
    let is_unknown = resolved.is_none();
    Words { text: resolved.unwrap_or(written.into()), length: written.len(), is_unknown }
}
