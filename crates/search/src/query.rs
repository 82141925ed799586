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

/// A field, and what a word is worth there.
pub(crate) type Weighted = (Field, Score);

/// How far a word of the index may be from what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// As typed; the last word, which is still being typed, stands for the most common words that begin so.
    Common,
    /// The last word stands for any word that begins so.
    Any,
    /// One letter may be wrong.
    Forgiving,
}

/// Words that one still being typed stands for in a field.
const EXPANSIONS: usize = 48;
/// What a word is worth that only begins as typed, and one that differs by a letter.
const BEGINNING: Score = 0.6;
const RESEMBLING: Score = 0.3;

/// The question, and whether it left out words that the last one may stand for; nothing where a word of it is in no
/// document.
pub(crate) fn query(
    searcher: &Searcher,
    words: &Words,
    fields: &[Weighted],
    reach: Reach,
) -> Result<Option<(Box<dyn Query>, bool)>> {
    let (mut all, mut complete) = (Vec::with_capacity(words.words.len()), true);
    for word in &words.words {
        let mut any = Any { searcher, queries: Vec::new(), complete: true };
        for (field, worth) in fields {
            any.add(word, *field, *worth, reach)?;
        }
        if any.queries.is_empty() {
            return Ok(None);
        }
        complete &= any.complete;
        all.push(any.queries);
    }
    let query: Box<dyn Query> = match all.len() {
        0 => return Ok(None),
        // Not wrapped, so that tantivy can skip what cannot be among the best.
        1 => Box::new(BooleanQuery::union(all.remove(0))),
        _ => Box::new(BooleanQuery::new(
            all.into_iter()
                .map(|any| (Occur::Must, Box::new(BooleanQuery::union(any)) as Box<dyn Query>))
                .collect(),
        )),
    };
    Ok(Some((query, complete)))
}

/// The ways in which one word may be met.
struct Any<'a> {
    searcher: &'a Searcher,
    queries: Vec<Box<dyn Query>>,
    complete: bool,
}

impl Any<'_> {
    fn add(&mut self, word: &Word, field: Field, worth: Score, reach: Reach) -> Result<()> {
        if self.searcher.doc_freq(&Term::from_field_text(field, &word.text))? > 0 {
            self.push(field, &word.text, worth);
        }
        if word.open {
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
