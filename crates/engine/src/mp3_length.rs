//! How long an MP3 lasts, by its frames (ISO 11172-3, 2.4.1.3): what a header in front says of them may be missing or wrong.

use std::{
    io::{BufReader, Read, Result, Seek, SeekFrom},
    time::Duration,
};

/// So much that is no frame is looked through for the next one; pictures and tags in the middle are smaller.
const LONGEST_GAP: u64 = 1024 * 1024;
/// Fewer frames than this are chance.
const FEWEST: u64 = 3;

/// A Xing header lies at most 36 bytes behind the beginning of its frame and takes 120.
const START: usize = 156;

/// kbit/s by index, the index 0 being "free", which nobody can measure.
const MPEG1_LAYER3: [u64; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG1_LAYER2: [u64; 15] = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const MPEG2: [u64; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/// A header in front of sound. Layer I is not spoken on the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frame {
    /// Bytes, the header included.
    bytes: u64,
    pub(crate) samples: u64,
    /// Samples a second.
    pub(crate) rate: u64,
    /// Bits a second.
    pub(crate) bit_rate: u64,
}

/// The first frame, where it begins, and so many bytes of it as could hold a Xing header; nothing where the sound does
/// not begin behind the tag.
pub(crate) fn first_frame(file: impl Read + Seek) -> Result<Option<(u64, Frame, [u8; START])>> {
    let mut file = Places { file: BufReader::with_capacity(4096, file), here: 0 };
    let at = after_tag(&mut file)?;
    let Some(start) = peek::<START>(&mut file, at)? else { return Ok(None) };
    let [first, second, third, fourth, ..] = start;
    let Some(found) = frame([first, second, third, fourth]) else { return Ok(None) };
    Ok(follows(&mut file, at + found.bytes, found)?.then_some((at, found, start)))
}

/// The length of all frames together; nothing where there are hardly any, or none whose length can be told.
pub(crate) fn mp3_length(file: impl Read + Seek) -> Result<Option<Duration>> {
    let mut file = Places { file: BufReader::with_capacity(64 * 1024, file), here: 0 };
    let mut at = after_tag(&mut file)?;
    let (mut frames, mut nanoseconds) = (0, 0);
    let mut searched = 0;
    while let Some(bytes) = peek::<4>(&mut file, at)? {
        // Between frames, four bytes look like a header by chance now and then; two headers in a row do not.
        let frame = match frame(bytes) {
            Some(frame) if searched == 0 || follows(&mut file, at + frame.bytes, frame)? => frame,
            _ if searched < LONGEST_GAP => {
                searched += 1;
                at += 1;
                continue;
            }
            _ => break,
        };
        searched = 0;
        if frames > 0 || !is_about_the_others(&mut file, at)? {
            frames += 1;
            nanoseconds += frame.samples * 1_000_000_000 / frame.rate;
        }
        at += frame.bytes;
    }
    Ok((frames >= FEWEST).then(|| Duration::from_nanos(nanoseconds)))
}

/// Where the sound begins: behind the ID3v2 tag, if there is one.
fn after_tag(file: &mut Places<impl Read + Seek>) -> Result<u64> {
    Ok(match peek::<10>(file, 0)? {
        Some([b'I', b'D', b'3', _, _, flags, size @ ..]) => {
            let size = size.iter().fold(0, |size, byte| size << 7 | u64::from(byte & 0x7f));
            let footer = if flags & 0x10 == 0 { 0 } else { 10 };
            10 + size + footer
        }
        _ => 0,
    })
}

/// Whether the frame is silent and tells of those that follow (Xing, Info, VBRI).
fn is_about_the_others(file: &mut Places<impl Read + Seek>, at: u64) -> Result<bool> {
    let start = peek::<48>(file, at)?.unwrap_or([0; 48]);
    Ok(start.windows(4).any(|word| matches!(word, b"Xing" | b"Info" | b"VBRI")))
}

fn follows(file: &mut Places<impl Read + Seek>, at: u64, before: Frame) -> Result<bool> {
    Ok(peek::<4>(file, at)?.and_then(frame).is_some_and(|next| next.rate == before.rate))
}

fn frame([first, second, third, _]: [u8; 4]) -> Option<Frame> {
    if first != 0xff || second & 0xe0 != 0xe0 {
        return None;
    }
    let (mpeg1, divisor) = match second >> 3 & 3 {
        0 => (false, 4),
        2 => (false, 2),
        3 => (true, 1),
        _ => return None,
    };
    let layer3 = match second >> 1 & 3 {
        1 => true,
        2 => false,
        _ => return None,
    };
    let rates = match (mpeg1, layer3) {
        (true, true) => MPEG1_LAYER3,
        (true, false) => MPEG1_LAYER2,
        (false, _) => MPEG2,
    };
    let bit_rate = rates.get(usize::from(third >> 4)).filter(|rate| **rate > 0)? * 1000;
    let rate = [44_100, 48_000, 32_000].get(usize::from(third >> 2 & 3))? / divisor;
    let samples = if layer3 && !mpeg1 { 576 } else { 1152 };
    let padding = u64::from(third >> 1 & 1);
    Some(Frame { bytes: samples / 8 * bit_rate / rate + padding, samples, rate, bit_rate })
}

/// A file that is read here and there, mostly a little further on: the buffer is kept, and the system is not asked where
/// we are.
struct Places<F> {
    file: BufReader<F>,
    here: u64,
}

/// The bytes there, if so many are left.
fn peek<const COUNT: usize>(places: &mut Places<impl Read + Seek>, at: u64) -> Result<Option<[u8; COUNT]>> {
    match i64::try_from(i128::from(at) - i128::from(places.here)) {
        Ok(offset) => places.file.seek_relative(offset)?,
        Err(_) => drop(places.file.seek(SeekFrom::Start(at))?),
    }
    let mut bytes = [0; COUNT];
    let read = places.file.read_exact(&mut bytes);
    places.here = if read.is_ok() { at + COUNT as u64 } else { places.file.stream_position()? };
    match read {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// 44.1 kHz, layer III: 26.122 ms a frame.
    fn frames(count: usize, bit_rates: &[u8]) -> Vec<u8> {
        let rates = (0..count).map(|place| bit_rates[place % bit_rates.len()]);
        rates.flat_map(of_rate).collect()
    }

    fn of_rate(index: u8) -> Vec<u8> {
        let header = [0xff, 0xfb, index << 4, 0xc4];
        let mut frame = vec![0; frame(header).unwrap().bytes as usize];
        frame[..4].copy_from_slice(&header);
        frame
    }

    fn seconds(file: &[u8]) -> Option<f64> {
        mp3_length(Cursor::new(file)).unwrap().map(|length| (length.as_secs_f64() * 100.0).round() / 100.0)
    }

    #[test]
    fn a_header_tells_how_long_its_frame_is() {
        let table = [
            ([0xff, 0xfb, 0x90, 0xc4], Some((417, 1152, 44_100))),
            ([0xff, 0xfb, 0x92, 0xc4], Some((418, 1152, 44_100))),
            ([0xff, 0xfb, 0x94, 0xc4], Some((384, 1152, 48_000))),
            ([0xff, 0xfd, 0x80, 0xc4], Some((417, 1152, 44_100))),
            ([0xff, 0xf3, 0x38, 0xc4], Some((108, 576, 16_000))),
            ([0xff, 0xe3, 0x38, 0xc4], Some((216, 576, 8_000))),
            ([0xff, 0xfb, 0x00, 0xc4], None),
            ([0xff, 0xfb, 0xf0, 0xc4], None),
            ([0xff, 0xfb, 0x9c, 0xc4], None),
            ([0xff, 0xeb, 0x90, 0xc4], None),
            ([0xfe, 0xfb, 0x90, 0xc4], None),
        ];
        for (header, expected) in table {
            assert_eq!(
                frame(header).map(|frame| (frame.bytes, frame.samples, frame.rate)),
                expected,
                "{header:x?}"
            );
        }
    }

    #[test]
    fn every_frame_counts_whatever_its_bit_rate() {
        assert_eq!(seconds(&frames(1000, &[9])), Some(26.12));
        assert_eq!(seconds(&frames(1000, &[1, 14, 5])), Some(26.12));
    }

    #[test]
    fn tags_and_rubbish_take_no_time() {
        let sound = frames(500, &[9, 5]);
        let tag = [b"ID3\x04\0\0\0\0\x02\x00".as_slice(), &[0xff; 256]].concat();
        assert_eq!(seconds(&[tag.as_slice(), &sound].concat()), Some(13.06));
        assert_eq!(seconds(&[sound.as_slice(), b"TAG", &[b' '; 125]].concat()), Some(13.06));
        assert_eq!(seconds(&[sound.as_slice(), &[0xff; 3000], &sound].concat()), Some(26.12));
    }

    #[test]
    fn the_frame_that_tells_of_the_others_takes_no_time() {
        let mut info = of_rate(9);
        info[36..40].copy_from_slice(b"Info");
        assert_eq!(seconds(&[info, frames(1000, &[9])].concat()), Some(26.12));
    }

    #[test]
    fn what_holds_no_frames_has_no_length() {
        for file in [
            Vec::new(),
            vec![0; 5000],
            vec![0xff; 5000],
            frames(2, &[9]),
            b"ID3\x04\0\0\x7f\x7f\x7f\x7f".to_vec(),
        ] {
            assert_eq!(seconds(&file), None);
        }
    }
}
