use std::time::Duration;

use crate::audio::Audio;
use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

const OBJECTS: [&str; 40] = [
    "A pear, painted",
    "The left glove",
    "A whistle for calling nobody",
    "Half a map",
    "A thimble",
    "The spare key",
    "A bus ticket to the sea",
    "One chess bishop",
    "A jar of buttons",
    "The second-best umbrella",
    "A tuning fork",
    "A letter, unopened",
    "The smallest bell",
    "A pocket barometer",
    "A paper crown",
    "A spoon with a date",
    "The red pencil",
    "A marble called Jupiter",
    "A seed packet",
    "The other cufflink",
    "A library stamp",
    "A cork with a name on it",
    "The lid of something",
    "A ruler with a bite",
    "A child’s compass",
    "A blue bottle",
    "The doorknob",
    "A ticket stub",
    "A doll’s kettle",
    "The last match",
    "A pressed fern",
    "A brass letter K",
    "An egg cup",
    "The loose page",
    "A harmonica in the wrong key",
    "A bookmark",
    "The good scissors",
    "A snow globe, empty",
    "A postcard of here",
    "The first lost thing",
];

const ROOMS: [&str; 3] = [
    "from a harbour pilot’s drawer, where it kept a promise company.",
    "from the coat of someone who always meant to come back for it.",
    "found behind a radiator, in excellent spirits.",
];

pub(super) fn show() -> ShowMother {
    let show = ShowMother::new("One Minute Museum")
        .slug("one-minute-museum")
        .author("The Keeper of Small Things")
        .description(
            "<p>A museum with one room, one object and one minute. Open every day. Please touch.</p>",
        )
        .genre("Arts")
        .person("The Keeper of Small Things", "narrator")
        .cover(&include_bytes!("../../assets/covers/one-minute-museum.png")[..], "image/png")
        .every(Duration::from_hours(24));
    (1..=120).rev().fold(show, |show, number: u32| {
        let object = OBJECTS[(120 - number as usize) % OBJECTS.len()];
        let room = ROOMS[(number as usize - 1) / OBJECTS.len()];
        let title = format!("No. {number}: {object}");
        let episode = EpisodeMother::new(&title)
            .number(1, number)
            .summary(format!("{object}, {room}"))
            .notes(format!(
                "<p>{object}, {room}</p>\n<p>Catalogue: <a href=\"https://one-minute.example/{number}\">one-minute.example/{number}</a></p>"
            ))
            .audio(Audio::mp3(Duration::from_mins(1)).titled(&title));
        show.episode(if number == 120 { episode.published(TODAY - DAY / 12) } else { episode })
    })
}
