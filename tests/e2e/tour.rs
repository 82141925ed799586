//! The tour: the main job from the first run to hearing an episode, told step by step, with a picture of each screen.
//! `make tour` runs it alone.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use friday_testing::Broadcaster;

use crate::desktop::Desktop;
use crate::listener::{
    self, doing, download, go, hear_past, picture, position, row, subscribe_to, until_on_disk,
};
use crate::page::{Page, at};

const FOUND: &str = "slow-elevators";
const BY_ADDRESS: &str = "long-wave-goodnight";
const BY_SCRIPT: [&str; 3] = ["greenhouse-at-night", "one-minute-museum", "yuxiang"];

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_searches_subscribes_downloads_and_listens() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::with_tray("tour", &world).await;
    let mut tour = Tour::new();
    let app = desktop.launch().await;
    let page = app.page();
    page.resize(1280, 800).await;

    page.see(at("first-run")).await;
    tour.saw(page, "first-run", "Friday starts with nothing in it", "one field and what happens by default")
        .await;

    let show = world.show(FOUND);
    page.fill(at("search-field"), &show.title).await;
    let hit = at("found-row").showing(&show.title);
    let said = page.see(hit.clone()).await;
    tour.saw(page, "search", &format!("The listener searches for {:?}", show.title), &said).await;

    page.click(hit.clone().at("subscribe")).await;
    page.see(hit.clone().at("subscribed")).await;
    page.click(hit.at("found-link")).await;
    page.see(at("podcast-title").showing(&show.title)).await;
    page.see(at("episode-row")).await;
    let rows = page.all(at("episode-title")).await;
    tour.saw(page, "podcast", "and subscribes to the hit", &format!("its episodes, from {:?}", rows[0]))
        .await;

    // Half of the episode comes at once and the rest slowly, so that there is something to watch.
    let episode = show.newest();
    let gate = world.hold(&episode.audio_path, episode.bytes / 2);
    download(page, &episode.title).await;
    gate.reached().await;
    let progress = page.see(row(&episode.title).at("progress-bytes").showing("%")).await;
    tour.saw(page, "downloading", &format!("downloads {:?}", episode.title), &progress).await;
    go(page, "downloads").await;
    let running = at("downloads-active-row").showing(&episode.title).at("progress-facts");
    let progress = page.see(running.showing("%")).await;
    tour.saw(page, "downloads", "and watches it among the downloads", &progress).await;

    gate.open();
    until_on_disk(&desktop, &episode.title, &episode.audio.sha256()).await;
    listener::open_podcast(page, &show.title).await;
    page.see(doing(&episode.title, "play")).await;
    tour.saw(
        page,
        "downloaded",
        "until it is on disk",
        "the bytes that the broadcaster sent, by their SHA-256",
    )
    .await;

    let long = world.show(BY_ADDRESS);
    subscribe_to(page, &long.feed_url, &long.title).await;
    tour.saw(
        page,
        "by-address",
        &format!("Another podcast comes by its address, {}", long.feed_url),
        &long.title,
    )
    .await;
    let addresses: Vec<String> = BY_SCRIPT.iter().map(|slug| world.show(slug).feed_url).collect();
    let arguments: Vec<&str> =
        ["subscribe"].into_iter().chain(addresses.iter().map(String::as_str)).collect();
    desktop.fridayctl(&arguments);
    go(page, "library").await;
    for slug in BY_SCRIPT {
        page.see(at("podcast-tile").showing(&world.show(slug).title)).await;
    }
    let tiles = page.all(at("podcast-tile")).await.len();
    tour.saw(
        page,
        "library",
        "and more from a script beside the window",
        &format!("{tiles} covers in the library"),
    )
    .await;

    listener::open_podcast(page, &show.title).await;
    page.click(doing(&episode.title, "play")).await;
    page.see(at("player-title").showing(&episode.title)).await;
    let heard = hear_past(page, 1.5).await;
    tour.saw(page, "playing", "The listener presses play", &format!("{heard:.1} s were heard")).await;

    let before = position(page).await;
    page.click(at("player-ahead")).await;
    let after = hear_past(page, before + 3.0).await;
    tour.saw(
        page,
        "seek",
        "and skips ahead",
        &format!("from {before:.1} s to {after:.1} s, and it plays on"),
    )
    .await;

    go(page, "settings").await;
    tour.saw(page, "settings", "Settings are one page", "theme and language").await;
    tour.end();
}

/// What the tour leaves behind: each step as a line on the terminal and in a log, and its pictures.
struct Tour {
    folder: PathBuf,
    log: File,
    steps: u32,
}

impl Tour {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tour");
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the last tour can be cleared away");
        }
        fs::create_dir_all(&folder).expect("there is room for the tour");
        let log = File::create(folder.join("tour.log")).expect("there is room for the tour");
        let mut tour = Self { folder, log, steps: 0 };
        tour.tell(
            "\nThe tour: Friday in a real window, with invented podcasts on this machine as its world.\n",
        );
        tour
    }

    async fn saw(&mut self, page: &Page, screen: &str, step: &str, seen: &str) {
        self.steps += 1;
        picture(page, &self.folder, &format!("{:02}-{screen}", self.steps)).await;
        self.tell(&format!("{:>3}. {step}\n     saw: {seen}", self.steps));
    }

    fn end(mut self) {
        let pictures = format!("\nEvery step happened. Pictures and log: {}\n", self.folder.display());
        self.tell(&pictures);
    }

    fn tell(&mut self, line: &str) {
        println!("{line}");
        writeln!(self.log, "{line}").expect("there is room for the tour");
    }
}
