//! MPEG audio layer III (ISO 11172-3 and 13818-3): frames of a constant size repeated for as long as asked, behind an
//! ID3v2.4 tag and an Info frame that state the truth about them.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;

use super::{Made, mixed};

/// 16 kHz, 24 kbit/s: 108 bytes for 36 ms. Its Info frame is a larger one (40 kbit/s), for the table needs 120 bytes.
pub(super) const NARROW: Format = Format {
    tune: include_bytes!("../../assets/audio/narrow.mp3"),
    frame: 108,
    samples: 576,
    rate: 16_000,
    info_header: [0xff, 0xf3, 0x58, 0xc4],
    info_frame: 180,
    info_at: 13,
};

/// 48 kHz, 128 kbit/s: 384 bytes for 24 ms.
pub(super) const WIDE: Format = Format {
    tune: include_bytes!("../../assets/audio/wide.mp3"),
    frame: 384,
    samples: 1152,
    rate: 48_000,
    info_header: [0xff, 0xfb, 0x94, 0xc4],
    info_frame: 384,
    info_at: 21,
};

const VARIABLE: &[u8] = include_bytes!("../../assets/audio/vbr.mp3");
/// The Xing frame that the encoder put in front of [`VARIABLE`].
const XING_FRAME: usize = 182;

/// A tune at a constant bit rate whose frames stand alone (no bit reservoir), so that they can be repeated.
pub(super) struct Format {
    tune: &'static [u8],
    frame: usize,
    /// Samples a frame.
    samples: u64,
    /// Samples a second.
    rate: u64,
    info_header: [u8; 4],
    info_frame: usize,
    /// Where "Info" stands in its frame: behind the header and the side information.
    info_at: usize,
}

/// Frames of a format, `count` of them, the tune over and over.
pub(super) struct Frames {
    tune: &'static [u8],
    frame: usize,
    count: u64,
    seed: u64,
}

impl Format {
    pub(super) fn frame_bytes(&self) -> usize {
        self.frame
    }

    pub(super) fn frames_for(&self, duration: Duration) -> u64 {
        let samples = duration.as_micros() as u64 * self.rate / 1_000_000;
        samples.div_ceil(self.samples).max(1)
    }

    pub(super) fn recording(&self, title: &str, seed: u64, frames: u64, padding: usize) -> Made {
        let mut head = tag(title, seed, padding);
        head.extend(self.info(frames));
        Made {
            head: head.into(),
            frames: Some(Frames { tune: self.tune, frame: self.frame, count: frames, seed }),
            tail: Bytes::new(),
            duration: Duration::from_micros(frames * self.samples * 1_000_000 / self.rate),
            sha256: OnceLock::new(),
        }
    }

    /// A silent frame with the number of frames and bytes, and a table of a hundred places to seek to.
    fn info(&self, frames: u64) -> Vec<u8> {
        let mut info = vec![0; self.info_frame];
        info[..4].copy_from_slice(&self.info_header);
        let bytes = frames * self.frame as u64 + self.info_frame as u64;
        let mut fields = Vec::with_capacity(116);
        fields.extend(b"Info");
        fields.extend(7u32.to_be_bytes());
        fields.extend(u32::try_from(frames).unwrap_or(u32::MAX).to_be_bytes());
        fields.extend(u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes());
        fields.extend((0..100u32).map(|percent| (percent * 256 / 100) as u8));
        info[self.info_at..self.info_at + fields.len()].copy_from_slice(&fields);
        info
    }
}

impl Frames {
    pub(super) fn len(&self) -> u64 {
        self.count * self.frame as u64
    }

    /// Appends the bytes between `from` and `to`, counted from the first frame.
    pub(super) fn read_into(&self, from: u64, to: u64, into: &mut Vec<u8>) {
        let start = into.len();
        let mut at = from;
        while at < to {
            let in_tune = (at % self.tune.len() as u64) as usize;
            let length = (self.tune.len() - in_tune).min((to - at) as usize);
            into.extend_from_slice(&self.tune[in_tune..in_tune + length]);
            at += length as u64;
        }
        let size = self.frame as u64;
        for frame in from / size..to.div_ceil(size) {
            let place = frame * size + MARKED;
            if (from..to).contains(&place) {
                let marked = &mut into[start + (place - from) as usize];
                *marked = marked_as(*marked, self.seed, frame);
            }
        }
    }
}

/// The variable tune with every frame marked, with or without its Xing frame.
pub(super) fn variable(title: &str, seed: u64, header: bool) -> (Vec<u8>, Duration) {
    let mut frames = VARIABLE[XING_FRAME..].to_vec();
    let (mut at, mut count) = (0, 0);
    while let Some(length) = frames.get(at..at + 4).and_then(frame_length_44100) {
        let marked = &mut frames[at + MARKED as usize];
        *marked = marked_as(*marked, seed, count);
        at += length;
        count += 1;
    }
    let mut bytes = tag(title, seed, 0);
    if header {
        bytes.extend(&VARIABLE[..XING_FRAME]);
    }
    bytes.extend(frames);
    (bytes, Duration::from_micros(count * 1152 * 1_000_000 / 44_100))
}

/// The byte of a frame's header whose "copyright" and "original" say where the frame belongs. Every other bit has to be
/// the same in all frames: GStreamer takes a frame that differs for no frame, and a seek then ends at the end of the file.
const MARKED: u64 = 3;

fn marked_as(byte: u8, seed: u64, frame: u64) -> u8 {
    let mark = (mixed(seed, frame) >> 62) as u8;
    (byte & !0b1100) | (mark << 2)
}

/// The length of an MPEG-1 layer III frame at 44.1 kHz, from its header.
fn frame_length_44100(header: &[u8]) -> Option<usize> {
    const KILOBITS: [usize; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    if header[0] != 0xff || header[1] & 0xfe != 0xfa {
        return None;
    }
    let kilobits = *KILOBITS.get(usize::from(header[2] >> 4))?;
    let padding = usize::from(header[2] >> 1 & 1);
    (kilobits > 0).then_some(144_000 * kilobits / 44_100 + padding)
}

/// An ID3v2.4 tag with the title and the seed. Its length depends on the title's only, not on the seed.
fn tag(title: &str, seed: u64, padding: usize) -> Vec<u8> {
    let mut frames = Vec::new();
    let mut frame = |name: &[u8; 4], text: &str| {
        frames.extend(name);
        frames.extend(syncsafe(text.len() + 1));
        frames.extend([0, 0, 3]);
        frames.extend(text.as_bytes());
    };
    if !title.is_empty() {
        frame(b"TIT2", title);
    }
    frame(b"TXXX", &format!("broadcast\0{seed:016x}"));
    frames.extend(std::iter::repeat_n(0, padding));
    let mut tag = b"ID3\x04\x00\x00".to_vec();
    tag.extend(syncsafe(frames.len()));
    tag.extend(frames);
    tag
}

/// Seven bits a byte, so that no byte looks like the beginning of a frame.
fn syncsafe(number: usize) -> [u8; 4] {
    [21, 14, 7, 0].map(|shift| (number >> shift) as u8 & 0x7f)
}
