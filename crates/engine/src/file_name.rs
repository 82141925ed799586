//! Names for downloaded files that are safe on every system and found again by URL:
//! `<podcast>/<date> <title> [<id>].<extension>`.

use std::path::PathBuf;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use friday_model::Timestamp;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use url::Url;

/// Bytes that a folder's name may take; file systems allow 255.
const FOLDER_LIMIT: usize = 120;
/// Bytes that a title may take in a name, which leaves room for date, id, extension and `.part`.
const TITLE_LIMIT: usize = 160;

/// Windows keeps these names for devices, whatever the extension.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

/// The path of a download below the downloads folder, without an extension: that comes from the content.
pub(crate) fn stem(podcast: &str, title: &str, published: Option<Timestamp>, url: &Url) -> PathBuf {
    let date = published.and_then(date).map_or(String::new(), |date| format!("{date} "));
    let title = safe(title, TITLE_LIMIT).unwrap_or_else(|| "Episode".to_owned());
    let folder = safe(podcast, FOLDER_LIMIT).unwrap_or_else(|| "Podcast".to_owned());
    PathBuf::from(folder).join(format!("{date}{title} [{}]", id(url)))
}

/// The stem with an extension. `Path::with_extension` would cut a title at its last full stop.
pub(crate) fn with_extension(stem: &std::path::Path, extension: &str) -> PathBuf {
    let mut name = stem.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

/// URL-safe base64 of the first 12 bytes of the SHA-256 of the address: sixteen characters.
fn id(url: &Url) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(url.as_str())[..12])
}

fn date(published: Timestamp) -> Option<String> {
    let date = OffsetDateTime::from_unix_timestamp(published.seconds()).ok()?.date();
    Some(format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()))
}

/// Text from outside as a part of a path, or nothing when nothing of it is left.
fn safe(text: &str, limit: usize) -> Option<String> {
    let spaced: String =
        text.chars().filter(|c| !invisible(*c)).map(|c| if forbidden(c) { ' ' } else { c }).collect();
    let single = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cut = single.as_str();
    while cut.len() > limit {
        cut = cut.char_indices().next_back().map_or("", |(last, _)| &cut[..last]);
    }
    // Windows drops dots and spaces at the end; a dot in front hides a file elsewhere.
    let trimmed = cut.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if trimmed.is_empty() {
        return None;
    }
    let device = trimmed.split('.').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
    let reserved = DEVICES.iter().any(|name| name.eq_ignore_ascii_case(device.trim()));
    Some(if reserved { format!("_{trimmed}") } else { trimmed.to_owned() })
}

fn forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '\u{fffd}')
}

/// Marks that reorder or hide text: bidirectional controls, zero-width characters, the byte order mark.
fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{00ad}')
}

#[cfg(test)]
mod tests {
    use std::path::Component;

    use super::*;

    fn name(title: &str) -> String {
        let url = Url::parse("https://host.example/1.mp3").unwrap();
        let stem = stem("Show", title, Some(Timestamp::from_seconds(1_763_596_800)), &url);
        assert_eq!(stem.components().count(), 2, "{title:?} leaves its folder: {stem:?}");
        assert!(stem.components().all(|part| matches!(part, Component::Normal(_))), "{title:?}");
        let file = stem.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(file.len() + ".opus.part".len() <= 255, "{title:?}");
        file
    }

    #[test]
    fn a_title_becomes_a_name_that_every_system_takes() {
        let table = [
            ("Salt roads", "2025-11-20 Salt roads ["),
            ("../../etc/passwd", "2025-11-20 etc passwd ["),
            ("a/b\\c:d*e?f\"g<h>i|j", "2025-11-20 a b c d e f g h i j ["),
            ("CON", "2025-11-20 _CON ["),
            ("aux.mp3", "2025-11-20 _aux.mp3 ["),
            ("Constance", "2025-11-20 Constance ["),
            ("lpt1", "2025-11-20 _lpt1 ["),
            ("ends with dots...", "2025-11-20 ends with dots ["),
            ("two\nlines\0", "2025-11-20 two lines ["),
            ("\u{202e}backwards\u{200b}", "2025-11-20 backwards ["),
            ("$(rm -rf ~)", "2025-11-20 $(rm -rf ~) ["),
            ("...", "2025-11-20 Episode ["),
            ("", "2025-11-20 Episode ["),
            ("潮水邮局", "2025-11-20 潮水邮局 ["),
        ];
        for (title, expected) in table {
            assert!(name(title).starts_with(expected), "{title:?} became {}", name(title));
        }
    }

    #[test]
    fn a_long_title_is_cut_between_characters() {
        assert!(name(&"é".repeat(300)).starts_with(&format!("2025-11-20 {} [", "é".repeat(80))));
        assert!(name(&"潮".repeat(300)).starts_with(&format!("2025-11-20 {} [", "潮".repeat(53))));
    }

    #[test]
    fn episodes_with_the_same_title_and_date_get_two_files() {
        let [one, two] = ["https://a.example/1", "https://a.example/2"]
            .map(|url| stem("Show", "Same", None, &Url::parse(url).unwrap()));
        assert_ne!(one, two);
    }

    #[test]
    fn an_extension_is_added_and_never_replaces_the_end_of_a_title() {
        assert_eq!(
            with_extension(std::path::Path::new("Show/v1.2 [x]"), "mp3"),
            PathBuf::from("Show/v1.2 [x].mp3")
        );
    }
}
