//! Audio as hosts hold it, without holding it: a recording knows how to make any of its bytes on demand.
//!
//! Long recordings repeat the frames of a short tune. Each frame carries two bits that depend on the seed and on the
//! frame's place (copyright and original: no decoder acts on them), so two versions of a recording differ throughout,
//! and a file joined at the wrong offset or from two versions never hashes as either.

mod flac;
mod mp3;
mod mp4;
mod ogg;
mod wav;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use mp3::Frames;

/// A playable recording of any length. Clones share the bytes and the hash.
#[derive(Clone)]
pub struct Audio {
    recipe: Recipe,
    title: String,
    seed: u64,
    made: Arc<Made>,
}

#[derive(Clone)]
enum Recipe {
    Narrow { frames: u64 },
    Wide { frames: u64, padding: usize },
    Vbr { header: bool },
    Mp4 { moov_last: bool },
    Opus,
    Vorbis,
    Flac,
    Wav,
    Bytes { bytes: Bytes, content_type: String, extension: String },
}

/// The bytes of a recording: a head, frames made on demand, a tail.
struct Made {
    head: Bytes,
    frames: Option<Frames>,
    tail: Bytes,
    duration: Duration,
    sha256: OnceLock<String>,
}

impl Audio {
    /// Mono speech quality, 24 kbit/s CBR with an Info header: 3 kB a second. Rounded up to whole frames of 36 ms.
    pub fn mp3(duration: Duration) -> Self {
        Self::made(Recipe::Narrow { frames: mp3::NARROW.frames_for(duration) }, String::new(), 0)
    }

    /// 128 kbit/s CBR with an Info header, 57.6 MB an hour, as large podcasts are published.
    pub fn mp3_wide(duration: Duration) -> Self {
        Self::made(Recipe::Wide { frames: mp3::WIDE.frames_for(duration), padding: 0 }, String::new(), 0)
    }

    /// A 128 kbit/s mp3 of exactly `bytes` bytes (at least 2,000). Nothing is held in memory, so 500 MB are fine.
    pub fn mp3_of_size(bytes: u64) -> Self {
        assert!(bytes >= 2_000, "an mp3 with its headers does not fit into {bytes} bytes");
        let bare = Self::made(Recipe::Wide { frames: 0, padding: 0 }, String::new(), 0).len();
        let frames = (bytes - bare) / mp3::WIDE.frame_bytes() as u64;
        let padding = (bytes - bare) % mp3::WIDE.frame_bytes() as u64;
        Self::made(Recipe::Wide { frames, padding: padding as usize }, String::new(), 0)
    }

    /// 16 s with a variable bit rate and a Xing header.
    pub fn mp3_vbr() -> Self {
        Self::made(Recipe::Vbr { header: true }, String::new(), 0)
    }

    /// 16 s with a variable bit rate and nothing that says so: a player can only guess its length.
    pub fn mp3_vbr_without_header() -> Self {
        Self::made(Recipe::Vbr { header: false }, String::new(), 0)
    }

    /// 16 s of AAC with the index before the sound.
    pub fn m4a() -> Self {
        Self::made(Recipe::Mp4 { moov_last: false }, String::new(), 0)
    }

    /// 16 s of AAC with the index behind the sound, as a recorder leaves it.
    pub fn m4a_moov_last() -> Self {
        Self::made(Recipe::Mp4 { moov_last: true }, String::new(), 0)
    }

    /// 16 s of Opus in Ogg.
    pub fn opus() -> Self {
        Self::made(Recipe::Opus, String::new(), 0)
    }

    /// 16 s of Vorbis in Ogg.
    pub fn vorbis() -> Self {
        Self::made(Recipe::Vorbis, String::new(), 0)
    }

    /// 12 s of FLAC.
    pub fn flac() -> Self {
        Self::made(Recipe::Flac, String::new(), 0)
    }

    /// 12 s of PCM, as a recorder leaves it.
    pub fn wav() -> Self {
        Self::made(Recipe::Wav, String::new(), 0)
    }

    /// 24 s of mp3, four times over: 2 s of a loud tone, 1.5 s of silence, 1 s of a tone 20 dB softer, 1.5 s of silence.
    /// Its duration is not told.
    pub fn mp3_with_pauses() -> Self {
        Self::bytes(&include_bytes!("../assets/audio/pauses.mp3")[..], "audio/mpeg", "mp3")
    }

    /// Any bytes, playable or not, as they stand; its duration is zero.
    pub fn bytes(
        bytes: impl Into<Bytes>,
        content_type: impl Into<String>,
        extension: impl Into<String>,
    ) -> Self {
        let recipe = Recipe::Bytes {
            bytes: bytes.into(),
            content_type: content_type.into(),
            extension: extension.into(),
        };
        Self::made(recipe, String::new(), 0)
    }

    /// The same recording with this title in its tags. `mp3_of_size` keeps its size only for the empty title.
    #[must_use]
    pub fn titled(self, title: impl Into<String>) -> Self {
        Self::made(self.recipe, title.into(), self.seed)
    }

    /// The same recording, equally long, with other bytes throughout (m4a and flac: only in a piece that players skip).
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self::made(self.recipe, self.title, seed)
    }

    /// The version of this recording that a host would upload after a correction: same length, other bytes.
    #[must_use]
    pub(crate) fn next_version(&self) -> Self {
        self.clone().seed(self.seed.wrapping_add(1))
    }

    pub(crate) fn own_seed(&self) -> u64 {
        self.seed
    }

    /// What an entity tag can be made of without reading the whole recording.
    pub(crate) fn fingerprint(&self) -> String {
        format!("{:016x}-{:x}", self.seed, self.len())
    }

    /// Bytes of the whole file.
    #[expect(clippy::len_without_is_empty, reason = "a recording is never empty but by intent of a test")]
    pub fn len(&self) -> u64 {
        let frames = self.made.frames.as_ref().map_or(0, Frames::len);
        self.made.head.len() as u64 + frames + self.made.tail.len() as u64
    }

    /// Playing time, to the frame.
    pub fn duration(&self) -> Duration {
        self.made.duration
    }

    /// What an honest host would say it is.
    pub fn content_type(&self) -> &str {
        match &self.recipe {
            Recipe::Narrow { .. } | Recipe::Wide { .. } | Recipe::Vbr { .. } => "audio/mpeg",
            Recipe::Mp4 { .. } => "audio/mp4",
            Recipe::Opus | Recipe::Vorbis => "audio/ogg",
            Recipe::Flac => "audio/flac",
            Recipe::Wav => "audio/wav",
            Recipe::Bytes { content_type, .. } => content_type,
        }
    }

    /// The file extension that belongs to it, without the dot.
    pub fn extension(&self) -> &str {
        match &self.recipe {
            Recipe::Narrow { .. } | Recipe::Wide { .. } | Recipe::Vbr { .. } => "mp3",
            Recipe::Mp4 { .. } => "m4a",
            Recipe::Opus => "opus",
            Recipe::Vorbis => "ogg",
            Recipe::Flac => "flac",
            Recipe::Wav => "wav",
            Recipe::Bytes { extension, .. } => extension,
        }
    }

    /// The bytes from `offset`, at most `length` of them, fewer at the end.
    pub fn read(&self, offset: u64, length: usize) -> Bytes {
        let end = self.len().min(offset.saturating_add(length as u64));
        if offset >= end {
            return Bytes::new();
        }
        let mut read = Vec::with_capacity((end - offset) as usize);
        let head = self.made.head.len() as u64;
        let frames = self.made.frames.as_ref().map_or(0, Frames::len);
        copy_overlap(&self.made.head, 0, offset, end, &mut read);
        if let Some(made) = &self.made.frames {
            let (from, to) = (offset.max(head), end.min(head + frames));
            if from < to {
                made.read_into(from - head, to - head, &mut read);
            }
        }
        copy_overlap(&self.made.tail, head + frames, offset, end, &mut read);
        read.into()
    }

    /// SHA-256 of the whole file in lower-case hexadecimal, worked out once by reading it through.
    pub fn sha256(&self) -> String {
        self.made
            .sha256
            .get_or_init(|| {
                let mut hash = Sha256::new();
                let mut at = 0;
                loop {
                    let chunk = self.read(at, 1 << 20);
                    if chunk.is_empty() {
                        break;
                    }
                    hash.update(&chunk);
                    at += chunk.len() as u64;
                }
                hexadecimal(&hash.finalize())
            })
            .clone()
    }

    fn made(recipe: Recipe, title: String, seed: u64) -> Self {
        let whole = |bytes: Vec<u8>, duration| Made {
            head: bytes.into(),
            frames: None,
            tail: Bytes::new(),
            duration,
            sha256: OnceLock::new(),
        };
        let made = match &recipe {
            Recipe::Narrow { frames } => mp3::NARROW.recording(&title, seed, *frames, 0),
            Recipe::Wide { frames, padding } => mp3::WIDE.recording(&title, seed, *frames, *padding),
            Recipe::Vbr { header } => {
                let (bytes, duration) = mp3::variable(&title, seed, *header);
                whole(bytes, duration)
            }
            Recipe::Mp4 { moov_last } => whole(mp4::recording(&title, seed, *moov_last), mp4::DURATION),
            Recipe::Opus => whole(ogg::OPUS.recording(&title, seed), ogg::DURATION),
            Recipe::Vorbis => whole(ogg::VORBIS.recording(&title, seed), ogg::DURATION),
            Recipe::Flac => whole(flac::recording(&title, seed), flac::DURATION),
            Recipe::Wav => whole(wav::recording(&title, seed), wav::DURATION),
            Recipe::Bytes { bytes, .. } => whole(bytes.to_vec(), Duration::ZERO),
        };
        Self { recipe, title, seed, made: Arc::new(made) }
    }
}

impl fmt::Debug for Audio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audio")
            .field("title", &self.title)
            .field("seed", &self.seed)
            .field("extension", &self.extension())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// A number for a place of a recording: SplitMix64, so that neighbouring places and seeds have nothing in common.
fn mixed(seed: u64, place: u64) -> u64 {
    let mut mixed =
        seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ place.wrapping_mul(0xd134_2543_de82_ef95);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb)
}

/// Lower-case hexadecimal, two digits a byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

/// Appends what of `part`, which begins at `start` of the file, lies between `from` and `to`.
fn copy_overlap(part: &[u8], start: u64, from: u64, to: u64, into: &mut Vec<u8>) {
    let begin = from.max(start) - start;
    let end = to.min(start + part.len() as u64).saturating_sub(start);
    if begin < end {
        into.extend_from_slice(&part[begin as usize..end as usize]);
    }
}
