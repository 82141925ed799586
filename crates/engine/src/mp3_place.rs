//! Where in an MP3 a moment lies, told from its beginning alone: a constant bit rate is exact, and of a variable one the
//! header in front (Xing, Info) holds a table in hundredths.

use std::{
    io::{Read, Result, Seek},
    time::Duration,
};

use crate::mp3_length::{Frame, first_frame};

/// What the header in front says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Header {
    frames: u64,
    /// From the beginning of the header's own frame, where it is told.
    bytes: Option<u64>,
    /// For each hundredth of the time, how much of the bytes lies before it, in 256 parts.
    table: Option<[u8; 100]>,
}

/// The byte at which the sound of a moment begins, or a little before; nothing where that cannot be told. The file may
/// be a beginning, of `total` bytes in the end.
pub(crate) fn mp3_place(file: impl Read + Seek, total: u64, moment: Duration) -> Result<Option<u64>> {
    Ok(first_frame(file)?.and_then(|(start, frame, bytes)| {
        let sound = total.checked_sub(start)?;
        let place = start + place(frame, header(&bytes), sound, moment)?;
        (place < total).then_some(place)
    }))
}

/// Counted from the first frame.
fn place(frame: Frame, header: Option<Header>, sound: u64, moment: Duration) -> Option<u64> {
    let Some(header) = header else {
        return Some((moment.as_secs_f64() * frame.bit_rate as f64 / 8.0) as u64);
    };
    let length = header.frames as f64 * frame.samples as f64 / frame.rate as f64;
    let share = moment.as_secs_f64() / length;
    if !(0.0..1.0).contains(&share) {
        return None;
    }
    let before = match header.table {
        Some(table) => {
            let hundredth = (share * 100.0) as usize;
            let [low, high] =
                [hundredth, hundredth + 1].map(|at| table.get(at).map_or(256.0, |parts| f64::from(*parts)));
            (low + (high - low) * (share * 100.0).fract()) / 256.0
        }
        None => share,
    };
    Some((before * header.bytes.unwrap_or(sound) as f64) as u64)
}

fn header(frame: &[u8]) -> Option<Header> {
    let at = frame.windows(4).take(48).position(|word| matches!(word, b"Xing" | b"Info"))?;
    let mut rest = frame.get(at + 4..)?;
    let flags = number(&mut rest)?;
    let mut told = |flag: u32| if flags & flag == 0 { None } else { number(&mut rest).map(u64::from) };
    let (frames, bytes) = (told(1)?, told(2));
    let table = if flags & 4 == 0 { None } else { rest.first_chunk::<100>().copied() };
    (frames > 0).then_some(Header { frames, bytes, table })
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_be_bytes(*number))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// 128 kbit/s at 44.1 kHz: 417 bytes.
    const HEADER: [u8; 4] = [0xff, 0xfb, 0x90, 0xc4];

    fn sound(words: &[u8]) -> Vec<u8> {
        let mut first = [HEADER.as_slice(), &[0; 32], words].concat();
        first.resize(417, 0);
        [first.as_slice(), &HEADER, &[0; 413]].concat()
    }

    /// Of 10,000 frames, that is 261.2 s.
    fn told(flags: u8, rest: &[u8]) -> Vec<u8> {
        sound(&[b"Xing\0\0\0".as_slice(), &[flags], &10_000_u32.to_be_bytes(), rest].concat())
    }

    #[test]
    fn a_moment_lies_where_the_beginning_says() {
        let tag = b"ID3\x04\0\0\0\0\x02\x00".as_slice();
        let tagged = [tag, &[0; 256], &sound(&[])].concat();
        // The first half of the time takes a fifth of the bytes.
        let table: Vec<u8> =
            (0..100).map(|at| if at < 50 { at } else { 3 * at - 100 }).map(|part: u16| part as u8).collect();
        let total = 4_000_000;
        for (file, seconds, expected) in [
            (sound(&[]), 0, Some(0)),
            (sound(&[]), 100, Some(1_600_000)),
            (sound(&[]), 1000, None),
            (tagged, 100, Some(1_600_266)),
            (told(1, &[]), 131, Some(2_005_937)),
            (told(3, &2_000_000_u32.to_be_bytes()), 131, Some(1_002_968)),
            (told(5, &table), 131, Some(788_208)),
            (told(1, &[]), 262, None),
            (vec![0; 500], 100, None),
            (b"ID3\x04\0\0\x7f\x7f\x7f\x7f".to_vec(), 100, None),
        ] {
            let place = mp3_place(Cursor::new(file), total, Duration::from_secs(seconds)).unwrap();
            assert_eq!(place, expected, "{seconds} s");
        }
    }
}
