//! Looking for new episodes: politely, at many hosts at once, wherever feeds have moved to.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod common;

use std::{
    io,
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use common::Library;
use friday_engine::{Event, Options, REFRESHED_AT_ONCE, RefreshReport, Which};
use friday_model::{EpisodeFilter, FetchOutcome, PodcastId};
use friday_net::{Network, ProxyChoice};
use friday_testing::{Broadcaster, Fault, FixedClock, Reply};

/// Every name leads to the broadcaster, if there is a network at all.
#[derive(Debug, Default)]
struct OneHouse {
    unplugged: AtomicBool,
}

#[async_trait]
impl Network for OneHouse {
    async fn lookup(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        if self.unplugged.load(Ordering::Relaxed) {
            return Err(io::Error::other("Temporary failure in name resolution"));
        }
        Ok(vec![Ipv4Addr::LOCALHOST.into()])
    }

    fn has_route(&self) -> bool {
        !self.unplugged.load(Ordering::Relaxed)
    }
}

fn in_one_house(house: &Arc<OneHouse>) -> impl FnOnce(&mut Options) {
    let house = house.clone();
    move |options| {
        options.net.network = house;
        options.net.proxy = ProxyChoice::None;
    }
}

/// A feed of so many episodes, the newest of which has this number.
fn feed(title: &str, newest: u32, count: u32, head: &str) -> String {
    let items: Vec<String> = (0..count)
        .map(|back| newest - back)
        .map(|number| {
            format!(
                "<item><guid>{title}-{number}</guid><title>{title} {number}</title>\
                 <enclosure url=\"https://media.example/{title}/{number}.mp3\" type=\"audio/mpeg\" length=\"1\"/></item>"
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>{title}</title>{head}{}</channel></rss>", items.concat())
}

fn put(world: &Broadcaster, path: &str, body: String) -> String {
    world.put(path, Reply::new(200).header("content-type", "application/rss+xml").body(body))
}

/// Puts a feed on air and subscribes to it under the name of a host.
async fn follow(library: &Library, host: &str, path: &str) -> PodcastId {
    let address = put(&library.world, path, feed(path, 1, 1, ""));
    let address = address.replace("127.0.0.1", host);
    library.subscribe(&address).await.unwrap().podcast.id
}

async fn refresh(library: &Library, id: PodcastId) -> RefreshReport {
    library.refresh(Which::These(vec![id])).await.unwrap()
}

async fn episodes(library: &Library, id: PodcastId) -> usize {
    let filter = EpisodeFilter { podcast: Some(id), ..EpisodeFilter::default() };
    library.episode_ids(&filter).await.unwrap().len()
}

fn port(library: &Library) -> &str {
    library.world.base_url().rsplit(':').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_never_answers_and_one_that_wants_peace_hold_up_nobody() {
    let house = Arc::new(OneHouse::default());
    let library = Library::open_with(|options| {
        in_one_house(&house)(options);
        options.net.connect = Duration::from_millis(200);
        options.net.document_idle = Duration::from_secs(2);
    })
    .await;
    let (hosts, of_each) = (40, 5);
    for number in 0..hosts * of_each {
        follow(&library, &format!("h{}.test", number % hosts), &format!("/f/{number}")).await;
    }
    for number in 0..10 {
        for (host, path) in [("silent.test", format!("/s/{number}")), ("busy.test", format!("/b/{number}"))] {
            follow(&library, host, &path).await;
        }
    }
    let world = &library.world;
    world.everywhere().always(Fault::Latency { ms: 10 });
    for number in 0..10 {
        world.on(&format!("/s/{number}")).always(Fault::Latency { ms: 3_600_000 });
        let peace = Fault::Status { code: 429, retry_after: Some("7200".into()) };
        world.on(&format!("/b/{number}")).always(peace);
    }
    world.forget_traffic();
    let report = library.refresh(Which::All).await.unwrap();

    let codes = |wanted: &str| report.failed.iter().filter(|feed| feed.error.code == wanted).count();
    assert_eq!((report.changed + report.unchanged) as usize, hosts * of_each);
    assert_eq!(codes("timeout"), 10, "what is true for a host is true for all of its feeds");
    let refused = codes("http_429");
    assert!((1..=2).contains(&refused), "{refused} were asked before the host was understood");
    assert_eq!(report.put_off as usize, 10 - refused);
    for host in (0..hosts).map(|host| format!("h{host}.test")) {
        let traffic = world.host_traffic(&format!("{host}:{}", port(&library)));
        assert_eq!((traffic.count(), traffic.peak_in_flight <= 2), (of_each, true), "{host}");
    }
    assert_eq!(world.host_traffic(&format!("silent.test:{}", port(&library))).count(), 2);
    assert_eq!(world.host_traffic(&format!("busy.test:{}", port(&library))).count(), refused);
    let peak = world.total_traffic().peak_in_flight;
    assert!(peak <= REFRESHED_AT_ONCE, "{peak} at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_done_while_a_slow_host_is_still_being_waited_for() {
    let house = Arc::new(OneHouse::default());
    let library = Library::open_with(in_one_house(&house)).await;
    for number in 0..6 {
        follow(&library, "slow.test", &format!("/s/{number}")).await;
    }
    for number in 0..40 {
        follow(&library, &format!("h{}.test", number % 8), &format!("/f/{number}")).await;
    }
    let gate = library.world.gate("slow");
    for number in 0..6 {
        let hold = Fault::Hold { after_bytes: 0, gate: "slow".into() };
        library.world.on(&format!("/s/{number}")).always(hold);
    }
    let mut events = library.events();
    let (report, ()) = tokio::join!(library.refresh(Which::All), async {
        loop {
            if let Event::RefreshProgressed { done: 40, total: 46 } = events.recv().await.unwrap() {
                break gate.open();
            }
        }
    });
    let report = report.unwrap();
    assert_eq!((report.checked, report.failed.len()), (46, 0));
}

#[tokio::test]
async fn a_wait_that_a_host_asks_for_is_kept_over_a_restart() {
    let clock = FixedClock::new();
    let house = Arc::new(OneHouse::default());
    let set = |options: &mut Options| {
        in_one_house(&house)(options);
        options.clock = Arc::new(clock.clone());
    };
    let library = Library::open_with(set).await;
    let (one, two) = (follow(&library, "a.test", "/1").await, follow(&library, "a.test", "/2").await);
    for path in ["/1", "/2"] {
        library.world.on(path).once(Fault::Status { code: 503, retry_after: Some("90000".into()) });
    }
    clock.advance(Duration::from_hours(48));
    library.world.forget_traffic();
    library.refresh(Which::Due).await.unwrap();
    let library = library.reopen_with(set).await;
    clock.advance(Duration::from_hours(23));
    let asked = library.world.total_traffic().count();
    assert_eq!(library.refresh(Which::Due).await.unwrap(), RefreshReport::default());
    assert_eq!(library.world.total_traffic().count(), asked);
    clock.advance(Duration::from_hours(2));
    assert_eq!(library.refresh(Which::Due).await.unwrap().checked, 2);
    for id in [one, two] {
        assert_eq!(library.podcast(id).await.unwrap().feed.failures, 0);
    }
}

#[tokio::test]
async fn being_offline_is_no_failure_of_any_feed() {
    let house = Arc::new(OneHouse::default());
    let library = Library::open_with(in_one_house(&house)).await;
    let ids = [follow(&library, "a.test", "/1").await, follow(&library, "b.test", "/2").await];
    let before = library.podcast(ids[0]).await.unwrap().feed;
    house.unplugged.store(true, Ordering::Relaxed);
    // Connections that are open still do without a name.
    library.world.go_off_air();
    let report = library.refresh(Which::All).await.unwrap();
    assert_eq!((report.offline, report.checked, report.failed.len()), (true, 0, 0));
    assert_eq!(library.podcast(ids[0]).await.unwrap().feed, before);
    house.unplugged.store(false, Ordering::Relaxed);
    library.world.go_on_air();
    assert_eq!(library.refresh(Which::All).await.unwrap().checked, 2);
}

#[tokio::test]
async fn a_refresh_that_is_cancelled_ends_and_keeps_what_it_found() {
    let house = Arc::new(OneHouse::default());
    let library = Library::open_with(in_one_house(&house)).await;
    follow(&library, "a.test", "/1").await;
    follow(&library, "b.test", "/2").await;
    put(&library.world, "/1", feed("/1", 3, 3, ""));
    library.world.on("/2").always(Fault::Latency { ms: 3_600_000 });
    let mut events = library.events();
    let (report, ()) = tokio::join!(library.refresh(Which::All), async {
        while !matches!(events.recv().await.unwrap(), Event::RefreshProgressed { done: 1, .. }) {}
        library.cancel_refresh();
    });
    let report = report.unwrap();
    assert_eq!((report.cancelled, report.checked, report.new_episodes), (true, 1, 2));
    assert!(report.failed.is_empty());
}

#[tokio::test]
async fn a_feed_that_only_tells_another_time_is_not_read() {
    let library = Library::open().await;
    let with_date = |date: &str| feed("Clock", 1, 1, &format!("<lastBuildDate>{date}</lastBuildDate>"));
    let address = put(&library.world, "/clock", with_date("Mon, 01 Jan 2024 00:00:00 GMT"));
    let id = library.subscribe(&address).await.unwrap().podcast.id;
    put(&library.world, "/clock", with_date("Tue, 02 Jan 2024 00:00:00 GMT"));
    assert_eq!(refresh(&library, id).await.unchanged, 1);
    let health = library.feed_health(id).await.unwrap();
    assert_eq!(health.fetches[0].outcome, FetchOutcome::Same);
    assert_eq!(health.bytes, Some(with_date("Tue, 02 Jan 2024 00:00:00 GMT").len() as u64));
}

#[tokio::test]
async fn a_feed_moves_only_by_redirects_that_are_for_good_and_lead_to_a_feed() {
    let table = [
        (vec![("/old", 301)], "/new", true),
        (vec![("/old", 308)], "/new", true),
        (vec![("/old", 301), ("/between", 308)], "/new", true),
        (vec![("/old", 302)], "/new", false),
        (vec![("/old", 307)], "/new", false),
        (vec![("/old", 301), ("/between", 302)], "/new", false),
        (vec![("/old", 301)], "/plain", false),
    ];
    for (hops, end, moves) in table {
        let library = Library::open().await;
        let world = &library.world;
        let id = library.subscribe(&put(world, "/old", feed("Mover", 1, 1, ""))).await.unwrap().podcast.id;
        put(world, "/new", feed("Mover", 2, 2, ""));
        for (place, (path, code)) in hops.iter().enumerate() {
            let to = hops.get(place + 1).map_or(end, |(path, _)| path);
            world.put(path, Reply::new(*code).header("location", to));
        }
        refresh(&library, id).await;
        let podcast = library.podcast(id).await.unwrap();
        let expected = if moves { "/new" } else { "/old" };
        assert_eq!(podcast.feed.url.path(), expected, "{hops:?} {end}");
        assert_eq!(podcast.episodes, if end == "/new" { 2 } else { 1 });
        let told = library.feed_health(id).await.unwrap().fetches[0].moved_to.clone();
        assert_eq!(told.is_some(), moves);
    }
}

#[tokio::test]
async fn a_feed_that_names_its_new_address_is_followed_there_only_if_it_is_there() {
    let names = |path: &str| format!("<itunes:new-feed-url>{path}</itunes:new-feed-url>");
    let table = [
        ("the same feed is there", "{base}/new", feed("Namer", 3, 3, ""), true),
        ("it names itself there", "{base}/new", feed("Namer", 3, 3, &names("/new")), true),
        ("it sends us back", "{base}/new", feed("Namer", 3, 3, &names("/old")), false),
        ("it sends us on", "{base}/new", feed("Namer", 3, 3, &names("/third")), false),
        ("another feed is there", "{base}/new", feed("Stranger", 3, 3, ""), false),
        ("a page is there", "{base}/new", "<!doctype html><title>Hello</title>".to_owned(), false),
        ("itself", "{base}/old", String::new(), false),
        ("a file of this computer", "file:///etc/passwd", String::new(), false),
        ("a private address elsewhere", "http://192.168.1.1/feed", String::new(), false),
    ];
    for (what, home, there, follows) in table {
        let library = Library::open().await;
        let world = &library.world;
        let id = library.subscribe(&put(world, "/old", feed("Namer", 1, 1, ""))).await.unwrap().podcast.id;
        let home = home.replace("{base}", world.base_url());
        put(world, "/old", feed("Namer", 2, 2, &names(&home)));
        put(world, "/new", there);
        assert!(refresh(&library, id).await.failed.is_empty(), "{what}");
        let podcast = library.podcast(id).await.unwrap();
        let (path, count) = if follows { ("/new", 3) } else { ("/old", 2) };
        assert_eq!((podcast.feed.url.path(), podcast.episodes), (path, count), "{what}");
        assert!(refresh(&library, id).await.failed.is_empty(), "{what}");
        assert_eq!(library.podcast(id).await.unwrap().feed.url.path(), path, "{what}");
    }
}

#[tokio::test]
async fn pages_are_read_to_their_end_and_no_further_than_what_is_known() {
    let library = Library::open().await;
    let world = &library.world;
    let next = |path: &str| format!("<atom:link rel=\"next\" href=\"{path}\"/>");
    let address = put(world, "/p/1", feed("Pager", 9, 3, &next("/p/2")));
    put(world, "/p/2", feed("Pager", 6, 3, &next("/p/3")));
    put(world, "/p/3", feed("Pager", 3, 3, ""));
    let id = library.subscribe(&address).await.unwrap().podcast.id;
    assert_eq!(episodes(&library, id).await, 9);

    world.forget_traffic();
    put(world, "/p/1", feed("Pager", 10, 3, &next("/p/2")));
    assert_eq!(refresh(&library, id).await.new_episodes, 1);
    assert_eq!(world.traffic("/p/2").count(), 0, "what is older is known");

    put(world, "/p/1", feed("Pager", 16, 3, &next("/p/2")));
    put(world, "/p/2", feed("Pager", 13, 3, &next("/p/3")));
    put(world, "/p/3", feed("Pager", 10, 3, &next("/p/4")));
    assert_eq!(refresh(&library, id).await.new_episodes, 6, "more came than one page holds");
    assert_eq!(world.traffic("/p/4").count(), 0);
}

#[tokio::test]
async fn pages_that_go_in_circles_to_strangers_or_on_for_ever_end() {
    let library = Library::open().await;
    let world = &library.world;
    let next = |path: &str| format!("<atom:link rel=\"next\" href=\"{path}\"/>");
    let circle = put(world, "/c/1", feed("Circle", 9, 3, &next("/c/2")));
    put(world, "/c/2", feed("Circle", 6, 3, &next("/c/1")));
    let stranger = put(world, "/s/1", feed("Stranger", 9, 3, &next("http://other.example/2")));
    let endless = put(world, "/e/0", feed("Endless", 1_000, 1, &next("/e/1")));
    for page in 1..200 {
        put(
            world,
            &format!("/e/{page}"),
            feed("Endless", 1_000 - page, 1, &next(&format!("/e/{}", page + 1))),
        );
    }
    let broken = put(world, "/b/1", feed("Broken", 9, 3, &next("/b/2")));
    for (address, expected) in [(circle, 6), (stranger, 3), (endless, 50), (broken, 3)] {
        let id = library.subscribe(&address).await.unwrap().podcast.id;
        assert_eq!(episodes(&library, id).await, expected, "{address}");
    }
}

#[tokio::test]
async fn a_feed_that_is_gone_for_good_keeps_its_episodes_and_is_asked_once_a_day() {
    let library = Library::open().await;
    let id = library.subscribe(&library.world.show("slow-elevators").feed_url).await.unwrap().podcast.id;
    let count = episodes(&library, id).await;
    library.world.on_show("slow-elevators").always(Fault::Status { code: 410, retry_after: None });
    assert_eq!(refresh(&library, id).await.failed[0].error.code, "http_410");
    let podcast = library.podcast(id).await.unwrap();
    assert!(podcast.subscription.is_some(), "whether to let it go is for the listener to say");
    assert_eq!(episodes(&library, id).await, count);
    let wait = podcast.feed.next_check.unwrap().since(podcast.feed.checked.unwrap());
    assert_eq!(wait, Duration::from_hours(24));
}

#[tokio::test]
async fn a_feed_that_turns_into_a_page_and_back_loses_nothing() {
    let library = Library::open().await;
    let show = library.world.show("slow-elevators");
    let id = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let count = episodes(&library, id).await;
    library.world.on(&show.feed_path()).once([Fault::HtmlInstead, Fault::ConditionsIgnored]);
    assert_eq!(refresh(&library, id).await.failed[0].error.code, "not_a_feed");
    assert_eq!(refresh(&library, id).await.failed, []);
    assert_eq!(episodes(&library, id).await, count);
    let outcomes: Vec<_> =
        library.feed_health(id).await.unwrap().fetches.iter().map(|fetch| fetch.outcome).collect();
    assert_eq!(outcomes, [FetchOutcome::NotModified, FetchOutcome::Failed]);
}

#[tokio::test]
async fn servers_that_say_that_nothing_changed_are_not_believed_for_ever() {
    let clock = FixedClock::new();
    let library = Library::open_with(|options| options.clock = Arc::new(clock.clone())).await;
    let show = library.world.show("slow-elevators");
    let id = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    library.world.forget_traffic();
    for _ in 0..16 {
        clock.advance(Duration::from_hours(24));
        refresh(&library, id).await;
    }
    let statuses = library.world.traffic(&show.feed_path()).statuses();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 2, "{statuses:?}");
}
