//! A download from the first byte, and everything that can be wrong with what comes.

use std::time::Duration;

use friday_net::{Class, Net, NetOptions};
use sha2::{Digest as _, Sha256};

use crate::{
    origin::{Origin, recording},
    server::{Reply, Server},
    witness::{Notes, Shelf, impatient, net, options},
};

#[tokio::test]
async fn a_download_is_byte_exact_and_tells_what_it_is() {
    let bytes = recording(3_000_000, 1);
    let origin = Origin::new(bytes.clone());
    let server = Server::start(move |request| origin.answer(request)).await;
    let shelf = Shelf::new();
    // What an earlier life left there is nobody's promise.
    std::fs::write(shelf.part(), vec![1; 5_000_000]).unwrap();
    let mut notes = Notes::default();
    let net = Net::new(NetOptions { checkpoint_bytes: 500_000, ..options() });
    let finished = net.download(&shelf.request(&server.url("/a.mp3")), &mut notes).await.unwrap();

    assert!(shelf.bytes() == bytes);
    assert_eq!(finished.sha256, <[u8; 32]>::from(Sha256::digest(&bytes)));
    assert_eq!(finished.sha256_hex().len(), 64);
    assert_eq!((finished.bytes, finished.fetched), (3_000_000, 3_000_000));
    assert_eq!(finished.head, bytes[..4096]);
    assert_eq!(finished.content_type.as_deref(), Some("audio/mpeg"));
    assert_eq!(finished.validator, "\"v1\"".parse().ok());

    assert_eq!((notes.received, notes.total), (3_000_000, Some(3_000_000)));
    assert!(notes.synced.is_sorted() && notes.synced.last() == Some(&3_000_000), "{:?}", notes.synced);
    assert_eq!(notes.answers.len(), 1);
    let answer = &notes.answers[0];
    assert_eq!((answer.status, answer.starts_at, answer.total), (200, 0, Some(3_000_000)));
    assert!(answer.headers.contains(&("etag".to_owned(), "\"v1\"".to_owned())));

    let request = &server.requests()[0];
    assert_eq!(request.header("accept-encoding"), Some("identity"));
    assert_eq!((request.header("range"), request.header("if-range")), (None, None));
}

#[tokio::test]
async fn a_body_without_a_length_is_whole_when_it_ends() {
    let server = Server::start(|request| match request.path.as_str() {
        "/chunked" => {
            Reply::head(200, &[("Transfer-Encoding", "chunked")]).send("4\r\nID3\x04\r\n2\r\nab\r\n0\r\n\r\n")
        }
        _ => Reply::head(200, &[]).send("ID3\x04ab"),
    })
    .await;
    for path in ["/chunked", "/until-closed"] {
        let shelf = Shelf::new();
        let mut notes = Notes::default();
        let finished = net().download(&shelf.request(&server.url(path)), &mut notes).await.unwrap();
        assert_eq!((shelf.bytes().as_slice(), finished.bytes), (&b"ID3\x04ab"[..], 6), "{path}");
        assert_eq!(notes.total, None);
    }
}

#[tokio::test]
async fn what_is_no_recording_or_not_all_of_it_is_refused_in_words() {
    let server = Server::start(|request| match request.path.as_str() {
        "/login" => Reply::of(200, &[("Content-Type", "text/html")], "<!doctype html><form>"),
        "/login-as-mp3" => Reply::of(200, &[("Content-Type", "audio/mpeg")], "\n<html><body>Log in"),
        "/empty" => Reply::of(200, &[], ""),
        "/empty-chunks" => Reply::head(200, &[("Transfer-Encoding", "chunked")]).send("0\r\n\r\n"),
        "/no-content" => Reply::head(204, &[]),
        "/gzip" => Reply::of(200, &[("Content-Encoding", "gzip")], "x"),
        "/short" => Reply::head(200, &[("Content-Length", "48000000")]).send(recording(5_000, 1)),
        "/short-at-once" => Reply::head(200, &[("Content-Length", "48000000")]),
        "/reset" => Reply::head(200, &[("Content-Length", "48000000")]).send(recording(5_000, 1)).reset(),
        "/bad-chunk" => Reply::head(200, &[("Transfer-Encoding", "chunked")]).send("4\r\nID3\x04\r\n-1\r\n"),
        "/unasked-range" => Reply::of(206, &[("Content-Range", "bytes 5-9/10")], "12345"),
        "/gone" => Reply::of(410, &[], ""),
        "/unasked-416" => Reply::of(416, &[("Content-Range", "bytes */5")], ""),
        path => panic!("{path}"),
    })
    .await;
    for (path, code, class, sentence) in [
        (
            "/login",
            "html_instead_of_audio",
            Class::Final,
            "The server sent a web page, not audio (login page or captive portal?).",
        ),
        (
            "/login-as-mp3",
            "html_instead_of_audio",
            Class::Final,
            "The server sent a web page, not audio (login page or captive portal?).",
        ),
        ("/empty", "empty", Class::Retry, "The server sent nothing."),
        ("/empty-chunks", "empty", Class::Retry, "The server sent nothing."),
        ("/no-content", "empty", Class::Retry, "The server sent nothing."),
        ("/gzip", "bad_encoding", Class::Final, "The server sent data in an encoding that can't be read."),
        ("/short", "truncated", Class::Retry, "The connection ended early (0 of 48 MB)."),
        ("/short-at-once", "truncated", Class::Retry, "The connection ended early (0 of 48 MB)."),
        ("/reset", "reset", Class::Retry, "The connection to 127.0.0.1 broke off."),
        ("/bad-chunk", "reset", Class::Retry, "The connection to 127.0.0.1 broke off."),
        (
            "/unasked-range",
            "changed",
            Class::Retry,
            "The file changed on the server while it was being fetched.",
        ),
        ("/gone", "http_410", Class::Final, "This is gone from the host for good."),
        ("/unasked-416", "http_4xx", Class::Final, "The server refuses the request (416)."),
    ] {
        let shelf = Shelf::new();
        let error =
            net().download(&shelf.request(&server.url(path)), &mut Notes::default()).await.unwrap_err();
        assert_eq!(
            (error.code(), error.class(), error.to_string().as_str()),
            (code, class, sentence),
            "{path}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_page_by_name_that_is_a_recording_by_its_bytes_is_taken() {
    let server =
        Server::start(|_| Reply::of(200, &[("Content-Type", "text/html")], b"ID3\x04\x00\x00")).await;
    let shelf = Shelf::new();
    net().download(&shelf.request(&server.url("/a.php")), &mut Notes::default()).await.unwrap();
    assert_eq!(shelf.bytes(), b"ID3\x04\x00\x00");
}

#[tokio::test]
async fn more_bytes_than_announced_are_not_taken() {
    let bytes = recording(10_000, 1);
    let sent = bytes.clone();
    let server = Server::start(move |request| match request.path.as_str() {
        "/length" => Reply::head(200, &[("Content-Length", "6000")]).send(&sent),
        _ => Reply::head(206, &[("Content-Range", "bytes 0-5999/6000"), ("Transfer-Encoding", "chunked")])
            .send("2710\r\n")
            .send(&sent)
            .send("\r\n0\r\n\r\n"),
    })
    .await;
    for path in ["/length", "/range"] {
        let shelf = Shelf::new();
        net().download(&shelf.request(&server.url(path)), &mut Notes::default()).await.unwrap();
        assert!(shelf.bytes() == bytes[..6000], "{path}");
    }
}

#[tokio::test]
async fn a_server_that_has_fallen_asleep_is_left_and_what_came_is_kept() {
    let server = Server::start(|request| match request.path.as_str() {
        "/silent" => Reply::default().hang(),
        _ => Reply::head(200, &[("Content-Length", "48000000")]).send(recording(50_000, 1)).hang(),
    })
    .await;
    let net = Net::new(impatient());
    let shelf = Shelf::new();
    let mut notes = Notes::default();
    let silent = net.download(&shelf.request(&server.url("/silent")), &mut notes).await.unwrap_err();
    assert_eq!((silent.code(), silent.class(), notes.synced.len()), ("timeout", Class::Retry, 0));

    let asleep = net.download(&shelf.request(&server.url("/asleep")), &mut notes).await.unwrap_err();
    assert_eq!((asleep.code(), asleep.class()), ("stalled", Class::Retry));
    assert_eq!(notes.synced.last(), Some(&50_000));
    assert!(shelf.bytes() == recording(50_000, 1));
}

#[tokio::test]
async fn a_trickle_is_a_stall() {
    let server = Server::start(|_| {
        let drip = Duration::from_millis(10);
        Reply::head(200, &[("Content-Length", "48000000")]).send(recording(2_000, 1)).drip([7; 2_000], drip)
    })
    .await;
    let net =
        Net::new(NetOptions { stall_window: Duration::from_millis(200), stall_bytes: 10_000, ..options() });
    let shelf = Shelf::new();
    let error = net.download(&shelf.request(&server.url("/a.mp3")), &mut Notes::default()).await.unwrap_err();
    assert_eq!(error.code(), "stalled");
}

#[tokio::test]
async fn a_part_file_that_cant_be_written_is_an_error_about_the_folder() {
    let server = Server::start(|_| Reply::of(200, &[], "ID3\x04")).await;
    let shelf = Shelf::new();
    let url = server.url("/a.mp3");

    let mut nowhere = shelf.request(&url);
    nowhere.part = shelf.part().join("missing/episode.part");
    let mut folder = shelf.request(&url);
    folder.part = shelf.part().parent().unwrap().to_owned();
    for request in [nowhere, folder] {
        let error = net().download(&request, &mut Notes::default()).await.unwrap_err();
        assert_eq!((error.code(), error.class()), ("cannot_write", Class::Final));
    }
    assert_eq!(server.paths().len(), 0);
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_written_through_a_link() {
    let server = Server::start(|_| Reply::of(200, &[], "ID3\x04")).await;
    let shelf = Shelf::new();
    let victim = shelf.part().with_extension("victim");
    std::fs::write(&victim, "mine").unwrap();
    std::os::unix::fs::symlink(&victim, shelf.part()).unwrap();
    let error =
        net().download(&shelf.request(&server.url("/a.mp3")), &mut Notes::default()).await.unwrap_err();
    assert_eq!((error.code(), std::fs::read(&victim).unwrap().as_slice()), ("cannot_write", &b"mine"[..]));
}

#[tokio::test]
async fn progress_that_cant_be_written_down_ends_the_download() {
    let origin = Origin::new(recording(3_000_000, 1));
    let server = Server::start(move |request| origin.answer(request)).await;
    let shelf = Shelf::new();
    let mut notes = Notes { forgetful: true, ..Notes::default() };
    let error = net().download(&shelf.request(&server.url("/a.mp3")), &mut notes).await.unwrap_err();
    assert_eq!((error.code(), error.class()), ("database", Class::Retry));
    assert_eq!(error.detail(), "no room in the notebook");
}

#[tokio::test]
async fn a_limit_is_kept_to_and_lifted_at_once() {
    let body = recording(1_000_000, 1);
    let sent = body.clone();
    let server = Server::start(move |_| Reply::of(200, &[("Content-Type", "audio/mpeg")], &sent)).await;
    let net = net();
    net.set_bandwidth(Some(2_000_000));
    let shelf = Shelf::new();
    let begun = std::time::Instant::now();
    net.download(&shelf.request(&server.url("/a.mp3")), &mut Notes::default()).await.unwrap();
    assert!(begun.elapsed() >= std::time::Duration::from_millis(400), "{:?}", begun.elapsed());
    assert!(shelf.bytes() == body);

    net.set_bandwidth(Some(1));
    let shelf = Shelf::new();
    let request = shelf.request(&server.url("/a.mp3"));
    let mut notes = Notes::default();
    let (finished, ()) = tokio::join!(net.download(&request, &mut notes), async {
        tokio::task::yield_now().await;
        net.set_bandwidth(None);
    });
    assert_eq!(finished.unwrap().bytes, 1_000_000);
}
