//! ID3v2 tags at the beginning of a file (id3.org, 2.2 to 2.4), with chapters (addendum 1.0).

use std::{
    collections::HashSet,
    io::{Cursor, Read, Result, Seek, SeekFrom},
};

use friday_feed::limits::MAX_CHAPTERS;
use friday_model::Chapter;

use super::{
    FileTags, LARGEST_PICTURE, Pictures,
    id3_frame::{self, Header, Version, resynchronised, synchsafe},
    read_up_to, read_whole,
};

/// Frames of a tag that are looked at.
const MOST_FRAMES: usize = 50_000;
/// Bytes of a text.
const LARGEST_TEXT: u64 = 64 * 1024;
/// Bytes of a chapter: its picture, and a little.
const LARGEST_CHAPTER: u64 = LARGEST_PICTURE + LARGEST_TEXT;
/// Bytes of a tag that has to be rewritten in memory before it can be read.
const LARGEST_REWRITTEN: u64 = 16 * 1024 * 1024;
/// Chapters that one table of contents can name; a longer list is one that was cut.
const MOST_LISTED: usize = 255;

pub(super) fn read(file: &mut (impl Read + Seek), pictures: &mut Pictures<'_>) -> Result<FileTags> {
    let mut header = [0; 10];
    if read_up_to(file, &mut header)? < header.len() {
        return Ok(FileTags::default());
    }
    let [_, _, _, major, _, flags, size @ ..] = header;
    let version = match major {
        2 => Version::Two,
        3 => Version::Three,
        4 => Version::Four,
        _ => return Ok(FileTags::default()),
    };
    let end = 10 + synchsafe(size);
    let unsynchronised = flags & 0x80 != 0;
    let mut tag = Tag { version, unsynchronised, ..Tag::default() };
    if unsynchronised && version != Version::Four {
        if let Some(bytes) = read_whole(file, (end - 10).min(LARGEST_REWRITTEN))? {
            let clear = resynchronised(&bytes);
            let end = clear.len() as u64;
            tag.frames(&mut Cursor::new(clear), flags, 0, end, pictures)?;
        }
    } else {
        tag.frames(file, flags, 10, end, pictures)?;
    }
    Ok(tag.finish())
}

struct Tag {
    version: Version,
    unsynchronised: bool,
    tags: FileTags,
    chapters: Vec<(Vec<u8>, Chapter)>,
    listed: Vec<Vec<u8>>,
    /// The picture that was kept is the front cover.
    front: bool,
}

impl Default for Tag {
    fn default() -> Self {
        Self {
            version: Version::Four,
            unsynchronised: false,
            tags: FileTags::default(),
            chapters: Vec::new(),
            listed: Vec::new(),
            front: false,
        }
    }
}

impl Tag {
    /// Reads the frames between two places of a file.
    fn frames(
        &mut self,
        file: &mut (impl Read + Seek),
        flags: u8,
        start: u64,
        end: u64,
        pictures: &mut Pictures<'_>,
    ) -> Result<()> {
        let mut at = start + if flags & 0x40 == 0 { 0 } else { self.extended_header(file)? };
        let length = Header::length(self.version) as u64;
        for _ in 0..MOST_FRAMES {
            if at + length > end {
                break;
            }
            file.seek(SeekFrom::Start(at))?;
            let mut bytes = [0; 10];
            let bytes = &mut bytes[..Header::length(self.version)];
            if read_up_to(file, bytes)? < bytes.len() {
                break;
            }
            let Some(header) = Header::read(bytes, self.version) else { break };
            at += length;
            let largest = match &header.id {
                b"CHAP" => LARGEST_CHAPTER,
                b"APIC" | b"PIC " => LARGEST_PICTURE + LARGEST_TEXT,
                b"TIT2" | b"TPE1" | b"TALB" | b"TT2 " | b"TP1 " | b"TAL " | b"CTOC" => LARGEST_TEXT,
                _ => 0,
            };
            if header.size <= largest.min(end - at) {
                let Some(content) = read_whole(file, header.size)? else { break };
                if let Some(content) = header.content(content, self.version, self.unsynchronised) {
                    self.frame(header.id, &content, pictures);
                }
            }
            at += header.size;
        }
        Ok(())
    }

    /// Its length, so that it can be skipped.
    fn extended_header(&self, file: &mut impl Read) -> Result<u64> {
        let mut size = [0; 4];
        if read_up_to(file, &mut size)? < size.len() {
            return Ok(0);
        }
        Ok(match self.version {
            Version::Two => 0,
            Version::Three => 4 + u64::from(u32::from_be_bytes(size)),
            Version::Four => synchsafe(size),
        })
    }

    fn frame(&mut self, id: [u8; 4], content: &[u8], pictures: &mut Pictures<'_>) {
        let first = |place: &mut Option<String>| {
            if place.is_none() {
                *place = id3_frame::text(content);
            }
        };
        match &id {
            b"TIT2" | b"TT2 " => first(&mut self.tags.title),
            b"TPE1" | b"TP1 " => first(&mut self.tags.artist),
            b"TALB" | b"TAL " => first(&mut self.tags.album),
            b"APIC" | b"PIC " if !self.front => {
                if let Some((picture, front)) = id3_frame::picture(content, self.version)
                    && (front || self.tags.artwork.is_none())
                    && let Some(name) = pictures.keep(picture)
                {
                    self.tags.artwork = Some(name);
                    self.front = front;
                }
            }
            b"CHAP" if self.chapters.len() < MAX_CHAPTERS => {
                self.chapters.extend(id3_frame::chapter(content, self.version, pictures));
            }
            b"CTOC" if self.listed.len() < MAX_CHAPTERS => self.listed.extend(id3_frame::listed(content)),
            _ => {}
        }
    }

    /// A chapter that no table of contents names is not meant for the list, where there is one and it was not cut.
    fn finish(mut self) -> FileTags {
        let listed: HashSet<&[u8]> = self.listed.iter().map(Vec::as_slice).collect();
        let names_some = self.chapters.iter().any(|(id, _)| listed.contains(id.as_slice()));
        if names_some && listed.len() < MOST_LISTED {
            for (id, chapter) in &mut self.chapters {
                chapter.hidden = !listed.contains(id.as_slice());
            }
        }
        self.tags.chapters = self.chapters.into_iter().map(|(_, chapter)| chapter).collect();
        self.tags
    }
}
