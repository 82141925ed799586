//! Writes into a copy of a media file what its own tags do not say. What they say stays, and so does every byte of sound.

use std::{
    borrow::Cow,
    fs::File,
    io::{Error, Result, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use friday_model::Chapter;
use lofty::{
    TextEncoding,
    config::{ParseOptions, ParsingMode, WriteOptions},
    file::{AudioFile as _, FileType, TaggedFileExt as _},
    id3::v2::{
        ChapterFrame, ChapterTableOfContentsFrame, CtocFlags, Frame, FrameId, FrameList, Id3v2Tag,
        TextInformationFrame,
    },
    mpeg::MpegFile,
    picture::{MimeType, Picture, PictureType},
    probe::Probe,
    tag::{Accessor, Tag, TagExt as _, items::Timestamp},
};

use super::{id3_frame::synchsafe, read_up_to};

/// Bytes of a file that is rewritten in memory, as lofty does it for all that is not MP3; a larger one stays as it is.
const LARGEST_IN_MEMORY: u64 = 256 * 1024 * 1024;
/// Chapters that one table of contents can name.
const MOST_CHAPTERS: usize = 255;
/// An offset that says: see the times.
const SEE_TIMES: u32 = u32::MAX;

/// What is known of an episode that a file could say of itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewTags {
    pub(crate) title: String,
    pub(crate) artist: Option<String>,
    pub(crate) album: String,
    /// The year, the month and the day on which it was published.
    pub(crate) date: Option<(u16, u8, u8)>,
    /// JPEG or PNG.
    pub(crate) cover: Option<Vec<u8>>,
    /// In the order of time, each with its end; written into MP3 files only, by the ID3v2 chapter addendum.
    pub(crate) chapters: Vec<Chapter>,
}

/// Writes a copy of `from` with the tags that it lacks, synced, and says whether there is one: a file that lacks nothing,
/// or has no place for tags, needs none.
pub(crate) fn write_tags(from: &Path, to: &Path, tags: &NewTags) -> Result<bool> {
    let kind = Probe::open(from).and_then(|probe| Ok(probe.guess_file_type()?)).map_err(other)?.file_type();
    let written = match kind {
        Some(FileType::Mpeg) => write_mp3(from, to, tags)?,
        Some(_) if from.metadata()?.len() <= LARGEST_IN_MEMORY => write_other(from, to, tags)?,
        _ => false,
    };
    if written {
        File::open(to)?.sync_all()?;
    }
    Ok(written)
}

fn options() -> ParseOptions {
    ParseOptions::new().parsing_mode(ParsingMode::Relaxed).read_properties(false)
}

/// The new tag, and behind it the bytes that follow the old one.
fn write_mp3(from: &Path, to: &Path, tags: &NewTags) -> Result<bool> {
    let mut file = File::open(from)?;
    let mut tag =
        MpegFile::read_from(&mut file, options()).map_err(other)?.id3v2().cloned().unwrap_or_default();
    let lacks_picture = !tag.iter().any(|frame| matches!(frame, Frame::Picture(_)));
    let mut changed = complete(&mut tag, tags);
    if let Some(cover) = tags.cover.as_deref().filter(|_| lacks_picture) {
        changed |= cover_of(cover).map(|picture| tag.insert_picture(picture)).is_some();
    }
    if !tags.chapters.is_empty() && !tag.iter().any(|frame| matches!(frame, Frame::Chapter(_))) {
        add_chapters(&mut tag, &tags.chapters);
        changed = true;
    }
    if !changed {
        return Ok(false);
    }
    let mut copy = File::create(to)?;
    let mut head = Vec::new();
    tag.dump_to(&mut head, WriteOptions::default()).map_err(other)?;
    copy.write_all(&head)?;
    let sound = end_of_tag(&mut file)?;
    file.seek(SeekFrom::Start(sound))?;
    std::io::copy(&mut file, &mut copy)?;
    Ok(true)
}

/// Where the ID3v2 tag at the beginning of a file ends.
fn end_of_tag(file: &mut File) -> Result<u64> {
    file.seek(SeekFrom::Start(0))?;
    let mut header = [0; 10];
    if read_up_to(file, &mut header)? < header.len() || !header.starts_with(b"ID3") {
        return Ok(0);
    }
    let [_, _, _, _, _, flags, size @ ..] = header;
    let footer = if flags & 0x10 == 0 { 0 } else { 10 };
    Ok(10 + synchsafe(size) + footer)
}

fn write_other(from: &Path, to: &Path, tags: &NewTags) -> Result<bool> {
    let probe = Probe::open(from).and_then(|probe| Ok(probe.options(options()).guess_file_type()?));
    let mut file = probe.and_then(Probe::read).map_err(other)?;
    let kind = file.primary_tag_type();
    if file.primary_tag().is_none() {
        file.insert_tag(Tag::new(kind));
    }
    let Some(tag) = file.primary_tag_mut() else { return Ok(false) };
    let mut changed = complete(tag, tags);
    if let Some(cover) = tags.cover.as_deref().filter(|_| tag.pictures().is_empty())
        && let Some(picture) = cover_of(cover)
    {
        tag.push_picture(picture);
        changed = true;
    }
    if changed {
        std::fs::copy(from, to)?;
        file.save_to_path(to, WriteOptions::default()).map_err(other)?;
    }
    Ok(changed)
}

/// Adds the words that are lacking, and says whether there were any.
fn complete(tag: &mut impl Accessor, tags: &NewTags) -> bool {
    let mut changed = false;
    if tag.title().is_none() {
        tag.set_title(tags.title.clone());
        changed = true;
    }
    if tag.album().is_none() {
        tag.set_album(tags.album.clone());
        changed = true;
    }
    if let Some(artist) = tags.artist.as_ref().filter(|_| tag.artist().is_none()) {
        tag.set_artist(artist.clone());
        changed = true;
    }
    if let Some((year, month, day)) = tags.date.filter(|_| tag.date().is_none()) {
        tag.set_date(Timestamp { year, month: Some(month), day: Some(day), ..Timestamp::default() });
        changed = true;
    }
    if tag.genre().is_none() {
        tag.set_genre("Podcast".to_owned());
        changed = true;
    }
    changed
}

fn cover_of(bytes: &[u8]) -> Option<Picture> {
    let kind = match bytes {
        [0xFF, 0xD8, ..] => MimeType::Jpeg,
        [0x89, b'P', b'N', b'G', ..] => MimeType::Png,
        _ => return None,
    };
    Some(Picture::unchecked(bytes.to_vec()).pic_type(PictureType::CoverFront).mime_type(kind).build())
}

fn add_chapters(tag: &mut Id3v2Tag, chapters: &[Chapter]) {
    let milliseconds = |time: std::time::Duration| u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
    let mut entries = Vec::new();
    for (number, chapter) in chapters.iter().take(MOST_CHAPTERS).enumerate() {
        let id = format!("chp{number}");
        let start = milliseconds(chapter.start);
        let end = chapter.end.map_or(start, milliseconds);
        let mut children = FrameList::new();
        children.insert(Frame::Text(TextInformationFrame::new(
            FrameId::Valid(Cow::Borrowed("TIT2")),
            TextEncoding::UTF8,
            chapter.title.clone(),
        )));
        let frame = ChapterFrame::new(id.clone(), start..end, SEE_TIMES..SEE_TIMES, children);
        tag.insert(Frame::Chapter(frame));
        if !chapter.hidden {
            entries.push(Cow::Owned(id));
        }
    }
    let flags = CtocFlags { top_level: true, ordered: true };
    let contents = ChapterTableOfContentsFrame::new("toc", flags, entries, FrameList::new());
    tag.insert(Frame::TableOfContents(contents));
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::other(error)
}
