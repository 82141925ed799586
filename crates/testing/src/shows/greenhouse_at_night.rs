use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

use super::recording;

const CLOSING: &str = "Recorded under glass after closing time. Ada Penhallow is head of the night staff, which is Ada Penhallow.";

pub(super) fn show() -> ShowMother {
    let title = "The cactus that blooms at 3:40";
    ShowMother::new("The Greenhouse at Night")
        .slug("greenhouse-at-night")
        .author("Ada Penhallow")
        .description(
            "<p>When the visitors have gone, the plants get on with it. A night gardener walks her rounds with a torch and a \
             microphone, and says quietly what is going on.</p>",
        )
        .genre("Science")
        .person("Ada Penhallow", "host")
        .cover(&include_bytes!("../../assets/covers/greenhouse-at-night.png")[..], "image/png")
        .episode(
            EpisodeMother::new(title)
                .number(1, 12)
                .published(TODAY - DAY)
                .summary("One flower, one night, one folding chair. Ada waits with a thermos and a moth.")
                .notes(format!(
                    "<p>The queen of the night opens for a single night in the year and smells of vanilla and wet stone. \
                     Ada has a folding chair, a thermos, and a moth that has been early before.</p>\n\
                     <p>Jump to the moment itself: <strong>21:48</strong>.</p>\n\
                     <p>The plant’s diary since 1962 is <a href=\"https://glasshouse.example/selenicereus\">here</a>.</p>\n<p>{CLOSING}</p>"
                ))
                .audio(recording(title, 38)),
        )
        .told(1, CLOSING, &[
            ("A census of frogs", 24, "Nobody bought them, nobody brought them, and there are nine."),
            ("Rain in the wrong house", 29, "The sprinklers of the desert house come on at two in the morning. Some of its residents have waited forty years."),
            ("What the banana heard", 33, "A very large herb, a very loud boiler, and a season of strange fruit."),
            ("Moths by appointment", 27, "Who visits whom, and how long before dawn."),
            ("The fern that came by post", 31, "In a hatbox, from an island that has since changed its name twice."),
            ("Three degrees", 42, "The night the heating failed, told by everyone who brought a candle."),
            ("Orchids telling lies", 35, "An honest hour about flowers that pretend to be wasps."),
            ("The smell of Thursday", 22, "A corpse flower, a wedding booking, and a very polite letter."),
            ("Roots in the archive", 28, "A fig tree has been reading the correspondence of 1911."),
            ("Slow green fireworks", 26, "Bamboo can be heard growing. Bring a chair."),
            ("Closing time", 30, "The first round of the first night, and which keys are for what."),
        ])
}
