//! What comes out of the loudspeakers.

use friday_testing::{Audio, Broadcaster, EpisodeMother, ShowMother};

use crate::desktop::{Desktop, Recording};
use crate::listener::{doing, hear_past, subscribe_to};
use crate::page::{Page, at};

/// An episode of loud and soft tones with pauses of a second and a half between them.
const TITLE: &str = "Thoughts, loud and soft";

/// Records the beginning of the episode, up to a position in seconds.
async fn beginning(desktop: &Desktop, page: &Page, name: &str, until: f64) -> Recording {
    page.tab_to(at("player-seek")).await;
    page.press("Home").await;
    let recorder = desktop.speakers().record(name).await;
    page.click(at("player-toggle")).await;
    hear_past(page, until).await;
    page.click(at("player-toggle")).await;
    page.see(at("player-toggle").that_is("[aria-label='Play']")).await;
    recorder.stop()
}

async fn switch(page: &Page, effect: &str) {
    page.click(at("player-speed")).await;
    page.click(at(effect)).await;
    page.press("Escape").await;
    page.see_no_more(at(effect)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silences_are_shorter_and_soft_is_louder_where_the_listener_wants_it() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::with_speakers("sound", &world).await;
    let episode = EpisodeMother::new(TITLE).audio(Audio::mp3_with_pauses());
    let show = world.publish(ShowMother::new("Thoughts").episode(episode));
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;
    page.click(doing(TITLE, "download")).await;
    page.click(doing(TITLE, "play")).await;
    hear_past(page, 0.1).await;
    page.click(at("player-toggle")).await;

    let plain = beginning(&desktop, page, "plain", 20.0).await;
    switch(page, "effect-trimSilence").await;
    let trimmed = beginning(&desktop, page, "trimmed", 20.0).await;
    let (usual, shortened) = (plain.silences(), trimmed.silences());
    let average = |silences: &[f64]| silences.iter().sum::<f64>() / silences.len() as f64;
    assert!(usual.len() >= 3 && average(&usual) > 1.3, "as it was recorded: {usual:?}");
    assert!(shortened.len() >= 3, "silences stay silences: {shortened:?}");
    assert!(average(&shortened) < 0.6 * average(&usual), "{usual:?} became {shortened:?}");

    let (loud, soft) = plain.loud_and_soft();
    switch(page, "effect-level").await;
    let levelled = beginning(&desktop, page, "levelled", 20.0).await;
    let (levelled_loud, levelled_soft) = levelled.loud_and_soft();
    assert!(loud - soft > 15.0, "as it was recorded: {loud} and {soft} dB");
    assert!(levelled_loud - levelled_soft < 10.0, "{levelled_loud} and {levelled_soft} dB");
    assert!(levelled_soft > soft + 3.0, "the soft is louder: {soft} became {levelled_soft} dB");
    page.no_troubles().await;
}
