//! Chapters: JSON as the podcast namespace has it, and Podlove Simple Chapters, alone or in a feed.

use std::time::Duration;

use friday_model::{Chapter, Picture};
use serde_json::Value;
use url::Url;

use crate::{
    charset, durations,
    limits::{MAX_CHAPTERS, MAX_CHAPTERS_BYTES, MAX_TITLE_BYTES},
    text, urls,
    xml::{Element, Token, Tokens},
};

/// What was understood of a list of chapters, and what was odd about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChapterList {
    /// In the order of time; those that begin together in the order of the document.
    pub chapters: Vec<Chapter>,
    /// English sentences.
    pub problems: Vec<String>,
}

/// Reads a list of chapters: JSON (<https://podcasting2.org/docs/podcast-namespace/json-chapters>), or XML (Podlove
/// Simple Chapters).
///
/// `base` is the final address of the document. Titles are plain text, links and images lead to http and https only.
/// Chapters at a time that cannot be read, is negative, or is longer than any episode are left out.
pub fn read_chapters(bytes: &[u8], base: &Url, content_type: Option<&str>) -> ChapterList {
    let mut list = ChapterList::default();
    if bytes.len() > MAX_CHAPTERS_BYTES {
        list.problems.push("The list of chapters is too large: it has more than 1 MB.".to_owned());
        return list;
    }
    let text = charset::decode(bytes, content_type);
    let read = match text.trim_start().chars().next() {
        Some('{' | '[') => json(&text, base),
        Some('<') => podlove(&text, base),
        _ => None,
    };
    let Some(read) = read else {
        list.problems.push("This is no list of chapters.".to_owned());
        return list;
    };
    let announced = read.len();
    list.chapters = in_order(read.into_iter().flatten().collect());
    if list.chapters.len() < announced {
        let left_out = announced - list.chapters.len();
        list.problems
            .push(format!("{left_out} chapters at impossible times, or one too many, were left out."));
    }
    list
}

/// The chapters that lie within an episode of that length, as far as they do.
#[must_use]
pub fn chapters_within(mut chapters: Vec<Chapter>, length: Duration) -> Vec<Chapter> {
    chapters.retain(|chapter| chapter.start < length);
    for chapter in &mut chapters {
        chapter.end = chapter.end.map(|end| end.min(length));
    }
    chapters
}

/// By time, and no more than are believed.
pub(crate) fn in_order(mut chapters: Vec<Chapter>) -> Vec<Chapter> {
    chapters.sort_by_key(|chapter| chapter.start);
    chapters.truncate(MAX_CHAPTERS);
    chapters
}

/// `<psc:chapter>`, which says everything in attributes; not if it says no time.
pub(crate) fn psc_chapter(element: &Element<'_>, base: &Url) -> Option<Chapter> {
    let start = durations::read(&element.attribute("start")?)?;
    let address = |name: &str| element.attribute(name).and_then(|text| urls::web(&text, base));
    Some(Chapter {
        start,
        end: None,
        title: title(&element.attribute("title").unwrap_or_default()),
        link: address("href"),
        image: address("image").map(Picture::Web),
        hidden: false,
    })
}

fn podlove(text: &str, base: &Url) -> Option<Vec<Option<Chapter>>> {
    let mut tokens = Tokens::new(text, base);
    let mut chapters = None;
    while let Some(token) = tokens.next() {
        let Token::Open(element) = token else { continue };
        match element.name.as_str() {
            "psc:chapters" | "chapters" => drop(chapters.get_or_insert_with(Vec::new)),
            "psc:chapter" | "chapter" => {
                chapters.get_or_insert_with(Vec::new).push(psc_chapter(&element, tokens.base()));
            }
            _ => {}
        }
    }
    chapters
}

fn json(text: &str, base: &Url) -> Option<Vec<Option<Chapter>>> {
    let document: Value = serde_json::from_str(text).ok()?;
    let list = document.get("chapters").unwrap_or(&document).as_array()?;
    Some(list.iter().map(|chapter| json_chapter(chapter, base)).collect())
}

fn json_chapter(chapter: &Value, base: &Url) -> Option<Chapter> {
    let text = |name: &str| chapter.get(name).and_then(Value::as_str);
    let address = |name: &str| text(name).and_then(|text| urls::web(text, base));
    let start = time(chapter.get("startTime")?)?;
    Some(Chapter {
        start,
        end: chapter.get("endTime").and_then(time).filter(|end| *end >= start),
        title: title(text("title").unwrap_or_default()),
        link: address("url"),
        image: address("img").map(Picture::Web),
        hidden: chapter.get("toc").and_then(Value::as_bool) == Some(false),
    })
}

/// Seconds, or a time in words as other formats have it.
fn time(value: &Value) -> Option<Duration> {
    match value {
        Value::Number(seconds) => durations::seconds(seconds.as_f64()?),
        Value::String(text) => durations::read(text),
        _ => None,
    }
}

fn title(text: &str) -> String {
    text::cut(text::one_line(text), MAX_TITLE_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ChapterList {
        read_chapters(text.as_bytes(), &"https://show.example/dir/1.json".parse().unwrap(), None)
    }

    fn titles(list: &ChapterList) -> Vec<(u64, &str)> {
        list.chapters.iter().map(|chapter| (chapter.start.as_secs(), chapter.title.as_str())).collect()
    }

    #[test]
    fn json_is_read_with_all_that_a_chapter_may_say() {
        let list = read(
            r#"{"version": "1.2.0", "chapters": [
                {"startTime": 0.25, "endTime": 60, "title": " Salt\n&amp; roads ", "url": "/a", "img": "b.jpg"},
                {"startTime": "1:30", "img": "https://show.example/c.jpg", "toc": false}]}"#,
        );
        assert_eq!(list.problems, [""; 0]);
        let url = |text: &str| Url::parse(text).unwrap();
        assert_eq!(
            list.chapters,
            [
                Chapter {
                    start: Duration::from_millis(250),
                    end: Some(Duration::from_mins(1)),
                    title: "Salt &amp; roads".to_owned(),
                    link: Some(url("https://show.example/a")),
                    image: Some(Picture::Web(url("https://show.example/dir/b.jpg"))),
                    hidden: false,
                },
                Chapter {
                    start: Duration::from_secs(90),
                    image: Some(Picture::Web(url("https://show.example/c.jpg"))),
                    hidden: true,
                    ..Chapter::default()
                },
            ]
        );
    }

    #[test]
    fn podlove_chapters_are_read_under_any_prefix() {
        for (start, end, name) in [
            ("<psc:chapters version='1.2'>", "</psc:chapters>", "psc:chapter"),
            ("<x:chapters xmlns:x='http://podlove.org/simple-chapters/'>", "</x:chapters>", "x:chapter"),
            ("<?xml version='1.0'?><chapters xmlns='http://podlove.org/simple-chapters'>", "", "chapter"),
        ] {
            let list = read(&format!(
                "{start}<{name} start='00:01:02.500' title='Two &amp; more' href='javascript:x'/>
                 <{name} start='0' title='One'/><{name} title='When?'/>{end}"
            ));
            assert_eq!(titles(&list), [(0, "One"), (62, "Two & more")], "{start}");
            assert_eq!((list.problems.len(), &list.chapters[1].link), (1, &None));
        }
    }

    #[test]
    fn impossible_times_are_left_out_and_the_rest_is_sorted() {
        let list = read(
            r#"[{"startTime": 60, "title": "B"}, {"startTime": 0, "title": "A"}, {"startTime": -5, "title": "neg"},
                {"startTime": 1e300}, {"startTime": null}, {"title": "none"}, 7, null, [],
                {"startTime": 60, "title": 3}, {"startTime": 90, "endTime": 80, "title": "C"}]"#,
        );
        assert_eq!(titles(&list), [(0, "A"), (60, "B"), (60, ""), (90, "C")]);
        assert_eq!(list.chapters[3].end, None);
        assert_eq!(list.problems.len(), 1);
    }

    #[test]
    fn what_is_no_list_of_chapters_is_told() {
        for text in ["", "chapters", "{}", "[", "<html><p>404</p></html>", r#"{"chapters": 1}"#, "\"x\""] {
            let list = read(text);
            assert_eq!((list.chapters.len(), list.problems.len()), (0, 1), "{text}");
        }
        assert_eq!(read(r#"{"chapters": []}"#), ChapterList::default());
    }

    #[test]
    fn there_is_an_end_to_chapters() {
        let many: Vec<String> = (0..3000).map(|n| format!("{{\"startTime\": {n}}}")).collect();
        assert_eq!(read(&format!("[{}]", many.join(","))).chapters.len(), MAX_CHAPTERS);
        assert_eq!(read(&" ".repeat(MAX_CHAPTERS_BYTES + 1)).problems.len(), 1);
        assert_eq!(read(&"[".repeat(MAX_CHAPTERS_BYTES)).problems.len(), 1);
    }

    #[test]
    fn chapters_end_with_their_episode() {
        let list = read(r#"[{"startTime": 5, "endTime": 90}, {"startTime": 60}]"#);
        let within = chapters_within(list.chapters, Duration::from_mins(1));
        assert_eq!(within.len(), 1);
        assert_eq!(within[0].end, Some(Duration::from_mins(1)));
    }
}
