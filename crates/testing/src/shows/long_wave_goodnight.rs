use std::time::Duration;

use crate::audio::Audio;
use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

const NIGHTS: [(&str, &str); 6] = [
    (
        "An hour of the harbour at Tórshavn",
        "Halyards, a generator two piers away, somebody’s supper. Nothing happens, beautifully.",
    ),
    ("An hour in the bookbinder’s back room", "Paper, thread, a radio behind a wall."),
    ("An hour of snow on a tent", "Recorded at 1,900 metres by someone who did not sleep."),
    ("An hour aboard the night train to Narvik", "Joints, doors, a conductor with soft shoes."),
    ("An hour under the willow", "Wind, then less wind."),
    ("An hour with the tide tables", "Read slowly, from Ullapool to Aberdeen."),
];

/// An hour at 128 kbit/s each: the large downloads of this world.
pub(super) fn show() -> ShowMother {
    let show = ShowMother::new("Long Wave Goodnight")
        .slug("long-wave-goodnight")
        .author("Station Seventeen")
        .description(
            "<p>One hour of somewhere else, once a month, for falling asleep to. No talking after the first minute.</p>",
        )
        .genre("Health & Fitness")
        .person("Marit Solheim", "host")
        .cover(&include_bytes!("../../assets/covers/long-wave-goodnight.png")[..], "image/png")
        .every(Duration::from_hours(30 * 24));
    NIGHTS.iter().enumerate().fold(show, |show, (index, (title, about))| {
        let episode = EpisodeMother::new(*title)
            .number(1, u32::try_from(NIGHTS.len() - index).unwrap_or(1))
            .summary(*about)
            .notes(format!("<p>{about}</p>\n<p>Best below the volume of your own breathing. Good night.</p>"))
            .audio(Audio::mp3_wide(Duration::from_hours(1)).titled(*title));
        show.episode(if index == 0 { episode.published(TODAY - 2 * DAY) } else { episode })
    })
}
