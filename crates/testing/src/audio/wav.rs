//! PCM in RIFF WAVE: plucked notes as they are worked out, with the seed in the lowest bit of each sample, where nobody
//! hears it.

use std::f64::consts::TAU;
use std::time::Duration;

use super::mixed;

pub(super) const DURATION: Duration = Duration::from_secs(12);

/// Samples a second, of 16 bits, on one channel.
const RATE: u32 = 8_000;
const SAMPLE: u16 = 2;
/// A new note begins so often.
const NOTE: Duration = Duration::from_millis(500);
const SCALE: [f64; 5] = [220.0, 261.63, 293.66, 329.63, 392.0];

pub(super) fn recording(title: &str, seed: u64) -> Vec<u8> {
    let mut format = Vec::new();
    format.extend(1u16.to_le_bytes());
    format.extend(1u16.to_le_bytes());
    format.extend(RATE.to_le_bytes());
    format.extend((RATE * u32::from(SAMPLE)).to_le_bytes());
    format.extend(SAMPLE.to_le_bytes());
    format.extend((SAMPLE * 8).to_le_bytes());
    let words = [b"INFO".to_vec(), chunk(*b"INAM", format!("{title}\0").as_bytes())].concat();
    let sound: Vec<u8> = (0..DURATION.as_secs() as u32 * RATE)
        .flat_map(|at| marked(sample(at), seed, at).to_le_bytes())
        .collect();
    let wave = [b"WAVE".to_vec(), chunk(*b"fmt ", &format), chunk(*b"LIST", &words), chunk(*b"data", &sound)];
    chunk(*b"RIFF", &wave.concat())
}

/// Content behind its name and length, with a byte more where that is odd.
fn chunk(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap_or(0).to_le_bytes();
    let even: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
    [&name[..], &length, content, even].concat()
}

fn sample(at: u32) -> i16 {
    let seconds = f64::from(at) / f64::from(RATE);
    let since = seconds % NOTE.as_secs_f64();
    let note = SCALE[(seconds / NOTE.as_secs_f64()) as usize * 2 % SCALE.len()];
    (f64::from(i16::MAX) * 0.3 * (-5.0 * since).exp() * (TAU * note * since).sin()) as i16
}

/// The sample with a bit that depends on the seed and on its place.
fn marked(sample: i16, seed: u64, at: u32) -> i16 {
    (sample & !1) | (mixed(seed, u64::from(at)) >> 63) as i16
}
