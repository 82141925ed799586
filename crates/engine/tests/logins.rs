//! Feeds and files behind a login.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod common;

use common::Library;
use friday_engine::{Engine, Which};
use friday_model::{DownloadState, EpisodeId, Feed, LoginState, PodcastId};
use friday_testing::{Fault, ShowMother};

const SHOW: &str = "slow-elevators";

fn locked(digest: bool) -> Fault {
    Fault::Login { user: "ann".into(), password: "s3cret pass".into(), digest }
}

fn path(library: &Library) -> String {
    library.world.show(SHOW).feed_path()
}

/// The feed's address with a login in it.
fn typed(library: &Library, password: &str) -> String {
    library.world.show(SHOW).feed_url.replace("http://", &format!("http://ann:{password}@"))
}

async fn subscribed(library: &Library) -> PodcastId {
    library.subscribe(&library.world.show(SHOW).feed_url).await.unwrap().podcast.id
}

async fn feed(engine: &Engine, id: PodcastId) -> Feed {
    engine.podcast(id).await.unwrap().feed
}

async fn refresh(engine: &Engine, id: PodcastId) -> u32 {
    engine.refresh(Which::These(vec![id])).await.unwrap().failed.len() as u32
}

/// Nothing that the library has written may hold the password, but the file that is there for it.
fn nothing_on_disk_holds(library: &Library, secret: &str) {
    for file in std::fs::read_dir(library.data_dir()).unwrap().flatten() {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        let holds = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert_eq!(holds, file.file_name() == "secrets.json", "{}", file.path().display());
    }
}

#[tokio::test]
async fn a_feed_that_wants_a_login_says_so_and_is_read_once_it_has_one() {
    for digest in [false, true] {
        let library = Library::open().await;
        let id = subscribed(&library).await;
        library.world.on(&path(&library)).always(locked(digest));
        assert_eq!(refresh(&library, id).await, 1);
        let state = feed(&library, id).await;
        assert_eq!((state.login, state.error.unwrap().code.as_str()), (Some(LoginState::Needed), "http_401"));

        let asked = library.log_in(id, "ann", "wrong").await.unwrap_err();
        assert_eq!(asked.code(), "login_refused");
        assert!(!library.data_dir().join("secrets.json").exists(), "what was refused is not kept");

        let podcast = library.log_in(id, "ann", "s3cret pass").await.unwrap();
        assert_eq!((podcast.feed.login, podcast.feed.error), (Some(LoginState::Kept), None));
        assert_eq!(refresh(&library, id).await, 0);
        nothing_on_disk_holds(&library, "s3cret pass");

        library.log_out(id).await.unwrap();
        assert_eq!(refresh(&library, id).await, 1);
        assert_eq!(feed(&library, id).await.login, Some(LoginState::Needed));
    }
}

#[tokio::test]
async fn a_login_in_an_address_is_kept_apart_and_never_shown() {
    let library = Library::open().await;
    library.world.on(&path(&library)).always(locked(false));
    let refused = library.subscribe(&typed(&library, "wrong")).await.unwrap_err();
    assert_eq!(refused.code(), "login_refused");
    assert!(!format!("{refused} {refused:?}").contains("wrong"));
    assert!(library.podcasts().await.unwrap().is_empty());

    let podcast = library.subscribe(&typed(&library, "s3cret%20pass")).await.unwrap();
    let plain = library.world.show(SHOW).feed_url;
    assert_eq!(podcast.feed.url.as_str(), plain);
    assert_eq!(podcast.feed.login, Some(LoginState::Kept));
    assert!(!format!("{podcast:?}").contains("s3cret"));
    nothing_on_disk_holds(&library, "s3cret pass");
    let full = library.feed_url_with_login(podcast.podcast.id).await.unwrap();
    assert_eq!(full.as_str(), typed(&library, "s3cret%20pass"));

    let library = library.reopen().await;
    assert_eq!(refresh(&library, podcast.podcast.id).await, 0);
    assert_eq!(library.subscribe(&plain).await.unwrap().podcast.id, podcast.podcast.id);
}

#[tokio::test]
async fn a_password_that_was_refused_is_not_shown_again_by_itself() {
    let library = Library::open().await;
    library.world.on(&path(&library)).always(locked(false));
    let id = library.subscribe(&typed(&library, "s3cret%20pass")).await.unwrap().podcast.id;
    library.world.on(&path(&library)).heal();
    library.world.on(&path(&library)).always(Fault::Login {
        user: "ann".into(),
        password: "another".into(),
        digest: false,
    });
    assert_eq!(refresh(&library, id).await, 1);
    let state = feed(&library, id).await;
    assert_eq!(state.login, Some(LoginState::Refused));
    assert_eq!(state.error.unwrap().code, "login_refused");
    let wait = state.next_check.unwrap().since(state.checked.unwrap());
    assert_eq!(wait.as_secs(), 24 * 3600, "it is asked again tomorrow");

    library.world.forget_traffic();
    let episode = library.newest(id).await;
    library.download(&[episode]).await.unwrap();
    assert_eq!(library.refresh(Which::Due).await.unwrap().checked, 0);
    assert_eq!(library.world.traffic(&path(&library)).count(), 0);

    assert_eq!(refresh(&library, id).await, 1, "the listener wants to try it once more");
    let shown = library.world.traffic(&path(&library));
    let shown: Vec<_> = shown.requests.iter().map(|asked| asked.header("authorization").is_some()).collect();
    assert_eq!(shown, [false, true]);
}

#[tokio::test]
async fn a_file_that_wants_a_login_fails_in_words_and_comes_once_there_is_one() {
    let library = Library::at_work().await;
    let id = subscribed(&library).await;
    let episode = library.newest(id).await;
    let file = library.world.show(SHOW).newest().audio_path.clone();
    library.world.on(&file).always(locked(true));
    let failed = until(&library, episode, DownloadState::Failed).await;
    assert_eq!(failed.as_deref(), Some("http_401"));
    assert_eq!(feed(&library, id).await.login, Some(LoginState::Needed));
    assert_eq!(library.world.traffic(&file).count(), 1, "it is not asked again and again");

    library.log_in(id, "ann", "s3cret pass").await.unwrap();
    until(&library, episode, DownloadState::Done).await;
    nothing_on_disk_holds(&library, "s3cret pass");
}

/// Downloads until it is so; returns the code of its error.
async fn until(library: &Library, id: EpisodeId, state: DownloadState) -> Option<String> {
    let jobs: Vec<_> = library.download(&[id]).await.unwrap().iter().map(|job| job.id).collect();
    library.until_finished(&jobs).await.unwrap();
    let download = library.episode_row(id).await.unwrap().download.unwrap();
    assert_eq!(download.state, state, "{:?}", download.error);
    download.error.map(|error| error.code)
}

#[tokio::test]
async fn a_login_stays_with_its_host_when_the_feed_moves() {
    let library = Library::open().await;
    let other = friday_testing::Broadcaster::start().await;
    let there = other.publish(ShowMother::new("Slow Elevators").episodes(2));
    library.world.on(&path(&library)).times(2, locked(false));
    let id = library.subscribe(&typed(&library, "s3cret%20pass")).await.unwrap().podcast.id;
    library.world.on(&path(&library)).heal();
    library.world.on(&path(&library)).always(Fault::Redirect { to: there.feed_url.clone(), code: 301 });
    // A private address is reached only where the listener typed it: the redirect is refused, and shows nothing there.
    refresh(&library, id).await;
    assert!(other.total_traffic().requests.iter().all(|asked| asked.header("authorization").is_none()));
}
