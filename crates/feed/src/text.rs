//! Small rules about text that hold everywhere: what is dropped, what is folded, where it is cut.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// Entities longer than this are not looked up; the longest that HTML knows has 31 letters.
const LONGEST_ENTITY: usize = 32;

/// Without the characters that no text has: controls but for tab and line ends, byte order marks, non-characters.
pub(crate) fn without_controls(text: Cow<'_, str>) -> Cow<'_, str> {
    // By line, so that one letter that had to be looked at does not make all of a document be looked at.
    let is_any_dropped = |line: &str| may_hold_dropped(line) && line.contains(is_dropped);
    if may_hold_dropped(&text) && text.split('\n').any(is_any_dropped) {
        text.chars().filter(|c| !is_dropped(*c)).collect()
    } else {
        text
    }
}

/// What is dropped begins with one of a few bytes. They are rare, and quicker to look for.
fn may_hold_dropped(text: &str) -> bool {
    let may_be_dropped = |byte: u8| {
        (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) | matches!(byte, 0x7f | 0xc2 | 0xef)
    };
    // Without a way out in the middle, the compiler looks at many bytes at once.
    text.as_bytes().chunks(64).any(|chunk| chunk.iter().fold(false, |any, byte| any | may_be_dropped(*byte)))
}

fn is_dropped(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}')
        || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// On one line: every run of white space is one space, none at the ends.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut push = |word: &str| {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    };
    // Looking at bytes is several times as fast as looking at characters.
    for word in text.split_ascii_whitespace() {
        if word.bytes().all(|byte| byte.is_ascii_graphic()) {
            push(word);
        } else {
            word.split_whitespace().for_each(&mut push);
        }
    }
    line
}

/// At most `limit` bytes, cut between characters.
pub(crate) fn cut(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        text.truncate(text.floor_char_boundary(limit));
    }
    text
}

/// At most `limit` bytes of a borrowed text, cut between characters.
pub(crate) fn start(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}

/// The text without its entities: those of XML, those of HTML, and numbers. What is no entity stays as it is, so a
/// bare ampersand is an ampersand. Entities that the document declares are never expanded.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut result = String::with_capacity(text.len());
    result.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let reach = start(after, LONGEST_ENTITY + 1);
        let name = reach.find(';').map(|end| &after[..end]);
        if let Some((name, text)) = name.and_then(|name| Some((name, entity(name)?))) {
            result.push_str(&text);
            rest = &after[name.len() + 1..];
        } else {
            result.push('&');
            rest = after;
        }
        let next = rest.find('&').unwrap_or(rest.len());
        result.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(result)
}

/// What `&name;` stands for, if that is something known.
pub(crate) fn entity(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(Cow::Borrowed);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    // A number that is no character (a surrogate, a control) stands for nothing at all.
    let text = |code| numbered(code).filter(|c| !is_dropped(*c)).map(String::from);
    code.ok().map(|code| text(code).unwrap_or_default().into())
}

/// As browsers do it: 128 to 159 mean windows-1252.
fn numbered(code: u32) -> Option<char> {
    match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
        }
        _ => char::from_u32(code),
    }
}

/// For a place between tags, or between double quotes.
pub(crate) fn escape_into(result: &mut String, text: &str) {
    result.push_str(&quick_xml::escape::escape(text));
}

#[cfg(test)]
mod tests {
    use super::{cut, one_line, unescape};

    #[test]
    fn entities_are_resolved_once_and_what_is_none_is_kept() {
        for (text, expected) in [
            ("Q & A with AT&T & friends", "Q & A with AT&T & friends"),
            ("Tom&nbsp;&amp;&nbsp;Jos&eacute; &mdash; caf&eacute;&hellip;", "Tom\u{a0}&\u{a0}José — café…"),
            ("&amp;amp; &lt;b&gt;", "&amp; <b>"),
            ("&#38; &#x26; &#X26;", "& & &"),
            ("&#0;&#xD800;&#8;&#99999999;.", "."),
            ("&#150;&#133;", "–…"),
            ("&xxe; &a9; &", "&xxe; &a9; &"),
            ("&#nonsense; &#; &;", "&#nonsense; &#; &;"),
            ("a.mp3?x=1&y=2&copy=3", "a.mp3?x=1&y=2&copy=3"),
        ] {
            assert_eq!(unescape(text), expected, "{text}");
        }
    }

    #[test]
    fn text_is_cut_between_characters() {
        assert_eq!(cut("äöü".to_owned(), 3), "ä");
        assert_eq!(cut("äöü".to_owned(), 6), "äöü");
    }

    #[test]
    fn white_space_of_any_kind_is_one_space() {
        assert_eq!(one_line("  a\u{a0}\r\n\tb  "), "a b");
        assert_eq!(one_line(" \n"), "");
        for (text, expected) in
            [("a b", "a b"), ("a  b", "a b"), (" a", "a"), ("a ", "a"), ("", ""), ("é  b", "é b")]
        {
            assert_eq!(one_line(text), expected, "{text:?}");
        }
    }
}
