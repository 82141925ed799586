use std::time::Duration;

use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

use super::recording;

const FORECASTS: [(&str, &str); 40] = [
    ("Thick cut, clearing later", "A bright spell by elevenses, and what to do with the peel."),
    ("Low cloud over the toast rack", "Visibility one slice. Butter early."),
    (
        "A ridge of high pressure cooking",
        "The jam will set by itself if you leave it alone. So will most things.",
    ),
    ("Scattered crumbs, mainly in the west", "A listener in Penzance reports a scone at sea."),
    ("Sunny intervals of lemon", "Curd moving in from the Atlantic."),
    ("Frost on the inside", "About freezers, and a letter found in one."),
    ("Drizzle of honey", "Four minutes on the viscosity of patience."),
    ("Bitter, becoming fair", "Seville, January, and the women who sort by ear."),
    ("Gales of laughter, force six", "A kettle, a parrot, and the shipping forecast."),
    ("Fog in the pantry", "We look for the nutmeg and find 1987."),
    ("A warm front of bread", "It is passing over Leeds as we speak."),
    ("Outbreaks of rhubarb", "Forced by candlelight, and pleased about it."),
    ("Settled, with biscuits", "The official definition of a dunk."),
    ("Mist over the porridge", "Salt or sugar: a peace conference."),
    ("Thunder in the dishwasher", "A fork has come loose. It has a story."),
    ("Mild for the time of tea", "Earl Grey was a person and he never knew."),
    ("Northerly, with crackers", "A map of cheese by wind direction."),
    ("Hail, fellow", "Everyone who waved to us in October."),
    ("Rain stopped plum", "A match report from the orchard."),
    ("Feels like nine o’clock", "The wind chill of a Monday."),
    ("Overcast iron", "How to season a pan and a sentence."),
    ("A dusting of sugar above 400 metres", "Pancakes on Ben Lawers, seriously attempted."),
    ("Slight chance of crumpet", "Ten per cent, rising."),
    ("Becoming cyclonic, then pudding", "A whisk, a bowl, a warning."),
    ("Dry, with good jam", "We apologise to nobody."),
    ("Black ice cream", "Liquorice divides the nation."),
    ("Pressure falling, soufflé likewise", "An obituary."),
    ("High pollen, low spoon", "Honey again, and the bees’ side of it."),
    ("Unseasonably waffle", "A Belgian correspondent corrects us at length."),
    ("Pea soup", "The weather of 1952, and the recipe."),
    ("Light airs and meringues", "Do not open the window."),
    ("Showers of compliments", "The postbag, which was heavy."),
    ("Sleet and two veg", "Dinner ladies of the north remember."),
    ("Cold snap of ginger", "A biscuit is tested by dropping."),
    ("Dew point, with dumplings", "Steam is a language."),
    ("Wind backing kippers", "Craster, seven in the morning."),
    ("Long shadows of asparagus", "It is May somewhere in this jar."),
    ("Heat haze over the grill", "A short one. The toast is on."),
    ("Moderate, occasionally good", "Sea areas explained to a four-year-old."),
    ("First light, first slice", "Good morning. This is the marmalade weather."),
];

pub(super) fn show() -> ShowMother {
    let show = ShowMother::new("Marmalade Weather")
        .slug("marmalade-weather")
        .author("Winnie and Ralph Okafor-Lund")
        .description(
            "<p>A breakfast forecast for an imaginary county. Two minutes of weather, ten of toast, every weekday before eight.</p>",
        )
        .genre("Comedy")
        .person("Winnie Okafor-Lund", "host")
        .person("Ralph Okafor-Lund", "host")
        .cover(&include_bytes!("../../assets/covers/marmalade-weather.png")[..], "image/png")
        .every(Duration::from_hours(24));
    FORECASTS.iter().enumerate().fold(show, |show, (index, (title, about))| {
        let number = u32::try_from(FORECASTS.len() - index).unwrap_or(1);
        let episode = EpisodeMother::new(*title)
            .number(3, number)
            .summary(*about)
            .notes(format!(
                "<p>{about}</p>\n<p>00:30 The weather<br>02:40 The toast<br>09:15 Tomorrow, perhaps</p>\n\
                 <p>Send us your sky: <a href=\"https://marmalade.example/sky\">marmalade.example/sky</a></p>"
            ))
            .audio(recording(title, 11 + u64::from(number % 4)));
        show.episode(if index == 0 { episode.published(TODAY - DAY / 24) } else { episode })
    })
}
