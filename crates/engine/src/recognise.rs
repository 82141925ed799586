//! Says what a downloaded file really is, by its content: the announced type and the URL are only hearsay.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    path::Path,
    time::Duration,
};

use lofty::{
    config::{ParseOptions, ParsingMode},
    file::{AudioFile as _, FileType},
    probe::Probe,
};

use crate::mp3_length::mp3_length;

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recognised {
    /// Without the dot.
    pub(crate) extension: &'static str,
    pub(crate) mime_type: &'static str,
    /// As read from the file; absent where its format does not tell.
    pub(crate) duration: Option<Duration>,
}

/// Reads the first bytes and the audio properties. Nothing when it is neither audio nor video.
pub(crate) fn recognise(path: &Path) -> std::io::Result<Option<Recognised>> {
    let mut file = File::open(path)?;
    let mut head = Vec::with_capacity(8192);
    file.by_ref().take(8192).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let options =
        ParseOptions::new().parsing_mode(ParsingMode::Relaxed).read_tags(false).read_cover_art(false);
    let probe = Probe::new(std::io::BufReader::new(file)).options(options).guess_file_type()?;
    let kind = probe.file_type();
    let duration = probe.read().ok().map(|tagged| tagged.properties().duration());
    let duration = duration.filter(|duration| !duration.is_zero());
    let by_sound = kind.and_then(|kind| names(kind, &head)).filter(|_| duration.is_some());
    let names = by_sound.or_else(|| {
        let seen = infer::get(&head)?;
        let media = matches!(seen.matcher_type(), infer::MatcherType::Audio | infer::MatcherType::Video);
        // A tag in front says nothing about what follows it; only the sound itself counts for mp3.
        (media && seen.extension() != "mp3").then(|| (seen.extension(), seen.mime_type()))
    });
    let counted = if kind == Some(FileType::Mpeg) { mp3_length(File::open(path)?)? } else { None };
    let duration = counted.or(duration);
    Ok(names.map(|(extension, mime_type)| Recognised { extension, mime_type, duration }))
}

fn names(kind: FileType, head: &[u8]) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        FileType::Mpeg => ("mp3", "audio/mpeg"),
        FileType::Mp4 if is_video(head) => ("mp4", "video/mp4"),
        FileType::Mp4 => ("m4a", "audio/mp4"),
        FileType::Aac => ("aac", "audio/aac"),
        FileType::Opus => ("opus", "audio/ogg"),
        FileType::Vorbis | FileType::Speex => ("ogg", "audio/ogg"),
        FileType::Flac => ("flac", "audio/flac"),
        FileType::Wav => ("wav", "audio/wav"),
        FileType::Aiff => ("aiff", "audio/aiff"),
        FileType::Ape => ("ape", "audio/ape"),
        FileType::WavPack => ("wv", "audio/wavpack"),
        FileType::Mpc => ("mpc", "audio/x-musepack"),
        _ => return None,
    })
}

/// An MP4 that calls itself a film (ISO 14496-12 brands that audio never carries as its first).
fn is_video(head: &[u8]) -> bool {
    head.get(8..12).is_some_and(|brand| matches!(brand, b"qt  " | b"M4V " | b"avc1" | b"mp71"))
}
