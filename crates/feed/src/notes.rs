//! Show notes: HTML from outside, made fit to stand in the window.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use ammonia::{Builder, UrlRelative};
use url::Url;

use crate::{limits::MAX_NOTES_BYTES, plain::plain_text, tags, text};

/// What notes are made of. No images: nothing is loaded from outside.
const ELEMENTS: [&str; 42] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "ul",
    "var",
];
/// Elements that vanish with all that is in them.
const DROPPED: [&str; 16] = [
    "applet", "audio", "canvas", "embed", "head", "iframe", "math", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "video",
];
/// Nested deeper than this it is no text that somebody wrote, and laying it out would take minutes.
const MAX_HTML_DEPTH: usize = 200;
/// Elements times the depth they are at. A browser repeats unclosed emphasis in every paragraph, so a few kilobytes
/// could become a million elements.
const MAX_HTML_WORK: usize = 400_000;

/// HTML from outside, reduced to what may stand in the window.
///
/// Text, emphasis, lists and links are left; links lead to http, https or mailto only, relative ones from `base`, and
/// carry `rel="noopener noreferrer"`. There is no script, style, image, form or frame, and no `class`, `id`, `name`,
/// `style` or event attribute. Headings become bold paragraphs, for the page has its own. What is longer than
/// [`MAX_NOTES_BYTES`] is cut. This must be the last step before the page: nothing may be decoded after it.
pub fn sanitise_notes(html: &str, base: Option<&Url>) -> String {
    let html = text::start(html, MAX_NOTES_BYTES);
    let flattened;
    let html = if is_too_deep(html) {
        let text = escaped(&plain_text(html));
        flattened = as_html(&text).into_owned();
        &flattened
    } else {
        html
    };
    let relative = base.map_or(UrlRelative::Deny, |base| UrlRelative::RewriteWithBase(base.clone()));
    let clean = Builder::empty()
        .tags(HashSet::from(ELEMENTS))
        .clean_content_tags(HashSet::from(DROPPED))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .generic_attributes(HashSet::from(["dir", "lang"]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(relative)
        .link_rel(Some("noopener noreferrer"))
        .strip_comments(true)
        .clean(html)
        .to_string();
    headings_as_paragraphs(&clean).into_owned()
}

/// The page has its own headings, and a publisher's `<h1>` must not stand above them.
fn headings_as_paragraphs(html: &str) -> Cow<'_, str> {
    if !html.contains("<h") {
        return Cow::Borrowed(html);
    }
    let mut result = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(bracket) = rest.find('<') {
        result.push_str(&rest[..bracket]);
        rest = &rest[bracket..];
        let closing = rest.starts_with("</");
        let inside = &rest[1 + usize::from(closing)..];
        if matches!(tags::name(inside), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            && let Some(end) = rest.find('>')
        {
            result.push_str(if closing { "</strong></p>" } else { "<p><strong>" });
            rest = &rest[end + 1..];
        } else {
            result.push('<');
            rest = &rest[1..];
        }
    }
    result.push_str(rest);
    Cow::Owned(result)
}

/// True for notes whose elements pile up. Only elements that have to be closed count, so paragraphs and list points
/// without an end do not add up.
fn is_too_deep(html: &str) -> bool {
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut deepest, mut elements): (usize, usize, usize) = (0, 0, 0);
    let mut rest = html;
    while let Some(bracket) = rest.find('<') {
        rest = &rest[bracket + 1..];
        let closing = rest.starts_with('/');
        let name = tags::name(rest.strip_prefix('/').unwrap_or(rest)).to_ascii_lowercase();
        elements += 1;
        match name.as_str() {
            "" | "p" | "li" | "dt" | "dd" | "br" | "hr" | "img" | "input" | "wbr" | "link" | "meta"
            | "area" | "col" | "source" | "track" | "base" | "embed" | "td" | "th" | "tr" | "option" => {}
            _ if closing => {
                if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                    *count -= 1;
                    depth -= 1;
                }
            }
            _ => {
                *open.entry(name).or_default() += 1;
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
        if deepest > MAX_HTML_DEPTH || deepest * elements > MAX_HTML_WORK {
            return true;
        }
    }
    false
}

fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    text::escape_into(&mut result, text);
    result
}

/// As [`as_html`], without a copy of what stays as it is.
pub(crate) fn into_html(notes: String) -> String {
    match as_html(&notes) {
        Cow::Borrowed(_) => notes,
        Cow::Owned(html) => html,
    }
}

/// Notes that hold no tag were written as plain text: their lines become lines of HTML, and addresses become links.
pub(crate) fn as_html(notes: &str) -> Cow<'_, str> {
    let has_tags = notes.match_indices('<').any(|(at, _)| {
        let inside = &notes[at + 1..];
        !tags::name(inside.strip_prefix(['/', '!']).unwrap_or(inside)).is_empty()
    });
    if has_tags || !(notes.trim().contains('\n') || notes.contains("://")) {
        return Cow::Borrowed(notes);
    }
    let mut html = String::with_capacity(notes.len() + 64);
    let mut blank = true;
    for line in notes.lines().map(str::trim) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        html.push_str(match (blank, html.is_empty()) {
            (true, true) => "<p>",
            (true, false) => "</p><p>",
            (false, _) => "<br>",
        });
        push_linked(&mut html, line);
        blank = false;
    }
    html.push_str("</p>");
    Cow::Owned(html)
}

/// Appends a line of plain text with its web addresses as links.
fn push_linked(html: &mut String, line: &str) {
    let mut rest = line;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, address) = rest.split_at(start);
        let end = address.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '`'));
        let address = address[..end.unwrap_or(address.len())]
            .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']']);
        html.push_str(before);
        html.push_str("<a href=\"");
        html.push_str(address);
        html.push_str("\">");
        html.push_str(address);
        html.push_str("</a>");
        rest = &rest[start + address.len()..];
    }
    html.push_str(rest);
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{as_html, sanitise_notes};

    #[test]
    fn what_is_text_stays_and_what_is_not_goes() {
        let base = Url::parse("https://show.example/dir/feed.xml").unwrap();
        for (html, expected) in [
            ("<p>a <b>b</b></p><ul><li>c</li></ul>", "<p>a <b>b</b></p><ul><li>c</li></ul>"),
            ("<p>a</p><script>x</script><style>y</style>", "<p>a</p>"),
            ("<img src=x onerror=alert(1)>b", "b"),
            ("<svg onload=x><a xlink:href='javascript:x'><text>x</text></a></svg>c", "c"),
            ("<p onclick=x class=y id=z style='position:fixed'>d</p>", "<p>d</p>"),
            ("<a href='javascript:x'>e</a>", "<a rel=\"noopener noreferrer\">e</a>"),
            ("<a href='jAvA&#x09;script:x'>f</a>", "<a rel=\"noopener noreferrer\">f</a>"),
            ("<a href='tauri://localhost/'>g</a>", "<a rel=\"noopener noreferrer\">g</a>"),
            (
                "<a href='/h' target=_blank ping=x name=n>h</a>",
                "<a href=\"https://show.example/h\" rel=\"noopener noreferrer\">h</a>",
            ),
            (
                "<a href='mailto:a@b.example'>i</a>",
                "<a href=\"mailto:a@b.example\" rel=\"noopener noreferrer\">i</a>",
            ),
            ("<h1 class=x>j</h1><h4>k</h4>", "<p><strong>j</strong></p><p><strong>k</strong></p>"),
            ("</div></section><div>l", "<div>l</div>"),
            ("m<!-- <b> -->n<!-- never closed", "mn"),
            ("<form id=__TAURI__><input name=x><button>o</button></form>", "o"),
            ("<iframe srcdoc='&lt;script&gt;'></iframe>p", "p"),
            ("<plaintext>q<p>r", "q&lt;p&gt;r"),
            ("<p dir=rtl lang=he>s</p>", "<p dir=\"rtl\" lang=\"he\">s</p>"),
            ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ] {
            assert_eq!(sanitise_notes(html, Some(&base)), expected, "{html}");
        }
    }

    #[test]
    fn relative_links_lead_nowhere_without_a_base() {
        assert_eq!(sanitise_notes("<a href='/x'>y</a>", None), "<a rel=\"noopener noreferrer\">y</a>");
    }

    #[test]
    fn sanitising_twice_changes_nothing() {
        let once = sanitise_notes("<h2>a</h2>b<table><tr><td>c</table><b><i>d</b>e", None);
        assert_eq!(sanitise_notes(&once, None), once);
    }

    #[test]
    fn endless_notes_are_cut_and_deep_ones_flattened() {
        assert!(sanitise_notes(&"<p>word</p>".repeat(500_000), None).len() < 2 * 1024 * 1024);
        assert_eq!(sanitise_notes(&format!("{}x<3", "<div><b>".repeat(100_000)), None), "x&lt;3");
        let fonts = (0..190).fold(String::new(), |fonts, n| fonts + "<font color=" + &n.to_string() + ">");
        assert!(sanitise_notes(&format!("{fonts}{}", "<p>x".repeat(200_000)), None).len() < 2 * 1024 * 1024);
    }

    #[test]
    fn plain_text_keeps_its_lines_and_its_links() {
        for (text, expected) in [
            ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
            ("one", "one"),
            ("<p>one\ntwo</p>", "<p>one\ntwo</p>"),
            ("I <3 you\nand & you", "<p>I <3 you<br>and & you</p>"),
            (
                "more (at https://a.example/x?y=1&amp;z=2).",
                "<p>more (at <a href=\"https://a.example/x?y=1&amp;z=2\">https://a.example/x?y=1&amp;z=2</a>).</p>",
            ),
            ("<p>https://a.example</p>", "<p>https://a.example</p>"),
            ("http://", "<p><a href=\"http://\">http://</a></p>"),
        ] {
            assert_eq!(as_html(text), expected);
        }
    }
}
