//! A first look at a body: is it a web page where a recording should be?

/// How much of a body is enough for a look.
pub(crate) const LOOK_AT: usize = 1024;

/// Whether a body is a web page, by its first bytes; its type is only heard when they do not tell.
///
/// That it really is audio is for others to say. This spares a good partial file from being overwritten by a login page.
pub(crate) fn is_web_page(head: &[u8], content_type: Option<&str>) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if starts_like_html(text) {
        return true;
    }
    let said = content_type.is_some_and(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml")
    });
    // Servers that call everything a page still send recordings, which hold bytes that no page does.
    said && !head.iter().any(|byte| *byte < 0x09 || *byte == 0x0b || (0x0e..0x1b).contains(byte))
}

fn starts_like_html(text: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 6] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<!--"];
    BEGINNINGS
        .iter()
        .any(|beginning| text.get(..beginning.len()).is_some_and(|text| text.eq_ignore_ascii_case(beginning)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_bytes_and_a_recording_by_its_own() {
        let page = Some("text/html; charset=utf-8");
        let audio = Some("audio/mpeg");
        for (head, content_type, expected) in [
            (&b"<!DOCTYPE html><title>Log in</title>"[..], page, true),
            (b"\xef\xbb\xbf\r\n <!doctype HTML>", audio, true),
            (b"<html>", None, true),
            (b"Please log in.", page, true),
            (b"Please log in.", Some("Application/XHTML+xml"), true),
            (b"Please log in.", audio, false),
            (b"ID3\x04\x00\x00", page, false),
            (b"\xff\xfb\x90\x00\x00", page, false),
            (b"ID3\x04\x00\x00", audio, false),
            (b"", audio, false),
        ] {
            assert_eq!(is_web_page(head, content_type), expected, "{head:?} as {content_type:?}");
        }
    }
}
