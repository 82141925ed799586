//! Walks a feed from its first tag to its last and hands every element to the draft it belongs to.

use friday_model::{PublishedEpisode, Timestamp};
use url::Url;

use crate::{
    NotAFeed, Problem,
    episode::{EpisodeDraft, keep},
    fields::Fields,
    limits::{MAX_EPISODES, MAX_PROBLEMS},
    podcast::PodcastDraft,
    syndication::{Copy, Dialect, fill_episode, fill_podcast},
    xml::{Element, Stop, Token, Tokens},
};

/// How far from the start the first element of a feed may be: warnings of a broken server may come before it.
const PREAMBLE_TOKENS: usize = 1000;

/// The episodes that were read so far, and what was odd. Bounded: of too many the newest stay.
#[derive(Default)]
pub(crate) struct Episodes {
    read: Vec<(PublishedEpisode, Vec<String>)>,
    problems: Vec<String>,
    left_out: usize,
}

impl Episodes {
    /// `document` is the address of the feed.
    pub(crate) fn add(&mut self, draft: EpisodeDraft, document: &Url) {
        self.read.push(draft.finish(document));
        if self.read.len() >= 2 * MAX_EPISODES {
            self.prune();
        }
    }

    pub(crate) fn problem(&mut self, message: &str) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(message.to_owned());
        }
    }

    /// Leaves the newest, in the order of the document. Those without a date count as old.
    fn prune(&mut self) {
        if self.read.len() <= MAX_EPISODES {
            return;
        }
        let mut newest: Vec<usize> = (0..self.read.len()).collect();
        newest.sort_by_key(|index| {
            std::cmp::Reverse(self.read[*index].0.published.unwrap_or(Timestamp(i64::MIN)))
        });
        let mut kept = vec![false; self.read.len()];
        for index in &newest[..MAX_EPISODES] {
            kept[*index] = true;
        }
        self.left_out += self.read.len() - MAX_EPISODES;
        let mut kept = kept.into_iter();
        self.read.retain(|_| kept.next().unwrap_or(false));
    }

    /// The episodes in document order, and the problems of the feed and of each of them.
    pub(crate) fn finish(mut self) -> (Vec<PublishedEpisode>, Vec<Problem>) {
        self.prune();
        if self.left_out > 0 {
            self.problems.push(format!("Of too many episodes the {} oldest were left out.", self.left_out));
        }
        let mut problems: Vec<Problem> =
            self.problems.into_iter().map(|message| Problem { episode: None, message }).collect();
        let mut episodes = Vec::with_capacity(self.read.len());
        for (index, (episode, messages)) in self.read.into_iter().enumerate() {
            episodes.push(episode);
            problems.extend(messages.into_iter().map(|message| Problem { episode: Some(index), message }));
        }
        problems.truncate(MAX_PROBLEMS);
        (episodes, problems)
    }
}

/// Reads a document that begins like XML.
pub(crate) fn read(text: &str, base: &Url) -> Result<(PodcastDraft, Episodes), NotAFeed> {
    let mut tokens = Tokens::new(text, base);
    let (dialect, language) = find_root(&mut tokens)?;
    let mut walk = Walk {
        dialect,
        podcast: PodcastDraft::default(),
        episodes: Episodes::default(),
        head: Fields::default(),
        head_copy: Copy::new(dialect),
        item: None,
        item_fields: Fields::default(),
        document: base.clone(),
    };
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(element) => walk.open(&element, tokens.base()),
            Token::Text(words) => walk.text(&words),
            Token::Close => walk.close(tokens.base()),
        }
    }
    walk.end(&tokens, base);
    keep(&mut walk.podcast.language, language);
    Ok((walk.podcast, walk.episodes))
}

/// Reads up to the first element of a feed, for its rules and its language; says what the document is if there is
/// none.
fn find_root(tokens: &mut Tokens<'_>) -> Result<(Dialect, Option<String>), NotAFeed> {
    let mut first = None;
    for _ in 0..PREAMBLE_TOKENS {
        let Some(token) = tokens.next() else { break };
        let Token::Open(element) = token else { continue };
        match element.name.as_str() {
            "rss" | "channel" => return Ok((Dialect::Rss, element.attribute("xml:lang"))),
            "rdf:rdf" => return Ok((Dialect::Rdf, element.attribute("xml:lang"))),
            "atom:feed" | "feed" => return Ok((Dialect::Atom, element.attribute("xml:lang"))),
            "opml" => return Err(NotAFeed::ListOfFeeds),
            "html" | "head" | "body" => return Err(NotAFeed::WebPage),
            _ if first.is_none() => first = Some(element.written_name().to_owned()),
            _ => {}
        }
    }
    match first {
        None => Err(NotAFeed::Text),
        Some(name) if is_html(&name) => Err(NotAFeed::WebPage),
        Some(name) => Err(NotAFeed::Xml(name)),
    }
}

fn is_html(name: &str) -> bool {
    const COMMON: [&str; 14] = [
        "a", "b", "br", "center", "div", "font", "form", "h1", "meta", "p", "script", "span", "table",
        "title",
    ];
    COMMON.iter().any(|common| name.eq_ignore_ascii_case(common))
}

struct Walk {
    document: Url,
    dialect: Dialect,
    podcast: PodcastDraft,
    episodes: Episodes,
    head: Fields,
    head_copy: Copy,
    item: Option<Item>,
    /// Those of the item that is open. One for all of them: most need as much room as the one before.
    item_fields: Fields,
}

/// The item that is open.
struct Item {
    draft: EpisodeDraft,
    copy: Copy,
}

impl Walk {
    fn open(&mut self, element: &Element<'_>, base: &Url) {
        let dialect = self.dialect;
        if let Some(item) = &mut self.item {
            self.item_fields.enter(element);
            if is_ours(dialect, self.item_fields.path()) {
                item.draft.opened(self.item_fields.path(), element, base);
            }
            if dialect != Dialect::Rss {
                item.copy.enter(element, base);
            }
        } else if self.head.path().is_empty()
            && matches!(element.name.as_str(), "item" | "atom:entry" | "entry")
        {
            let mut draft = EpisodeDraft::default();
            if dialect == Dialect::Rdf {
                draft.guid = element.attribute("rdf:about");
            }
            self.item = Some(Item { draft, copy: Copy::new(dialect) });
        } else {
            let was_inside_field = !self.head.path().is_empty();
            self.head.enter(element);
            if self.head.path().is_empty() {
                return;
            }
            if is_ours(dialect, self.head.path()) {
                self.podcast.opened(self.head.path(), element, base);
            }
            let is_list = !was_inside_field && element.name == "items";
            if dialect != Dialect::Rss && !is_list {
                self.head_copy.enter(element, base);
            }
        }
    }

    fn text(&mut self, words: &str) {
        let (fields, copy) = match &mut self.item {
            Some(item) => (&mut self.item_fields, &mut item.copy),
            None => (&mut self.head, &mut self.head_copy),
        };
        fields.push(words);
        if self.dialect != Dialect::Rss {
            copy.push(words);
        }
    }

    fn close(&mut self, base: &Url) {
        let dialect = self.dialect;
        if self.item.is_some() && self.item_fields.depth() == 0 {
            if let Some(item) = self.item.take() {
                self.finish_item(item, base);
            }
        } else if let Some(item) = &mut self.item {
            let path = self.item_fields.path();
            if is_ours(dialect, path) {
                item.draft.closed(path, self.item_fields.text(), self.item_fields.markup(), base);
            } else if matches!(path, "atom:updated" | "atom:modified" | "updated") {
                item.draft.updated(self.item_fields.text());
            }
            self.item_fields.leave();
            if dialect != Dialect::Rss {
                item.copy.leave();
            }
        } else {
            let path = self.head.path();
            if is_ours(dialect, path) {
                self.podcast.closed(path, self.head.text(), self.head.markup(), base);
            }
            let is_wrapper = path.is_empty() || path == "items";
            self.head.leave();
            if dialect != Dialect::Rss && !is_wrapper {
                self.head_copy.leave();
            }
        }
    }

    fn finish_item(&mut self, item: Item, base: &Url) {
        let Item { mut draft, copy, .. } = item;
        if self.dialect != Dialect::Rss {
            match copy.entry() {
                Some(entry) => fill_episode(&mut draft, entry, base),
                None => draft.problems.push("Part of it could not be read.".to_owned()),
            }
        }
        self.episodes.add(draft, &self.document);
    }

    /// After the last token: what was cut off is not an episode.
    fn end(&mut self, tokens: &Tokens<'_>, base: &Url) {
        match tokens.stop() {
            Some(Stop::TooDeep) => {
                self.episodes.problem("Its elements are nested too deep; the rest was not read.");
            }
            Some(Stop::CutShort) => self.episodes.problem("The document is cut short; the rest is missing."),
            None if tokens.is_inside_element() => {
                self.episodes.problem("The document ends before it is complete.");
            }
            None => {}
        }
        if self.item.take().is_some() {
            self.episodes.problem("The last episode is incomplete and was left out.");
        }
        if tokens.repairs() > 0 {
            self.episodes.problem(&format!("The XML is damaged in {} places.", tokens.repairs()));
        }
        if self.dialect != Dialect::Rss {
            let copy = std::mem::replace(&mut self.head_copy, Copy::new(self.dialect));
            match copy.head() {
                Some(feed) => fill_podcast(&mut self.podcast, feed, base),
                None => self.episodes.problem("The head of the feed could not be read."),
            }
        }
    }
}

/// True for what we read ourselves: all of RSS, and of Atom what feed-rs does not know.
fn is_ours(dialect: Dialect, path: &str) -> bool {
    const DATES: [&str; 4] = ["atom:published", "atom:issued", "published", "atom:tagline"];
    dialect != Dialect::Atom || path == "atom:content" || DATES.contains(&path) || {
        path.contains(':') && !path.starts_with("atom:")
    }
}
