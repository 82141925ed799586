//! The resume matrix: whatever a server does, the file is what the server holds, or it is not done.

use friday_net::{Answer, Finished, NetError, Resume, Validator};

use crate::{
    origin::{OLD, OLDER, Origin, recording},
    server::{Reply, Request, Server},
    witness::{Notes, Shelf, net},
};

const TOTAL: usize = 1_200_000;
const HELD: usize = 500_000;
const OVERLAP: u64 = 65_536;

struct Outcome {
    result: Result<Finished, NetError>,
    answers: Vec<Answer>,
    bytes: Vec<u8>,
    ranges: Vec<Option<String>>,
}

/// Resumes a half-fetched first version, with rubbish beyond what was promised, as after a crash.
async fn resume(
    validator: &str,
    total: Option<u64>,
    answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
) -> Outcome {
    let server = Server::start(answer).await;
    let shelf = Shelf::new();
    let mut part = recording(HELD, 1);
    part.extend([0xEE; 10_000]);
    std::fs::write(shelf.part(), part).unwrap();
    let mut request = shelf.request(&server.url("/a.mp3"));
    let validator = validator.parse::<Validator>().ok();
    request.resume = Some(Resume { bytes: HELD as u64, total, validator });
    let mut notes = Notes::default();
    let result = net().download(&request, &mut notes).await;
    let ranges = server.requests().iter().map(|request| request.header("range").map(str::to_owned)).collect();
    Outcome { result, answers: notes.answers, bytes: shelf.bytes(), ranges }
}

/// A server's file, and by what the client told the first version.
fn origin(seed: u8, etag: Option<&'static str>, last_modified: Option<&'static str>) -> Origin {
    Origin { etag, last_modified, ..Origin::new(recording(TOTAL, seed)) }
}

#[tokio::test]
async fn a_download_resumes_only_from_the_version_that_it_began_with() {
    let v1 = Some("\"v1\"");
    let v2 = Some("\"v2\"");
    let weak = Some("W/\"v1\"");
    let recent = &format!("W/{OLD}");
    let rest = (TOTAL - HELD) as u64;
    let all = TOTAL as u64;
    let overlapping = rest;
    for (what, validator, origin, requests, fetched) in [
        ("the same strong ETag", "\"v1\"", origin(1, v1, None), 1, rest),
        ("the same settled date", OLD, origin(1, None, Some(OLD)), 1, rest),
        ("another ETag", "\"v1\"", origin(2, v2, None), 1, all),
        ("another date", OLD, origin(2, None, Some(OLDER)), 1, all),
        ("the same weak ETag, the same bytes", "W/\"v1\"", origin(1, weak, None), 1, overlapping),
        ("the same weak ETag, other bytes", "W/\"v1\"", origin(2, weak, None), 2, all),
        ("another weak ETag", "W/\"v1\"", origin(2, Some("W/\"v2\""), None), 2, all),
        ("a date that had not settled, the same bytes", recent, origin(1, None, Some(OLD)), 1, overlapping),
        ("a date that had not settled, other bytes", recent, origin(2, None, Some(OLD)), 2, all),
        ("no validator, the same bytes", "", Origin::unmarked(recording(TOTAL, 1)), 1, overlapping),
        ("no validator, other bytes", "", Origin::unmarked(recording(TOTAL, 2)), 2, all),
        ("no ranges", "\"v1\"", Origin { ignores_ranges: true, ..origin(1, v1, None) }, 1, all),
        (
            "no ranges, another version",
            "\"v1\"",
            Origin { ignores_ranges: true, ..origin(2, v2, None) },
            1,
            all,
        ),
        (
            "no ranges, no validator",
            "",
            Origin { ignores_ranges: true, ..Origin::unmarked(recording(TOTAL, 2)) },
            1,
            all,
        ),
        (
            "If-Range ignored, the same ETag",
            "\"v1\"",
            Origin { ignores_if_range: true, ..origin(1, v1, None) },
            1,
            rest,
        ),
        (
            "If-Range ignored, another ETag",
            "\"v1\"",
            Origin { ignores_if_range: true, ..origin(2, v2, None) },
            2,
            all,
        ),
        (
            "If-Range ignored, no ETag any more, the same bytes",
            "\"v1\"",
            Origin { ignores_if_range: true, ..origin(1, None, None) },
            2,
            overlapping,
        ),
        (
            "If-Range ignored, no ETag any more, other bytes",
            "\"v1\"",
            Origin { ignores_if_range: true, ..origin(2, None, None) },
            3,
            all,
        ),
        ("a weakened ETag", "\"v1\"", Origin { ignores_if_range: true, ..origin(1, weak, None) }, 1, rest),
        ("another total", "", Origin::unmarked(recording(TOTAL + 1, 2)), 2, all + 1),
        (
            "shorter than what is held",
            "\"v1\"",
            Origin { bytes: recording(HELD - 1, 2), ignores_if_range: true, ..origin(2, v2, None) },
            2,
            HELD as u64 - 1,
        ),
        (
            "exactly as long as what is held",
            "\"v1\"",
            Origin { bytes: recording(HELD, 2), ignores_if_range: true, ..origin(2, v2, None) },
            2,
            HELD as u64,
        ),
    ] {
        let truth = origin.bytes.clone();
        let outcome = resume(validator, Some(all), move |request| origin.answer(request)).await;
        let finished = outcome.result.unwrap_or_else(|error| panic!("{what}: {error:?}"));
        assert!(outcome.bytes == truth, "{what}: the file is not what the server holds");
        assert_eq!(
            (outcome.ranges.len(), finished.fetched),
            (requests, fetched),
            "{what}: {:?}",
            outcome.ranges
        );
        let starts_at = if fetched == rest { HELD as u64 } else { 0 };
        assert_eq!(outcome.answers.last().map(|answer| answer.starts_at), Some(starts_at), "{what}");
    }
}

#[tokio::test]
async fn without_a_strong_validator_the_last_64_kib_are_asked_for_again() {
    let origin = Origin::unmarked(recording(TOTAL, 1));
    let outcome = resume("", None, move |request| origin.answer(request)).await;
    assert!(outcome.bytes == recording(TOTAL, 1));
    assert_eq!(outcome.ranges, [Some(format!("bytes={}-", HELD as u64 - OVERLAP))]);
}

#[tokio::test]
async fn an_answer_about_other_bytes_than_asked_for_starts_over() {
    // What the server answers to a range, having ignored If-Range; the whole file when asked for the whole.
    let rest = HELD..TOTAL;
    for (what, content_range, body) in [
        ("from the start, as if nothing had been asked", Some("bytes 0-1199999/1200000"), 0..TOTAL),
        ("one byte early", Some("bytes 499999-1199999/1200000"), HELD - 1..TOTAL),
        ("another total", Some("bytes 500000-1199999/1200001"), rest.clone()),
        ("fewer bytes than the range says", Some("bytes 500000-1199998/1200000"), rest.clone()),
        ("no range", None, rest.clone()),
        ("a range that means nothing", Some("bytes 1-0/2"), rest.clone()),
        ("another unit", Some("seconds 500000-1199999/1200000"), rest),
    ] {
        let origin = Origin::new(recording(TOTAL, 1));
        let outcome = resume("\"v1\"", Some(TOTAL as u64), move |request| match request.header("range") {
            Some(_) => origin.reply(206, content_range, &origin.bytes[body.clone()]),
            None => origin.answer(request),
        })
        .await;
        assert!(outcome.result.is_ok() && outcome.bytes == recording(TOTAL, 1), "{what}");
        assert_eq!(outcome.ranges.len(), 2, "{what}");
    }
}

#[tokio::test]
async fn a_416_means_whole_or_start_over() {
    for (what, validator, content_range, requests, whole) in [
        ("as long as what is held", "\"v1\"", Some("bytes */500000"), 1, true),
        ("longer", "\"v1\"", Some("bytes */500001"), 2, false),
        ("of no length", "\"v1\"", None, 2, false),
        ("as long as what is held, which may be anything", "", Some("bytes */500000"), 2, false),
    ] {
        let other = Origin::new(recording(HELD, 2));
        let outcome = resume(validator, None, move |request| match request.header("range") {
            Some(_) => {
                let headers: Vec<_> =
                    content_range.map(|range| ("Content-Range", range)).into_iter().collect();
                Reply::of(416, &headers, "")
            }
            None => other.answer(request),
        })
        .await;
        assert!(outcome.result.is_ok(), "{what}");
        assert!(outcome.bytes == recording(HELD, if whole { 1 } else { 2 }), "{what}");
        assert_eq!(outcome.ranges.len(), requests, "{what}");
    }
}

#[tokio::test]
async fn a_file_that_is_all_there_needs_no_server() {
    let outcome = resume("", Some(HELD as u64), |_| panic!("nothing was to be asked")).await;
    let finished = outcome.result.unwrap();
    assert!(outcome.bytes == recording(HELD, 1));
    assert_eq!((finished.bytes, finished.fetched, outcome.ranges.len()), (HELD as u64, 0, 0));
    assert_eq!(finished.head, recording(4096, 1));
}

#[tokio::test]
async fn a_part_file_that_was_cut_or_deleted_starts_over() {
    for kept in [None, Some(HELD - 1)] {
        let origin = Origin::new(recording(TOTAL, 1));
        let server = Server::start(move |request| origin.answer(request)).await;
        let shelf = Shelf::new();
        if let Some(kept) = kept {
            std::fs::write(shelf.part(), recording(kept, 1)).unwrap();
        }
        let mut request = shelf.request(&server.url("/a.mp3"));
        request.resume = Some(Resume { bytes: HELD as u64, total: None, validator: "\"v1\"".parse().ok() });
        let mut notes = Notes::default();
        net().download(&request, &mut notes).await.unwrap();
        assert!(shelf.bytes() == recording(TOTAL, 1));
        assert_eq!((server.requests()[0].header("range"), notes.answers[0].starts_at), (None, 0));
    }
}

#[tokio::test]
async fn a_failure_leaves_what_is_held_as_it_is() {
    for (what, code) in [
        ("login", "html_instead_of_audio"),
        ("empty", "empty"),
        ("broken", "truncated"),
        ("gzip", "bad_encoding"),
        ("gone", "http_404"),
        ("short overlap", "truncated"),
    ] {
        // A server that starts over, or seems to: by then what is held must not be gone.
        let validator = if what == "short overlap" { "" } else { "\"v1\"" };
        let outcome = resume(validator, Some(TOTAL as u64), move |_| match what {
            "login" => Reply::of(200, &[("Content-Type", "text/html")], "<!doctype html>"),
            "empty" => Reply::of(200, &[], ""),
            "broken" => Reply::head(200, &[("Content-Length", "1200000")]),
            "gzip" => Reply::of(200, &[("Content-Encoding", "gzip")], "x"),
            "gone" => Reply::of(404, &[], ""),
            "short overlap" => {
                let length = (TOTAL - HELD + OVERLAP as usize).to_string();
                let range = format!("bytes {}-{}/{TOTAL}", HELD as u64 - OVERLAP, TOTAL - 1);
                let headers = [("Content-Range", range.as_str()), ("Content-Length", length.as_str())];
                Reply::head(206, &headers).send(&recording(HELD, 1)[HELD - OVERLAP as usize..HELD - 1])
            }
            what => panic!("{what}"),
        })
        .await;
        assert_eq!(outcome.result.unwrap_err().code(), code, "{what}");
        assert!(outcome.bytes.starts_with(&recording(HELD, 1)), "{what}");
        assert!(outcome.answers.is_empty(), "{what}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_resumed_from_the_last_byte_that_came() {
    let bytes = recording(TOTAL, 1);
    let truth = bytes.clone();
    // Every answer breaks off after 300,000 bytes.
    let server = Server::start(move |request| {
        let start =
            request.header("range").map_or(0, |range| range[6..].trim_end_matches('-').parse().unwrap());
        let end = (start + 300_000).min(TOTAL);
        let range = format!("bytes {start}-{}/{TOTAL}", TOTAL - 1);
        let length = (TOTAL - start).to_string();
        let headers =
            [("ETag", "\"v1\""), ("Content-Range", range.as_str()), ("Content-Length", length.as_str())];
        Reply::head(if start == 0 { 200 } else { 206 }, &headers).send(&bytes[start..end])
    })
    .await;
    let shelf = Shelf::new();
    let mut request = shelf.request(&server.url("/a.mp3"));
    let mut fetched = 0;
    for attempt in 1..=4 {
        let mut notes = Notes::default();
        let result = net().download(&request, &mut notes).await;
        fetched += notes.received - request.resume.as_ref().map_or(0, |resume| resume.bytes);
        if attempt < 4 {
            let error = result.unwrap_err();
            assert_eq!(error.code(), "truncated");
            assert_eq!(notes.synced.last(), Some(&notes.received));
            request.resume = Some(notes.resume());
        } else {
            assert_eq!(result.unwrap().bytes, TOTAL as u64);
        }
    }
    assert_eq!(fetched, TOTAL as u64);
    assert!(shelf.bytes() == truth);
}

#[tokio::test]
async fn a_server_that_keeps_its_answers_short_is_asked_until_all_is_there() {
    let bytes = recording(TOTAL, 1);
    let truth = bytes.clone();
    let server = Server::start(move |request| {
        let start =
            request.header("range").map_or(0, |range| range[6..].trim_end_matches('-').parse().unwrap());
        let end = (start + 400_000).min(TOTAL);
        let range = format!("bytes {start}-{}/{TOTAL}", end - 1);
        Reply::of(206, &[("ETag", "\"v1\""), ("Content-Range", &range)], &bytes[start..end])
    })
    .await;
    let shelf = Shelf::new();
    let finished =
        net().download(&shelf.request(&server.url("/a.mp3")), &mut Notes::default()).await.unwrap();
    assert!(shelf.bytes() == truth);
    assert_eq!((finished.fetched, server.requests().len()), (TOTAL as u64, 3));
}

#[tokio::test]
async fn a_file_that_changes_all_the_time_is_given_up_and_never_mixed() {
    let version = std::sync::atomic::AtomicU8::new(0);
    // Half of it, and each time of another version.
    let server = Server::start(move |_| {
        let version = version.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let etag = format!("\"{version}\"");
        let range = format!("bytes 0-{}/{TOTAL}", HELD - 1);
        Reply::of(206, &[("ETag", &etag), ("Content-Range", &range)], recording(HELD, version))
    })
    .await;
    let shelf = Shelf::new();
    let error =
        net().download(&shelf.request(&server.url("/a.mp3")), &mut Notes::default()).await.unwrap_err();
    assert_eq!(error.code(), "changed");
    let bytes = shelf.bytes();
    assert!((0..=255).any(|version| bytes == recording(HELD, version)));
}
