//! The recordings play, and last as long as they say.

use std::process::Command;
use std::time::Duration;

use friday_testing::Audio;

/// What ffprobe says: codec, seconds, title. None where there is no ffprobe.
fn probed(audio: &Audio) -> Option<(String, f64, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("audio.{}", audio.extension()));
    std::fs::write(&path, audio.read(0, usize::MAX / 2)).unwrap();
    let probe = |show: &str| {
        let arguments = ["-v", "error", "-of", "default=nw=1:nk=1", "-show_entries", show];
        let output = Command::new("ffprobe").args(arguments).arg(&path).output().ok()?;
        assert!(output.stderr.is_empty(), "{audio:?}: {}", String::from_utf8_lossy(&output.stderr));
        Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
    };
    let tags = probe("format_tags=title:stream_tags=title")?;
    Some((probe("stream=codec_name")?, probe("format=duration")?.parse().unwrap(), tags))
}

/// Whether ffmpeg decodes all of it without a word. True where there is no ffmpeg.
fn decodes(audio: &Audio) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("audio.{}", audio.extension()));
    std::fs::write(&path, audio.read(0, usize::MAX / 2)).unwrap();
    let arguments = ["-v", "error", "-f", "null", "-"];
    match Command::new("ffmpeg").arg("-i").arg(&path).args(arguments).output() {
        Ok(output) => output.status.success() && output.stderr.is_empty(),
        Err(_) => true,
    }
}

#[test]
fn every_kind_of_recording_is_what_it_says() {
    let cases = [
        ("mp3", Audio::mp3(Duration::from_mins(41))),
        ("mp3", Audio::mp3_wide(Duration::from_mins(5))),
        ("mp3", Audio::mp3_of_size(1_234_567)),
        ("mp3", Audio::mp3_vbr()),
        ("aac", Audio::m4a()),
        ("aac", Audio::m4a_moov_last()),
        ("opus", Audio::opus()),
        ("vorbis", Audio::vorbis()),
        ("flac", Audio::flac()),
        ("pcm_s16le", Audio::wav()),
    ];
    for (codec, audio) in cases {
        let audio = audio.titled("Öl & Wasser").seed(42);
        let Some((seen, seconds, title)) = probed(&audio) else {
            eprintln!("skipped: there is no ffprobe");
            return;
        };
        assert_eq!(seen, codec);
        let stated = audio.duration().as_secs_f64();
        assert!((seconds - stated).abs() < 0.1, "{audio:?}: {seconds} s instead of {stated}");
        if codec != "aac" {
            assert_eq!(title, "Öl & Wasser", "{audio:?}");
        }
    }
}

#[test]
fn every_kind_of_recording_decodes_without_a_complaint() {
    for audio in [
        Audio::mp3(Duration::from_mins(1)),
        Audio::mp3_wide(Duration::from_secs(30)),
        Audio::mp3_vbr(),
        Audio::mp3_vbr_without_header(),
        Audio::m4a(),
        Audio::m4a_moov_last(),
        Audio::opus(),
        Audio::vorbis(),
        Audio::flac(),
        Audio::wav(),
    ] {
        assert!(decodes(&audio.clone().seed(7)), "{audio:?}");
    }
}

#[test]
fn an_hour_is_an_hour() {
    let hour = Audio::mp3_wide(Duration::from_hours(1));
    assert_eq!(hour.duration(), Duration::from_hours(1));
    assert_eq!(hour.len() / 100_000, 576);
}
