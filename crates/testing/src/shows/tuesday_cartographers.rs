use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

use super::recording;

const CLOSING: &str = "The Tuesday Cartographers meet on Tuesdays. Minutes are kept; see \
    <a href=\"https://tuesday-maps.example/minutes\">tuesday-maps.example/minutes</a>.";

pub(super) fn show() -> ShowMother {
    let title = "The street that is only there in winter";
    ShowMother::new("The Tuesday Cartographers")
        .slug("tuesday-cartographers")
        .author("Farida Noor & Jonas Weill")
        .description(
            "<p>A club for mapping what maps leave out: shortcuts, smells, where the buskers stand, who waves to whom. \
             Amateur in the best sense. Bring a pencil.</p>",
        )
        .genre("Places & Travel")
        .person("Farida Noor", "host")
        .person("Jonas Weill", "host")
        .cover(&include_bytes!("../../assets/covers/tuesday-cartographers.png")[..], "image/png")
        .every(std::time::Duration::from_hours(7 * 24))
        .episode(
            EpisodeMother::new(title)
                .number(5, 16)
                .published(TODAY - 3 * DAY)
                .summary("When the lake freezes, a town gains four hundred metres of road, two shops and a quarrel.")
                .image("/artwork/tuesday-cartographers.png")
                .person("Liv Aune", "guest")
                .notes(format!(
                    "<p>When the lake freezes, a town gains four hundred metres of road, two shops and a quarrel. \
                     Farida and Jonas survey it on foot with <b>Liv Aune</b>, who has been the street’s postwoman for eleven winters.</p>\n\
                     <blockquote><p>“You deliver to the ice like to anybody. It has a letter box.”</p></blockquote>\n\
                     <h3>Waypoints</h3>\n<ul><li>(01:15) How thick is a street?</li><li>(08:40) The shop with the stove</li>\
                     <li>(17:05) A boundary dispute</li><li>(29:50) Thaw</li></ul>\n\
                     <p>The finished sheet: <a href=\"https://tuesday-maps.example/sheets/winter-street\">Winter Street, 1 : 500</a>. \
                     Corrections to <a href=\"https://tuesday-maps.example/errata?sheet=ws&amp;season=5\">the errata</a>.</p>\n<p>{CLOSING}</p>"
                ))
                .chapters([
                    (0.0, "Minutes of the last meeting"),
                    (75.0, "How thick is a street?"),
                    (520.0, "The shop with the stove"),
                    (1025.0, "A boundary dispute"),
                    (1790.0, "Thaw"),
                ])
                .transcript([
                    (0.0, "Farida", "The minutes of the last meeting are approved, except for the part about the goose."),
                    (6.0, "Jonas", "The goose is disputed."),
                    (8.5, "Farida", "The goose is disputed. We begin with the street."),
                    (13.0, "Liv", "You can hear when it is a street. Before that it sings."),
                ])
                .audio(recording(title, 36)),
        )
        .told(5, CLOSING, &[
            ("Where the buskers stand", 32, "An acoustic map of one underground station, drawn by people with cold hands."),
            ("A map of unreliable clocks", 28, "Nineteen public clocks, eleven opinions."),
            ("The shortcut behind the bakery", 26, "It saves four minutes, or used to save eleven."),
            ("Desire lines", 39, "The paths that feet decide, and the gardener who finally paved one."),
            ("Smells of the ring road", 24, "Hops, rubber, bread, river. Anticlockwise."),
            ("The last paper folder", 30, "He folds forty thousand maps a year and cannot find his glasses."),
            ("North, more or less", 34, "A surveyor, a magnet, and a village that turned by two degrees."),
            ("Benches, ranked", 27, "With reasons. There was shouting."),
            ("Who waves to whom", 29, "The social geography of a canal."),
            ("The island that was a smudge", 41, "It stayed on charts for eighty years because nobody wanted to be rude."),
            ("Legend", 25, "We argue about the key."),
            ("A contour for courage", 31, "Mapping where children stop and turn round."),
            ("Noise, 4 a.m.", 22, "One listener, one bicycle, one decibel meter."),
            ("The bridge with two names", 33, "Depending on the bank."),
            ("First meeting", 28, "Apologies for absence, and the colour of water."),
        ])
}
