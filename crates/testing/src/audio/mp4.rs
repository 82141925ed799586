//! AAC in MP4 (ISO 14496-12), told apart by a free box at its end, which every reader skips.

use std::time::Duration;

pub(super) const DURATION: Duration = Duration::from_secs(16);

const MOOV_FIRST: &[u8] = include_bytes!("../../assets/audio/moov-first.m4a");
const MOOV_LAST: &[u8] = include_bytes!("../../assets/audio/moov-last.m4a");

pub(super) fn recording(title: &str, seed: u64, moov_last: bool) -> Vec<u8> {
    let mut bytes = if moov_last { MOOV_LAST } else { MOOV_FIRST }.to_vec();
    let text = format!("{seed:016x} {title}");
    bytes.extend(u32::try_from(text.len() + 8).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend(b"free");
    bytes.extend(text.as_bytes());
    bytes
}
