//! Opus in Ogg (RFC 3533, RFC 7845): the tune with its title in the comments and the seed as the stream's serial number,
//! so that every page differs; checksums are worked out again.

use std::time::Duration;

pub(super) const DURATION: Duration = Duration::from_secs(16);

const TUNE: &[u8] = include_bytes!("../../assets/audio/tune.opus");
const HEADER: usize = 27;

pub(super) fn recording(title: &str, seed: u64) -> Vec<u8> {
    let serial = (seed as u32).wrapping_mul(0x9e37_79b1).wrapping_add(1);
    let mut out = Vec::with_capacity(TUNE.len() + title.len());
    let mut at = 0;
    let mut number = 0;
    while at + HEADER <= TUNE.len() {
        let segments = usize::from(TUNE[at + 26]);
        let laces = &TUNE[at + HEADER..at + HEADER + segments];
        let body: usize = laces.iter().map(|lace| usize::from(*lace)).sum();
        let end = at + HEADER + segments + body;
        let mut page = if number == 1 { comments(&TUNE[at..at + 26], title) } else { TUNE[at..end].to_vec() };
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

/// The second page: who made the stream, and its title.
fn comments(header: &[u8], title: &str) -> Vec<u8> {
    let mut packet = b"OpusTags".to_vec();
    let mut text = |text: &str| {
        packet.extend(u32::try_from(text.len()).unwrap_or(0).to_le_bytes());
        packet.extend(text.as_bytes());
    };
    text("broadcaster");
    let title = format!("TITLE={title}");
    let mut fields = Vec::new();
    fields.extend(1u32.to_le_bytes());
    fields.extend(u32::try_from(title.len()).unwrap_or(0).to_le_bytes());
    fields.extend(title.as_bytes());
    packet.extend(fields);
    let mut page = header.to_vec();
    page.push(u8::try_from(packet.len() / 255 + 1).unwrap_or(u8::MAX));
    page.extend(std::iter::repeat_n(255, packet.len() / 255));
    page.push((packet.len() % 255) as u8);
    page.extend(packet);
    page
}

/// CRC-32 with the polynomial 04c11db7, from the highest bit, as RFC 3533 section 6 asks.
fn checksum(page: &[u8]) -> u32 {
    page.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ (u32::from(*byte) << 24), |sum, _| {
            if sum & 0x8000_0000 == 0 { sum << 1 } else { (sum << 1) ^ 0x04c1_1db7 }
        })
    })
}
