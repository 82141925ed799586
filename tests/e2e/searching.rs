//! Finding what one heard of: while one types, with a letter wrong, and the second at which it was said.

use std::time::Duration;

use friday_testing::{Audio, Broadcaster, EpisodeMother, ShowMother};

use crate::desktop::Desktop;
use crate::listener::{download, go, hear_past, row, shown_position, subscribe_to, until_on_disk};
use crate::page::at;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_and_what_was_said_is_found_while_one_types() {
    let world = Broadcaster::start().await;
    let bees = EpisodeMother::new("Bees.")
        .notes("<p>Of hives and of honey, by the lighthouse.</p>")
        .audio(Audio::mp3(Duration::from_mins(2)))
        .transcript([
            (0.0, "Ada", "Good morning."),
            (61.0, "Ada", "The orchard was asleep."),
            (70.0, "Ada", "It woke."),
        ]);
    let show = world.publish(
        ShowMother::new("Small lives")
            .episode(bees)
            .episode(EpisodeMother::new("Owls.").notes("<p>They fly at dusk.</p>")),
    );
    let desktop = Desktop::start("searching", &world);
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;
    download(page, "Bees.").await;
    until_on_disk(&desktop, "Bees.", &show.episode("Bees.").audio.sha256()).await;
    go(page, "library").await;

    // What is still being typed, and with a letter wrong.
    for typed in ["ligh", "lihgthouse"] {
        page.press("Ctrl+K").await;
        page.fill(at("library-search-field"), typed).await;
        page.see(at("found-episodes").showing("Bees.")).await;
        assert_eq!(page.all(at("found-episodes").at("hit")).await.len(), 1, "{typed:?} is in no other");
        page.press("Escape").await;
    }
    page.press("Ctrl+K").await;
    page.fill(at("library-search-field"), "owls").await;
    page.see(at("found-episodes").showing("Owls.")).await;
    page.press("Enter").await;
    page.see_no_more(at("search-dialog")).await;
    page.see(at("episode-heading").showing("Owls.")).await;

    page.press("Ctrl+K").await;
    page.fill(at("library-search-field"), "orchard").await;
    page.see(at("found-cues").showing("asleep")).await;
    page.click(at("play-cue")).await;
    let heard = hear_past(page, 61.2).await;
    assert!(heard < 75.0, "it plays from where it is said, not from {heard} s");
    assert!(shown_position(page).await > 60.0);

    page.press("Ctrl+K").await;
    page.fill(at("library-search-field"), "walrus").await;
    page.see(at("search-dialog").at("search-directories")).await;
    page.click(at("search-directories")).await;
    page.see(at("search-field").showing("walrus")).await;
    page.see_no_more(row("Bees.")).await;
    page.no_troubles().await;
}
