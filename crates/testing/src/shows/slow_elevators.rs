use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

use super::recording;

const CLOSING: &str = "Slow Elevators is one conversation an episode, from the lobby to the roof and not a floor further. \
    Produced by Tomás Arrieta for <a href=\"https://between-floors.example\">Between Floors</a>.";

pub(super) fn show() -> ShowMother {
    let title = "Fourteenth floor, by way of Lisbon";
    ShowMother::new("Slow Elevators")
        .slug("slow-elevators")
        .author("Between Floors")
        .description(
            "<p>Two strangers, one lift, no hurry. We ride the slowest elevators in the world and talk to whoever gets in. \
             When the doors open, the episode is over.</p>",
        )
        .genre("Society & Culture")
        .person("Tomás Arrieta", "host")
        .funding("https://between-floors.example/oil", "Oil for the bearings")
        .cover(&include_bytes!("../../assets/covers/slow-elevators.png")[..], "image/png")
        .every(std::time::Duration::from_hours(7 * 24))
        .episode(
            EpisodeMother::new(title)
                .number(4, 9)
                .published(TODAY - DAY / 2)
                .summary("A retired cartographer of lift shafts, a dog who knows the way, and a stop nobody pressed.")
                .notes(format!(
                    "<p>A retired cartographer of lift shafts, a dog who knows the way, and a stop nobody pressed. \
                     The cabin is from 1902, made of walnut, and does a metre in three seconds.</p>\n\
                     <p>In this ride:</p>\n<ol><li>00:40 Lobby</li><li>06:25 Mezzanine, which is not a floor</li>\
                     <li>15:10 The stop nobody pressed</li><li>28:30 Roof, with pigeons</li></ol>\n\
                     <p>Photographs of the cabin: <a href=\"https://between-floors.example/lisbon\">between-floors.example/lisbon</a></p>\n<p>{CLOSING}</p>"
                ))
                .chapters([
                    (0.0, "Doors"),
                    (40.0, "Lobby"),
                    (385.0, "Mezzanine, which is not a floor"),
                    (910.0, "The stop nobody pressed"),
                    (1710.0, "Roof, with pigeons"),
                ])
                .audio(recording(title, 34)),
        )
        .told(4, CLOSING, &[
            ("The button for nine", 26, "It is worn smooth, and the building has eight floors."),
            ("Paternoster", 37, "A lift without doors that never stops, and the professor who went over the top on purpose."),
            ("Freight, with piano", 29, "Two movers, one upright, one very honest conversation about brothers."),
            ("Hospital, going down", 41, "A night porter’s etiquette for the only lift where everybody looks at the ceiling."),
            ("The operator", 33, "Mrs Adeyemi has been saying “going up” since 1971 and has only been wrong once."),
            ("Capacity eight persons", 24, "We are nine."),
            ("Mirror, mirror", 28, "Why they are there, who decided, and what he did on the way up."),
            ("Ground floor", 31, "A first ride, in a hotel that is being taken down around it."),
        ])
}
