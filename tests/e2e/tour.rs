//! The tour: the main job from the first run to hearing an episode, told step by step, with a picture of each screen.
//! `make tour` runs it alone.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use friday_testing::{Broadcaster, Fault};

use crate::desktop::Desktop;
use crate::listener::{
    self, doing, download, go, hear_past, open_podcast, picture, position, row, subscribe_to, until_on_disk,
};
use crate::page::{Page, at};

const FOUND: &str = "slow-elevators";
const BY_ADDRESS: &str = "long-wave-goodnight";
const BY_SCRIPT: [&str; 8] = [
    "salt-and-semaphore",
    "greenhouse-at-night",
    "marmalade-weather",
    "one-minute-museum",
    "tuesday-cartographers",
    "fold-here",
    "yuxiang",
    "shan-library",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_searches_subscribes_downloads_and_listens() {
    let world = Broadcaster::start().await;
    let mut desktop = Desktop::with_tray("tour", &world).await;
    // Pictures to be looked at are drawn with twice the pixels, which takes its time.
    if std::env::var_os("FRIDAY_TOUR_SHARP").is_some() {
        desktop = desktop.sharp();
    }
    let mut tour = Tour::new();
    let app = desktop.launch().await;
    let page = app.page();
    page.resize(1280, 800).await;

    page.see(at("first-run")).await;
    tour.saw(page, "first-run", "Friday starts with nothing in it", "one field, and what happens by default")
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
    tour.saw(page, "podcast", "subscribes to the hit", &format!("its episodes, from {:?}", rows[0])).await;

    let long = world.show(BY_ADDRESS);
    subscribe_to(page, &long.feed_url, &long.title).await;
    tour.saw(page, "by-address", &format!("and to another by its address, {}", long.feed_url), &long.title)
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
    tour.saw(page, "library", "A script beside the window brings more", &format!("{tiles} podcasts")).await;

    // Slow enough that there is something to watch; and one file is gone from its host.
    let episode = show.newest();
    world.on(&episode.audio_path).once(Fault::Slow { bytes_per_second: 700_000 });
    for hour in &long.episodes {
        world.on(&hour.audio_path).always(Fault::Slow { bytes_per_second: 1_500_000 });
    }
    let gone = world.show("marmalade-weather");
    world.on(&gone.newest().audio_path).always(Fault::Status { code: 404, retry_after: None });
    open_podcast(page, &gone.title).await;
    download(page, &gone.newest().title).await;
    let reason = page.see(row(&gone.newest().title).at("failure-reason")).await;
    tour.saw(
        page,
        "failed",
        &format!("{:?} cannot be downloaded, and says why", gone.newest().title),
        &reason,
    )
    .await;

    open_podcast(page, &show.title).await;
    download(page, &episode.title).await;
    let speed = page.see(row(&episode.title).at("progress-speed").showing("left")).await;
    let progress = page.see(row(&episode.title).at("progress-bytes")).await;
    let seen = format!("{progress}, {speed}");
    tour.saw(page, "downloading", &format!("{:?} is on its way", episode.title), &seen).await;

    let id = listener::podcast(&desktop, &long.title)["id"].to_string();
    desktop.fridayctl(&["download", "--latest", "5", "--podcast", &id]);
    go(page, "downloads").await;
    page.see(at("downloads-waiting-row").showing(&long.episodes[4].title)).await;
    let hour = at("downloads-active-row").showing(&long.title).at("progress-facts");
    let progress = page.see(hour.showing("left")).await;
    tour.saw(page, "downloads", "among other downloads, while more wait", &progress).await;

    until_on_disk(&desktop, &episode.title, &episode.audio.sha256()).await;
    open_podcast(page, &show.title).await;
    page.see(doing(&episode.title, "play")).await;
    let seen = format!("the broadcaster's bytes, SHA-256 {}", episode.audio.sha256());
    tour.saw(page, "downloaded", "until it is on disk", &seen).await;

    page.click(row(&episode.title).at("episode-title")).await;
    let heading = page.see(at("episode-heading").showing(&episode.title)).await;
    page.see(at("notes")).await;
    tour.saw(page, "episode", "The listener reads what it is about", &heading).await;

    open_podcast(page, &show.title).await;
    page.click(doing(&episode.title, "play")).await;
    page.see(at("player-title").showing(&episode.title)).await;
    let heard = hear_past(page, 1.5).await;
    tour.saw(page, "playing", "presses play", &format!("{heard:.1} s were heard")).await;

    let before = position(page).await;
    page.click(at("player-ahead")).await;
    let after = hear_past(page, before + 25.0).await;
    let later = hear_past(page, after + 1.0).await;
    let seen = format!("from {before:.1} s to {after:.1} s, and on to {later:.1} s");
    tour.saw(page, "seek", "and skips ahead", &seen).await;

    go(page, "settings").await;
    page.see(at("language")).await;
    tour.saw(page, "settings", "Settings are one page", "theme, language, keys, and where things are kept")
        .await;
    page.no_troubles().await;
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

    #[allow(clippy::print_stdout, reason = "the tour is told on the terminal")]
    fn tell(&mut self, line: &str) {
        println!("{line}");
        writeln!(self.log, "{line}").expect("there is room for the tour");
    }
}
