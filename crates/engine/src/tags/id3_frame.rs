//! One frame of an ID3v2 tag (id3.org, 2.3 and 2.4 section 4, chapters addendum 1.0), from its bytes.

use std::time::Duration;

use friday_model::Chapter;

use super::{
    Pictures,
    words::{address, latin1, line, utf16},
};

/// Frames inside a chapter; there is no use for more.
const MOST_INSIDE: usize = 32;

/// Which of the three versions a tag has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    Two,
    Three,
    Four,
}

/// What stands in front of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) id: [u8; 4],
    /// Bytes that follow the header.
    pub(super) size: u64,
    flags: u16,
}

impl Header {
    /// Bytes of the header itself.
    pub(super) const fn length(version: Version) -> usize {
        if matches!(version, Version::Two) { 6 } else { 10 }
    }

    /// Nothing where no frame begins: padding, or the end of what can be understood.
    pub(super) fn read(bytes: &[u8], version: Version) -> Option<Self> {
        let header = match version {
            Version::Two => {
                let bytes = bytes.first_chunk::<6>()?;
                Self { id: [bytes[0], bytes[1], bytes[2], b' '], size: number(&bytes[3..]), flags: 0 }
            }
            Version::Three | Version::Four => {
                let bytes = bytes.first_chunk::<10>()?;
                let (id, rest) = bytes.split_first_chunk::<4>()?;
                let (size, flags) = rest.split_first_chunk::<4>()?;
                let plain = version == Version::Three || size.iter().any(|byte| byte & 0x80 != 0);
                let size = if plain { number(size) } else { synchsafe(*size) };
                Self { id: *id, size, flags: u16::from_be_bytes([flags[0], flags[1]]) }
            }
        };
        let named = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b' ';
        header.id.iter().all(named).then_some(header)
    }

    /// The content without what the flags put around it; nothing where it is compressed or encrypted.
    pub(super) fn content(
        self,
        bytes: Vec<u8>,
        version: Version,
        all_unsynchronised: bool,
    ) -> Option<Vec<u8>> {
        let (closed, group, length, unsynchronised) = match version {
            Version::Two => (false, false, false, false),
            Version::Three => (self.flags & 0xc0 != 0, self.flags & 0x20 != 0, false, false),
            Version::Four => (
                self.flags & 0x0c != 0,
                self.flags & 0x40 != 0,
                self.flags & 0x01 != 0,
                all_unsynchronised || self.flags & 0x02 != 0,
            ),
        };
        if closed {
            return None;
        }
        let skipped = usize::from(group) + if length { 4 } else { 0 };
        let bytes = if skipped == 0 { bytes } else { bytes.get(skipped..)?.to_vec() };
        Some(if unsynchronised { resynchronised(&bytes) } else { bytes })
    }
}

/// Undoes what keeps tags from looking like sound: a zero after each 0xff.
pub(super) fn resynchronised(bytes: &[u8]) -> Vec<u8> {
    let mut clear = Vec::with_capacity(bytes.len());
    let mut after_ff = false;
    for &byte in bytes {
        if !(after_ff && byte == 0) {
            clear.push(byte);
        }
        after_ff = byte == 0xff;
    }
    clear
}

/// A text frame: the first of its texts.
pub(super) fn text(content: &[u8]) -> Option<String> {
    let (encoding, rest) = content.split_first()?;
    line(&decoded(*encoding, until_end(*encoding, rest).0))
}

/// `APIC`: the picture in it, and whether it is the front cover.
pub(super) fn picture(content: &[u8], version: Version) -> Option<(&[u8], bool)> {
    let (encoding, rest) = content.split_first()?;
    let rest = match version {
        Version::Two => rest.get(3..)?,
        Version::Three | Version::Four => until_end(0, rest).1,
    };
    let (kind, rest) = rest.split_first()?;
    let picture = until_end(*encoding, rest).1;
    (!picture.is_empty()).then_some((picture, *kind == 3))
}

/// `WXXX`: a description, then an address.
fn link(content: &[u8]) -> Option<url::Url> {
    let (encoding, rest) = content.split_first()?;
    address(&latin1(until_end(0, until_end(*encoding, rest).1).0))
}

/// `CHAP`: its id, and what it says. The frames inside it are one level deep, whatever is in them.
pub(super) fn chapter(
    content: &[u8],
    version: Version,
    pictures: &mut Pictures<'_>,
) -> Option<(Vec<u8>, Chapter)> {
    let (id, rest) = until_end(0, content);
    let (times, mut rest) = rest.split_at_checked(16)?;
    let milliseconds =
        |at: usize| times.get(at..at + 4).map(number).filter(|time| *time < u64::from(u32::MAX));
    let mut chapter = Chapter {
        start: Duration::from_millis(milliseconds(0)?),
        end: milliseconds(4).map(Duration::from_millis),
        ..Chapter::default()
    };
    for _ in 0..MOST_INSIDE {
        let Some(header) = Header::read(rest, version) else { break };
        let size = usize::try_from(header.size).unwrap_or(usize::MAX);
        let Some(bytes) = rest.get(Header::length(version)..).and_then(|rest| rest.get(..size)) else {
            break;
        };
        rest = &rest[Header::length(version) + size..];
        let Some(content) = header.content(bytes.to_vec(), version, false) else { continue };
        match &header.id {
            b"TIT2" if chapter.title.is_empty() => chapter.title = text(&content).unwrap_or_default(),
            b"WXXX" if chapter.link.is_none() => chapter.link = link(&content),
            b"APIC" if chapter.image.is_none() => {
                chapter.image = picture(&content, version).and_then(|(bytes, _)| pictures.picture(bytes));
            }
            _ => {}
        }
    }
    Some((id.to_vec(), chapter))
}

/// `CTOC`: the ids of the chapters that stand in the list.
pub(super) fn listed(content: &[u8]) -> Vec<Vec<u8>> {
    let (_, rest) = until_end(0, content);
    let Some((&[_, count], mut rest)) = rest.split_first_chunk::<2>() else { return Vec::new() };
    let mut ids = Vec::new();
    for _ in 0..count {
        let (id, after) = until_end(0, rest);
        if id.is_empty() {
            break;
        }
        ids.push(id.to_vec());
        rest = after;
    }
    ids
}

/// Splits at the zero that ends a text of this encoding, or at the end.
fn until_end(encoding: u8, bytes: &[u8]) -> (&[u8], &[u8]) {
    let wide = matches!(encoding, 1 | 2);
    let end = if wide {
        bytes.chunks_exact(2).position(|pair| pair == [0, 0]).map(|place| place * 2)
    } else {
        bytes.iter().position(|byte| *byte == 0)
    };
    match end {
        Some(end) => (&bytes[..end], &bytes[end + if wide { 2 } else { 1 }..]),
        None => (bytes, &[]),
    }
}

fn decoded(encoding: u8, bytes: &[u8]) -> String {
    match encoding {
        0 => latin1(bytes),
        1 => utf16(bytes, false),
        2 => utf16(bytes, true),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Seven bits a byte.
pub(super) fn synchsafe(bytes: [u8; 4]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 7 | u64::from(byte & 0x7f))
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
