//! Opus and Vorbis in Ogg (RFC 3533, RFC 7845, Vorbis I): the tune with its title in the comments and the seed as the
//! stream's serial number, so that every page differs; checksums are worked out again.

use std::time::Duration;

pub(super) const DURATION: Duration = Duration::from_secs(16);

pub(super) const OPUS: Format = Format {
    tune: include_bytes!("../../assets/audio/tune.opus"),
    before_comments: b"OpusTags",
    after_comments: b"",
};

pub(super) const VORBIS: Format = Format {
    tune: include_bytes!("../../assets/audio/tune.ogg"),
    before_comments: b"\x03vorbis",
    after_comments: b"\x01",
};

const HEADER: usize = 27;

/// A tune in Ogg whose second page begins with the comments and ends with a whole packet.
pub(super) struct Format {
    tune: &'static [u8],
    before_comments: &'static [u8],
    after_comments: &'static [u8],
}

impl Format {
    pub(super) fn recording(&self, title: &str, seed: u64) -> Vec<u8> {
        let serial = (seed as u32).wrapping_mul(0x9e37_79b1).wrapping_add(1);
        let mut out = Vec::with_capacity(self.tune.len() + title.len());
        let mut at = 0;
        let mut number = 0;
        while at + HEADER <= self.tune.len() {
            let segments = usize::from(self.tune[at + 26]);
            let laces = &self.tune[at + HEADER..at + HEADER + segments];
            let end = at + HEADER + segments + length(laces);
            let mut page = self.tune[at..end].to_vec();
            if number == 1 {
                page = self.retitled(&page, segments, title);
            }
            page[14..18].copy_from_slice(&serial.to_le_bytes());
            page[22..26].fill(0);
            let sum = checksum(&page);
            page[22..26].copy_from_slice(&sum.to_le_bytes());
            out.extend(page);
            at = end;
            number += 1;
        }
        out
    }

    /// The page with other comments in its first packet, and what follows that as it was.
    fn retitled(&self, page: &[u8], segments: usize, title: &str) -> Vec<u8> {
        let (laces, body) = page[HEADER..].split_at(segments);
        let first = laces.iter().position(|lace| *lace < 255).map_or(segments, |last| last + 1);
        let (old, kept) = laces.split_at(first);
        let packet = [self.before_comments, &comments(title), self.after_comments].concat();

        let mut retitled = page[..HEADER - 1].to_vec();
        let full = packet.len() / 255;
        retitled.push(u8::try_from(full + 1 + kept.len()).unwrap_or(u8::MAX));
        retitled.extend(std::iter::repeat_n(255, full));
        retitled.push((packet.len() % 255) as u8);
        retitled.extend(kept);
        retitled.extend(packet);
        retitled.extend(&body[length(old)..]);
        retitled
    }
}

/// Vorbis comments, as Ogg and FLAC carry them (Vorbis I, section 5): who made the stream, and its title.
pub(super) fn comments(title: &str) -> Vec<u8> {
    let sized = |text: &str| {
        let size = u32::try_from(text.len()).unwrap_or(0).to_le_bytes();
        [&size, text.as_bytes()].concat()
    };
    [sized("broadcaster"), 1u32.to_le_bytes().into(), sized(&format!("TITLE={title}"))].concat()
}

/// The bytes of the segments with these lacing values.
fn length(laces: &[u8]) -> usize {
    laces.iter().map(|lace| usize::from(*lace)).sum()
}

/// CRC-32 with the polynomial 04c11db7, from the highest bit, as RFC 3533 section 6 asks.
fn checksum(page: &[u8]) -> u32 {
    page.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ (u32::from(*byte) << 24), |sum, _| {
            if sum & 0x8000_0000 == 0 { sum << 1 } else { (sum << 1) ^ 0x04c1_1db7 }
        })
    })
}
