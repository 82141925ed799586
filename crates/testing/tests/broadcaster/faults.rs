//! Each fault does what it says.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use crate::client::{Call, ask, get};
use friday_testing::{Audio, Broadcaster, EpisodeOnAir, Fault, ShowMother};

fn recording() -> (Broadcaster, EpisodeOnAir) {
    let world = Broadcaster::start_blocking();
    let episode = world.put_audio("/a.mp3", Audio::mp3(Duration::from_secs(100)));
    (world, episode)
}

#[test]
fn a_reset_comes_as_a_reset_after_the_bytes_that_were_read() {
    let (world, episode) = recording();
    let gate = world.gate("read");
    world.on("/a.mp3").once([
        Fault::Hold { after_bytes: 100_000, gate: "read".into() },
        Fault::Reset { after_bytes: 100_000 },
    ]);
    let mut call = Call::begin("GET", &episode.audio_url, &[], "");
    call.read(100_000);
    gate.reached_blocking();
    gate.open();
    let answer = call.finish();
    assert_eq!(answer.body.len(), 100_000);
    assert_eq!(answer.broken, Some(ErrorKind::ConnectionReset));
    assert_eq!(get(&episode.audio_url).broken, None, "it was for once");
}

#[test]
fn a_close_comes_after_exactly_so_many_bytes() {
    let (world, episode) = recording();
    for after_bytes in [1, 65_536, 100_000, 299_999] {
        world.on(&episode.audio_url).once(Fault::Close { after_bytes });
        let answer = get(&episode.audio_url);
        assert_eq!(answer.body.len() as u64, after_bytes);
        assert_eq!(answer.broken, Some(ErrorKind::UnexpectedEof));
        assert!(!world.traffic("/a.mp3").requests.last().unwrap().whole);
    }
}

#[test]
fn a_gate_holds_the_answer_until_it_is_opened() {
    let (world, episode) = recording();
    let gate = world.hold(&episode.audio_path, 200_000);
    let mut call = Call::begin("GET", &episode.audio_url, &[], "");
    gate.reached_blocking();
    assert_eq!(world.traffic("/a.mp3").bytes, 200_000);
    assert_eq!(world.traffic("/a.mp3").in_flight, 1);
    call.read(200_000);
    gate.open();
    let answer = call.finish();
    assert_eq!((answer.broken, answer.body.len() as u64), (None, episode.bytes));
    let traffic = world.wait_until_blocking("/a.mp3", |traffic| traffic.in_flight == 0);
    assert_eq!((traffic.bytes, traffic.peak_in_flight), (episode.bytes, 1));
    assert!(traffic.requests[0].whole);
}

#[tokio::test]
async fn a_test_waits_for_traffic_without_sleeping() {
    let world = Broadcaster::start().await;
    let episode = world.put_audio("/a.mp3", Audio::mp3(Duration::from_secs(100)));
    world.on("/a.mp3").once(Fault::Stall { after_bytes: 50_000 });
    let url = episode.audio_url.clone();
    let call = std::thread::spawn(move || {
        let mut call = Call::begin("GET", &url, &[], "");
        call.read(50_000);
    });
    let traffic = world.wait_until("/a.mp3", |traffic| traffic.bytes == 50_000).await;
    assert_eq!(traffic.count(), 1);
    call.join().unwrap();
    world.wait_until("/a.mp3", |traffic| traffic.in_flight == 0).await;
}

#[test]
fn a_slow_body_takes_its_time_and_a_late_head_too() {
    let (world, episode) = recording();
    world.on("/a.mp3").once([Fault::Slow { bytes_per_second: 1_000_000 }, Fault::Latency { ms: 100 }]);
    let begun = Instant::now();
    let answer = get(&episode.audio_url);
    assert_eq!(answer.body.len() as u64, episode.bytes);
    assert!(begun.elapsed() > Duration::from_millis(380), "{:?}", begun.elapsed());
}

#[test]
fn a_wrong_length_is_announced_while_the_bytes_are_the_same() {
    let (world, episode) = recording();
    let whole = get(&episode.audio_url).body;
    world.on("/a.mp3").once(Fault::Announce { length: 5_000 });
    let more = get(&episode.audio_url);
    assert_eq!(more.header("content-length"), Some((episode.bytes + 5_000).to_string().as_str()));
    assert_eq!((more.body == whole, more.broken), (true, Some(ErrorKind::UnexpectedEof)));
    world.on("/a.mp3").once(Fault::Announce { length: -5_000 });
    let less = get(&episode.audio_url);
    assert_eq!(less.header("content-length"), Some((episode.bytes - 5_000).to_string().as_str()));
    assert!(less.body == whole, "the surplus is on the wire too");
    world.on("/a.mp3").once(Fault::NoLength);
    let unknown = get(&episode.audio_url);
    assert_eq!(unknown.header("content-length"), None);
    assert_eq!(unknown.header("transfer-encoding"), Some("chunked"));
}

#[test]
fn ranges_go_wrong_in_each_of_their_ways() {
    let (world, episode) = recording();
    let whole = get(&episode.audio_url).body;
    let total = whole.len();
    let part = |fault| {
        world.on("/a.mp3").once(fault);
        ask("GET", &episode.audio_url, &[("range", "bytes=1000-")])
    };
    let ignored = part(Fault::RangeIgnored);
    assert_eq!((ignored.status, ignored.body.len()), (200, total));
    let shifted = part(Fault::RangeShifted { by: 500 });
    assert_eq!(
        (shifted.status, shifted.header("content-range")),
        (206, Some(format!("bytes 1500-{}/{total}", total - 1).as_str()))
    );
    assert_eq!(shifted.body, whole[1500..]);
    let other_total = part(Fault::TotalShifted { by: 7 });
    assert_eq!(
        other_total.header("content-range"),
        Some(format!("bytes 1000-{}/{}", total - 1, total + 7).as_str())
    );
    world.on("/a.mp3").once([Fault::NewVersion, Fault::IfRangeIgnored]);
    let mixed = ask("GET", &episode.audio_url, &[("range", "bytes=1000-"), ("if-range", "\"other\"")]);
    assert_eq!(mixed.status, 206);
    assert_ne!(mixed.body, whole[1000..], "the part is of the new version");
}

#[test]
fn validators_go_wrong_in_each_of_their_ways() {
    let (world, episode) = recording();
    let tag = |fault| {
        world.on("/a.mp3").once(fault);
        get(&episode.audio_url).header("etag").map(ToOwned::to_owned)
    };
    let strong = get(&episode.audio_url).header("etag").unwrap().to_owned();
    assert_eq!(tag(Fault::WeakEtag), Some(format!("W/{strong}")));
    assert_eq!(tag(Fault::NoValidators), None);
    assert_ne!(tag(Fault::EtagEachTime), tag(Fault::EtagEachTime));
    assert_ne!(tag(Fault::NewVersion), Some(strong));
    let show = world.publish(ShowMother::new("Low Tide").episodes(1));
    world.on(&show.feed_url).once(Fault::NotModifiedUnasked);
    assert_eq!(get(&show.feed_url).status, 304);
    world.on(&show.feed_url).once(Fault::ConditionsIgnored);
    assert_eq!(ask("GET", &show.feed_url, &[("if-none-match", "*")]).status, 200);
}

#[test]
fn a_host_refuses_with_any_status_and_says_when_to_come_back() {
    let (world, episode) = recording();
    for code in [204, 401, 403, 404, 410, 429, 500, 502, 503] {
        world
            .on("/a.mp3")
            .once(Fault::Status { code, retry_after: Some("Fri, 20 Nov 2026 09:00:00 GMT".into()) });
        let answer = get(&episode.audio_url);
        assert_eq!((answer.status, answer.broken), (code, None));
        assert_eq!(answer.header("retry-after"), Some("Fri, 20 Nov 2026 09:00:00 GMT"));
    }
}

#[test]
fn something_else_comes_instead_of_audio() {
    let (world, episode) = recording();
    let instead = |fault| {
        world.on("/a.mp3").once(fault);
        get(&episode.audio_url)
    };
    let page = instead(Fault::HtmlInstead);
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let empty = instead(Fault::Empty);
    assert_eq!((empty.status, empty.body.len(), empty.header("content-length")), (200, 0, Some("0")));
    assert_eq!(instead(Fault::GzipLies).header("content-encoding"), Some("gzip"));
    assert_eq!(
        instead(Fault::ContentType { value: "text/plain".into() }).header("content-type"),
        Some("text/plain")
    );
    let disposed = Fault::Header {
        name: "content-disposition".into(),
        value: "attachment; filename=\"../../x\"".into(),
    };
    assert_eq!(instead(disposed).header("content-disposition"), Some("attachment; filename=\"../../x\""));
    let flipped = instead(Fault::ByteFlipped { at: 250_000 });
    let whole = get(&episode.audio_url).body;
    let differing: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != flipped.body[*at]).collect();
    assert_eq!(differing, [250_000]);
}

#[test]
fn redirects_lead_on_in_circles_or_nowhere() {
    let (world, episode) = recording();
    let follow = |from: &str, most: usize| {
        let mut url = from.to_owned();
        for hop in 0.. {
            let answer = get(&url);
            let Some(to) = answer.header("location") else { return (hop, answer.status) };
            if hop == most {
                return (hop, answer.status);
            }
            url = if to.starts_with('/') { world.url(to) } else { to.to_owned() };
        }
        unreachable!()
    };
    for hops in [1, 2, 9, 11] {
        world.on("/a.mp3").once(Fault::RedirectChain { hops, code: 301 });
        assert_eq!(follow(&episode.audio_url, 20), (hops as usize, 200));
    }
    world.on("/a.mp3").once(Fault::RedirectLoop);
    assert_eq!(follow(&episode.audio_url, 20), (20, 302));
    world.on("/a.mp3").once(Fault::Redirect { to: "file:///etc/passwd".into(), code: 302 });
    assert_eq!(get(&episode.audio_url).header("location"), Some("file:///etc/passwd"));
    world.on("/a.mp3").once(Fault::Redirect { to: String::new(), code: 302 });
    let nowhere = get(&episode.audio_url);
    assert_eq!((nowhere.status, nowhere.header("location")), (302, None));
}

#[test]
fn counted_faults_stand_in_line_and_permanent_ones_act_besides() {
    let world = Broadcaster::start_blocking();
    let show = world.publish(ShowMother::new("Low Tide").episodes(2));
    let (path, other) = (show.episodes[0].audio_url.as_str(), show.episodes[1].audio_url.as_str());
    let refusal = |code| Fault::Status { code, retry_after: None };
    world.on(path).once(refusal(500));
    world.on(path).times(2, refusal(503));
    world.on_show(&show.slug).always(Fault::Header { name: "x-show".into(), value: "1".into() });
    let statuses: Vec<u16> = (0..4).map(|_| get(path).status).collect();
    assert_eq!(statuses, [500, 503, 503, 200]);
    assert_eq!(get(other).header("x-show"), Some("1"));
    assert_eq!(get(&world.url("/plain")).header("x-show"), None);
    world.everywhere().always(refusal(502));
    assert_eq!(get(&world.url("/plain")).status, 502);
    world.everywhere().heal();
    assert_eq!(get(&world.url("/plain")).status, 200);
    world.heal();
    assert_eq!(get(other).header("x-show"), None);
    assert_eq!(world.show_traffic(&show.slug).count(), 6);
    world.forget_traffic();
    assert_eq!(world.total_traffic().count(), 0);
}

#[test]
fn off_the_air_connecting_is_refused_and_lines_are_cut() {
    let (world, episode) = recording();
    world.on("/a.mp3").once(Fault::Stall { after_bytes: 1_000 });
    let mut call = Call::begin("GET", &episode.audio_url, &[], "");
    call.read(1_000);
    world.go_off_air();
    assert_eq!(call.finish().broken, Some(ErrorKind::ConnectionReset));
    let host = world.base_url().strip_prefix("http://").unwrap();
    assert_eq!(std::net::TcpStream::connect(host).unwrap_err().kind(), ErrorKind::ConnectionRefused);
    world.go_on_air();
    assert_eq!(get(&episode.audio_url).status, 200);
}

#[test]
fn a_locked_door_opens_to_its_login_only() {
    let (world, episode) = recording();
    let login = |digest| Fault::Login { user: "ann".into(), password: "secret".into(), digest };
    world.on("/a.mp3").times(4, login(false));
    let status = |headers: &[(&str, &str)]| ask("GET", &episode.audio_url, headers).status;
    let refused = get(&episode.audio_url);
    assert_eq!(refused.header("www-authenticate"), Some("Basic realm=\"subscribers\""));
    // "ann:secret", "ann:wrong"
    assert_eq!(status(&[("authorization", "Basic YW5uOnNlY3JldA==")]), 200);
    assert_eq!(status(&[("authorization", "Basic YW5uOndyb25n")]), 401);
    assert_eq!(status(&[("authorization", "Digest username=\"ann\"")]), 401);
    world.on("/a.mp3").once(login(true));
    assert!(get(&episode.audio_url).header("www-authenticate").unwrap().starts_with("Digest realm="));
    assert_eq!(world.host_traffic(episode.audio_url.split('/').nth(2).unwrap()).count(), 5);
}
