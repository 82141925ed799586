//! The passage of a text in which the words stand.

use std::ops::Range;

use crate::Words;

/// Characters of a passage.
const LENGTH: usize = 180;
/// Characters before the first word that was found.
const BEFORE: usize = 40;

/// A passage of plain text, cut out where the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// One line, with «…» where it was cut.
    pub text: String,
    /// The words in it: ranges of bytes, in order.
    pub marks: Vec<Range<usize>>,
}

impl Words {
    /// The passage in which most of the words stand close together; the beginning where none does.
    pub fn snippet(&self, text: &str) -> Snippet {
        let text = one_line(text);
        let places: Vec<(usize, usize)> =
            self.places(&text).map(|(word, bytes)| (word, bytes.start)).collect();
        let around = best_window(&places, self.words.len()).map_or(0, |place| places[place].1);
        let (text, marks) = cut(&text, around, |passage| self.marks(passage));
        Snippet { text, marks }
    }
}

/// Where a stretch begins in which most different words stand, and of those most in all.
fn best_window(places: &[(usize, usize)], words: usize) -> Option<usize> {
    // As a passage begins somewhat before its first word. Bytes stand in for characters: where they differ, the
    // stretch is shorter than it could be.
    let reach = LENGTH - BEFORE;
    (0..places.len()).max_by_key(|&first| {
        let within = || places[first..].iter().take_while(|(_, at)| at - places[first].1 <= reach);
        let mut met = vec![false; words];
        within().for_each(|(word, _)| met[*word] = true);
        (met.into_iter().filter(|met| *met).count(), within().take(8).count(), std::cmp::Reverse(first))
    })
}

fn cut(text: &str, around: usize, marks: impl Fn(&str) -> Vec<Range<usize>>) -> (String, Vec<Range<usize>>) {
    let from = text[..around].char_indices().rev().take(BEFORE).last().map_or(around, |(at, _)| at);
    let from = if from == 0 { 0 } else { after_space(text, from, around) };
    let to = text[from..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| from + at);
    let to = if to == text.len() { to } else { before_space(text, from, to) };
    let passage = &text[from..to];
    let before = if from == 0 { "" } else { "… " };
    let after = if to == text.len() { "" } else { " …" };
    let shifted =
        marks(passage).into_iter().map(|mark| mark.start + before.len()..mark.end + before.len()).collect();
    (format!("{before}{passage}{after}"), shifted)
}

/// No word is cut in two, where there are spaces.
fn after_space(text: &str, from: usize, latest: usize) -> usize {
    text[from..latest].find(' ').map_or(from, |space| from + space + 1)
}

fn before_space(text: &str, from: usize, to: usize) -> usize {
    let passage = &text[from..to];
    passage.rfind(' ').filter(|space| *space > passage.len() / 2).map_or(to, |space| from + space)
}

fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(typed: &str, text: &str) -> String {
        let snippet = Words::read(typed).snippet(text);
        let mut shown = snippet.text.clone();
        for mark in snippet.marks.iter().rev() {
            shown.insert(mark.end, ']');
            shown.insert(mark.start, '[');
        }
        shown
    }

    #[test]
    fn a_short_text_is_shown_whole_in_one_line() {
        assert_eq!(marked("salt ", "A road\n\tof  SALT."), "A road of [SALT].");
        assert_eq!(marked("salt ", ""), "");
        assert_eq!(marked("salt ", "nothing of it"), "nothing of it");
    }

    #[test]
    fn a_long_text_is_cut_where_most_words_stand() {
        let text = format!("salt {} the salt road goes on {}", "filler ".repeat(60), "filler ".repeat(60));
        let shown = marked("salt road ", &text);
        assert!(shown.starts_with("… filler") && shown.ends_with("filler …"), "{shown}");
        assert!(shown.contains("the [salt] [road] goes on"), "{shown}");
        assert!(shown.chars().count() <= LENGTH + 8, "{shown}");
    }

    #[test]
    fn a_text_without_spaces_is_cut_too() {
        let text = format!("{}鱼香肉丝{}", "一".repeat(300), "二".repeat(300));
        let shown = marked("鱼香肉丝", &text);
        assert!(
            shown.starts_with("… 一") && shown.contains("[鱼香肉丝]二") && shown.ends_with("二 …"),
            "{shown}"
        );
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(marked("script ", "<script>alert(1)"), "<[script]>alert(1)");
    }
}
