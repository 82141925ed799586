//! What is asked of tantivy: every word of the question, each in any field, fields weighted.

use tantivy::{
    Score, Searcher, Term,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, RegexQuery, TermQuery},
    schema::{Field, IndexRecordOption},
};

use crate::{
    Result,
    expand::{self, Expansion},
    words::{Word, Words},
};

/// A field that words are looked for in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighted {
    pub(crate) field: Field,
    /// What a word is worth there.
    pub(crate) worth: Score,
    /// Holds texts of many words.
    pub(crate) long: bool,
}

impl Weighted {
    /// A field of titles and names.
    pub(crate) const fn short(field: Field, worth: Score) -> Self {
        Self { field, worth, long: false }
    }

    /// A field of texts.
    pub(crate) const fn long(field: Field, worth: Score) -> Self {
        Self { field, worth, long: true }
    }
}

/// How far a word of the index may be from what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// As typed; the last word, which is still being typed, stands for the most common words that begin so. One of a few
    /// letters that stands alone begins words of titles and names only: every text has some.
    Common,
    /// The last word stands for any word that begins so.
    Any,
    /// One letter may be wrong.
    Forgiving,
}

/// Words that one still being typed stands for in a field.
const EXPANSIONS: usize = 48;
/// Letters from which on a word that stands alone is also the beginning of words in texts.
const ENOUGH_FOR_TEXTS: usize = 4;
/// What a word is worth that only begins as typed, and one that differs by a letter.
const BEGINNING: Score = 0.6;
const RESEMBLING: Score = 0.3;

/// The question, or nothing where a word of it is in no document; and whether that is all that may be meant by it.
pub(crate) fn query(
    searcher: &Searcher,
    words: &Words,
    fields: &[Weighted],
    reach: Reach,
) -> Result<(Option<Box<dyn Query>>, bool)> {
    let (mut all, mut complete) = (Vec::with_capacity(words.words.len()), true);
    for word in &words.words {
        let mut any = Any { searcher, queries: Vec::new(), complete: true };
        let too_short = words.words.len() == 1 && word.is_shorter_than(ENOUGH_FOR_TEXTS);
        for field in fields {
            let beginnings = word.open && !(reach == Reach::Common && too_short && field.long);
            any.add(word, beginnings, field, reach)?;
            any.complete &= beginnings == word.open;
        }
        complete &= any.complete;
        if any.queries.is_empty() {
            return Ok((None, complete));
        }
        all.push(any.queries);
    }
    let query: Box<dyn Query> = match all.len() {
        0 => return Ok((None, true)),
        // Not wrapped, so that tantivy can skip what cannot be among the best.
        1 => Box::new(BooleanQuery::union(all.remove(0))),
        _ => Box::new(BooleanQuery::new(
            all.into_iter()
                .map(|any| (Occur::Must, Box::new(BooleanQuery::union(any)) as Box<dyn Query>))
                .collect(),
        )),
    };
    Ok((Some(query), complete))
}

/// The ways in which one word may be met.
struct Any<'a> {
    searcher: &'a Searcher,
    queries: Vec<Box<dyn Query>>,
    complete: bool,
}

impl Any<'_> {
    fn add(&mut self, word: &Word, beginnings: bool, field: &Weighted, reach: Reach) -> Result<()> {
        let Weighted { field, worth, .. } = *field;
        if self.searcher.doc_freq(&Term::from_field_text(field, &word.text))? > 0 {
            self.push(field, &word.text, worth);
        }
        if beginnings {
            self.add_beginnings(word, field, worth, reach)?;
        }
        if reach == Reach::Forgiving && word.can_be_mistyped() {
            let resembling = expand::resembling(self.searcher, field, &word.text, word.open, EXPANSIONS)?;
            self.push_blended(field, word, resembling, worth * RESEMBLING);
        }
        Ok(())
    }

    fn add_beginnings(&mut self, word: &Word, field: Field, worth: Score, reach: Reach) -> Result<()> {
        let (beginnings, all) = expand::beginning_with(self.searcher, field, &word.text, EXPANSIONS)?;
        self.push_blended(field, word, beginnings, worth * BEGINNING);
        if !all && reach == Reach::Common {
            self.complete = false;
        }
        if !all && reach != Reach::Common {
            // A folded word holds nothing but letters and digits, which mean themselves.
            let any = RegexQuery::from_pattern(&format!("{}.*", word.text), field)?;
            self.queries.push(Box::new(ConstScoreQuery::new(Box::new(any), worth * RESEMBLING)));
        }
        Ok(())
    }

    /// Words that stand for one word count as that: a rare one is not better for being rare.
    fn push_blended(&mut self, field: Field, word: &Word, expansions: Vec<Expansion>, worth: Score) {
        let most = expansions.iter().map(|expansion| expansion.documents).max().unwrap_or(1);
        for Expansion { text, documents } in expansions {
            if text != word.text {
                self.push(field, &text, worth * self.rarity(most) / self.rarity(documents));
            }
        }
    }

    /// As BM25 weighs it.
    fn rarity(&self, documents: u64) -> Score {
        let all = self.searcher.num_docs() as Score;
        let having = documents as Score;
        (1.0 + (all - having + 0.5).max(0.0) / (having + 0.5)).ln().max(Score::MIN_POSITIVE)
    }

    fn push(&mut self, field: Field, text: &str, worth: Score) {
        let term = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs);
        self.queries.push(Box::new(BoostQuery::new(Box::new(term), worth)));
    }
}
