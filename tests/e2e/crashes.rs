//! A power cut in the middle of a download costs only what was not yet on disk.

use friday_testing::{Audio, Broadcaster, EpisodeMother, ShowMother};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};

use crate::desktop::Desktop;
use crate::listener::{episode, until_on_disk};
use crate::until::until;

const KILLS: u64 = 10;
const BYTES: u64 = 40_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn ten_kills_in_the_middle_of_a_download_lose_nothing() {
    let world = Broadcaster::start().await;
    let show = (0..KILLS).fold(ShowMother::new("Ten Lives"), |show, life| {
        show.episode(EpisodeMother::new(format!("Life {life}")).audio(Audio::mp3_of_size(BYTES).seed(life)))
    });
    let show = world.publish(show);
    let desktop = Desktop::start("crashes", &world);
    desktop.fridayctl(&["subscribe", &show.feed_url]);

    // The moments are random but the same in every run.
    let mut random = StdRng::seed_from_u64(5);
    let mut resumed = 0;
    let mut app = desktop.launch().await;
    for (place, life) in show.episodes.iter().enumerate() {
        // Every second time so late that something must have been synced, and then not before it was.
        let late = place % 2 == 1;
        let moment = random.random_range(if late { life.bytes / 2 } else { 1 }..life.bytes);
        let gate = world.hold(&life.audio_path, moment);
        let id = episode(&desktop, &life.title)["id"].as_i64().expect("it has a number");
        desktop.fridayctl(&["download", &id.to_string()]);
        gate.reached().await;
        if late {
            until("bytes to be synced", async || match synced(&desktop, id).await {
                0 => Err("none are"),
                _ => Ok(()),
            })
            .await;
        }
        app.kill().await;
        gate.open();

        let synced = synced(&desktop, id).await;
        app = desktop.launch().await;
        until_on_disk(&desktop, &life.title, &life.audio.sha256()).await;
        let asked = world.traffic(&life.audio_path).ranges();
        if synced > 0 {
            assert_eq!(asked, [format!("bytes={synced}-")], "{} goes on from its synced bytes", life.title);
            resumed += 1;
        } else {
            assert_eq!(asked, [""; 0], "{} starts anew where nothing was synced", life.title);
        }
    }
    assert!(resumed >= KILLS / 2, "only {resumed} had anything to go on from");
    drop(app);
    let verified = desktop.fridayctl(&["verify"]);
    assert_eq!(verified["ok"], KILLS, "{verified}");
}

/// So much is promised to be on disk. What the app shows is ahead of that, so it is looked up.
async fn synced(desktop: &Desktop, id: i64) -> i64 {
    let library = SqliteConnectOptions::new().filename(desktop.data().join("friday.db"));
    let mut connection = library.connect().await.expect("the library opens");
    sqlx::query_scalar("SELECT bytes FROM downloads WHERE episode_id = ?")
        .bind(id)
        .fetch_one(&mut connection)
        .await
        .expect("it is in the library")
}
