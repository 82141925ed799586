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
    at_least(usize::MAX, html)
}

/// The text of `html`, or so much of it as is longer than `enough` characters.
fn at_least(enough: usize, html: &str) -> String {
    let mut text = Lines { text: String::with_capacity(html.len().min(enough)), ..Lines::default() };
    let mut rest = html;
    // A tag that begins after the last bracket never ends, and need not be looked for.
    let last_end = html.rfind('>').unwrap_or(0);
    while let Some(bracket) = rest.find('<') {
        let (before, after) = rest.split_at(bracket);
        text.push(&text::unescape(before), enough);
        if text.is_longer_than(enough) {
            return text.finish();
        }
        rest = after;
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
        } else if html.len() - rest.len() < last_end {
            rest = tag(&mut text, rest);
        } else {
            text.push_word("<");
            rest = &rest[1..];
        }
    }
    text.push(&text::unescape(rest), enough);
    text.finish()
}

/// What a tag at the start of `rest` means for the text; returns what follows it.
fn tag<'a>(text: &mut Lines, rest: &'a str) -> &'a str {
    let inside = &rest[1..];
    let closing = inside.starts_with('/');
    let name = tags::name(inside.strip_prefix('/').unwrap_or(inside));
    let Some(end) = inside.find('>').filter(|_| !name.is_empty()) else {
        text.push_word("<");
        return inside;
    };
    let after = &inside[end + 1..];
    let is_one_of = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is_one_of(&UNREAD) && !closing && !inside[..end].ends_with('/') {
        return after_element(after, name);
    }
    if is_one_of(&["li"]) && !closing {
        text.end_line();
        text.push_word(POINT);
        text.push_gap();
    } else if !is_one_of(&INLINE) {
        text.end_line();
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

/// What stands before a point of a list.
const POINT: &str = "•";

/// Text on its way: no space beside a line end, no two spaces, no empty line, and no point that says nothing.
#[derive(Default)]
struct Lines {
    text: String,
    /// Where the last line begins.
    line: usize,
    /// What stands between the last word and the next.
    gap: Option<char>,
}

impl Lines {
    /// Appends words until the text is longer than `enough` characters. Line ends in the source of HTML are spaces.
    fn push(&mut self, words: &str, enough: usize) {
        let mut words = words.split(|c: char| c.is_whitespace() || c.is_control());
        // White space at either end leaves an empty word there.
        self.push_word(words.next().unwrap_or_default());
        for word in words {
            self.push_gap();
            if self.is_longer_than(enough) {
                return;
            }
            self.push_word(word);
        }
    }

    fn push_word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if let Some(gap) = self.gap.take().filter(|_| !self.text.is_empty()) {
            self.text.push(gap);
            if gap == '\n' {
                self.line = self.text.len();
            }
        }
        self.text.push_str(word);
    }

    fn push_gap(&mut self) {
        self.gap.get_or_insert(' ');
    }

    fn end_line(&mut self) {
        if self.text.get(self.line..) == Some(POINT) {
            self.text.truncate(self.line.saturating_sub("\n".len()));
        }
        self.gap = Some('\n');
    }

    fn is_longer_than(&self, characters: usize) -> bool {
        self.text.len() > characters && self.text.chars().count() > characters
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.text
    }
}

/// The first sentence or two of `html`, at most `limit` characters, on one line; empty if it has no text.
pub(crate) fn summary(html: &str, limit: usize) -> String {
    shortened(&beginning(html, limit), limit)
}

/// Characters behind a cut that it depends on.
const BEHIND: usize = 4;

/// The text of `html` on one line, or so much of it as a summary of `limit` characters depends on. Markup can be several
/// times as long as its text, but what comes after forty times as much is not looked at.
fn beginning(html: &str, limit: usize) -> String {
    let start = text::start(html, limit * 40);
    let start = if start.len() < html.len() { without_cut_tag(start) } else { html };
    at_least(limit + BEHIND, start).replace('\n', " ")
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
            ("a <b> b</b>\u{a0}\u{1}\n c&nbsp; d", "a b c d"),
            ("<ul><li> </li><li>x</li><li></li></ul><p>y</p><li>", "• x\ny"),
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
        for words in 145..155 {
            // A point that says nothing is left out again.
            let html = format!("{}.<ul><li></ul>", "w ".repeat(words));
            for html in [format!("{html}<p>more"), format!("{html}<p>More"), html] {
                assert_eq!(summary(&html, 300), shortened(&one_line(&plain_text(&html)), 300), "{html}");
            }
        }
    }
}
