//! Sound out of a file, as fast as the machine can.

use std::{ops::Range, time::Duration};

use symphonia::core::{
    codecs::audio::AudioDecoderOptions,
    errors::Error,
    formats::{FormatOptions, FormatReader, SeekMode, SeekTo, TrackType, probe::Hint},
    io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions},
    meta::MetadataOptions,
    units::{Time, TimeBase, Timestamp},
};

use super::finder::Finder;

/// What is found while a file is listened to.
pub(super) enum Heard {
    /// It begins at this moment of the episode.
    From(Duration),
    /// This can be left out.
    Silence(Range<Duration>),
    /// Everything before this moment has been listened to.
    Reached(Duration),
}

/// Listens to a file from about a moment on, until its end or until `tell` says that it is enough. Formats that are not
/// understood (Opus among them) are an error.
pub(super) fn listen(
    file: Box<dyn MediaSource>,
    from: Duration,
    mut tell: impl FnMut(Heard) -> bool,
) -> Result<(), Error> {
    let stream = MediaSourceStream::new(file, MediaSourceStreamOptions::default());
    let (format, metadata) = (FormatOptions::default(), MetadataOptions::default());
    let mut format = symphonia::default::get_probe().probe(&Hint::new(), stream, format, metadata)?;
    let track = format.default_track(TrackType::Audio).ok_or(Error::Unsupported("no sound"))?;
    let (id, time_base) = (track.id, track.time_base);
    let parameters = track.codec_params.as_ref().and_then(|parameters| parameters.audio());
    let parameters = parameters.ok_or(Error::Unsupported("sound of an unknown kind"))?;
    // The web view plays what an encoder has put in front, so that counts here too.
    let options = AudioDecoderOptions::default().gapless(false);
    let mut decoder = symphonia::default::get_codecs().make_audio_decoder(parameters, &options)?;

    let began = begin(&mut *format, id, time_base, from);
    let mut enough = !tell(Heard::From(began));
    let mut finder = Finder::new(began);
    let mut samples = Vec::new();
    while !enough && let Some(packet) = format.next_packet()? {
        if packet.track_id != id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(sound) => {
                samples.resize(sound.samples_interleaved(), 0.0_f32);
                sound.copy_to_slice_interleaved(&mut samples);
                let spec = sound.spec();
                finder.hear(&samples, spec.channels().count(), spec.rate(), |silence| {
                    enough |= !tell(Heard::Silence(silence));
                });
            }
            // A packet that was damaged on its way.
            Err(Error::DecodeError(_)) => finder.miss(length(packet.dur.get(), time_base)),
            Err(error) => return Err(error),
        }
        enough |= !tell(Heard::Reached(finder.reached()));
    }
    Ok(())
}

/// Goes to about a moment, where the file can be read from there. The answer is the moment it has come to.
fn begin(format: &mut dyn FormatReader, id: u32, base: Option<TimeBase>, from: Duration) -> Duration {
    let time = Time::try_from_secs_f64(from.as_secs_f64()).filter(|_| !from.is_zero());
    let gone =
        time.and_then(|time| format.seek(SeekMode::Coarse, SeekTo::Time { time, track_id: Some(id) }).ok());
    let at = gone.and_then(|gone| base?.calc_time(gone.actual_ts));
    at.and_then(|at| Duration::try_from_secs_f64(at.as_secs_f64()).ok()).unwrap_or_default()
}

/// How long so many of a track's own units are.
fn length(units: u64, base: Option<TimeBase>) -> Duration {
    let time = base.and_then(|base| base.calc_time(Timestamp::new(i64::try_from(units).ok()?)));
    time.and_then(|time| Duration::try_from_secs_f64(time.as_secs_f64()).ok()).unwrap_or_default()
}
