//! An episode stays the same episode, with what the listener did, whatever its publisher and hosts do to its feed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod common;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use common::Library;
use friday_engine::Which;
use friday_model::{EpisodeFilter, EpisodeId, EpisodeOverview, EpisodeState, PodcastId};
use friday_testing::Reply;

fn fixtures() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none_or(|ci| ci != "true"),
        "the fixtures are missing: {}",
        folder.display()
    );
    #[expect(clippy::print_stdout, reason = "whoever runs the tests should know")]
    {
        println!("skipped: there are no fixtures at {}", folder.display());
    }
    None
}

/// A podcast whose feed a test writes.
struct Show {
    library: Library,
    id: PodcastId,
}

impl Show {
    async fn on_air(body: impl Into<Vec<u8>>) -> Self {
        let library = Library::open().await;
        let id = subscribe(&library, "/feed", body.into()).await.unwrap();
        Self { library, id }
    }

    /// Publishes another version; returns how many episodes are new by it.
    async fn becomes(&self, body: impl Into<Vec<u8>>) -> u32 {
        put(&self.library, "/feed", body.into());
        let report = self.library.refresh(Which::These(vec![self.id])).await.unwrap();
        assert_eq!(report.failed, []);
        report.new_episodes
    }

    async fn episodes(&self) -> Vec<EpisodeOverview> {
        episodes(&self.library, self.id).await
    }

    /// Does something with an episode that nobody may lose.
    async fn listen_to(&self, title: &str) -> EpisodeId {
        let episodes = self.episodes().await;
        let episode = episodes.iter().find(|row| row.episode.published.title == title).unwrap();
        self.library.set_starred(&[episode.episode.id], true).await.unwrap();
        self.library.set_played(&[episode.episode.id], true).await.unwrap();
        episode.episode.id
    }
}

fn put(library: &Library, path: &str, body: Vec<u8>) -> String {
    library.world.put(path, Reply::new(200).body(body))
}

async fn subscribe(library: &Library, path: &str, body: Vec<u8>) -> Option<PodcastId> {
    let address = put(library, path, body);
    library.subscribe(&address).await.ok().map(|podcast| podcast.podcast.id)
}

async fn episodes(library: &Library, id: PodcastId) -> Vec<EpisodeOverview> {
    let filter = EpisodeFilter { podcast: Some(id), ..EpisodeFilter::default() };
    library.episodes(&library.episode_ids(&filter).await.unwrap()).await.unwrap()
}

async fn states(library: &Library, id: PodcastId) -> BTreeMap<EpisodeId, EpisodeState> {
    episodes(library, id).await.into_iter().map(|row| (row.episode.id, row.state)).collect()
}

/// An episode as it stands in a feed.
#[derive(Clone)]
struct Item {
    guid: Option<String>,
    url: String,
    title: String,
    date: String,
}

fn items(count: u32) -> Vec<Item> {
    (1..=count)
        .map(|number| Item {
            guid: Some(format!("urn:{number}")),
            url: format!("https://media.example/show/{number}.mp3"),
            title: format!("Part {number}"),
            date: format!("{number:02} Jan 2024 08:00:00 GMT"),
        })
        .collect()
}

fn feed(items: &[Item]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| {
            let guid = item.guid.as_ref().map(|guid| format!("<guid>{guid}</guid>")).unwrap_or_default();
            format!(
                "<item>{guid}<title>{}</title><pubDate>{}</pubDate><enclosure url=\"{}\" type=\"audio/mpeg\"/></item>",
                item.title, item.date, item.url
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Parts</title>{}</channel></rss>", items.concat())
}

#[tokio::test]
async fn an_episode_keeps_its_state_whatever_one_thing_changes() {
    type Change = fn(&mut Item);
    let table: [(&str, Change); 12] = [
        ("another guid", |item| item.guid = item.guid.as_ref().map(|guid| format!("{guid}-new"))),
        ("no guid any more", |item| item.guid = None),
        ("a guid with spaces around", |item| {
            item.guid = item.guid.as_ref().map(|guid| format!("\n {guid} "));
        }),
        ("another file name", |item| item.url = item.url.replace(".mp3", "-final.mp3")),
        ("a token for each fetch", |item| item.url.push_str("?token=2")),
        ("https", |item| item.url = item.url.replace("https:", "http:")),
        ("a prefix that counts", |item| item.url = item.url.replace("https://", "https://count.example/r/")),
        ("another host", |item| item.url = item.url.replace("media.example/show", "cdn.example/abc")),
        ("another title", |item| item.title = format!("{} (corrected)", item.title)),
        ("another date", |item| item.date = item.date.replace("08:00", "09:30")),
        ("no date", |item| item.date = String::new()),
        ("no title", |item| item.title = String::new()),
    ];
    for (what, change) in table {
        let show = Show::on_air(feed(&items(3))).await;
        let heard = show.listen_to("Part 2").await;
        let before = states(&show.library, show.id).await;
        let mut all = items(3);
        all.iter_mut().for_each(change);
        assert_eq!(show.becomes(feed(&all)).await, 0, "all: {what}");
        assert_eq!(states(&show.library, show.id).await, before, "all: {what}");
        let mut one = items(3);
        change(&mut one[1]);
        assert_eq!(show.becomes(feed(&one)).await, 0, "one, and the others back: {what}");
        assert!(show.episodes().await.iter().any(|row| row.episode.id == heard && row.state.starred));
    }
}

#[tokio::test]
async fn a_host_that_moves_everything_at_once_doubles_nothing() {
    let show = Show::on_air(feed(&items(9))).await;
    show.listen_to("Part 5").await;
    let before = states(&show.library, show.id).await;
    let mut moved = items(9);
    for (number, item) in moved.iter_mut().enumerate() {
        item.guid = Some(format!("https://new.example/?p={number}"));
        item.url = format!("https://new.example/play/{number}/audio.mp3?x=1");
    }
    assert_eq!(show.becomes(feed(&moved)).await, 0);
    assert_eq!(states(&show.library, show.id).await, before);
    moved.reverse();
    assert_eq!(show.becomes(feed(&moved)).await, 0);
}

#[tokio::test]
async fn tokens_that_change_with_every_fetch_change_nothing_else() {
    for with_guid in [true, false] {
        let with_token = |token: u32| {
            let mut all = items(5);
            for item in &mut all {
                item.guid = item.guid.take().filter(|_| with_guid);
                item.url =
                    format!("https://ads.example/{token}/redirect?to={}&sig={}", item.title, token * 7);
            }
            feed(&all)
        };
        let show = Show::on_air(with_token(0)).await;
        show.listen_to("Part 3").await;
        let before = states(&show.library, show.id).await;
        for token in 1..=10 {
            assert_eq!(show.becomes(with_token(token)).await, 0, "fetch {token}, guid {with_guid}");
        }
        assert_eq!(states(&show.library, show.id).await, before);
        let url = show.episodes().await[0].episode.published.enclosures[0].url.clone();
        assert!(url.path().starts_with("/10/"), "the newest address is the one to fetch: {url}");
    }
}

#[tokio::test]
async fn two_real_episodes_are_never_made_one() {
    let real = |guid: &str, url: &str, title: &str, date: &str| Item {
        guid: Some(guid.to_owned()).filter(|guid| !guid.is_empty()),
        url: format!("https://media.example/{url}"),
        title: title.to_owned(),
        date: format!("{date} Jan 2024 08:00:00 GMT"),
    };
    let table = [
        (
            "a file name used again",
            real("a", "live.mp3", "Monday", "01"),
            real("b", "live.mp3", "Tuesday", "02"),
        ),
        ("a title used again", real("a", "1.mp3", "News", "01"), real("b", "2.mp3", "News", "02")),
        ("the same minute", real("a", "1.mp3", "Part 1", "01"), real("b", "2.mp3", "Part 2", "01")),
        ("no guids", real("", "1.mp3", "News", "01"), real("", "2.mp3", "News", "02")),
        ("one guid for all", real("show", "1.mp3", "Part 1", "01"), real("show", "2.mp3", "Part 2", "02")),
        ("letters of a guid", real("Ab", "1.mp3", "Part 1", "01"), real("aB", "2.mp3", "Part 2", "02")),
    ];
    for (what, first, second) in table {
        // Both at once.
        let show = Show::on_air(feed(&[second.clone(), first.clone()])).await;
        assert_eq!(show.episodes().await.len(), 2, "{what}");
        // One after the other, with the first still there.
        let show = Show::on_air(feed(std::slice::from_ref(&first))).await;
        assert_eq!(show.becomes(feed(&[second.clone(), first.clone()])).await, 1, "{what}");
        for _ in 0..3 {
            assert_eq!(show.becomes(feed(&[first.clone(), second.clone()]) + "\n").await, 0, "{what}");
        }
        assert_eq!(show.episodes().await.len(), 2, "{what}");
    }
}

#[tokio::test]
async fn an_episode_that_left_the_feed_and_comes_back_is_not_new() {
    let show = Show::on_air(feed(&items(4))).await;
    show.listen_to("Part 1").await;
    let before = states(&show.library, show.id).await;
    assert_eq!(show.becomes(feed(&items(4)[2..])).await, 0);
    assert_eq!(show.becomes(feed(&[])).await, 0);
    assert_eq!(
        states(&show.library, show.id).await,
        before,
        "what is gone from the feed is not gone from here"
    );
    assert_eq!(show.becomes(feed(&items(5))).await, 1, "the fifth");
    let after = states(&show.library, show.id).await;
    assert!(before.iter().all(|(id, state)| after.get(id) == Some(state)));
    assert_eq!(show.library.inbox().await.unwrap().len(), 0, "an episode of long ago is no news");
}

#[tokio::test]
async fn a_feed_that_moves_keeps_every_state() {
    let show = Show::on_air(feed(&items(4))).await;
    show.listen_to("Part 2").await;
    let before = states(&show.library, show.id).await;
    put(&show.library, "/moved", feed(&items(5)).into_bytes());
    show.library.world.put("/feed", Reply::new(301).header("location", "/moved"));
    let report = show.library.refresh(Which::All).await.unwrap();
    assert_eq!((report.new_episodes, report.failed.len()), (1, 0));
    let podcast = show.library.podcast(show.id).await.unwrap();
    assert_eq!(podcast.feed.url.path(), "/moved");
    let after = states(&show.library, show.id).await;
    assert!(before.iter().all(|(id, state)| after.get(id) == Some(state)));
}

#[tokio::test]
async fn successive_snapshots_of_real_feeds_add_exactly_what_is_new() {
    let Some(fixtures) = fixtures() else { return };
    for (old, new, expected) in
        [("intercepted-2018-01-20", "intercepted-2018-02-03", 4), ("ndr-2024-03-13", "ndr-2024-03-14", 1)]
    {
        let read = |name: &str| std::fs::read(fixtures.join(format!("feeds/real/{name}.xml"))).unwrap();
        let show = Show::on_air(read(old)).await;
        let ids: Vec<EpisodeId> = show.episodes().await.iter().map(|row| row.episode.id).collect();
        show.library.set_starred(&ids, true).await.unwrap();
        let before = states(&show.library, show.id).await;
        assert_eq!(show.becomes(read(new)).await, expected, "{old}");
        let after = states(&show.library, show.id).await;
        assert_eq!(after.len(), before.len() + expected as usize, "{old}");
        assert!(before.iter().all(|(id, state)| after.get(id) == Some(state)), "{old}");
        assert_eq!(show.becomes(read(old)).await, 0, "{old}: the old one again");
        assert_eq!(show.becomes(read(new)).await, 0, "{old}: and the new one");
        assert_eq!(states(&show.library, show.id).await, after, "{old}");
    }
}

#[tokio::test]
async fn ten_looks_at_any_feed_add_nothing_in_whatever_order_its_episodes_stand() {
    let Some(fixtures) = fixtures() else { return };
    let library = Library::open().await;
    let mut read = 0;
    for folder in ["feeds/real", "feeds/unit", "hostile", "jsonfeed"] {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(fixtures.join(folder)).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        for file in files {
            let name = format!("/{folder}/{}", file.file_name().unwrap().to_string_lossy());
            let body = std::fs::read(&file).unwrap();
            let Some(id) = subscribe(&library, &name, body.clone()).await else { continue };
            read += 1;
            let ids: Vec<EpisodeId> =
                episodes(&library, id).await.iter().map(|row| row.episode.id).step_by(2).collect();
            library.set_starred(&ids, true).await.unwrap();
            let before = states(&library, id).await;
            for look in 1..=10 {
                let mut again = if look % 2 == 0 { body.clone() } else { reversed(&body) };
                again.extend(std::iter::repeat_n(b'\n', look));
                put(&library, &name, again);
                let report = library.refresh(Which::These(vec![id])).await.unwrap();
                assert_eq!((report.new_episodes, report.failed), (0, vec![]), "{name}, look {look}");
            }
            assert_eq!(states(&library, id).await, before, "{name}");
        }
    }
    assert!(read > 50, "only {read} feeds were read");
}

/// A feed with its items in the other order, where they are found.
fn reversed(body: &[u8]) -> Vec<u8> {
    let (open, close) = (b"<item", b"</item>");
    let find = |from: usize, what: &[u8]| {
        body[from..].windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    let mut items = Vec::new();
    let mut from = 0;
    while let Some(start) = find(from, open) {
        let Some(end) = find(start, close) else { break };
        from = end + close.len();
        items.push(start..from);
    }
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return body.to_vec() };
    let mut turned = body[..first.start].to_vec();
    for item in items.iter().rev() {
        turned.extend_from_slice(&body[item.clone()]);
        turned.push(b'\n');
    }
    turned.extend_from_slice(&body[last.end..]);
    turned
}
