//! The inside of one tag, shared by XML and HTML: its name and its attributes, whatever the quotes look like.

use std::borrow::Cow;

use crate::{limits::MAX_ATTRIBUTES, text};

/// The name at the start of a tag's content (what stands between `<` or `</` and `>`); empty if there is none.
pub(crate) fn name(content: &str) -> &str {
    if !content.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return "";
    }
    let end = content
        .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<' | '=' | '"' | '\''))
        .unwrap_or(content.len());
    &content[..end]
}

/// The attributes of a tag, values with their entities resolved. The first of a name counts; asking for more than
/// [`MAX_ATTRIBUTES`] ends it.
pub(crate) fn attributes(content: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    attributes_behind(name(content), content)
}

/// The same where the name is known.
pub(crate) fn attributes_behind<'a>(
    name: &str,
    content: &'a str,
) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
    Attributes { rest: &content[name.len()..] }.take(MAX_ATTRIBUTES)
}

struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, Cow<'a, str>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self
            .rest
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '=' | '<'));
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '/' | '"' | '\''))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (value, rest) = match after.trim_start().strip_prefix('=') {
            Some(value) => split_value(value.trim_start()),
            None => ("", after),
        };
        self.rest = rest;
        Some((name, text::unescape(value)))
    }
}

/// A value and what follows it. A quote that is never closed ends with the tag.
fn split_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// True if a quote that begins in `text` does not end in it.
pub(crate) fn ends_inside_quotes(text: &str) -> bool {
    let mut open = None;
    for c in text.chars().filter(|c| matches!(c, '"' | '\'')) {
        match open {
            None => open = Some(c),
            Some(quote) if quote == c => open = None,
            Some(_) => {}
        }
    }
    open.is_some()
}

#[cfg(test)]
mod tests {
    use super::{attributes, name};

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        for (content, expected) in [
            (r#"a url="x" length='1'"#, vec![("url", "x"), ("length", "1")]),
            ("a url=http://x/y.mp3 type=audio/mpeg", vec![("url", "http://x/y.mp3"), ("type", "audio/mpeg")]),
            (r#"a url = "x"length="1"/"#, vec![("url", "x"), ("length", "1")]),
            (r#"a url="x&amp;y&z""#, vec![("url", "x&y&z")]),
            (r#"a open url="x"#, vec![("open", ""), ("url", "x")]),
            ("a", vec![]),
            ("a = = '", vec![]),
        ] {
            let read: Vec<_> = attributes(content).map(|(name, value)| (name, value.into_owned())).collect();
            let expected: Vec<_> =
                expected.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
            assert_eq!(read, expected, "{content}");
        }
    }

    #[test]
    fn a_name_begins_with_a_letter() {
        for (content, expected) in [
            ("itunes:image href", "itunes:image"),
            ("br/", "br"),
            ("3 you", ""),
            (" b", ""),
            ("größe", "größe"),
        ] {
            assert_eq!(name(content), expected);
        }
    }
}
