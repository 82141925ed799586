//! What a media file says of itself: chapters, a picture, its names.
//!
//! ID3v2 and MP4 are read here, a bounded piece at a time and without recursion, because a stranger wrote them: a tag of
//! any size costs no more memory than one picture, and whatever cannot be understood is left out. Comments in Ogg and
//! FLAC are lofty's. Bad tags are no reason to fail: what comes back is what was understood.

mod comments;
mod id3;
mod id3_frame;
mod mp4;
mod mp4_boxes;
mod mp4_track;
#[cfg(test)]
mod tests;
mod words;
mod write;

use std::{
    fs::File,
    io::{BufReader, Read as _, Seek as _, SeekFrom},
    path::Path,
    time::Duration,
};

use friday_feed::limits::MAX_CHAPTERS;
use friday_model::{Chapter, Picture};

pub(crate) use write::{NewTags, write_tags};

/// Bytes of one picture; a larger one is left out.
pub(crate) const LARGEST_PICTURE: u64 = 10 * 1024 * 1024;
/// Pictures that are kept of one file.
const MOST_PICTURES: usize = 300;
/// Bytes of all pictures of one file.
const ALL_PICTURES: usize = 100 * 1024 * 1024;

/// What was understood of the tags of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FileTags {
    pub(crate) title: Option<String>,
    pub(crate) artist: Option<String>,
    pub(crate) album: Option<String>,
    /// A picture, by the name under which it was kept.
    pub(crate) artwork: Option<String>,
    /// In the order of time.
    pub(crate) chapters: Vec<Chapter>,
}

/// Where the pictures of a file go, so that never more than one is held.
pub(crate) struct Pictures<'a> {
    keep: &'a mut dyn FnMut(&[u8]) -> Option<String>,
    kept: usize,
    bytes: usize,
}

impl<'a> Pictures<'a> {
    /// `keep` returns the name under which it has kept a picture, or nothing where it is none that can be shown.
    pub(crate) fn new(keep: &'a mut dyn FnMut(&[u8]) -> Option<String>) -> Self {
        Self { keep, kept: 0, bytes: 0 }
    }

    fn keep(&mut self, bytes: &[u8]) -> Option<String> {
        let room = self.kept < MOST_PICTURES && self.bytes + bytes.len() <= ALL_PICTURES;
        if !room || bytes.is_empty() || bytes.len() as u64 > LARGEST_PICTURE {
            return None;
        }
        self.kept += 1;
        self.bytes += bytes.len();
        (self.keep)(bytes)
    }

    fn picture(&mut self, bytes: &[u8]) -> Option<Picture> {
        self.keep(bytes).map(Picture::Kept)
    }
}

/// Reads the tags of a file, whatever its name says it is.
pub(crate) fn read_tags(path: &Path, pictures: &mut Pictures<'_>) -> std::io::Result<FileTags> {
    let mut file = BufReader::with_capacity(64 * 1024, File::open(path)?);
    let mut head = [0; 12];
    let read = read_up_to(&mut file, &mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let mut tags = match &head[..read] {
        [b'I', b'D', b'3', ..] => id3::read(&mut file, pictures)?,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => mp4::read(&mut file, pictures)?,
        [b'O', b'g', b'g', b'S', ..] | [b'f', b'L', b'a', b'C', ..] => comments::read(&mut file, pictures),
        _ => FileTags::default(),
    };
    tags.chapters = in_order(tags.chapters);
    Ok(tags)
}

/// By time, no more than are believed, and each with an end that makes sense or none.
fn in_order(mut chapters: Vec<Chapter>) -> Vec<Chapter> {
    chapters.sort_by_key(|chapter| chapter.start);
    chapters.truncate(MAX_CHAPTERS);
    for chapter in &mut chapters {
        chapter.end = chapter.end.filter(|end| *end > chapter.start);
    }
    chapters
}

/// A chapter without anything but its place and its name.
fn chapter(start: Duration, title: String) -> Chapter {
    Chapter { start, title, ..Chapter::default() }
}

/// Fills as much of the buffer as there is.
fn read_up_to(file: &mut impl std::io::Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// The next bytes, all of them or nothing; never more memory than there are bytes.
fn read_whole(file: &mut impl std::io::Read, length: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 == length).then_some(bytes))
}
