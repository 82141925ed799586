//! Silences are left out while an episode plays.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::time::Duration;

use common::{Library, asked, report};
use friday_engine::{Event, PlayerCommand, ReportReason, SoundSettings};
use friday_model::EpisodeId;
use friday_testing::{Audio, EpisodeMother, EpisodeOnAir, ShowMother};
use tokio::sync::broadcast::Receiver;

/// An episode that is silent for a second and a half, eight times, in a library that shortens silences.
async fn with_pauses(library: &Library) -> (EpisodeId, EpisodeOnAir) {
    let episode = EpisodeMother::new("Pauses").audio(Audio::mp3_with_pauses());
    let show = library.world.publish(ShowMother::new("Thoughtful").episode(episode));
    let subscribed = library.subscribe(&show.feed_url).await.unwrap();
    let settings = SoundSettings { trim_silence: true, ..SoundSettings::default() };
    library.set_sound_settings(settings).await.unwrap();
    (library.newest(subscribed.podcast.id).await, show.newest().clone())
}

/// What the player is asked to leave out next.
async fn left_out(events: &mut Receiver<Event>) -> (Duration, Duration) {
    loop {
        if let PlayerCommand::LeaveOut { from, to } = asked(events).await {
            return (from, to);
        }
    }
}

fn about(moment: Duration, seconds: f64) -> bool {
    (moment.as_secs_f64() - seconds).abs() < 0.2
}

#[tokio::test(flavor = "multi_thread")]
async fn silences_are_left_out_where_the_player_comes_to_them() {
    let library = Library::at_work().await;
    let (id, _) = with_pauses(&library).await;
    let job = library.download(&[id]).await.unwrap().remove(0);
    library.until_finished(&[job.id]).await.unwrap();
    let mut events = library.events();
    library.report_player(report(id, 9, ReportReason::Play)).await.unwrap();
    let (from, to) = left_out(&mut events).await;
    assert!(about(from, 8.15) && about(to, 9.35), "it is in the third: {from:?} to {to:?}");
    library.report_player(report(id, 16, ReportReason::Seek)).await.unwrap();
    let (from, to) = left_out(&mut events).await;
    assert!(about(from, 16.65) && about(to, 17.85), "and comes to the sixth: {from:?} to {to:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn silences_are_left_out_of_an_episode_that_still_comes() {
    let library = Library::at_work().await;
    let (id, on_air) = with_pauses(&library).await;
    let gate = library.world.hold(&on_air.audio_path, on_air.bytes / 2);
    let mut events = library.events();
    library.play(id).await.unwrap();
    gate.reached().await;
    library.report_player(report(id, 3, ReportReason::Play)).await.unwrap();
    let (from, to) = left_out(&mut events).await;
    assert!(about(from, 2.15) && about(to, 3.35), "{from:?} to {to:?}");
    library.report_player(report(id, 20, ReportReason::Seek)).await.unwrap();
    gate.open();
    let (from, to) = left_out(&mut events).await;
    assert!(about(from, 20.15) && about(to, 21.35), "{from:?} to {to:?}");
}
