//! Which stretches of sound are silent, by its loudness from moment to moment.

use std::{ops::Range, time::Duration};

/// Loudness is that of so much sound.
const WINDOW: Duration = Duration::from_millis(10);
/// A pause between two sentences is no longer than this: it stays as it is.
const SHORTEST: Duration = Duration::from_millis(600);
/// So much of a silence stays behind what was said, and before what will be: words end and begin softly.
const KEPT: Duration = Duration::from_millis(150);

/// What lies 30 dB below the voice, by its amplitude, is no voice.
const BELOW_VOICE: f32 = 0.03;
/// Nothing is heard below this (-60 dB), however soft the voice; nor is anything silent that is louder than -34 dB.
const INAUDIBLE: f32 = 0.001;
const AUDIBLE: f32 = 0.02;
/// How loud the voice is, is forgotten by half in five seconds.
const FORGOTTEN: f32 = 0.998_614_7;

/// Listens to samples in their order, and tells what can be left out of each silence once it has ended.
pub(super) struct Finder {
    /// Everything before this moment was listened to, but for the frames of the window that is not full yet.
    reached: Duration,
    heard: u32,
    /// The sum of the squares of what was heard in that window.
    squares: f32,
    voice: f32,
    silent_since: Option<Duration>,
}

impl Finder {
    /// For sound that begins at a moment of the episode.
    pub(super) fn new(began: Duration) -> Self {
        Self { reached: began, heard: 0, squares: 0.0, voice: 0.0, silent_since: None }
    }

    /// The moment up to which it has listened.
    pub(super) fn reached(&self) -> Duration {
        self.reached
    }

    /// Interleaved channels follow, of so many frames a second. What is found is told to `found`.
    pub(super) fn hear(
        &mut self,
        samples: &[f32],
        channels: usize,
        rate: u32,
        mut found: impl FnMut(Range<Duration>),
    ) {
        let window = (f64::from(rate) * WINDOW.as_secs_f64()).max(1.0) as u32;
        for frame in samples.chunks_exact(channels.max(1)) {
            self.heard += 1;
            self.squares += frame.iter().map(|sample| sample * sample).fold(0.0, f32::max);
            if self.heard >= window {
                let loudness = (self.squares / self.heard as f32).sqrt();
                let from = self.reached;
                self.reached += Duration::from_secs_f64(f64::from(self.heard) / f64::from(rate));
                (self.heard, self.squares) = (0, 0.0);
                if let Some(silence) = self.judge(loudness, from) {
                    found(silence);
                }
            }
        }
    }

    /// What follows for so long could not be understood.
    pub(super) fn miss(&mut self, length: Duration) {
        self.reached += length;
        (self.heard, self.squares, self.silent_since) = (0, 0.0, None);
    }

    /// Takes in how loud the window was that began at a moment. The answer is what can be left out of the silence that
    /// ended with it.
    fn judge(&mut self, loudness: f32, at: Duration) -> Option<Range<Duration>> {
        self.voice = loudness.max(self.voice * FORGOTTEN);
        if loudness < (self.voice * BELOW_VOICE).clamp(INAUDIBLE, AUDIBLE) {
            self.silent_since.get_or_insert(at);
            return None;
        }
        let from = self.silent_since.take()?;
        (at.saturating_sub(from) >= SHORTEST).then(|| from + KEPT..at.saturating_sub(KEPT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 8_000;

    /// What is left out of sounds of so many seconds and such amplitudes, in hundredths of a second.
    fn left_out(sounds: &[(f64, f32)]) -> Vec<(u64, u64)> {
        let mut finder = Finder::new(Duration::ZERO);
        let mut found = Vec::new();
        for &(seconds, amplitude) in sounds {
            let frames = (seconds * f64::from(RATE)) as usize;
            let samples: Vec<f32> =
                (0..frames).map(|at| if at % 2 == 0 { amplitude } else { -amplitude }).collect();
            // As a decoder does, in packets of an odd size.
            for packet in samples.chunks(1_153) {
                finder.hear(packet, 1, RATE, |silence| found.push(silence));
            }
        }
        let hundredths = |at: Duration| (at.as_secs_f64() * 100.0).round() as u64;
        found.into_iter().map(|silence| (hundredths(silence.start), hundredths(silence.end))).collect()
    }

    #[test]
    fn silences_are_found_between_voices_loud_and_soft() {
        for (what, sounds, expected) in [
            ("a silence", &[(1.0, 0.5), (1.0, 0.0), (1.0, 0.5)][..], &[(115, 185)][..]),
            ("two", &[(1.0, 0.5), (1.0, 0.0), (1.0, 0.5), (2.0, 0.0), (0.5, 0.5)], &[(115, 185), (315, 485)]),
            ("a pause between sentences", &[(1.0, 0.5), (0.5, 0.0), (1.0, 0.5)], &[]),
            ("the noise of a room", &[(1.0, 0.5), (1.0, 0.005), (1.0, 0.5)], &[(115, 185)]),
            ("a soft voice behind a loud one", &[(1.0, 0.5), (1.0, 0.05), (1.0, 0.5)], &[]),
            ("a soft voice with its own silence", &[(9.0, 0.02), (1.0, 0.0), (1.0, 0.02)], &[(915, 985)]),
            ("the noise of a room under a soft voice", &[(9.0, 0.02), (1.0, 0.005), (1.0, 0.02)], &[]),
            ("a silence at the beginning", &[(2.0, 0.0), (1.0, 0.5)], &[(15, 185)]),
            ("a silence at the end, which is left to the end", &[(1.0, 0.5), (2.0, 0.0)], &[]),
            ("nothing but silence", &[(5.0, 0.0)], &[]),
            ("nothing", &[], &[]),
        ] {
            assert_eq!(left_out(sounds), expected, "{what}");
        }
    }

    #[test]
    fn one_channel_that_sounds_is_enough() {
        let mut finder = Finder::new(Duration::ZERO);
        let stereo: Vec<f32> = (0..RATE as usize * 4).map(|at| if at % 2 == 0 { 0.5 } else { 0.0 }).collect();
        let mut found = Vec::new();
        finder.hear(&stereo, 2, RATE, |silence| found.push(silence));
        assert_eq!((finder.reached(), found.len()), (Duration::from_secs(2), 0));
    }

    #[test]
    fn what_could_not_be_understood_is_no_silence() {
        let mut finder = Finder::new(Duration::from_mins(1));
        let mut found = Vec::new();
        let voice = vec![0.5; RATE as usize];
        finder.hear(&voice, 1, RATE, |silence| found.push(silence));
        finder.miss(Duration::from_secs(3));
        finder.hear(&voice, 1, RATE, |silence| found.push(silence));
        assert_eq!((finder.reached(), found.len()), (Duration::from_secs(65), 0));
    }
}
