//! Broken XML and what becomes of it.

use std::fmt::Write as _;

use url::Url;

use super::{Stop, Token, Tokens};

fn base() -> Url {
    Url::parse("https://feeds.example/dir/feed.xml").unwrap()
}

/// The tokens in short: `<name>`, text, `</>`.
fn tokens(source: &str) -> String {
    let base = base();
    let mut tokens = Tokens::new(source, &base);
    let mut result = String::new();
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(element) => write!(result, "<{}>", element.name).unwrap(),
            Token::Text(text) => result.push_str(&text),
            Token::Close => result.push_str("</>"),
        }
    }
    if let Some(stop) = tokens.stop() {
        write!(result, "!{stop:?}").unwrap();
    }
    result
}

#[test]
fn whatever_is_wrong_the_rest_is_read() {
    for (source, expected) in [
        ("<a><b>x</b></a>", "<a><b>x</></>"),
        ("<a/>", "<a></>"),
        ("<a>Q & A &amp; AT&T</a>", "<a>Q & A & AT&T</>"),
        ("<a>&nbsp;&eacute;&unknown;</a>", "<a>\u{a0}é&unknown;</>"),
        ("&<a>&amp&lt;&;&#65 &b;c&", "&<a>&amp<&;&#65 &b;c&"),
        ("<a><b>x</a>", "<a><b>x</></>"),
        ("<a>x</b>y</a>", "<a>xy</>"),
        ("<Title>x</title>", "<title>x</>"),
        ("<a>I <3 you</a>", "<a>I <3 you</>"),
        ("<a>1 < 2 > 0</a>", "<a>1 < 2 > 0</>"),
        ("<a><![CDATA[<b>&amp;]]></a>", "<a><b>&amp;</>"),
        ("<a>x<![CDATA[]]]]><![CDATA[>]]></a>", "<a>x]]></>"),
        ("<a><b><![CDATA[x</b><b><![CDATA[y]]></b></a>", "<a><b>x</><b>y</></>"),
        ("<a><b><![CDATA[x</b><b>y</b></a>", "<a><b>x</><b>y</></>"),
        (r#"<a><b url="x length="1"/><c>y</c></a>"#, "<a><b></><c>y</></>"),
        (r#"<a><b url="x/><c>y</c></a>"#, "<a><b></><c>y</></>"),
        (r#"<a><b title="1 < 2">y</b></a>"#, "<a><b>y</></>"),
        ("<a><b <c>y</c></b></a>", "<a><b><c>y</></></>"),
        ("<a><b>y</b <c>z</c></a>", "<a><b>y</><c>z</></>"),
        ("<item><b>x<item>y</item>", "<item><b>x</></><item>y</>"),
        ("<d>one<br>two<img src=x>three</d>", "<d>one<br></>two<img></>three</>"),
        ("<d><p>one<p>two</d>", "<d><p>one</><p>two</></>"),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a>&x;</>"),
        ("<? broken ><a/>", "<a></>"),
        ("<a><b>x", "<a><b>x"),
        ("<a><b url=\"ht", "<a>!CutShort"),
        ("<a><![CDATA[x", "<a>!CutShort"),
        ("<a><!-- x", "<a>!CutShort"),
        ("<", "<"),
        ("", ""),
    ] {
        assert_eq!(tokens(source), expected, "{source}");
    }
}

#[test]
fn nesting_ends_at_the_limit() {
    assert!(tokens(&"<a>".repeat(100_000)).ends_with("<a>!TooDeep"));
    let level = super::MAX_DEPTH;
    assert!(tokens(&format!("{}{}", "<a>".repeat(level), "</a>".repeat(level))).ends_with("</></>"));
}

#[test]
fn repairs_are_not_work_without_end() {
    for piece in ["<a \"", "<![CDATA[", "<a><![CDATA[</a>", "</a \"", "<!--", "<?", "< ", "&", "<b '>", "<!x"]
    {
        tokens(&piece.repeat(200_000));
    }
}

#[test]
fn a_base_holds_inside_its_element_only() {
    let base = base();
    let mut tokens = Tokens::new("<a xml:base='sub/'><b xml:base='https://other.example/'/><c/></a>", &base);
    let mut seen = Vec::new();
    while let Some(token) = tokens.next() {
        if let Token::Open(element) = token {
            seen.push((element.name, tokens.base().to_string()));
        }
    }
    let expected = [
        ("a", "https://feeds.example/dir/sub/"),
        ("b", "https://other.example/"),
        ("c", "https://feeds.example/dir/sub/"),
    ];
    assert_eq!(seen, expected.map(|(name, base)| (name.to_owned(), base.to_owned())));
}

#[test]
fn the_stop_says_why() {
    let base = base();
    let mut tokens = Tokens::new("<a", &base);
    assert!(tokens.next().is_none());
    assert_eq!(tokens.stop(), Some(Stop::CutShort));
}
