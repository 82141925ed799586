//! What is found, and in which order.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

use std::{fs, path::Path, time::Duration};

use friday_model::{EpisodeId, PodcastId, Timestamp};
use friday_search::{CueText, EpisodeText, Found, Index, Known, Limits, PodcastText, Unusable, Writer};

const LIMITS: Limits = Limits { podcasts: 5, episodes: 20, cues: 10 };

/// A podcast, and its episodes: title and notes, the newest last.
type Show<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

const SHOWS: &[Show<'_>] = &[
    (
        "Marmalade Weather",
        "Ann Bird",
        &[
            ("Fog over the harbour", "The coast in November, with a recipe for quince."),
            ("Salt roads", "How salt was carried over the Alps, and who paid for it."),
            ("The quiet café", "A visit to Zoë in the Łódź café. Nothing about fog."),
        ],
    ),
    (
        "Slow Elevators",
        "Bo Lindström",
        &[
            ("Salt in the machine room", "Rust."),
            ("News", "What is new."),
            ("News", "What is new."),
            ("Fog", "Fog in the shaft: salt, rust, fog."),
        ],
    ),
    (
        "鱼香茶馆",
        "林小雨",
        &[("鱼香肉丝的故事", "今天讲四川菜。"), ("東京のニュース", "猫の話。"), ("白猫", "春の猫")],
    ),
];

fn written(folder: &Path) -> Index {
    let index = Index::create(folder).unwrap();
    let mut writer = index.writer().unwrap();
    let mut number = 0;
    for (show, (title, author, episodes)) in (1..).zip(SHOWS) {
        let (podcast, date) = (PodcastId(show), Timestamp(0));
        let text = PodcastText { podcast, mark: 1, date, title, author, description: "" };
        writer.add_podcast(&text).unwrap();
        for (title, notes) in *episodes {
            number += 1;
            writer.add_episode(&episode(show, number, title, notes)).unwrap();
        }
    }
    writer.commit(7).unwrap();
    index
}

fn episode<'a>(show: i64, number: i64, title: &'a str, notes: &'a str) -> EpisodeText<'a> {
    EpisodeText {
        episode: EpisodeId(number),
        podcast: PodcastId(show),
        mark: number * 10,
        date: Timestamp(number * 1000),
        title,
        show: usize::try_from(show - 1).ok().and_then(|place| SHOWS.get(place)).map_or("", |show| show.0),
        notes,
        cues: &[],
    }
}

fn episodes(found: &Found) -> Vec<i64> {
    found.episodes.iter().map(|hit| hit.episode.0).collect()
}

fn podcasts(found: &Found) -> Vec<i64> {
    found.podcasts.iter().map(|hit| hit.podcast.0).collect()
}

#[test]
fn words_find_episodes_the_best_first() {
    let folder = tempfile::tempdir().unwrap();
    let index = written(folder.path());
    let table: [(&str, &[i64], &str); 16] = [
        ("", &[], "nothing asked"),
        (" … #%&\"\n🙂", &[], "nothing to look for"),
        ("fog ", &[7, 1, 3], "a short title before a long one before notes"),
        ("salt road", &[2], "all words, the last still being typed"),
        ("salt ", &[2, 4, 7], "in the title before the notes"),
        ("ro", &[2, 4], "two letters begin a word"),
        ("cafe zoe lodz ", &[3], "accents and strokes do not count"),
        ("CAFÉ ", &[3], "nor does case"),
        ("news ", &[6, 5], "the newest of equals first"),
        ("marmalade fog ", &[1, 3], "a word of the podcast and one of the episode"),
        ("鱼香肉丝", &[8], "a run of characters, without spaces"),
        ("肉丝", &[8], "from its middle"),
        ("ニュース", &[9], "kana"),
        ("猫", &[10, 9], "a single character, also at the end of a run"),
        ("quinze ", &[1], "a letter is wrong"),
        ("marmelade harbuo", &[1], "in both words, and the last is still being typed"),
    ];
    for (typed, expected, why) in table {
        assert_eq!(episodes(&index.find(typed, LIMITS).unwrap()), expected, "{typed:?}: {why}");
    }
}

#[test]
fn podcasts_are_found_by_title_and_author() {
    let folder = tempfile::tempdir().unwrap();
    let index = written(folder.path());
    for (typed, expected) in
        [("marm", &[1][..]), ("lindstrom", &[2]), ("茶馆", &[3]), ("slow eleva", &[2]), ("quince ", &[])]
    {
        assert_eq!(podcasts(&index.find(typed, LIMITS).unwrap()), expected, "{typed:?}");
    }
}

#[test]
fn exact_hits_come_before_forgiven_ones() {
    let folder = tempfile::tempdir().unwrap();
    let index = written(folder.path());
    let mut writer = index.writer().unwrap();
    writer.add_episode(&episode(1, 20, "Malt", "")).unwrap();
    writer.add_episode(&episode(1, 21, "Roads of salts", "")).unwrap();
    writer.commit(8).unwrap();
    let found = index.find("malt ", LIMITS).unwrap();
    assert_eq!(episodes(&found)[0], 20);
    assert!(found.words.marks("Salt").len() == 1, "what was forgiven is marked too");
    let found = index.find("salt ", LIMITS).unwrap();
    assert_eq!(episodes(&found), [2, 4, 7], "three are enough: nothing is forgiven");
}

#[test]
fn a_question_that_no_person_types_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let index = written(folder.path());
    for typed in
        ["a".repeat(10_000), "fog ".repeat(3000), "\u{202e}fog\u{0} \u{200b}".to_owned(), "猫".repeat(4000)]
    {
        index.find(&typed, LIMITS).unwrap();
    }
}

#[test]
fn a_transcript_is_found_by_its_passages() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::create(folder.path()).unwrap();
    let filler = "so they say, and so it was ".repeat(10);
    let cues: Vec<CueText<'_>> = (0..20)
        .map(|number| CueText {
            start: Duration::from_secs(number * 10),
            text: match number {
                7 => "the lighthouse keeper",
                15 => "another lighthouse",
                _ => &filler,
            },
        })
        .collect();
    let mut writer = index.writer().unwrap();
    writer.add_episode(&EpisodeText { cues: &cues, ..episode(1, 1, "Night", "") }).unwrap();
    writer.commit(1).unwrap();
    let found = index.find("lighthouse ", LIMITS).unwrap();
    assert_eq!((episodes(&found), found.cues.len()), (vec![], 2));
    let passage = friday_search::passages(&cues)
        .into_iter()
        .find(|passage| passage.start == found.cues[0].start)
        .expect("the passage of the hit is one of the transcript");
    let texts = cues[passage.cues.clone()].iter().map(|cue| cue.text);
    let cue = passage.cues.start + found.words.best(texts).unwrap();
    assert!([7, 15].contains(&cue), "the hit leads to the cue that has the word");
}

#[test]
fn what_is_replaced_or_removed_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let index = written(folder.path());
    let mut writer: Writer = index.writer().unwrap();
    let known = writer.known(PodcastId(1)).unwrap();
    assert_eq!((known.podcast, known.episodes.len(), known.episodes[&EpisodeId(2)]), (Some(1), 3, 20));
    writer.remove_episode(EpisodeId(1));
    writer.add_episode(&episode(1, 1, "Mist over the harbour", "")).unwrap();
    writer.remove_podcast(PodcastId(2));
    writer.commit(8).unwrap();
    assert_eq!(writer.known(PodcastId(2)).unwrap(), Known::default());
    assert_eq!(episodes(&index.find("fog ", LIMITS).unwrap()), [3]);
    assert_eq!(episodes(&index.find("mist ", LIMITS).unwrap()), [1]);
    assert_eq!(podcasts(&index.find("slow ", LIMITS).unwrap()), [0; 0]);
}

#[test]
fn what_was_not_committed_is_as_if_never_written() {
    let folder = tempfile::tempdir().unwrap();
    let index = written(folder.path());
    let mut writer = index.writer().unwrap();
    writer.remove_podcast(PodcastId(1));
    writer.add_episode(&episode(9, 90, "Zeppelin", "")).unwrap();
    drop(writer);
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.revision().unwrap(), 7);
    assert_eq!(episodes(&index.find("zeppelin ", LIMITS).unwrap()), [0; 0]);
    assert_eq!(episodes(&index.find("harbour ", LIMITS).unwrap()), [1]);
}

#[test]
fn one_writes_and_readers_see_what_was_committed_when_they_look_again() {
    let folder = tempfile::tempdir().unwrap();
    let index = written(folder.path());
    let reader = Index::open(folder.path()).unwrap();
    let mut writer = index.writer().unwrap();
    assert!(matches!(reader.writer(), Err(friday_search::SearchError::Busy)));
    writer.add_episode(&episode(9, 90, "Zeppelin", "")).unwrap();
    writer.commit(9).unwrap();
    assert_eq!(episodes(&reader.find("zeppelin ", LIMITS).unwrap()), [0; 0]);
    reader.reload().unwrap();
    assert_eq!(episodes(&reader.find("zeppelin ", LIMITS).unwrap()), [90]);
    assert_eq!(reader.revision().unwrap(), 9);
}

type Damage = (&'static str, fn(&Path), Unusable);

#[test]
fn what_cannot_be_used_says_why_and_can_be_replaced() {
    let damage: [Damage; 5] = [
        ("nothing there", |folder| fs::remove_dir_all(folder).unwrap(), Unusable::Missing),
        ("no sense", |folder| fs::write(folder.join("meta.json"), "{").unwrap(), Unusable::Damaged),
        ("a file is gone", |folder| fs::remove_file(largest(folder)).unwrap(), Unusable::Damaged),
        ("a file is torn", |folder| fs::write(largest(folder), "torn").unwrap(), Unusable::Damaged),
        (
            "another version",
            |folder| {
                let meta = fs::read_to_string(folder.join("meta.json")).unwrap();
                fs::write(folder.join("meta.json"), meta.replace("\"1 7\"", "\"0 7\"")).unwrap();
            },
            Unusable::Outdated,
        ),
    ];
    for (name, damage, expected) in damage {
        let folder = tempfile::tempdir().unwrap();
        drop(written(folder.path()));
        damage(folder.path());
        assert_eq!(Index::open(folder.path()).err(), Some(expected), "{name}");
        let index = Index::create(folder.path()).unwrap();
        assert_eq!((index.revision().unwrap(), episodes(&index.find("fog ", LIMITS).unwrap())), (0, vec![]));
        drop(index);
        assert!(Index::open(folder.path()).is_ok(), "{name}");
    }
}

fn largest(folder: &Path) -> std::path::PathBuf {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "store"))
        .collect();
    files.sort();
    files.pop().expect("there is a segment")
}
