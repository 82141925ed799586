//! How a letter is compared: without case, accents and width.

use unicode_normalization::UnicodeNormalization as _;

/// Writes what a character is compared by. The same is done to texts and to what is typed, so that a word is found
/// however it was written.
pub(crate) fn fold(letter: char, into: &mut String) {
    if letter.is_ascii() {
        into.push(letter.to_ascii_lowercase());
        return;
    }
    if is_hangul(letter) {
        // Its parts are letters of their own, not accents.
        into.push(letter);
        return;
    }
    for part in std::iter::once(letter).nfkd().filter(|part| !is_accent(*part)).nfc() {
        for lower in part.to_lowercase() {
            match without_stroke(lower) {
                Some(plain) => into.push_str(plain),
                None if is_accent(lower) => {}
                None => into.push(lower),
            }
        }
    }
}

/// Accents of European scripts. The marks of kana, of Indic and of Semitic scripts make other letters and stay.
pub(crate) const fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

const fn is_hangul(letter: char) -> bool {
    matches!(letter, '\u{ac00}'..='\u{d7a3}')
}

/// Letters that Unicode does not take apart, as people type them who do not have the key.
const fn without_stroke(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'þ' => "th",
        'ŧ' => "t",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_compared_without_case_accents_and_width() {
        let table = [
            ("Ärger", "arger"),
            ("ΑΘΉΝΑΣ", "αθηνασ"),
            ("Αθήνας", "αθηνασ"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("Ｆｕｌｌ", "full"),
            ("ｶﾅ", "カナ"),
            ("が", "が"),
            ("한국", "한국"),
            ("e\u{301}", "e"),
            ("Ёлка", "елка"),
            ("ﬁsh", "fish"),
        ];
        for (written, expected) in table {
            let mut folded = String::new();
            written.chars().for_each(|letter| fold(letter, &mut folded));
            assert_eq!(folded, expected, "{written}");
        }
    }
}
