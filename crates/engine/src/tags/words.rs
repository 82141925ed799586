//! Texts in tags: of several encodings, of any length, with anything in them.

use url::Url;

/// Bytes of a text; it is cut there.
const LONGEST: usize = 1024;
/// Bytes of an address; a longer one is left out.
const LONGEST_ADDRESS: usize = 4096;

/// One line of plain text; nothing if it is blank.
pub(super) fn line(text: &str) -> Option<String> {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() >= LONGEST {
            line.truncate(line.floor_char_boundary(LONGEST));
            break;
        }
    }
    (!line.is_empty()).then_some(line)
}

/// An address that may be opened: http or https.
pub(super) fn address(text: &str) -> Option<Url> {
    let text = text.trim();
    let url = Url::parse(text).ok().filter(|_| text.len() <= LONGEST_ADDRESS)?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// ISO 8859-1.
pub(super) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// UTF-16 with a byte order mark, or in the given order without one.
pub(super) fn utf16(bytes: &[u8], big_endian: bool) -> String {
    let (bytes, big_endian) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, false),
        [0xfe, 0xff, rest @ ..] => (rest, true),
        _ => (bytes, big_endian),
    };
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| {
            let pair = [pair[0], pair[1]];
            if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
        })
        .collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_without_control_characters_and_of_bounded_length() {
        assert_eq!(line(" a\u{0}b\r\n\tc "), Some("a b c".to_owned()));
        assert_eq!(line("\u{0} \n"), None);
        assert!(line(&"é".repeat(10_000)).unwrap().len() <= LONGEST);
    }

    #[test]
    fn only_web_addresses_lead_anywhere() {
        assert!(address(" https://show.example/1 ").is_some());
        for no in ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "show.example", ""] {
            assert_eq!(address(no), None, "{no}");
        }
    }

    #[test]
    fn the_order_of_bytes_is_told_by_the_mark() {
        assert_eq!(utf16(&[0xff, 0xfe, b'h', 0, b'i', 0], true), "hi");
        assert_eq!(utf16(&[0xfe, 0xff, 0, b'h', 0, b'i'], false), "hi");
        assert_eq!(utf16(&[0, b'h', 0, b'i', 9], true), "hi");
    }
}
