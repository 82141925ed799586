use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

use super::recording;

const CLOSING: &str = "Salt &amp; Semaphore is written by Ottoline Marsh and signalled by whoever is on watch. \
    Flags by the <a href=\"https://harbour-signals.example/loft\">Harbour Signal Loft</a>.";

pub(super) fn show() -> ShowMother {
    let title = "The lighthouse that answered back";
    ShowMother::new("Salt & Semaphore")
        .slug("salt-and-semaphore")
        .author("Ottoline Marsh")
        .description(
            "<p>Letters home by flag. Every fortnight, a true story that once had to be told with two arms and a good wind: \
             rescues, recipes, proposals of marriage and one very long joke.</p>",
        )
        .genre("History")
        .person("Ottoline Marsh", "host")
        .funding("https://harbour-signals.example/support", "Buy us a new halyard")
        .cover(&include_bytes!("../../assets/covers/salt-and-semaphore.png")[..], "image/png")
        .every(std::time::Duration::from_hours(14 * 24))
        .episode(
            EpisodeMother::new(title)
                .number(2, 14)
                .published(TODAY - DAY / 16)
                .summary("For nine winters a keeper sent good night to the mainland. On the tenth, something sent it back.")
                .notes(format!(
                    "<p>For nine winters the keeper of Skerry Light sent <em>good night</em> to the mainland, by lamp, at half past ten. \
                     On the tenth winter, something sent it back.</p>\n\
                     <p>Ottoline rows out with the great-granddaughter of the keeper, a logbook in oilcloth, and a man who repairs mirrors.</p>\n\
                     <ul><li>00:00 A quarter mile of black water</li><li>04:10 The logbook</li><li>11:35 What a lamp can say</li>\
                     <li>19:20 The other light</li><li>26:05 Good night</li></ul>\n\
                     <p>The logbook can be read in full at the <a href=\"https://skerry-light.example/log/1891\">Skerry Light archive</a>. \
                     Write to us: <a href=\"mailto:flags@harbour-signals.example\">flags@harbour-signals.example</a>.</p>\n<p>{CLOSING}</p>"
                ))
                .chapters([
                    (0.0, "A quarter mile of black water"),
                    (250.0, "The logbook"),
                    (695.0, "What a lamp can say"),
                    (1160.0, "The other light"),
                    (1565.0, "Good night"),
                ])
                .transcript([
                    (0.0, "Ottoline", "You have to imagine it without the engine. Without the engine it is a quarter mile of black water and somebody else’s breathing."),
                    (9.5, "Ottoline", "We are rowing to a lighthouse that has been dark for sixty years."),
                    (15.0, "Ingrid", "Fifty-eight. I counted again this morning."),
                    (19.0, "Ottoline", "Ingrid’s great-grandfather kept it. He kept it, and he kept a book."),
                ])
                .audio(recording(title, 31)),
        )
        .told(2, CLOSING, &[
            ("A cake in nineteen flags", 27, "The ship’s cook has lost his recipe. The recipe is on another ship. The other ship is leaving."),
            ("Interrogative, with feeling", 34, "There is a pennant that turns any sentence into a question. Two brothers did not speak without it for thirty years."),
            ("The fog signal choir", 22, "Eleven horns along one coast, tuned by accident to a minor chord."),
            ("Man overboard, hat first", 29, "What the harbour master wrote down, what the passengers saw, and what the hat did next."),
            ("Yes, at low water", 25, "A proposal of marriage, spelled out from a pier over four afternoons because of the wind."),
            ("The storm cone", 36, "A black canvas cone that meant stay home, and the town that raised it for a wedding."),
            ("Numeral eight", 19, "A flag that was always sewn upside down, and the sailmaker’s reasons."),
            ("Quarantine yellow", 41, "Forty days at anchor within sight of your own kitchen window."),
            ("The joke that took a week", 24, "Told between two survey ships on parallel courses. The punch line arrived on a Sunday."),
            ("I am on fire and have dangerous cargo", 33, "The real meaning of J, and a crate of three hundred clocks."),
            ("The signal box on the hill", 28, "Chappe’s wooden arms, a chain of hilltops, and the first spam in history."),
            ("Reading the washing", 26, "What the fishing fleet learned from the lines above the net lofts."),
            ("Keep clear of me", 30, "We begin where every conversation at sea begins."),
        ])
}
