//! XML as it is written in the wild: a run of tokens that always balances, whatever is wrong with the document.
//!
//! quick-xml finds the markup; here is what it would stop at. Ampersands that begin nothing, entities of HTML, tags
//! that are closed in the wrong order or never, stray end tags, `<` in text, quotes and sections that are not closed.
//! Entities that a document declares are never expanded, and nothing it names is ever opened.

mod words;

use std::{borrow::Cow, io::BufRead};

use memchr::memmem;
use quick_xml::{Error, Reader, events::Event};
use url::Url;

use crate::{limits::MAX_DEPTH, tags, vocabulary::Vocabulary};

/// Elements of HTML that have no end tag; they stand in descriptions that were not escaped.
const NEVER_CLOSED: [&str; 6] = ["br", "hr", "img", "wbr", "input", "embed"];
/// Elements that end where the next of their kind begins, however deep that is.
const NEVER_NESTED: [&str; 3] = ["item", "entry", "atom:entry"];
/// Elements of HTML that end where a sibling of their kind begins.
const ENDED_BY_SIBLING: [&str; 2] = ["p", "li"];

/// One piece of a document. For every `Open` there is one `Close`, unless the document was cut short.
#[derive(Debug)]
pub(crate) enum Token<'a> {
    Open(Element<'a>),
    Text(Cow<'a, str>),
    Close,
}

/// A start tag.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    /// By the [`Vocabulary`], for example `itunes:image`.
    pub(crate) name: String,
    /// As the document spells it.
    written: &'a str,
    /// What stands between `<` and `>`.
    content: &'a str,
}

impl<'a> Element<'a> {
    /// The name as the document spells it.
    pub(crate) fn written_name(&self) -> &str {
        self.written
    }

    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        tags::attributes_behind(self.written, self.content)
    }

    /// The value of the first attribute of that name, in whatever case; not if it is blank.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.attributes()
            .find(|(written, _)| written.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }
}

/// Why the end of a document was not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It ends inside a tag or a section.
    CutShort,
    /// Elements are nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

/// Reads a document token by token, without ever failing and without recursion.
pub(crate) struct Tokens<'a> {
    source: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where in `source` the reader began; it begins anew after each repair.
    origin: usize,
    open: Vec<Open<'a>>,
    /// Ends that were not written but follow from what was.
    to_close: usize,
    /// A start tag whose turn comes when these are closed, and whether it has no end tag.
    waiting: Option<(Element<'a>, bool)>,
    vocabulary: Vocabulary,
    bases: Vec<Url>,
    repairs: usize,
    /// How many bytes may still be looked at twice; keeps repairs from being turned into work without end.
    patience: usize,
    stop: Option<Stop>,
}

struct Open<'a> {
    written: &'a str,
    name: String,
    declarations: usize,
    bases: usize,
}

impl<'a> Tokens<'a> {
    /// `base` is the address of the document, to which `xml:base` is relative.
    pub(crate) fn new(source: &'a str, base: &Url) -> Self {
        Self {
            source,
            reader: reader(source),
            origin: 0,
            open: Vec::new(),
            to_close: 0,
            waiting: None,
            vocabulary: Vocabulary::default(),
            bases: vec![base.clone()],
            repairs: 0,
            patience: source.len().saturating_mul(8) + 1024 * 1024,
            stop: None,
        }
    }

    /// What addresses are relative to at the last token (`xml:base`, W3C).
    pub(crate) fn base(&self) -> &Url {
        &self.bases[self.bases.len() - 1]
    }

    /// How often something had to be put right so far.
    pub(crate) fn repairs(&self) -> usize {
        self.repairs
    }

    /// Why reading ended before the document did, once `next` has returned `None`.
    pub(crate) fn stop(&self) -> Option<Stop> {
        self.stop
    }

    /// True while an element is open; after the end of the document it means that the rest is missing.
    pub(crate) fn is_inside_element(&self) -> bool {
        !self.open.is_empty()
    }

    /// The next token; `None` at the end of the document, or of what can be read of it.
    pub(crate) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.to_close > 0 {
                self.to_close -= 1;
                return Some(self.close());
            }
            if let Some((element, empty)) = self.waiting.take() {
                return self.enter(element, empty);
            }
            if self.stop.is_some() {
                return None;
            }
            let before = self.position();
            if let Some(text) = self.text(before) {
                return Some(text);
            }
            match self.reader.read_event() {
                Ok(Event::Start(_)) => {
                    if let Some(text) = self.begin(before, false) {
                        return Some(text);
                    }
                }
                Ok(Event::Empty(_)) => {
                    if let Some(text) = self.begin(before, true) {
                        return Some(text);
                    }
                }
                Ok(Event::End(_)) => self.end(before),
                Ok(Event::Eof) => return None,
                Ok(_) | Err(Error::IllFormed(_)) => {}
                Err(_) => {
                    if let Some(text) = self.repair(before) {
                        return Some(text);
                    }
                }
            }
        }
    }

    fn position(&self) -> usize {
        self.origin + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Goes on reading at `position`, having looked ahead further than that.
    fn resume(&mut self, position: usize) {
        self.repairs += 1;
        let wasted = self.position().saturating_sub(position);
        if wasted > self.patience {
            self.stop = Some(Stop::CutShort);
            return;
        }
        self.patience -= wasted;
        self.origin = position;
        self.reader = reader(&self.source[position..]);
    }

    /// A start tag from `<` at `before` to where the reader is. What looked like one may be text.
    fn begin(&mut self, before: usize, empty: bool) -> Option<Token<'a>> {
        let tag = &self.source[before..self.position()];
        let content = &tag[1..tag.len() - 1];
        if tags::name(content).is_empty() {
            return Some(self.lone_bracket(before));
        }
        // A `<` inside the tag: either this tag was never closed, or a quote in it was not.
        if let Some(bracket) = content.find('<') {
            let first_end = content.find('>');
            if first_end.is_some_and(|end| end < bracket) || !tags::ends_inside_quotes(&content[..bracket]) {
                let end = first_end.filter(|end| *end < bracket);
                self.resume(before + 1 + end.map_or(bracket, |end| end + 1));
                let content = &content[..end.unwrap_or(bracket)];
                self.found(content, content.ends_with('/'));
                return None;
            }
        }
        self.found(content, empty);
        None
    }

    fn lone_bracket(&mut self, at: usize) -> Token<'a> {
        self.resume(at + 1);
        Token::Text("<".into())
    }

    /// Decides what a start tag means for the elements that are open, and keeps it for [`Self::enter`].
    fn found(&mut self, content: &'a str, empty: bool) {
        let mark = self.vocabulary.mark();
        let written = tags::name(content);
        for (name, value) in tags::attributes_behind(written, content) {
            self.vocabulary.declare(name, &value);
        }
        let name = self.vocabulary.name(written);
        self.vocabulary.forget(mark);

        if NEVER_NESTED.contains(&name.as_str())
            && let Some(same) = self.open.iter().rposition(|open| open.name == name)
        {
            self.repairs += 1;
            self.to_close = self.open.len() - same;
        } else if ENDED_BY_SIBLING.contains(&name.as_str())
            && self.open.last().is_some_and(|open| open.name == name)
        {
            self.to_close = 1;
        }
        let empty = empty || NEVER_CLOSED.contains(&name.as_str());
        self.waiting = Some((Element { name, written, content }, empty));
    }

    /// Hands out the element that was found, now that everything before it is closed.
    fn enter(&mut self, element: Element<'a>, empty: bool) -> Option<Token<'a>> {
        if self.open.len() >= MAX_DEPTH {
            self.stop = Some(Stop::TooDeep);
            return None;
        }
        self.open.push(Open {
            written: element.written,
            name: element.name.clone(),
            declarations: self.vocabulary.mark(),
            bases: self.bases.len(),
        });
        for (name, value) in element.attributes() {
            self.vocabulary.declare(name, &value);
            if name.eq_ignore_ascii_case("xml:base")
                && let Ok(base) = self.base().join(value.trim())
                && matches!(base.scheme(), "http" | "https")
            {
                self.bases.push(base);
            }
        }
        self.to_close = usize::from(empty);
        Some(Token::Open(element))
    }

    fn close(&mut self) -> Token<'a> {
        if let Some(open) = self.open.pop() {
            self.vocabulary.forget(open.declarations);
            self.bases.truncate(open.bases);
        }
        Token::Close
    }

    /// An end tag from `</` at `before` to where the reader is.
    fn end(&mut self, before: usize) {
        let tag = &self.source[before..self.position()];
        let mut content = &tag[2..tag.len() - 1];
        if let Some(bracket) = content.find(['<', '>']) {
            let skipped = usize::from(content[bracket..].starts_with('>'));
            self.resume(before + 2 + bracket + skipped);
            content = &content[..bracket];
        }
        self.ended(content);
    }

    /// Closes the innermost element of that name and all in it. An end tag that ends nothing is ignored.
    fn ended(&mut self, content: &str) {
        let name = tags::name(content.trim_start());
        match self.open.iter().rposition(|open| open.written.eq_ignore_ascii_case(name)) {
            Some(index) => {
                self.to_close = self.open.len() - index;
                self.repairs += self.to_close - 1;
            }
            None => self.repairs += 1,
        }
    }

    /// The text at `before`, if there is some. It is most of a document, and quick-xml would look at it once more.
    fn text(&mut self, before: usize) -> Option<Token<'a>> {
        let rest = &self.source[before..];
        if let Some(words) = words::first(rest) {
            self.repairs += usize::from(words.is_unknown);
            self.reader.stream().consume(words.length);
            return Some(Token::Text(words.text));
        }
        let content = rest.strip_prefix(SECTION)?;
        let end = memmem::find(content.as_bytes(), SECTION_END.as_bytes())?;
        self.reader.stream().consume(SECTION.len() + end + SECTION_END.len());
        Some(Token::Text(self.section(before + SECTION.len(), &content[..end]).into()))
    }

    /// What belongs to a section with the content `text`, which begins at `before`. A section that holds the beginning
    /// of another was not closed itself; it ends with its element.
    fn section(&mut self, before: usize, text: &'a str) -> &'a str {
        if let Some(next) = memmem::find(text.as_bytes(), SECTION.as_bytes())
            && let Some(end) = self.end_of_innermost(&text[..next])
        {
            self.resume(before + end);
            return &text[..end];
        }
        text
    }

    /// Where the end tag of the innermost open element begins.
    fn end_of_innermost(&self, text: &str) -> Option<usize> {
        let written = self.open.last()?.written;
        text.find(&format!("</{written}"))
    }

    /// Gets past markup at `before` that never ends.
    fn repair(&mut self, before: usize) -> Option<Token<'a>> {
        let rest = &self.source[before..];
        if let Some(text) = rest.strip_prefix(SECTION) {
            match self.end_of_innermost(text) {
                Some(end) => {
                    self.resume(before + SECTION.len() + end);
                    return Some(Token::Text(text[..end].into()));
                }
                None => self.stop = Some(Stop::CutShort),
            }
        } else if rest.starts_with("<!--") {
            self.stop = Some(Stop::CutShort);
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            match rest.find('>') {
                Some(end) => self.resume(before + end + 1),
                None => self.stop = Some(Stop::CutShort),
            }
        } else if let Some(content) = rest.strip_prefix("</") {
            match content.find(['<', '>']) {
                Some(end) => {
                    let skipped = usize::from(content[end..].starts_with('>'));
                    self.resume(before + 2 + end + skipped);
                    self.ended(&content[..end]);
                }
                None => self.stop = Some(Stop::CutShort),
            }
        } else if let Some(content) = rest.strip_prefix('<') {
            if tags::name(content).is_empty() {
                return Some(self.lone_bracket(before));
            }
            match content.find(['<', '>']) {
                Some(end) => {
                    let skipped = usize::from(content[end..].starts_with('>'));
                    self.resume(before + 1 + end + skipped);
                    let content = &content[..end];
                    self.found(content, content.ends_with('/'));
                }
                None => self.stop = Some(Stop::CutShort),
            }
        } else {
            self.stop = Some(Stop::CutShort);
        }
        None
    }
}

const SECTION: &str = "<![CDATA[";
const SECTION_END: &str = "]]>";

fn reader(source: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

#[cfg(test)]
mod tests;
