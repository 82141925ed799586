//! FLAC (RFC 9639): the tune with its title in the comments, and the seed in a block for applications, which players skip.

use std::time::Duration;

use super::ogg::comments;

pub(super) const DURATION: Duration = Duration::from_secs(12);

const TUNE: &[u8] = include_bytes!("../../assets/audio/tune.flac");
const MARK: &[u8] = b"fLaC";
/// The length of the first block, which says all that a player must know.
const STREAM_INFO: usize = 34;

const STREAM_INFO_BLOCK: u8 = 0;
const APPLICATION_BLOCK: u8 = 2;
const COMMENT_BLOCK: u8 = 4;
const LAST: u8 = 0x80;

pub(super) fn recording(title: &str, seed: u64) -> Vec<u8> {
    let info = MARK.len() + 4;
    let mut bytes = MARK.to_vec();
    bytes.extend(block(STREAM_INFO_BLOCK, &TUNE[info..info + STREAM_INFO]));
    bytes.extend(block(COMMENT_BLOCK, &comments(title)));
    bytes.extend(block(APPLICATION_BLOCK | LAST, format!("Frdy{seed:016x}").as_bytes()));
    bytes.extend(frames());
    bytes
}

/// What follows the last block of the tune.
fn frames() -> &'static [u8] {
    let mut at = MARK.len();
    loop {
        let is_last = TUNE[at] & LAST != 0;
        let length = u32::from_be_bytes([0, TUNE[at + 1], TUNE[at + 2], TUNE[at + 3]]);
        at += 4 + length as usize;
        if is_last {
            return &TUNE[at..];
        }
    }
}

fn block(kind: u8, content: &[u8]) -> Vec<u8> {
    let [_, size @ ..] = u32::try_from(content.len()).unwrap_or(0).to_be_bytes();
    [&[kind], &size[..], content].concat()
}
