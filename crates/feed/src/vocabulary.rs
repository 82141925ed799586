//! The names of elements, by what they mean and not by how a document spells them.
//!
//! `<itunes:duration>`, `<it:DURATION>` with the namespace declared, and `<itunes:duration>` with no namespace at all
//! are one name here: `itunes:duration`. The vocabulary of RSS itself has no prefix.

/// The vocabularies by the address of their namespace, in pieces that survive the ways people write it: other case,
/// http or https, with or without a slash at the end.
const BY_ADDRESS: &[(&str, &str)] = &[
    ("itunes.com/dtds/podcast", "itunes:"),
    ("google.com/schemas/play-podcasts", "itunes:"),
    ("podcastindex.org/namespace", "podcast:"),
    ("github.com/podcastindex-org/podcast-namespace", "podcast:"),
    ("podlove.org/simple-chapters", "psc:"),
    ("purl.org/rss/1.0/modules/content", "content:"),
    ("search.yahoo.com/mrss", "media:"),
    ("w3.org/2005/atom", "atom:"),
    ("purl.org/atom/ns", "atom:"),
    ("purl.org/dc/", "dc:"),
    ("w3.org/1999/02/22-rdf-syntax-ns", "rdf:"),
    ("net/rss_2.0/enc", "enc:"),
    ("w3.org/1999/xhtml", ""),
    ("purl.org/rss/1.0", ""),
    ("purl.org/net/rss1.1", ""),
    ("netscape.com/rdf/simple", ""),
    ("backend.userland.com/rss", ""),
    ("blogs.law.harvard.edu/tech/rss", ""),
    ("cyber.harvard.edu/rss", ""),
];

/// The vocabularies by the prefix that everybody uses, for documents that forgot to declare it.
const BY_PREFIX: &[(&str, &str)] = &[
    ("itunes", "itunes:"),
    ("googleplay", "itunes:"),
    ("podcast", "podcast:"),
    ("psc", "psc:"),
    ("content", "content:"),
    ("media", "media:"),
    ("atom", "atom:"),
    ("atom10", "atom:"),
    ("a10", "atom:"),
    ("dc", "dc:"),
    ("dcterms", "dc:"),
    ("rdf", "rdf:"),
    ("enc", "enc:"),
    ("rss", ""),
];

/// Prefix of everything that is none of ours.
const OTHER: &str = "other:";

/// Names longer than this are nobody's.
const LONGEST_NAME: usize = 64;

/// Declarations that are in force at once. More than any document has; a bound on the work a name can make.
const MOST_DECLARATIONS: usize = 256;

/// The namespace declarations that are in force at one place of a document.
#[derive(Default)]
pub(crate) struct Vocabulary {
    declared: Vec<(String, Option<&'static str>)>,
}

impl Vocabulary {
    /// How many declarations are in force, to [`Self::forget`] later ones by.
    pub(crate) fn mark(&self) -> usize {
        self.declared.len()
    }

    /// Ends the declarations made since `mark`.
    pub(crate) fn forget(&mut self, mark: usize) {
        self.declared.truncate(mark);
    }

    /// Takes note of an attribute if it is a declaration (`xmlns`, `xmlns:prefix`).
    pub(crate) fn declare(&mut self, attribute: &str, address: &str) {
        let prefix = match attribute.strip_prefix("xmlns") {
            Some("") => "",
            Some(rest) if rest.starts_with(':') => &rest[1..],
            _ => return,
        };
        if self.declared.len() < MOST_DECLARATIONS {
            let address = address.trim().to_ascii_lowercase();
            let space = BY_ADDRESS.iter().find(|(piece, _)| address.contains(piece)).map(|(_, space)| *space);
            self.declared.push((prefix.to_owned(), space));
        }
    }

    /// What an element as written is called here.
    pub(crate) fn name(&self, written: &str) -> String {
        let (prefix, local) = written.split_once(':').unwrap_or(("", written));
        let declared =
            self.declared.iter().rev().find(|(known, _)| known == prefix).and_then(|(_, space)| *space);
        let space = declared.unwrap_or_else(|| match prefix {
            "" => "",
            prefix => BY_PREFIX
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(prefix))
                .map_or(OTHER, |(_, space)| *space),
        });
        if local.len() > LONGEST_NAME {
            return OTHER.to_owned();
        }
        let mut name = String::with_capacity(space.len() + local.len());
        name.push_str(space);
        name.push_str(local);
        name.make_ascii_lowercase();
        name
    }
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;

    #[test]
    fn a_name_means_the_same_however_it_is_spelt() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.declare("xmlns:it", "http://www.itunes.com/dtds/podcast-1.0.dtd");
        vocabulary.declare("xmlns:itunes", "http://www.itunes.com/DTDs/Podcast-1.0.dtd");
        vocabulary.declare(
            "xmlns:p",
            "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
        );
        vocabulary.declare("xmlns:media", "urn:of-no-one");
        vocabulary.declare("xmlns:x", "urn:of-no-one");
        vocabulary.declare("version", "http://www.w3.org/2005/Atom");
        for (written, expected) in [
            ("it:duration", "itunes:duration"),
            ("itunes:Duration", "itunes:duration"),
            ("googleplay:author", "itunes:author"),
            ("p:chapters", "podcast:chapters"),
            ("podcast:chapters", "podcast:chapters"),
            ("media:content", "media:content"),
            ("x:title", "other:title"),
            ("unheard:title", "other:title"),
            ("pubDate", "pubdate"),
        ] {
            assert_eq!(vocabulary.name(written), expected);
        }
    }

    #[test]
    fn a_default_namespace_ends_with_its_element() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.declare("xmlns", "http://backend.userland.com/RSS2");
        let mark = vocabulary.mark();
        vocabulary.declare("xmlns", "http://www.w3.org/2005/Atom");
        assert_eq!(vocabulary.name("link"), "atom:link");
        vocabulary.forget(mark);
        assert_eq!(vocabulary.name("link"), "link");
    }
}
