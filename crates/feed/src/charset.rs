//! Which letters the bytes stand for.
//!
//! What counts, in order: the byte order mark, the charset of the HTTP header, what the document declares, UTF-8. A
//! byte that is no UTF-8 is read as windows-1252, so one bad byte costs one letter at most.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::text;

/// How far into a document a declaration is looked for.
const DECLARATION_REACH: usize = 1024;

/// The text of a document; borrowed where nothing had to be changed, as in most. Never fails, and never leaves a byte
/// order mark or a NUL in.
pub(crate) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let (encoding, bom) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (guess(bytes, content_type), 0),
    };
    let bytes = &bytes[bom..];
    let decoded = if encoding == UTF_8 {
        utf8_or_windows_1252(bytes)
    } else {
        encoding.decode_without_bom_handling(bytes).0
    };
    text::without_controls(decoded)
}

fn guess(bytes: &[u8], content_type: Option<&str>) -> &'static Encoding {
    if let Some(wide) = wide_without_mark(bytes) {
        return wide;
    }
    content_type
        .and_then(charset_parameter)
        .and_then(|label| narrow(label.as_bytes()))
        .or_else(|| declared(bytes).and_then(narrow))
        .unwrap_or(UTF_8)
}

/// UTF-16 without a mark shows itself by the zero beside the first `<` or `{`.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{', 0, ..] => Some(UTF_16LE),
        [0, b'<' | b'{', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// A document that was just read as ASCII cannot be UTF-16, whatever it says.
fn narrow(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label)?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// The `charset` of a Content-Type header (RFC 9110, section 8.3.1).
fn charset_parameter(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// The label in `<?xml … encoding="…"?>`, or in the `<meta charset>` of a web page.
fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let start = &bytes[..bytes.len().min(DECLARATION_REACH)];
    let after = match (find(start, b"<?xml"), find(start, b"charset")) {
        (Some(xml), _) => {
            let declaration = &start[xml..];
            let end = find(declaration, b"?>").unwrap_or(declaration.len());
            let declaration = &declaration[..end];
            &declaration[find(declaration, b"encoding")? + b"encoding".len()..]
        }
        (None, Some(meta)) => &start[meta + b"charset".len()..],
        (None, None) => return None,
    };
    let after = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let after = after.strip_prefix(b"\"").or_else(|| after.strip_prefix(b"'")).unwrap_or(after);
    let end = after
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_.:".contains(byte))
        .unwrap_or(after.len());
    Some(&after[..end])
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle))
}

fn utf8_or_windows_1252(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_mark_beats_the_header_which_beats_the_declaration_which_beats_utf8() {
        let cases: &[(&[u8], Option<&str>, &str)] = &[
            (b"\xef\xbb\xbf<?xml encoding='koi8-r'?>\xc3\xa9", Some("text/xml; charset=iso-8859-1"), "é"),
            (b"\xef\xbb\xbf\xef\xbb\xbf<a>", None, "<a>"),
            (b"\xff\xfe<\0a\0>\0\xe9\0", Some("text/xml; charset=utf-8"), "<a>é"),
            (b"<\0a\0>\0\xe9\0", None, "<a>é"),
            (b"\0<\0a\0>\0\xe9", None, "<a>é"),
            (b"<?xml encoding='utf-8'?>\xe9", Some("text/xml; Charset=\"ISO-8859-1\""), "é"),
            (b"<?xml version='1.0' encoding = \"windows-1251\"?>\xc6", None, "Ж"),
            (b"<?xml encoding='KOI8-R'?>\xf6", None, "Ж"),
            (b"<?xml encoding='Shift_JIS'?>\x93\xfa", None, "日"),
            (b"<?xml encoding='iso-8859-1'?>\x96", None, "–"),
            (b"<?xml encoding='UTF-16'?>\xc3\xa9", None, "é"),
            (b"<?xml encoding='no-such-thing'?>\xc3\xa9", None, "é"),
            (b"<?xml encoding='UTF-8'?>Sp\xe4ti \xc3\xa9", None, "Späti é"),
            (b"<html><meta charset=windows-1251>\xc6", None, "Ж"),
            (b"<a>\xc3\xa9", None, "é"),
            (b"", None, ""),
        ];
        for (bytes, header, expected) in cases {
            let text = decode(bytes, *header);
            assert!(text.ends_with(expected), "{text:?} should end with {expected:?}");
        }
    }

    #[test]
    fn control_characters_are_dropped() {
        assert_eq!(decode(b"A\x08B\x0bC\x1fD\0E\tF\nG", None), "ABCDE\tF\nG");
    }
}
