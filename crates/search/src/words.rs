//! What was typed, as words to look for, and how a word of a text is recognised as one of them.

use std::ops::Range;

use crate::cursor::{Cursor, Kind, Span};

/// Words of a question that count; nobody types more who still reads the answer.
const MOST: usize = 12;

/// Letters from which on a word may be mistyped.
const FORGIVING_FROM: usize = 4;

/// The words of a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    pub(crate) words: Vec<Word>,
    /// Whether one wrong letter a word is overlooked: not before it had to be.
    pub(crate) forgiving: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Folded.
    pub(crate) text: String,
    /// It is still being typed, or a single character of a script without spaces: anything that begins so.
    pub(crate) open: bool,
    pub(crate) kind: Kind,
}

impl Words {
    /// The words of what was typed. The last is still being typed unless something stands after it.
    pub fn read(typed: &str) -> Self {
        let (mut cursor, mut folded) = (Cursor::new(typed), String::new());
        let mut words: Vec<Word> = Vec::new();
        while words.len() < MOST
            && let Some(Span { bytes, kind }) = cursor.next(&mut folded)
        {
            let open = match kind {
                Kind::Word => bytes.end == typed.len(),
                Kind::Pair => false,
                // Its pair says more.
                Kind::Last { alone: false } => continue,
                Kind::Last { alone: true } => true,
            };
            match words.iter_mut().find(|word| word.text == folded) {
                Some(again) => again.open &= open,
                None => words.push(Word { text: folded.clone(), open, kind }),
            }
        }
        Self { words, forgiving: false }
    }

    /// Nothing was typed that could be looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The places of a text where the words stand, in order, neighbouring ones joined: ranges of bytes.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let mut marks: Vec<Range<usize>> = Vec::new();
        for (_, found) in self.places(text) {
            match marks.last_mut() {
                Some(last) if found.start <= last.end => last.end = last.end.max(found.end),
                _ => marks.push(found),
            }
        }
        marks
    }

    /// Of several texts the one in which most of the words stand; the first among equals.
    pub fn best<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Option<usize> {
        let mut best: Option<(usize, usize)> = None;
        for (place, text) in texts.into_iter().enumerate() {
            let mut met = vec![false; self.words.len()];
            self.places(text).for_each(|(word, _)| met[word] = true);
            let count = met.into_iter().filter(|met| *met).count();
            if best.is_none_or(|(_, most)| count > most) {
                best = Some((place, count));
            }
        }
        best.map(|(place, _)| place)
    }

    /// Which word stands where.
    pub(crate) fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let (mut cursor, mut folded) = (Cursor::new(text), String::new());
        std::iter::from_fn(move || {
            loop {
                let span = cursor.next(&mut folded)?;
                if let Some(word) = self.words.iter().position(|word| word.is(&folded, self.forgiving)) {
                    return Some((word, self.words[word].within(text, &span)));
                }
            }
        })
    }
}

impl Word {
    /// Whether it is worth looking for words that differ by a letter.
    pub(crate) fn can_be_mistyped(&self) -> bool {
        self.kind == Kind::Word
            && !self.is_shorter_than(FORGIVING_FROM)
            && self.text.chars().any(char::is_alphabetic)
    }

    /// Of a script with spaces; in the others a character is much.
    pub(crate) fn is_shorter_than(&self, letters: usize) -> bool {
        self.kind == Kind::Word && self.text.chars().nth(letters - 1).is_none()
    }

    fn is(&self, folded: &str, forgiving: bool) -> bool {
        if folded == self.text || self.open && folded.starts_with(&self.text) {
            return true;
        }
        forgiving && self.can_be_mistyped() && self.resembles(folded)
    }

    fn resembles(&self, folded: &str) -> bool {
        let (mine, other): (Vec<char>, Vec<char>) = (self.text.chars().collect(), folded.chars().collect());
        if !self.open {
            return one_letter_apart(&mine, &other);
        }
        (mine.len() - 1..=mine.len() + 1)
            .filter_map(|length| other.get(..length))
            .any(|beginning| one_letter_apart(&mine, beginning))
    }

    /// Of a pair that was found by its first character, that character.
    fn within(&self, text: &str, span: &Span) -> Range<usize> {
        let Range { start, end } = span.bytes;
        let single = span.kind == Kind::Pair && self.kind != Kind::Pair;
        let first = text[start..end].chars().next().map_or(0, char::len_utf8);
        start..if single { start + first } else { end }
    }
}

/// A letter too many, missing, another, or two letters exchanged; or nothing of that.
fn one_letter_apart(a: &[char], b: &[char]) -> bool {
    let same_before = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same_before..], &b[same_before..]);
    let same_after = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&a[..a.len() - same_after], &b[..b.len() - same_after]) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => (a, b) == (d, c),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_words() {
        let table: [(&str, &[(&str, bool)]); 8] = [
            ("", &[]),
            (" &#\"%\n", &[]),
            ("Salt roa", &[("salt", false), ("roa", true)]),
            ("Salt road ", &[("salt", false), ("road", false)]),
            ("salt SALT", &[("salt", false)]),
            ("鱼香肉", &[("鱼香", false), ("香肉", false)]),
            ("猫 ", &[("猫", true)]),
            ("été,", &[("ete", false)]),
        ];
        for (typed, expected) in table {
            let words = Words::read(typed);
            let words: Vec<(&str, bool)> =
                words.words.iter().map(|word| (word.text.as_str(), word.open)).collect();
            assert_eq!(words, expected, "{typed}");
        }
    }

    #[test]
    fn a_question_as_long_as_a_book_is_cut() {
        let typed: Vec<String> = (0..5000).map(|number| number.to_string()).collect();
        assert_eq!(Words::read(&typed.join(" ")).words.len(), MOST);
    }

    #[test]
    fn words_are_found_again_in_a_text() {
        let marked = |typed: &str, forgiving: bool, text: &str| -> Vec<String> {
            let words = Words { forgiving, ..Words::read(typed) };
            words.marks(text).into_iter().map(|mark| text[mark].to_owned()).collect()
        };
        assert_eq!(marked("cafe no", false, "The CAFÉ of Nobody"), ["CAFÉ", "Nobody"]);
        assert_eq!(marked("no ", false, "The café of Nobody"), [""; 0]);
        assert_eq!(marked("肉丝", false, "鱼香肉丝饭"), ["肉丝"]);
        assert_eq!(marked("鱼香肉丝", false, "鱼香肉丝饭"), ["鱼香肉丝"]);
        assert_eq!(marked("香", false, "鱼香肉丝"), ["香"]);
        assert_eq!(marked("marmelade ", true, "Marmalade weather"), ["Marmalade"]);
        assert_eq!(marked("marmle", true, "Marmalade weather"), [""; 0]);
        assert_eq!(marked("mramal", true, "Marmalade weather"), ["Marmalade"]);
        assert_eq!(marked("marmelade ", false, "Marmalade weather"), [""; 0]);
    }

    #[test]
    fn one_letter_may_be_wrong_and_not_two() {
        let table = [
            ("salt", "salt", true),
            ("salt", "slat", true),
            ("salt", "malt", true),
            ("salt", "salty", true),
            ("salt", "sat", true),
            ("salt", "asalt", true),
            ("salt", "slot", false),
            ("salt", "st", false),
            ("salt", "atls", false),
            ("", "a", true),
        ];
        for (a, b, expected) in table {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            assert_eq!(one_letter_apart(&a, &b), expected, "{a:?} {b:?}");
            assert_eq!(one_letter_apart(&b, &a), expected, "{b:?} {a:?}");
        }
    }

    #[test]
    fn the_cue_with_most_of_the_words_is_the_best() {
        let words = Words::read("salt road ");
        assert_eq!(words.best(["the road", "a road of salt", "salt road"]), Some(1));
        assert_eq!(words.best([]), None);
    }
}
