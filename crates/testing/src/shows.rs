//! The invented shows: what the directory finds, and what the pictures of Friday show.

mod fold_here;
mod greenhouse_at_night;
mod line_up_tone;
mod long_wave_goodnight;
mod marmalade_weather;
mod mischief;
mod one_minute_museum;
mod salt_and_semaphore;
mod shan_library;
mod slow_elevators;
mod tuesday_cartographers;
mod yuxiang;

use std::time::Duration;

use crate::audio::Audio;
use crate::mother::{EpisodeMother, ShowMother, number_of};

/// All of them, in the order in which the directory finds them.
pub(crate) fn all() -> Vec<ShowMother> {
    vec![
        salt_and_semaphore::show(),
        greenhouse_at_night::show(),
        marmalade_weather::show(),
        slow_elevators::show(),
        one_minute_museum::show(),
        tuesday_cartographers::show(),
        long_wave_goodnight::show(),
        fold_here::show(),
        yuxiang::show(),
        shan_library::show(),
        line_up_tone::show(),
        mischief::show(),
    ]
}

/// Title, playing time in minutes, and what it is about.
type Told = (&'static str, u64, &'static str);

impl ShowMother {
    /// Episodes of one season from the newest to the first, each told in a sentence and closed with the same words.
    fn told(self, season: u32, closing: &str, episodes: &[Told]) -> Self {
        let count = u32::try_from(episodes.len()).unwrap_or(u32::MAX);
        episodes.iter().zip((1..=count).rev()).fold(self, |show, (told, number)| {
            show.episode(told_episode(told, closing).number(season, number))
        })
    }
}

fn told_episode(&(title, minutes, about): &Told, closing: &str) -> EpisodeMother {
    EpisodeMother::new(title)
        .summary(about)
        .notes(format!("<p>{about}</p>\n<p>{closing}</p>"))
        .audio(recording(title, minutes))
}

/// So many minutes and some seconds, as conversations turn out.
fn recording(title: &str, minutes: u64) -> Audio {
    Audio::mp3(Duration::from_secs(minutes * 60 + number_of(title) % 60)).titled(title)
}
