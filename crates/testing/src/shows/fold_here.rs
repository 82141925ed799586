use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

use super::recording;

const CLOSING: &str = "Diagrams for every episode are free, in both A4 and square, at \
    <a href=\"https://fold-here.example/diagrams\">fold-here.example/diagrams</a>.";

pub(super) fn show() -> ShowMother {
    let title = "A thousand and one cranes";
    ShowMother::new("Fold Here")
        .slug("fold-here")
        .author("Keiko Brandt")
        .description(
            "<p>Stories about paper, and one fold you can make while you listen. For restless hands, eight to eighty-eight.</p>",
        )
        .genre("Leisure")
        .person("Keiko Brandt", "host")
        .cover(&include_bytes!("../../assets/covers/fold-here.jpg")[..], "image/jpeg")
        .every(std::time::Duration::from_hours(10 * 24))
        .episode(
            EpisodeMother::new(title)
                .number(1, 8)
                .published(TODAY - DAY - DAY / 3)
                .summary("You know what happens at a thousand. Somebody had to keep counting.")
                .notes(format!(
                    "<p>You know what happens at a thousand. Somebody had to keep counting.</p>\n\
                     <p>You will need: one square sheet, nine minutes, a flat surface or a steady knee.</p>\n\
                     <p>The first fold is at 03:20, the wings are at 14:45.</p>\n<p>{CLOSING}</p>"
                ))
                .audio(recording(title, 23)),
        )
        .told(1, CLOSING, &[
            ("The map that opens in one pull", 27, "A fold from orbit, and the kitchen table it came from."),
            ("Love letter, sixteenth century", 30, "Locked with a slit and a tuck; opened once, by X-ray."),
            ("Airmail", 19, "The longest flight of a paper plane, and the gymnasium roof."),
            ("Wet folding a whale", 25, "Akira’s rule: when it looks like a mistake, add water."),
            ("The hat of the pressman", 21, "A new one every day, from yesterday’s news."),
            ("Mountain, valley", 24, "Two folds are all there is. Everything else is where."),
            ("Fold here", 18, "An introduction, with a cup you can drink from."),
        ])
}
