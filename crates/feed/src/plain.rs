//! HTML as plain text: for rows, descriptions and search. The result is text and must be shown as text.

use crate::{tags, text};

/// Elements whose content nobody reads.
const UNREAD: [&str; 8] = ["script", "style", "head", "title", "template", "noscript", "svg", "math"];
/// Elements that do not end a line.
const INLINE: [&str; 20] = [
    "a", "abbr", "acronym", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s",
    "small", "span", "strong", "sub", "u",
];

/// The text of `html`: tags removed, entities resolved once, paragraphs on lines of their own.
///
/// What is no tag (`<3`, `1 < 2`) stays.
pub fn plain_text(html: &str) -> String {
    let mut raw = String::with_capacity(html.len());
    let mut rest = html;
    // A tag that begins after the last bracket never ends, and need not be looked for.
    let last_end = html.rfind('>').unwrap_or(0);
    while let Some(bracket) = rest.find('<') {
        let (before, after) = rest.split_at(bracket);
        push_words(&mut raw, before);
        rest = after;
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
        } else if html.len() - rest.len() < last_end {
            rest = tag(&mut raw, rest);
        } else {
            raw.push('<');
            rest = &rest[1..];
        }
    }
    push_words(&mut raw, rest);
    tidy(&raw)
}

/// Line ends in the source of HTML are spaces.
fn push_words(raw: &mut String, text: &str) {
    let text = text::unescape(text);
    // Controls above ASCII begin with this byte. Most texts have none of any kind, and need not be looked at by character.
    if text.bytes().any(|byte| byte.is_ascii_control() || byte == 0xc2) {
        raw.extend(text.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }));
    } else {
        raw.push_str(&text);
    }
}

/// What a tag at the start of `rest` means for the text; returns what follows it.
fn tag<'a>(raw: &mut String, rest: &'a str) -> &'a str {
    let inside = &rest[1..];
    let closing = inside.starts_with('/');
    let name = tags::name(inside.strip_prefix('/').unwrap_or(inside));
    let Some(end) = inside.find('>').filter(|_| !name.is_empty()) else {
        raw.push('<');
        return inside;
    };
    let after = &inside[end + 1..];
    let name = name.to_ascii_lowercase();
    if UNREAD.contains(&name.as_str()) && !closing && !inside[..end].ends_with('/') {
        return after_element(after, &name);
    }
    if name == "li" && !closing {
        raw.push_str("\n• ");
    } else if !INLINE.contains(&name.as_str()) {
        raw.push('\n');
    }
    after
}

/// What follows the end of the element whose content begins here.
fn after_element<'a>(content: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(found) = content[from..].find("</") {
        let close = from + found;
        if tags::name(&content[close + 2..]).eq_ignore_ascii_case(name) {
            return content[close..].find('>').map_or("", |end| &content[close + end + 1..]);
        }
        from = close + 2;
    }
    ""
}

/// No space beside a line end, no two spaces, no two empty lines.
fn tidy(raw: &str) -> String {
    let mut result = String::with_capacity(raw.len());
    for line in raw.lines().map(text::one_line).filter(|line| !line.is_empty() && line != "•") {
        if !result.is_empty() {
            result.push('\n');
        }
        result.push_str(&line);
    }
    result
}

/// The first sentence or two of `html`, at most `limit` characters, on one line; empty if it has no text.
pub(crate) fn summary(html: &str, limit: usize) -> String {
    shortened(&beginning(html, limit), limit)
}

/// Characters behind a cut that it depends on.
const BEHIND: usize = 4;

/// The text of `html` on one line, or so much of it as a summary of `limit` characters depends on. Markup can be several
/// times as long as its text: as a rule the first of these reaches is enough, and the second is all that is looked at.
fn beginning(html: &str, limit: usize) -> String {
    let mut line = String::new();
    for reach in [limit * 6, limit * 40] {
        let start = text::start(html, reach);
        let is_all = start.len() == html.len();
        line = text::one_line(&plain_text(if is_all { html } else { without_cut_tag(start) }));
        if is_all || line.chars().nth(limit + BEHIND).is_some() {
            break;
        }
    }
    line
}

fn without_cut_tag(html: &str) -> &str {
    match (html.rfind('<'), html.rfind('>')) {
        (Some(begin), end) if end.is_none_or(|end| end < begin) => &html[..begin],
        _ => html,
    }
}

fn shortened(text: &str, limit: usize) -> String {
    let sentences = first_sentences(text);
    let Some((cut, _)) = text.char_indices().nth(limit) else { return sentences.to_owned() };
    if sentences.len() <= cut {
        return sentences.to_owned();
    }
    // One place less, for the ellipsis.
    let room = text[..cut].char_indices().next_back().map_or(0, |(index, _)| index);
    let end = text[..room].rfind(' ').filter(|space| *space > room / 2).unwrap_or(room);
    format!("{}…", text[..end].trim_end_matches([' ', ',', ';', ':', '.', '–', '—']))
}

/// Up to the end of the second sentence.
fn first_sentences(text: &str) -> &str {
    let mut ends = text.char_indices().filter_map(|(index, c)| {
        let end = index + c.len_utf8();
        let after = &text[end..];
        match c {
            '.' | '!' | '?' => {
                (after.starts_with(' ') && begins_sentence(&after[1..]) && end > 20).then_some(end)
            }
            '。' | '！' | '？' => Some(end),
            _ => None,
        }
    });
    match (ends.next(), ends.next()) {
        (_, Some(second)) => &text[..second],
        _ => text,
    }
}

fn begins_sentence(text: &str) -> bool {
    text.chars().next().is_some_and(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{plain_text, shortened, summary};
    use crate::text::one_line;

    #[test]
    fn html_becomes_text() {
        for (html, expected) in [
            ("<p>One <em>two</em></p>\n<p>Three</p>", "One two\nThree"),
            ("a<br>b<br/>c", "a\nb\nc"),
            ("<ul><li>x</li><li>y</li></ul>", "• x\n• y"),
            ("Tom &amp; Jos&eacute; &lt;b&gt; AT&T", "Tom & José <b> AT&T"),
            ("I <3 you, 1 < 2", "I <3 you, 1 < 2"),
            ("a<script>alert('</p>')</script>b<style>p{}</style>c", "abc"),
            ("a<!-- <b> -->b", "ab"),
            ("a<script>never closed", "a"),
            ("<a href='x'>un", "un"),
            ("unclosed <a href='x", "unclosed <a href='x"),
            ("plain\ntext", "plain text"),
            ("", ""),
        ] {
            assert_eq!(plain_text(html), expected, "{html}");
        }
    }

    #[test]
    fn a_summary_is_a_sentence_or_two() {
        let long = "word ".repeat(200);
        for (html, expected) in [
            ("<p>Short.</p>", "Short."),
            (
                "<p>Today we talk about moss. Then about ferns, e.g. the big ones. And more. And more.</p>",
                "Today we talk about moss. Then about ferns, e.g. the big ones.",
            ),
            ("今天我们聊苔藓。然后聊蕨类。还有更多。", "今天我们聊苔藓。然后聊蕨类。"),
            ("", ""),
        ] {
            assert_eq!(summary(html, 300), expected);
        }
        let cut = summary(&long, 300);
        assert!(cut.ends_with("word…") && cut.chars().count() <= 300, "{cut}");
        assert_eq!(summary(&"x".repeat(1000), 300).chars().count(), 300);
    }

    #[test]
    fn a_summary_is_that_of_the_whole_text_although_only_its_beginning_is_read() {
        let link = "<a href='https://example.org/a/long/way/to/an/episode'>word</a> ";
        for html in [
            format!("<p>{}</p>", link.repeat(400)),
            "Word. ".repeat(1000),
            format!("<script>{}</script>{}", "x;".repeat(1000), "Seen. And heard. ".repeat(200)),
            format!("{}<img src='{}'> Then more. And more.", "w ".repeat(140), "y".repeat(2000)),
            format!("{}&amp;{}", "é ".repeat(298), "ü ".repeat(2000)),
            format!("{}. Next", "x".repeat(296)).repeat(30),
        ] {
            assert_eq!(summary(&html, 300), shortened(&one_line(&plain_text(&html)), 300), "{html}");
        }
    }
}
