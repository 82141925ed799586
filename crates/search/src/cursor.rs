//! Cuts a text into words: runs of letters and digits, and of scripts that are written without spaces every two
//! neighbouring characters.

use std::ops::Range;

use crate::fold::{fold, is_accent};

/// Bytes of a word. What is longer was not meant to be read by people.
const LONGEST: usize = 64;

/// Walks over the words of a text.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    in_run: bool,
}

/// Where a word stands, and what kind of word it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) bytes: Range<usize>,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Written with spaces around it.
    Word,
    /// Two neighbouring characters of a script without spaces.
    Pair,
    /// The last character of such a run: the only one where the run is no longer.
    Last { alone: bool },
}

impl<'a> Cursor<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, in_run: false }
    }

    /// The next word: where it stands, and in `folded` what it is compared by.
    pub(crate) fn next(&mut self, folded: &mut String) -> Option<Span> {
        loop {
            folded.clear();
            let rest = &self.text[self.at..];
            let mut letters = rest.char_indices();
            let (skipped, first) = letters.find(|(_, letter)| is_letter(*letter))?;
            self.in_run &= skipped == 0;
            let from = self.at + skipped;
            fold(first, folded);
            if is_unspaced(first) {
                return Some(self.unspaced(from, first, letters.next().map(|(_, letter)| letter), folded));
            }
            let end = letters.find(|(_, letter)| {
                let ends = !(is_letter(*letter) || is_accent(*letter)) || is_unspaced(*letter);
                if !ends {
                    fold(*letter, folded);
                }
                ends
            });
            self.at = end.map_or(self.text.len(), |(offset, _)| self.at + offset);
            self.in_run = false;
            if !folded.is_empty() && folded.len() <= LONGEST {
                return Some(Span { bytes: from..self.at, kind: Kind::Word });
            }
        }
    }

    fn unspaced(&mut self, from: usize, first: char, second: Option<char>, folded: &mut String) -> Span {
        let began_before = std::mem::replace(&mut self.in_run, true);
        self.at = from + first.len_utf8();
        match second.filter(|second| is_unspaced(*second)) {
            Some(second) => {
                fold(second, folded);
                Span { bytes: from..self.at + second.len_utf8(), kind: Kind::Pair }
            }
            None => Span { bytes: from..self.at, kind: Kind::Last { alone: !began_before } },
        }
    }
}

fn is_letter(letter: char) -> bool {
    if letter.is_ascii() { letter.is_ascii_alphanumeric() } else { letter.is_alphanumeric() }
}

/// Letters of scripts that put no spaces between words, or as in Korean put them elsewhere than a searcher does.
const fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{2e80}'..='\u{2fdf}'     // radicals
        | '\u{3005}'..='\u{3007}'   // repetition marks
        | '\u{3041}'..='\u{309f}'   // hiragana
        | '\u{30a1}'..='\u{30fa}'   // katakana
        | '\u{30fc}'..='\u{30ff}'
        | '\u{3100}'..='\u{312f}'   // bopomofo
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'   // ideographs
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'   // hangul
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'   // narrow katakana
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let (mut cursor, mut folded, mut words) = (Cursor::new(text), String::new(), Vec::new());
        while let Some(span) = cursor.next(&mut folded) {
            assert!(text.get(span.bytes).is_some(), "{text}");
            words.push(folded.clone());
        }
        words
    }

    #[test]
    fn a_text_is_cut_into_words() {
        let table: [(&str, &[&str]); 10] = [
            ("", &[]),
            (" - … 🧂\n", &[]),
            ("Salt & Semaphore, No. 12", &["salt", "semaphore", "no", "12"]),
            ("l'été: cafe\u{301}!", &["l", "ete", "cafe"]),
            ("鱼香肉丝", &["鱼香", "香肉", "肉丝", "丝"]),
            ("猫", &["猫"]),
            ("東京のニュース2024", &["東京", "京の", "のニ", "ニュ", "ュー", "ース", "ス", "2024"]),
            ("C++ 潮 tide", &["c", "潮", "tide"]),
            ("한국어 뉴스", &["한국", "국어", "어", "뉴스", "스"]),
            ("привет,мир", &["привет", "мир"]),
        ];
        for (text, expected) in table {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_too_long_to_be_read_is_no_word() {
        assert_eq!(words(&format!("before {} after", "x".repeat(65))), ["before", "after"]);
        assert_eq!(words(&"a".repeat(64)).len(), 1);
    }

    #[test]
    fn a_character_knows_whether_it_stands_alone() {
        let kinds = |text: &str| {
            let (mut cursor, mut folded, mut kinds) = (Cursor::new(text), String::new(), Vec::new());
            while let Some(span) = cursor.next(&mut folded) {
                kinds.push(span.kind);
            }
            kinds
        };
        assert_eq!(kinds("日本"), [Kind::Pair, Kind::Last { alone: false }]);
        assert_eq!(kinds("日 本"), [Kind::Last { alone: true }, Kind::Last { alone: true }]);
        assert_eq!(kinds("a日"), [Kind::Word, Kind::Last { alone: true }]);
    }
}
