//! Lists of feeds: OPML as podcast players and feed readers export it (<http://opml.org/spec2.opml>), and our own.

mod write;

use std::{collections::HashSet, error, fmt};

use url::Url;

use crate::{
    charset,
    feed_scheme::behind_feed_scheme,
    limits::{MAX_LISTED_FEEDS, MAX_OPML_BYTES, MAX_TITLE_BYTES, MAX_URL_BYTES},
    text, urls,
    xml::{Element, Stop, Token, Tokens},
};

pub use write::write_opml;

/// Outlines that only say what their content is; nobody's folders.
const WRAPPERS: [&str; 4] = ["feeds", "podcasts", "subscriptions", "playlists"];
/// Types of outlines that are feeds although their address is called `url`.
const FEED_TYPES: [&str; 5] = ["rss", "atom", "rdf", "feed", "podcast"];

/// What was understood of a list of feeds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedList {
    /// Each once, in the order of the document.
    pub feeds: Vec<ListedFeed>,
    /// What looked like a feed and is none to subscribe to.
    pub skipped: Vec<SkippedFeed>,
    /// What was odd about the document: English sentences.
    pub problems: Vec<String>,
}

/// A feed in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFeed {
    /// Always http or https, without a fragment.
    pub url: Url,
    /// Plain text.
    pub title: Option<String>,
    pub website: Option<Url>,
    /// The folders that it is in, the outermost first.
    pub folder: Vec<String>,
}

/// A feed in a list that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedFeed {
    /// As written; cut, for it may be anything.
    pub address: String,
    pub title: Option<String>,
    pub reason: SkipReason,
}

/// Why a feed in a list is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// It has no address, or one that cannot be read.
    NoAddress,
    /// Its address is not on the web: a file, a program, another app's own folder.
    NotOnTheWeb,
    /// It stands in the list a second time.
    Twice,
    /// The list says that it is not subscribed to.
    NotSubscribed,
    /// The list is too long.
    TooMany,
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAddress => "It has no address that can be read.",
            Self::NotOnTheWeb => "Its address is not on the web.",
            Self::Twice => "It stands in the list twice.",
            Self::NotSubscribed => "The list says that it is not subscribed to.",
            Self::TooMany => "The list is too long.",
        })
    }
}

/// Why a document was refused as a list of feeds. Its text is a sentence that a person understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAList {
    Empty,
    TooLarge,
    /// RSS or Atom: one podcast, to be subscribed to by its address.
    Feed,
    WebPage,
    Other,
}

impl fmt::Display for NotAList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "This is not a list of podcasts: the file is empty.",
            Self::TooLarge => "This list of podcasts is too large: it has more than 20 MB.",
            Self::Feed => "This is not a list of podcasts but a single feed; subscribe to its address.",
            Self::WebPage => "This is not a list of podcasts but a web page (HTML).",
            Self::Other => "This is not a list of podcasts (OPML).",
        })
    }
}

impl error::Error for NotAList {}

/// Reads a list of feeds, as deep as anyone nests folders, and as far as it goes where it is damaged.
pub fn read_opml(bytes: &[u8]) -> Result<FeedList, NotAList> {
    if bytes.len() > MAX_OPML_BYTES {
        return Err(NotAList::TooLarge);
    }
    let text = charset::decode(bytes, None);
    if text.trim().is_empty() {
        return Err(NotAList::Empty);
    }
    // Relative addresses lead nowhere: this host is nobody's, and what is resolved against it is left out.
    let base = Url::parse("opml:").map_err(|_| NotAList::Other)?;
    let mut tokens = Tokens::new(text.trim_start(), &base);
    let mut reading = Reading::default();
    let mut is_list = false;
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(element) => {
                match element.name.as_str() {
                    "opml" | "outline" => is_list = true,
                    _ if is_list => {}
                    "rss" | "channel" | "rdf:rdf" | "atom:feed" | "feed" => return Err(NotAList::Feed),
                    "html" | "head" | "body" => return Err(NotAList::WebPage),
                    _ => {}
                }
                reading.open(&element);
            }
            Token::Text(_) => {}
            Token::Close => reading.close(),
        }
    }
    if !is_list {
        return Err(NotAList::Other);
    }
    let mut list = reading.list;
    let missing = match tokens.stop() {
        Some(Stop::TooDeep) => Some("Its folders are nested too deep; the rest was not read."),
        Some(Stop::CutShort) => Some("The list is cut short; the rest is missing."),
        None if tokens.is_inside_element() => Some("The list ends before it is complete."),
        None => None,
    };
    list.problems.extend(missing.map(str::to_owned));
    Ok(list)
}

/// What makes two addresses one feed: `url` itself tells the case of host and scheme apart from that of the path.
#[must_use]
pub fn feed_key(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    let key = String::from(url);
    key.strip_suffix('/').map(str::to_owned).unwrap_or(key)
}

#[derive(Default)]
struct Reading {
    list: FeedList,
    seen: HashSet<String>,
    /// What each open element adds to the path of folders.
    open: Vec<Option<String>>,
}

impl Reading {
    fn open(&mut self, element: &Element<'_>) {
        let mut folder = None;
        if element.name == "outline" {
            match address(element) {
                Some(address) => self.feed(element, &address),
                None => folder = self.folder(element),
            }
        }
        self.open.push(folder);
    }

    fn close(&mut self) {
        self.open.pop();
    }

    fn folder(&self, element: &Element<'_>) -> Option<String> {
        let is_outermost = self.open.iter().flatten().next().is_none();
        let name = words(element, "text").or_else(|| words(element, "title"))?;
        (!is_outermost || !WRAPPERS.iter().any(|wrapper| name.eq_ignore_ascii_case(wrapper))).then_some(name)
    }

    fn feed(&mut self, element: &Element<'_>, address: &str) {
        let title = words(element, "title").or_else(|| words(element, "text"));
        if self.list.feeds.len() + self.list.skipped.len() >= MAX_LISTED_FEEDS {
            if self.list.problems.is_empty() {
                self.list
                    .problems
                    .push(format!("Only the first {MAX_LISTED_FEEDS} feeds of the list were read."));
            }
            return;
        }
        let url = match web(address) {
            Ok(_) if element.attribute("subscribed").as_deref() == Some("0") => {
                Err(SkipReason::NotSubscribed)
            }
            Ok(url) if !self.seen.insert(feed_key(&url)) => Err(SkipReason::Twice),
            url => url,
        };
        match url {
            Ok(url) => self.list.feeds.push(ListedFeed {
                url,
                title,
                website: element.attribute("htmlUrl").and_then(|text| web(&text).ok()),
                folder: self.open.iter().flatten().cloned().collect(),
            }),
            Err(reason) => self.list.skipped.push(SkippedFeed {
                address: text::one_line(text::start(address.trim(), 500)),
                title,
                reason,
            }),
        }
    }
}

/// The address of an outline that is a feed; blank if it has an attribute for one with nothing in it.
fn address(element: &Element<'_>) -> Option<String> {
    let written = |wanted: &str| {
        element
            .attributes()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.into_owned())
    };
    written("xmlUrl").or_else(|| {
        let kind = written("type").unwrap_or_default().trim().to_ascii_lowercase();
        written("url").filter(|_| kind.is_empty() || FEED_TYPES.contains(&kind.as_str()))
    })
}

fn words(element: &Element<'_>, attribute: &str) -> Option<String> {
    let words = text::cut(text::one_line(&element.attribute(attribute)?), MAX_TITLE_BYTES);
    (!words.is_empty()).then_some(words)
}

/// The web address, judged after parsing. What other programs put before it to say that it is a feed is left out.
fn web(written: &str) -> Result<Url, SkipReason> {
    let text = written.trim();
    let text = match behind_feed_scheme(text) {
        Some(rest) if rest.is_empty() || rest.contains("://") => rest,
        Some(rest) => format!("https://{rest}"),
        None => text.to_owned(),
    };
    if text.is_empty() || text.len() > MAX_URL_BYTES {
        return Err(SkipReason::NoAddress);
    }
    let mut url = match Url::parse(&text) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) if text.starts_with("www.") => {
            Url::parse(&format!("http://{text}")).map_err(|_| SkipReason::NoAddress)?
        }
        Err(url::ParseError::RelativeUrlWithoutBase) => return Err(SkipReason::NotOnTheWeb),
        Err(_) => return Err(SkipReason::NoAddress),
    };
    if !urls::is_web(&url) {
        return Err(SkipReason::NotOnTheWeb);
    }
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests;
