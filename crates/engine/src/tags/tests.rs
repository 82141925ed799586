//! Tags as programs write them, and as nobody should.

use std::time::Duration;

use super::*;

/// A JPEG as far as a picture has to be one here.
const COVER: &[u8] = b"\xff\xd8\xff\xe0 a cover";

/// Reads the tags of these bytes; pictures are kept under their length.
fn read(bytes: &[u8]) -> FileTags {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut keep = |picture: &[u8]| Some(picture.len().to_string());
    read_tags(file.path(), &mut Pictures::new(&mut keep)).unwrap()
}

fn starts(tags: &FileTags) -> Vec<(u128, &str)> {
    tags.chapters.iter().map(|chapter| (chapter.start.as_millis(), chapter.title.as_str())).collect()
}

fn synchsafe(size: usize) -> [u8; 4] {
    [21, 14, 7, 0].map(|shift| (size >> shift & 0x7f) as u8)
}

/// An ID3 tag of version 2.4 around frames.
fn tag(frames: &[u8]) -> Vec<u8> {
    [b"ID3\x04\0\0".as_slice(), &synchsafe(frames.len()), frames].concat()
}

fn frame(id: &str, content: &[u8]) -> Vec<u8> {
    [id.as_bytes(), &synchsafe(content.len()), b"\0\0", content].concat()
}

fn text(id: &str, words: &str) -> Vec<u8> {
    frame(id, &[b"\x03", words.as_bytes()].concat())
}

fn picture() -> Vec<u8> {
    frame("APIC", &[b"\0image/jpeg\0\x03\0", COVER].concat())
}

fn chap(id: &str, start: u32, end: u32, inside: &[u8]) -> Vec<u8> {
    let times = [start.to_be_bytes(), end.to_be_bytes(), [0xff; 4], [0xff; 4]].concat();
    frame("CHAP", &[id.as_bytes(), b"\0", &times, inside].concat())
}

#[test]
fn an_id3_tag_tells_names_the_cover_and_chapters_with_pictures_and_links() {
    let link = frame("WXXX", b"\0chapter url\0https://show.example/1");
    let tags = read(&tag(&[
        text("TIT2", "A title"),
        text("TPE1", "Who"),
        text("TALB", "A show"),
        picture(),
        chap("b", 90_000, 80_000, &text("TIT2", "Later")),
        chap("a", 0, 90_000, &[text("TIT2", "Intro"), link, picture()].concat()),
        chap("c", 95_000, 99_000, &picture()),
        frame("CTOC", b"toc\0\x03\x02a\0b\0"),
    ]
    .concat()));
    assert_eq!(tags.title.as_deref(), Some("A title"));
    assert_eq!((tags.artist.as_deref(), tags.album.as_deref()), (Some("Who"), Some("A show")));
    let cover = Some(COVER.len().to_string());
    assert_eq!(tags.artwork, cover);
    assert_eq!(starts(&tags), [(0, "Intro"), (90_000, "Later"), (95_000, "")]);
    assert_eq!(tags.chapters[0].link.as_ref().unwrap().as_str(), "https://show.example/1");
    assert_eq!(tags.chapters[0].image, cover.map(Picture::Kept));
    assert_eq!(tags.chapters[0].end, Some(Duration::from_secs(90)));
    assert_eq!(tags.chapters[1].end, None, "no chapter ends before it begins");
    let hidden: Vec<bool> = tags.chapters.iter().map(|chapter| chapter.hidden).collect();
    assert_eq!(hidden, [false, false, true], "a chapter that no table names is not in the list");
}

#[test]
fn chapters_inside_chapters_without_end_are_read_one_level_deep() {
    let mut inside = text("TIT2", "Deep");
    while inside.len() < 200_000 {
        inside = chap("x", 0, 1, &inside);
    }
    assert_eq!(starts(&read(&tag(&inside))), [(0, "")]);
}

#[test]
fn a_picture_of_twenty_megabytes_is_left_out_and_what_follows_is_read() {
    let huge = frame("APIC", &[b"\0image/jpeg\0\x03\0".as_slice(), &vec![7; 20 * 1024 * 1024]].concat());
    let tags = read(&tag(&[huge, text("TIT2", "After"), chap("a", 5, 6, &[])].concat()));
    assert_eq!((tags.title.as_deref(), tags.artwork.clone()), (Some("After"), None));
    assert_eq!(starts(&tags), [(5, "")]);
}

#[test]
fn ten_thousand_chapters_are_cut_where_nobody_reads_on() {
    let many: Vec<u8> = (0..10_000_u32).rev().flat_map(|second| chap("a", second * 1000, 0, &[])).collect();
    let tags = read(&tag(&many));
    assert_eq!(tags.chapters.len(), MAX_CHAPTERS);
    assert!(tags.chapters.is_sorted_by_key(|chapter| chapter.start));
}

#[test]
fn a_tag_that_breaks_off_anywhere_tells_what_came_before() {
    let whole = tag(&[text("TIT2", "A title"), picture(), chap("a", 1, 2, &text("TIT2", "One"))].concat());
    for length in 0..whole.len() {
        let tags = read(&whole[..length]);
        assert!(tags.chapters.is_empty(), "{length}");
        assert_eq!(tags.title.is_some(), length >= 10 + 10 + 8, "{length}");
    }
}

#[test]
fn an_older_tag_with_the_marks_of_its_time_is_read() {
    let content = b"\x01\xff\xfe\0h\0i\0";
    let mut frames = [b"TIT2\0\0\0\x08\0\0".as_slice(), content].concat();
    frames.insert(12, 0);
    let three = [b"ID3\x03\0\x80".as_slice(), &synchsafe(frames.len()), &frames].concat();
    let two = [b"ID3\x02\0\0".as_slice(), &synchsafe(9), b"TT2\0\0\x03\0ho"].concat();
    assert_eq!(read(&two).title.as_deref(), Some("ho"));
    assert!(read(&three).title.is_some());
}

fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes(), kind, content].concat()
}

fn mp4(moov: &[u8], data: &[u8]) -> Vec<u8> {
    [boxed(b"ftyp", b"M4A \0\0\0\0"), boxed(b"mdat", data), boxed(b"moov", moov)].concat()
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

#[test]
fn an_mp4_tells_names_the_cover_and_the_chapters_of_nero() {
    let data = |content: &[u8]| boxed(b"data", &[&[0; 8], content].concat());
    let list = [boxed(b"\xa9nam", &data(b"A title")), boxed(b"covr", &data(COVER))].concat();
    let meta = [b"\0\0\0\0".as_slice(), &boxed(b"ilst", &list)].concat();
    let one = [&0_u64.to_be_bytes(), b"\x03One".as_slice()].concat();
    let two = [&615_000_000_u64.to_be_bytes(), b"\x03Two".as_slice()].concat();
    let chapters = [b"\x01\0\0\0\0\0\0\0\x03".as_slice(), &one, &two, b"cut"].concat();
    let tags = read(&mp4(&boxed(b"udta", &[boxed(b"meta", &meta), boxed(b"chpl", &chapters)].concat()), b""));
    assert_eq!(
        (tags.title.as_deref(), tags.artwork.clone()),
        (Some("A title"), Some(COVER.len().to_string()))
    );
    assert_eq!(starts(&tags), [(0, "One"), (61_500, "Two")]);
}

#[test]
fn an_mp4_tells_the_chapters_that_lie_in_a_track_of_texts() {
    let texts = [b"\0\x03One".as_slice(), b"\0\x03Two"].concat();
    let track = |id: u32, rest: &[u8]| {
        boxed(b"trak", &[boxed(b"tkhd", &numbers(&[0, 0, 0, id])), rest.to_vec()].concat())
    };
    let table = [
        boxed(b"stts", &numbers(&[0, 1, 2, 1500])),
        boxed(b"stsz", &numbers(&[0, 0, 2, 5, 5])),
        boxed(b"stsc", &numbers(&[0, 1, 1, 2, 1])),
        boxed(b"stco", &numbers(&[0, 1, 24])),
    ]
    .concat();
    let media = [
        boxed(b"mdhd", &numbers(&[0, 0, 0, 1000, 3000])),
        boxed(b"hdlr", b"\0\0\0\0\0\0\0\0text"),
        boxed(b"minf", &boxed(b"stbl", &table)),
    ]
    .concat();
    let moov =
        [track(1, &boxed(b"tref", &boxed(b"chap", &numbers(&[2])))), track(2, &boxed(b"mdia", &media))]
            .concat();
    assert_eq!(starts(&read(&mp4(&moov, &texts))), [(0, "One"), (1500, "Two")]);
}

#[test]
fn an_mp4_that_lies_about_its_sizes_costs_nothing() {
    let wild = boxed(b"stts", &numbers(&[0, 1, u32::MAX, u32::MAX]));
    let media = [
        boxed(b"mdhd", &numbers(&[0, 0, 0, 1, 0])),
        boxed(b"hdlr", b"\0\0\0\0\0\0\0\0text"),
        boxed(
            b"minf",
            &boxed(
                b"stbl",
                &[
                    wild,
                    boxed(b"stsz", &numbers(&[0, u32::MAX, u32::MAX])),
                    boxed(b"stsc", &numbers(&[0, 1, 1, u32::MAX, 1])),
                    boxed(b"stco", &numbers(&[0, 1, u32::MAX])),
                ]
                .concat(),
            ),
        ),
    ]
    .concat();
    let track = [
        boxed(b"tkhd", &numbers(&[0, 0, 0, 1])),
        boxed(b"tref", &boxed(b"chap", &numbers(&[1]))),
        boxed(b"mdia", &media),
    ]
    .concat();
    assert_eq!(read(&mp4(&boxed(b"trak", &track), b"")), FileTags::default());
}
