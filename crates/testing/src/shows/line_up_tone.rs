use std::time::Duration;

use crate::audio::Audio;
use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

/// One episode for each way in which audio is published.
pub(super) fn show() -> ShowMother {
    let test = |title: &str, about: &str, audio: Audio| {
        EpisodeMother::new(title)
            .summary(about)
            .notes(format!("<p>{about}</p>\n<p>This is a transmission for engineers, and for people who like engineers.</p>"))
            .audio(audio.titled(title))
    };
    let half_minute = Duration::from_secs(30);
    ShowMother::new("Line-Up Tone")
        .slug("line-up-tone")
        .author("The Night Engineers")
        .description(
            "<p>Test transmissions in every format there is. A thousand hertz, with feeling. Please adjust your set.</p>",
        )
        .genre("Technology")
        .person("The Night Engineers", "engineer")
        .cover(&include_bytes!("../../assets/covers/line-up-tone.png")[..], "image/png")
        .every(Duration::from_hours(24))
        .episode(test("Constant bit rate", "MP3 at 24 kbit/s, steady as a lighthouse.", Audio::mp3(half_minute)).published(TODAY - DAY / 3))
        .episode(test("Wide band", "MP3 at 128 kbit/s, an hour in ten seconds of patience.", Audio::mp3_wide(half_minute)))
        .episode(test("Variable bit rate", "MP3 that breathes, with a header that says so.", Audio::mp3_vbr()))
        .episode(test("Variable, undeclared", "MP3 that breathes and does not tell.", Audio::mp3_vbr_without_header()))
        .episode(test("Index first", "AAC with its table of contents where you would look for it.", Audio::m4a()))
        .episode(test("Index last", "AAC with its table of contents behind the last page.", Audio::m4a_moov_last()))
        .episode(test("Opus number one", "Opus in Ogg, small and clear.", Audio::opus()))
        .episode(
            test("No extension", "An address that does not say what it is.", Audio::mp3(half_minute).seed(8))
                .audio_path("/stream.php?show=line-up-tone&episode=8"),
        )
        .episode(
            test("Octet stream", "A host that shrugs: it is bytes, is it not?", Audio::mp3(half_minute).seed(9))
                .enclosure_type("application/octet-stream"),
        )
        .episode(
            test("M4A dressed as MP3", "AAC at an address that ends in mp3, announced as such.", Audio::m4a().seed(10))
                .audio_path("/audio/line-up-tone/dressed.mp3")
                .enclosure_type("audio/mpeg"),
        )
}
