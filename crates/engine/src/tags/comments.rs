//! Comments of Ogg and FLAC (xiph.org, Vorbis comment and chapter extension), which lofty reads.

use std::{
    io::{Read, Seek, SeekFrom},
    time::Duration,
};

use friday_feed::limits::MAX_CHAPTERS;
use friday_model::Chapter;
use lofty::{
    config::{ParseOptions, ParsingMode},
    file::AudioFile as _,
    flac::FlacFile,
    ogg::{OggPictureStorage as _, OpusFile, SpeexFile, VorbisFile, tag::VorbisComments},
};

use super::{
    FileTags, Pictures, chapter,
    words::{address, line},
};

pub(super) fn read(file: &mut (impl Read + Seek), pictures: &mut Pictures<'_>) -> FileTags {
    let Some((comments, mut covers)) = comments(file) else { return FileTags::default() };
    covers.extend(comments.pictures().iter().map(|(picture, _)| picture.data().to_vec()));
    let first = |key: &str| comments.get(key).and_then(line);
    FileTags {
        title: first("TITLE"),
        artist: first("ARTIST"),
        album: first("ALBUM"),
        artwork: covers.iter().find_map(|cover| pictures.keep(cover)),
        chapters: chapters(&comments),
    }
}

/// The comments of whichever of the formats it is, and the pictures that lie beside them.
fn comments(file: &mut (impl Read + Seek)) -> Option<(VorbisComments, Vec<Vec<u8>>)> {
    let options = ParseOptions::new().parsing_mode(ParsingMode::Relaxed).read_properties(false);
    if let Ok(flac) = FlacFile::read_from(file, options) {
        let beside = flac.pictures().iter().map(|(picture, _)| picture.data().to_vec()).collect();
        return Some((flac.vorbis_comments().cloned().unwrap_or_default(), beside));
    }
    file.seek(SeekFrom::Start(0)).ok()?;
    if let Ok(opus) = OpusFile::read_from(file, options) {
        return Some((opus.vorbis_comments().clone(), Vec::new()));
    }
    file.seek(SeekFrom::Start(0)).ok()?;
    if let Ok(vorbis) = VorbisFile::read_from(file, options) {
        return Some((vorbis.vorbis_comments().clone(), Vec::new()));
    }
    file.seek(SeekFrom::Start(0)).ok()?;
    SpeexFile::read_from(file, options).ok().map(|speex| (speex.vorbis_comments().clone(), Vec::new()))
}

/// `CHAPTER001=00:01:02.345`, with `CHAPTER001NAME` and `CHAPTER001URL` beside it.
fn chapters(comments: &VorbisComments) -> Vec<Chapter> {
    let beside = |key: &str, what: &str| comments.get(&format!("{key}{what}"));
    comments
        .items()
        .filter(|(key, _)| is_chapter(key))
        .take(MAX_CHAPTERS)
        .filter_map(|(key, value)| {
            let name = beside(key, "NAME").and_then(line).unwrap_or_default();
            Some(Chapter { link: beside(key, "URL").and_then(address), ..chapter(time(value)?, name) })
        })
        .collect()
}

fn is_chapter(key: &str) -> bool {
    let number = key.get(..7).filter(|word| word.eq_ignore_ascii_case("CHAPTER")).and_then(|_| key.get(7..));
    number.is_some_and(|number| {
        (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Hours, minutes, and seconds with a fraction.
fn time(text: &str) -> Option<Duration> {
    let mut parts = text.trim().splitn(3, ':');
    let (hours, minutes): (u32, u32) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let seconds: f64 = parts.next()?.parse().ok()?;
    let whole = Duration::from_secs(u64::from(hours) * 3600 + u64::from(minutes) * 60);
    Duration::try_from_secs_f64(seconds)
        .ok()
        .map(|seconds| whole + Duration::from_millis(seconds.as_millis() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_chapters_are_read_and_nonsense_is_not() {
        for (text, expected) in [
            ("00:01:02.345", Some(62_345)),
            ("01:00:00", Some(3_600_000)),
            ("1:2:3", Some(3_723_000)),
            ("-1:00:00", None),
            ("00:00:-5", None),
            ("00:00:inf", None),
            ("12", None),
            ("", None),
        ] {
            assert_eq!(time(text).map(|time| time.as_millis()), expected, "{text}");
        }
    }

    #[test]
    fn only_numbered_chapters_are_chapters() {
        for (key, expected) in [
            ("CHAPTER001", true),
            ("chapter12", true),
            ("CHAPTER001NAME", false),
            ("CHAPTER", false),
            ("CHÀPTERS", false),
        ] {
            assert_eq!(is_chapter(key), expected, "{key}");
        }
    }
}
