//! Tags of an MP4: names and the cover (`ilst`), chapters as Nero (`chpl`) or QuickTime (a track of texts) writes them.

use std::{
    io::{Read, Result, Seek, SeekFrom},
    time::Duration,
};

use friday_feed::limits::MAX_CHAPTERS;
use friday_model::Chapter;

use super::{
    FileTags, LARGEST_PICTURE, Pictures, chapter,
    mp4_boxes::{boxes, find, wide},
    mp4_track::{Sample, chapter_tracks, samples},
    read_up_to, read_whole,
    words::{line, utf16},
};

/// Bytes of the index of a file; with a larger one, its tags are not read.
const LARGEST_INDEX: u64 = 48 * 1024 * 1024;
/// Boxes beside each other at the top that are looked at.
const MOST_AT_TOP: usize = 1000;
/// Bytes of the title of a chapter.
const LARGEST_TEXT: u64 = 64 * 1024;
/// Nero counts in units of 100 ns.
const TICKS: u64 = 10_000_000;

pub(super) fn read(file: &mut (impl Read + Seek), pictures: &mut Pictures<'_>) -> Result<FileTags> {
    let Some(moov) = index(file)? else { return Ok(FileTags::default()) };
    let mut tags = names(&moov, pictures);
    let nero = find(&moov, &[b"udta", b"chpl"]).map(nero).unwrap_or_default();
    tags.chapters = quicktime(file, &moov, pictures)?;
    // Both say the same where both are there, but only the track has pictures.
    if tags.chapters.is_empty() {
        tags.chapters = nero;
    }
    Ok(tags)
}

/// The box that describes the file, wherever it is.
fn index(file: &mut (impl Read + Seek)) -> Result<Option<Vec<u8>>> {
    let mut at = 0;
    for _ in 0..MOST_AT_TOP {
        file.seek(SeekFrom::Start(at))?;
        let mut header = [0; 16];
        let read = read_up_to(file, &mut header)?;
        if read < 8 {
            break;
        }
        let (start, size) = match u32::from_be_bytes([header[0], header[1], header[2], header[3]]) {
            0 => break,
            1 => (16, wide(&header, 8).unwrap_or(0)),
            size => (8, u64::from(size)),
        };
        if size < start {
            break;
        }
        if header[4..8] == *b"moov" {
            file.seek(SeekFrom::Start(at + start))?;
            return if size > LARGEST_INDEX { Ok(None) } else { read_whole(file, size - start) };
        }
        let Some(next) = at.checked_add(size) else { break };
        at = next;
    }
    Ok(None)
}

fn names(moov: &[u8], pictures: &mut Pictures<'_>) -> FileTags {
    let mut tags = FileTags::default();
    let list = find(moov, &[b"udta", b"meta", b"ilst"]).unwrap_or_default();
    for (kind, content) in boxes(list) {
        let Some(data) = find(content, &[b"data"]).and_then(|data| data.get(8..)) else { continue };
        let text = || line(&String::from_utf8_lossy(data));
        match &kind {
            b"\xa9nam" if tags.title.is_none() => tags.title = text(),
            b"\xa9ART" if tags.artist.is_none() => tags.artist = text(),
            b"\xa9alb" if tags.album.is_none() => tags.album = text(),
            b"covr" if tags.artwork.is_none() => tags.artwork = pictures.keep(data),
            _ => {}
        }
    }
    tags
}

/// `chpl`: a version, in the first version four more bytes, a count, and then times and titles.
fn nero(content: &[u8]) -> Vec<Chapter> {
    let start = if content.first() == Some(&0) { 4 } else { 8 };
    let Some((count, mut rest)) = content.get(start..).and_then(<[u8]>::split_first) else {
        return Vec::new();
    };
    let mut chapters = Vec::new();
    for _ in 0..*count {
        let Some(time) = wide(rest, 0) else { break };
        let Some(title) = rest.get(8).and_then(|length| rest.get(9..9 + usize::from(*length))) else { break };
        rest = &rest[9 + title.len()..];
        let start = Duration::from_secs(time / TICKS) + Duration::from_millis(time % TICKS / (TICKS / 1000));
        chapters.push(chapter(start, line(&String::from_utf8_lossy(title)).unwrap_or_default()));
    }
    chapters
}

fn quicktime(
    file: &mut (impl Read + Seek),
    moov: &[u8],
    pictures: &mut Pictures<'_>,
) -> Result<Vec<Chapter>> {
    let tracks = chapter_tracks(moov);
    let mut chapters = Vec::new();
    for (track, _) in tracks.iter().filter(|(_, kind)| matches!(kind, b"text" | b"sbtl")).take(1) {
        for sample in samples(track).into_iter().take(MAX_CHAPTERS) {
            let Some(bytes) = bytes(file, sample, LARGEST_TEXT)? else { continue };
            chapters.push(chapter(sample.start, title(&bytes)));
        }
    }
    for (track, _) in tracks.iter().filter(|(_, kind)| kind == b"vide").take(1) {
        for sample in samples(track).into_iter().take(MAX_CHAPTERS) {
            let Some(chapter) = chapters.iter_mut().find(|chapter| chapter.start == sample.start) else {
                continue;
            };
            let Some(bytes) = bytes(file, sample, LARGEST_PICTURE)? else { continue };
            chapter.image = pictures.picture(&bytes);
        }
    }
    Ok(chapters)
}

/// A text sample: its length, then UTF-8, or UTF-16 with a byte order mark.
fn title(bytes: &[u8]) -> String {
    let Some((&[high, low], rest)) = bytes.split_first_chunk::<2>() else { return String::new() };
    let text = rest.get(..usize::from(u16::from_be_bytes([high, low]))).unwrap_or(rest);
    let text = match text {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => utf16(text, true),
        _ => String::from_utf8_lossy(text).into_owned(),
    };
    line(&text).unwrap_or_default()
}

fn bytes(file: &mut (impl Read + Seek), sample: Sample, largest: u64) -> Result<Option<Vec<u8>>> {
    if sample.size > largest {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(sample.offset))?;
    read_whole(file, sample.size)
}
