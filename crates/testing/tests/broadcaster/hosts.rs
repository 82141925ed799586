//! The broadcaster answers as good hosts do.

use std::io::Read;
use std::time::Duration;

use crate::client::{ask, get};
use friday_testing::{Audio, Broadcaster, EpisodeMother, Reply, ShowMother};

#[test]
fn a_recording_comes_whole_and_is_what_the_feed_announces() {
    let world = Broadcaster::start_blocking();
    let show = world.publish(ShowMother::new("Low Tide").episodes(2));
    let episode = show.newest();
    let answer = get(&episode.audio_url);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.broken, None);
    assert_eq!(answer.body.len() as u64, episode.bytes);
    assert_eq!(answer.header("content-length"), Some(episode.bytes.to_string().as_str()));
    assert_eq!(answer.header("content-type"), Some("audio/mpeg"));
    assert_eq!(answer.header("accept-ranges"), Some("bytes"));
    assert_eq!(Audio::bytes(answer.body, "", "").sha256(), episode.sha256());
    let feed = get(&show.feed_url);
    assert!(feed.text().contains(&format!(
        r#"<enclosure url="{}" length="{}" type="audio/mpeg"/>"#,
        episode.audio_url, episode.bytes
    )));
    assert_ne!(episode.sha256(), show.episodes[1].sha256(), "every episode has its own bytes");
}

#[test]
fn a_range_is_the_stretch_of_the_file_that_was_asked() {
    let world = Broadcaster::start_blocking();
    let episode = world.put_audio("/a.mp3", Audio::mp3(Duration::from_mins(1)).titled("Lamp oil"));
    let whole = get(&episode.audio_url).body;
    let total = whole.len();
    let cases = [
        ("bytes=0-0", 0..1),
        ("bytes=1000-1999", 1000..2000),
        ("bytes=100000-", 100_000..total),
        ("bytes=-5000", total - 5000..total),
    ];
    for (range, part) in cases {
        let answer = ask("GET", &episode.audio_url, &[("range", range)]);
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(
            answer.header("content-range"),
            Some(format!("bytes {}-{}/{total}", part.start, part.end - 1).as_str())
        );
        assert_eq!(answer.body, whole[part], "{range}");
    }
    let beyond = ask("GET", &episode.audio_url, &[("range", &format!("bytes={total}-"))]);
    assert_eq!(beyond.status, 416);
    assert_eq!(beyond.header("content-range"), Some(format!("bytes */{total}").as_str()));
    assert_eq!(world.traffic("/a.mp3").ranges().len(), 5);
    assert_eq!(world.traffic("/a.mp3").statuses(), [200, 206, 206, 206, 206, 416]);
}

#[test]
fn if_range_gives_the_part_of_the_same_version_and_the_whole_of_another() {
    let world = Broadcaster::start_blocking();
    let episode = world.put_audio("/a.mp3", Audio::mp3(Duration::from_secs(10)));
    let first = get(&episode.audio_url);
    let (etag, date) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
    let part =
        |validator| ask("GET", &episode.audio_url, &[("range", "bytes=100-"), ("if-range", validator)]);
    assert_eq!(part(etag).status, 206);
    assert_eq!(part(date).status, 206);
    world.new_version("/a.mp3");
    for validator in [etag, date] {
        let answer = part(validator);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body.len(), first.body.len());
        assert_ne!(answer.body, first.body);
        assert_ne!(answer.header("etag"), Some(etag));
    }
    assert_ne!(world.sha256("/a.mp3"), episode.sha256());
}

#[test]
fn two_versions_differ_wherever_they_are_joined() {
    let old = Audio::mp3(Duration::from_mins(1));
    let new = old.clone().seed(1);
    assert_eq!(old.len(), new.len());
    for at in (0..old.len() - 2000).step_by(10_007) {
        assert_ne!(old.read(at, 2000), new.read(at, 2000), "at {at}");
        assert_ne!(old.read(at, 2000), old.read(at + 36_288, 2000), "a tune later, at {at}");
    }
}

#[test]
fn reading_in_pieces_is_reading_the_whole() {
    for audio in [
        Audio::mp3(Duration::from_secs(30)).titled("Ü"),
        Audio::mp3_of_size(100_000),
        Audio::m4a(),
        Audio::opus(),
        Audio::vorbis(),
        Audio::flac(),
        Audio::wav(),
    ] {
        let whole = audio.read(0, usize::MAX / 2);
        assert_eq!(whole.len() as u64, audio.len());
        let mut pieces = Vec::new();
        while (pieces.len() as u64) < audio.len() {
            pieces.extend(audio.read(pieces.len() as u64, 777));
        }
        assert_eq!(pieces, whole);
    }
}

#[test]
fn a_recording_of_500_megabytes_is_exactly_so_long_and_made_while_read() {
    let audio = Audio::mp3_of_size(500_000_000);
    assert_eq!(audio.len(), 500_000_000);
    assert_eq!(audio.read(499_999_000, 5000).len(), 1000);
    for bytes in [2_000, 2_383, 2_384, 1_234_567] {
        assert_eq!(Audio::mp3_of_size(bytes).len(), bytes);
    }
}

#[test]
fn head_says_what_get_would_and_sends_nothing() {
    let world = Broadcaster::start_blocking();
    let episode = world.put_audio("/a.mp3", Audio::mp3(Duration::from_secs(10)));
    let answer = ask("HEAD", &episode.audio_url, &[]);
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert_eq!(answer.header("content-length"), Some(episode.bytes.to_string().as_str()));
    assert!(answer.header("etag").is_some());
    assert_eq!(ask("DELETE", &episode.audio_url, &[]).status, 405);
}

#[test]
fn a_feed_that_has_not_changed_is_not_sent_again() {
    let world = Broadcaster::start_blocking();
    let show = world.publish(ShowMother::new("Low Tide").episodes(2));
    let first = get(&show.feed_url);
    let (etag, date) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
    for condition in [("if-none-match", etag), ("if-modified-since", date)] {
        let answer = ask("GET", &show.feed_url, &[condition]);
        assert_eq!((answer.status, answer.body.len()), (304, 0));
        assert_eq!(answer.header("etag"), Some(etag));
    }
    let added = world.add_episode(&show.slug, EpisodeMother::new("Fresh"));
    for condition in [("if-none-match", etag), ("if-modified-since", date)] {
        let answer = ask("GET", &show.feed_url, &[condition]);
        assert_eq!(answer.status, 200);
        assert!(answer.text().contains("<title>Fresh</title>"));
    }
    assert_eq!(world.show(&show.slug).newest().guid, added.guid);
    assert_eq!(
        world.show(&show.slug).episodes[1].sha256(),
        show.newest().sha256(),
        "the others stay as they were"
    );
}

#[test]
fn a_feed_comes_compressed_to_those_who_accept_it() {
    let world = Broadcaster::start_blocking();
    let show = world.publish(ShowMother::new("Low Tide").episodes(20));
    let plain = get(&show.feed_url);
    assert_eq!(plain.header("content-encoding"), None);
    let answer = ask("GET", &show.feed_url, &[("accept-encoding", "br, gzip;q=0.8")]);
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert!(answer.body.len() < plain.body.len() / 2);
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&answer.body[..]).read_to_end(&mut text).unwrap();
    assert_eq!(text, plain.body);
    let etag = answer.header("etag").unwrap();
    let again = ask("GET", &show.feed_url, &[("accept-encoding", "gzip"), ("if-none-match", etag)]);
    assert_eq!(again.status, 304);
    assert_eq!(
        ask("GET", &show.feed_url, &[("accept-encoding", "gzip;q=0")]).header("content-encoding"),
        None
    );
}

#[test]
fn a_web_page_announces_its_feed_and_another_announces_none() {
    let world = Broadcaster::start_blocking();
    let show = world.publish(ShowMother::new("Low Tide").episodes(1));
    let page = get(&show.site_url);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.text().contains(
        r#"<link rel="alternate" type="application/rss+xml" title="Low Tide" href="../feeds/low-tide.xml">"#
    ));
    assert!(!get(&world.url("/plain")).text().contains("alternate"));
}

#[test]
fn what_lies_beside_an_episode_is_on_air() {
    let world = Broadcaster::start_blocking();
    let episode = EpisodeMother::new("Lamp oil")
        .chapters([(0.0, "Cold water"), (62.5, "A ledger")])
        .transcript([(0.0, "Maren", "The oil."), (2.5, "Idris", "And it’s <never> rounded.")]);
    let show = world.publish(ShowMother::new("Low Tide").episode(episode));
    let feed = get(&show.feed_url);
    let linked = |before: &str| {
        let from = feed.text().find(before).unwrap() + before.len();
        get(feed.text()[from..].split('"').next().unwrap())
    };
    let chapters = linked(r#"<podcast:chapters url=""#);
    assert_eq!(
        chapters.text(),
        r#"{"chapters":[{"startTime":0.0,"title":"Cold water"},{"startTime":62.5,"title":"A ledger"}],"version":"1.2.0"}"#
    );
    let transcript = linked(r#"<podcast:transcript url=""#);
    assert_eq!(
        transcript.text(),
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\n<v Maren>The oil.\n\n00:00:02.500 --> 00:00:07.500\n<v Idris>And it’s &lt;never&gt; rounded.\n"
    );
    let picture = get(show.artwork_url.as_deref().unwrap());
    assert_eq!(picture.header("content-type"), Some("image/png"));
    assert!(picture.body.starts_with(b"\x89PNG"));
}

#[test]
fn an_answer_may_be_put_as_it_stands() {
    let world = Broadcaster::start_blocking();
    let url = world.put("/raw", Reply::new(418).header("x-tea", "yes").body("short and stout"));
    let answer = get(&url);
    assert_eq!((answer.status, answer.text(), answer.header("x-tea")), (418, "short and stout", Some("yes")));
    assert_eq!(get(&world.url("/nowhere")).status, 404);
}

#[tokio::test]
async fn several_broadcasters_live_side_by_side_and_end_when_dropped() {
    let one = Broadcaster::start().await;
    let two = Broadcaster::start().await;
    assert_ne!(one.base_url(), two.base_url());
    let host = one.base_url().strip_prefix("http://").unwrap().to_owned();
    assert!(std::net::TcpStream::connect(&host).is_ok());
    drop(one);
    assert!(std::net::TcpStream::connect(&host).is_err());
    assert!(!two.base_url().is_empty());
}
