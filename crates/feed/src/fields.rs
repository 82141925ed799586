//! Where in an item or a channel the reader is, and what it has read there.

use crate::{limits::MAX_NOTES_BYTES, text, xml::Element};

/// Elements that only wrap: what stands in them counts as standing in the document itself.
const WRAPPERS: [&str; 5] = ["rss", "channel", "rdf:rdf", "atom:feed", "feed"];

/// The elements that are open inside an item or a channel, as a path such as `image/url`, and the text of them.
#[derive(Default)]
pub(crate) struct Fields {
    path: String,
    open: Vec<Mark>,
    text: String,
    /// Absent as long as it is the same as the text.
    markup: Option<String>,
}

struct Mark {
    path: usize,
    text: usize,
    tag: Option<String>,
}

impl Fields {
    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The names of the open elements, `/` between them; empty where only wrappers are open.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The text inside the innermost open element, that of the elements in it included.
    pub(crate) fn text(&self) -> &str {
        let from = self.open.last().map_or(0, |mark| mark.text);
        // A wrapper that is left after its fields has no text of its own.
        self.text.get(from..).unwrap_or_default()
    }

    /// The content of the outermost open field as HTML, for publishers who forgot to escape it.
    pub(crate) fn markup(&self) -> &str {
        self.markup.as_deref().unwrap_or(&self.text)
    }

    pub(crate) fn enter(&mut self, element: &Element<'_>) {
        if self.path.is_empty() {
            self.text.clear();
            self.markup = None;
        }
        let tag = self.tag(element);
        self.open.push(Mark { path: self.path.len(), text: self.text.len(), tag });
        if !WRAPPERS.contains(&element.name.as_str()) {
            if !self.path.is_empty() {
                self.path.push('/');
            }
            self.path.push_str(&element.name);
        }
    }

    /// The tag that an element inside a field is in the field's markup; written there at once.
    fn tag(&mut self, element: &Element<'_>) -> Option<String> {
        if self.path.is_empty() {
            return None;
        }
        let name = element.written_name().to_owned();
        let markup = self.markup.get_or_insert_with(|| self.text.clone());
        if markup.len() < MAX_NOTES_BYTES {
            markup.push('<');
            markup.push_str(&name);
            for (attribute, value) in element.attributes().filter(|(name, _)| !name.starts_with("xmlns")) {
                markup.push(' ');
                markup.push_str(attribute);
                markup.push_str("=\"");
                text::escape_into(markup, &value);
                markup.push('"');
            }
            markup.push('>');
        }
        Some(name)
    }

    pub(crate) fn push(&mut self, words: &str) {
        if self.path.is_empty() {
            return;
        }
        if self.text.len() < MAX_NOTES_BYTES {
            self.text.push_str(words);
        }
        if let Some(markup) = self.markup.as_mut().filter(|markup| markup.len() < MAX_NOTES_BYTES) {
            // Text of the field itself was escaped once and is HTML now; text in elements of the document is not.
            if self.open.last().is_some_and(|mark| mark.tag.is_some()) {
                text::escape_into(markup, words);
            } else {
                markup.push_str(words);
            }
        }
    }

    /// Leaves the innermost element; ask for its text before.
    pub(crate) fn leave(&mut self) {
        if let Some(mark) = self.open.pop() {
            self.path.truncate(mark.path);
            if let Some(tag) = mark.tag
                && let Some(markup) = self.markup.as_mut().filter(|markup| markup.len() < MAX_NOTES_BYTES)
            {
                markup.push_str("</");
                markup.push_str(&tag);
                markup.push('>');
            }
        }
    }
}
