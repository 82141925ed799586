//! The words of the index that a word of the question may stand for.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
};

use tantivy::{Searcher, Term, query::FuzzyTermQuery, schema::Field};

use crate::Result;

/// A word of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expansion {
    pub(crate) text: String,
    /// Documents that have it.
    pub(crate) documents: u64,
}

/// The words that begin so: those in most documents, and whether that is all of them. Of each segment only its most
/// common are looked at twice, since thousands of words begin with a letter.
pub(crate) fn beginning_with(
    searcher: &Searcher,
    field: Field,
    beginning: &str,
    most: usize,
) -> Result<(Vec<Expansion>, bool)> {
    let (mut known, mut all) = (HashMap::new(), true);
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut words = index.terms().range().ge(beginning).lt(after(beginning)).into_stream()?;
        let mut commonest = BinaryHeap::with_capacity(most + 1);
        while words.advance() {
            let documents = Reverse(words.value().doc_freq);
            if commonest.len() < most {
                commonest.push((documents, words.key().to_vec()));
            } else {
                all = false;
                if let Some(mut least) = commonest.peek_mut().filter(|least| documents < least.0) {
                    *least = (documents, words.key().to_vec());
                }
            }
        }
        known.extend(commonest.into_iter().map(|(_, word)| (word, 0)));
    }
    for (word, documents) in &mut known {
        if let Ok(text) = str::from_utf8(word) {
            *documents = searcher.doc_freq(&Term::from_field_text(field, text))?;
        }
    }
    all &= known.len() <= most;
    Ok((most_common(known, most), all))
}

/// The words that are a letter apart, or with `open` begin with something that is.
pub(crate) fn resembling(
    searcher: &Searcher,
    field: Field,
    word: &str,
    open: bool,
    most: usize,
) -> Result<Vec<Expansion>> {
    let term = Term::from_field_text(field, word);
    let query = if open { FuzzyTermQuery::new_prefix } else { FuzzyTermQuery::new }(term, 1, true);
    let mut known = HashMap::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut words = index.terms().search(query.automaton()?).into_stream()?;
        while words.advance() {
            count(&mut known, words.key(), words.value().doc_freq);
        }
    }
    Ok(most_common(known, most))
}

fn count(known: &mut HashMap<Vec<u8>, u64>, word: &[u8], documents: u32) {
    match known.get_mut(word) {
        Some(count) => *count += u64::from(documents),
        None => drop(known.insert(word.to_vec(), u64::from(documents))),
    }
}

fn most_common(known: HashMap<Vec<u8>, u64>, most: usize) -> Vec<Expansion> {
    let mut known: Vec<(Vec<u8>, u64)> = known.into_iter().collect();
    let rank = |(word, documents): &(Vec<u8>, u64)| (Reverse(*documents), word.clone());
    if known.len() > most {
        known.select_nth_unstable_by_key(most, rank);
        known.truncate(most);
    }
    known
        .into_iter()
        .filter_map(|(word, documents)| Some(Expansion { text: String::from_utf8(word).ok()?, documents }))
        .collect()
}

/// What sorts right after everything that begins so.
fn after(beginning: &str) -> Vec<u8> {
    // No byte of UTF-8 is 255.
    let mut bytes = beginning.as_bytes().to_vec();
    if let Some(last) = bytes.last_mut() {
        *last += 1;
    }
    bytes
}
