//! Feeds and other documents.

use std::{
    io::Write as _,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    time::{Duration, Instant, SystemTime},
};

use flate2::{Compression, write::GzEncoder};
use friday_net::{Class, Document, DocumentRequest, Fetched, Net, NetError, NetOptions, Reach};
use tokio::task::JoinSet;
use url::Url;

use crate::{
    server::{Reply, Server},
    witness::{impatient, net, options},
};

fn wanted(url: &Url) -> DocumentRequest {
    DocumentRequest::new(url.clone(), Reach::typed(url))
}

async fn document(net: &Net, url: &Url) -> Result<Document, NetError> {
    match net.fetch(&wanted(url)).await? {
        Fetched::Document(document) => Ok(document),
        Fetched::NotModified(_) => panic!("nothing was known before"),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_document_comes_whole_with_what_its_headers_say() {
    let server = Server::start(|_| {
        Reply::of(
            200,
            &[("Content-Type", "text/xml; charset=koi8-r"), ("ETag", "W/\"7\""), ("Last-Modified", "x")],
            "<rss/>",
        )
    })
    .await;
    let document = document(&net(), &server.url("/feed?a=b#c")).await.unwrap();
    assert_eq!(&document.bytes[..], b"<rss/>");
    assert_eq!(document.content_type.as_deref(), Some("text/xml; charset=koi8-r"));
    assert_eq!((document.etag.as_deref(), document.last_modified.as_deref()), (Some("W/\"7\""), Some("x")));
    assert_eq!((document.final_url, document.moved_to), (server.url("/feed?a=b"), None));

    let request = &server.requests()[0];
    assert!(request.header("user-agent").unwrap().starts_with("Friday/"));
    assert!(request.header("accept-encoding").unwrap().contains("gzip"));
    for name in ["referer", "cookie", "if-none-match", "if-modified-since", "authorization"] {
        assert_eq!(request.header(name), None, "{name}");
    }
}

#[tokio::test]
async fn a_document_that_has_not_changed_is_not_sent_again() {
    let server = Server::start(|request| {
        let known = request.header("if-none-match") == Some("\"1\"")
            && request.header("if-modified-since") == Some("then");
        if known { Reply::head(304, &[("ETag", "\"1\"")]) } else { Reply::of(200, &[], "new") }
    })
    .await;
    let mut request = wanted(&server.url("/feed"));
    request.etag = Some("\"1\"".into());
    request.last_modified = Some("then".into());
    assert!(matches!(net().fetch(&request).await.unwrap(), Fetched::NotModified(_)));
    request.etag = Some("\"0\"".into());
    assert!(matches!(net().fetch(&request).await.unwrap(), Fetched::Document(_)));
}

#[tokio::test]
async fn a_304_that_nobody_asked_for_is_asked_again_once() {
    let stubborn = Server::start(|_| Reply::head(304, &[])).await;
    let error = document(&net(), &stubborn.url("/feed")).await.unwrap_err();
    assert_eq!((error.code(), stubborn.paths().len()), ("empty", 2));

    let mistaken = Server::start(|request| match request.header("cache-control") {
        Some("no-cache") => Reply::of(200, &[], "<rss/>"),
        _ => Reply::head(304, &[]),
    })
    .await;
    let document = document(&net(), &mistaken.url("/feed")).await.unwrap();
    assert_eq!(&document.bytes[..], b"<rss/>");
    assert_eq!(document.hops.iter().map(|hop| hop.status).collect::<Vec<_>>(), [304, 200]);
}

#[tokio::test]
async fn compressed_documents_are_read_and_the_limit_counts_what_comes_out() {
    let server = Server::start(|request| match request.path.as_str() {
        "/feed" => Reply::of(200, &[("Content-Encoding", "gzip")], gzip(b"<rss/>")),
        _ => Reply::of(200, &[("Content-Encoding", "gzip")], gzip(&vec![0; 100_000_000])),
    })
    .await;
    assert_eq!(&document(&net(), &server.url("/feed")).await.unwrap().bytes[..], b"<rss/>");
    let error = document(&net(), &server.url("/bomb")).await.unwrap_err();
    assert_eq!((error.code(), error.class()), ("too_large", Class::Final));
    assert_eq!(error.to_string(), "The server sent more than the 48 MB that are read.");
}

#[tokio::test]
async fn a_body_that_is_not_what_it_says_is_refused() {
    let server = Server::start(|request| match request.path.as_str() {
        "/plain-but-labelled" => Reply::of(200, &[("Content-Encoding", "gzip")], "<rss/> is no gzip"),
        "/truncated-gzip" => Reply::of(200, &[("Content-Encoding", "gzip")], &gzip(&[7; 10_000])[..20]),
        "/unknown-encoding" => Reply::of(200, &[("Content-Encoding", "zstd")], "x"),
        "/gzip-in-gzip" => Reply::of(200, &[("Content-Encoding", "gzip, gzip")], "x"),
        "/too-short" => Reply::head(200, &[("Content-Length", "100")]).send("<rss>"),
        "/cut-gzip" => Reply::head(200, &[("Content-Encoding", "gzip"), ("Content-Length", "100")])
            .send(&gzip(b"<rss/>")[..15]),
        "/reset" => Reply::head(200, &[("Content-Length", "100")]).send("<rss>").reset(),
        "/bad-chunk" => {
            Reply::head(200, &[("Transfer-Encoding", "chunked")]).send("5\r\n<rss>\r\nzz\r\nxxxx")
        }
        "/announced-large" => Reply::head(200, &[("Content-Length", "99000000")]).hang(),
        "/no-content" => Reply::head(204, &[]),
        "/empty" => Reply::of(200, &[], ""),
        "/part" => Reply::of(206, &[("Content-Range", "bytes 0-0/9")], "x"),
        "/no-http" => Reply::default().send("SSH-2.0-OpenSSH\r\n\r\n"),
        path => panic!("{path}"),
    })
    .await;
    for (path, code) in [
        ("/plain-but-labelled", "bad_encoding"),
        ("/truncated-gzip", "bad_encoding"),
        ("/unknown-encoding", "bad_encoding"),
        ("/gzip-in-gzip", "bad_encoding"),
        ("/too-short", "truncated"),
        ("/cut-gzip", "truncated"),
        ("/reset", "reset"),
        ("/bad-chunk", "reset"),
        ("/announced-large", "too_large"),
        ("/no-content", "empty"),
        ("/empty", "empty"),
        ("/part", "bad_encoding"),
        ("/no-http", "reset"),
    ] {
        let error = document(&net(), &server.url(path)).await.unwrap_err();
        assert_eq!(error.code(), code, "{path}: {error:?}");
    }
}

#[tokio::test]
async fn a_length_and_chunks_together_are_read_as_chunks_and_a_length_cuts_off_the_rest() {
    let server = Server::start(|request| match request.path.as_str() {
        "/both" => Reply::head(200, &[("Content-Length", "3"), ("Transfer-Encoding", "chunked")])
            .send("6\r\n<rss/>\r\n0\r\n\r\n"),
        _ => Reply::head(200, &[("Content-Length", "6")]).send("<rss/>and more"),
    })
    .await;
    for path in ["/both", "/longer"] {
        assert_eq!(&document(&net(), &server.url(path)).await.unwrap().bytes[..], b"<rss/>", "{path}");
    }
}

#[tokio::test]
async fn a_server_that_is_slow_in_any_way_is_given_up() {
    let drip = Duration::from_millis(20);
    let server = Server::start(move |request| match request.path.as_str() {
        "/silent" => Reply::default().hang(),
        "/dripping-headers" => Reply::default().drip("HTTP/1.1 200 OK\r\n".repeat(20), drip),
        "/informing" => Reply::default().send("HTTP/1.1 103 Wait\r\n\r\n").hang(),
        "/pausing" => Reply::head(200, &[]).send("<rss>").hang(),
        "/dripping" => Reply::head(200, &[]).drip([b' '; 100], drip),
        path => panic!("{path}"),
    })
    .await;
    let net = Net::new(impatient());
    for path in ["/silent", "/dripping-headers", "/informing", "/pausing", "/dripping"] {
        let error = document(&net, &server.url(path)).await.unwrap_err();
        assert_eq!((error.code(), error.class()), ("timeout", Class::Retry), "{path}");
    }
}

#[tokio::test]
async fn header_bombs_are_refused() {
    let server = Server::start(|request| match request.path.as_str() {
        "/large" => Reply::head(200, &[("X", &"x".repeat(2_000_000))]).send("<rss/>"),
        _ => Reply::head(200, &vec![("X", "x"); 10_000]).send("<rss/>"),
    })
    .await;
    for path in ["/large", "/many"] {
        let error = document(&net(), &server.url(path)).await.unwrap_err();
        assert_eq!(error.code(), "reset", "{path}: {error:?}");
    }
}

#[tokio::test]
async fn nobody_listening_is_an_error_in_words() {
    let url = {
        let server = Server::start(|_| Reply::default()).await;
        server.url("/feed")
    };
    let error = document(&net(), &url).await.unwrap_err();
    assert_eq!((error.code(), error.class()), ("connect", Class::Retry));
    assert_eq!(error.to_string(), "The server 127.0.0.1 isn't answering.");
    assert!(!error.detail().is_empty());
}

#[tokio::test]
async fn a_connection_that_dies_before_the_answer_is_tried_again_at_once() {
    let first = AtomicUsize::new(0);
    let server = Server::start(move |_| match first.fetch_add(1, SeqCst) {
        0 => Reply::default().reset(),
        _ => Reply::of(200, &[], "<rss/>"),
    })
    .await;
    assert_eq!(&document(&net(), &server.url("/feed")).await.unwrap().bytes[..], b"<rss/>");
}

#[tokio::test]
async fn statuses_have_codes_and_classes() {
    let server =
        Server::start(|request| Reply::of(request.path[1..].parse().unwrap(), &[], "<html>sorry")).await;
    for (status, code, class) in [
        (400, "http_4xx", Class::Final),
        (401, "http_401", Class::Final),
        (403, "http_403", Class::Final),
        (404, "http_404", Class::Final),
        (408, "http_4xx", Class::Retry),
        (410, "http_410", Class::Final),
        (429, "http_429", Class::Retry),
        (451, "http_4xx", Class::Final),
        (500, "http_5xx", Class::Retry),
        (502, "http_5xx", Class::Retry),
        (503, "http_503", Class::Retry),
    ] {
        let error = document(&net(), &server.url(&format!("/{status}"))).await.unwrap_err();
        assert_eq!((error.code(), error.class(), error.status()), (code, class, Some(status)));
        assert_eq!(error.hops().last().map(|hop| hop.status), Some(status));
        assert_eq!(error.retry_after(SystemTime::UNIX_EPOCH), None);
    }
}

#[tokio::test]
async fn a_host_says_how_long_to_wait() {
    let server = Server::start(|request| match request.path.as_str() {
        "/seconds" => Reply::of(429, &[("Retry-After", "120")], ""),
        _ => Reply::of(
            503,
            &[("Retry-After", "Tue, 24 Nov 2026 12:01:00 GMT"), ("Date", "Tue, 24 Nov 2026 12:00:00 GMT")],
            "",
        ),
    })
    .await;
    for (path, seconds) in [("/seconds", 120), ("/date", 60)] {
        let error = document(&net(), &server.url(path)).await.unwrap_err();
        assert_eq!(error.retry_after(SystemTime::UNIX_EPOCH), Some(Duration::from_secs(seconds)), "{path}");
        assert!(error.detail().contains("retry-after"), "{}", error.detail());
    }
}

#[tokio::test]
async fn a_host_that_refuses_unknown_clients_is_asked_once_more_under_another_name() {
    let server = Server::start(|request| match request.header("user-agent") {
        Some(name) if name.starts_with("Mozilla/") => Reply::of(200, &[], "<rss/>"),
        _ => Reply::of(403, &[], ""),
    })
    .await;
    let document = document(&net(), &server.url("/feed")).await.unwrap();
    assert_eq!(document.hops.iter().map(|hop| hop.status).collect::<Vec<_>>(), [403, 200]);
    assert_eq!(document.moved_to, None);
}

#[tokio::test]
async fn one_host_is_asked_for_two_documents_at_a_time() {
    let server = Server::start(|request| match request.path.as_str() {
        "/slow" => Reply::default().hang(),
        _ => Reply::of(200, &[], "<rss/>"),
    })
    .await;
    let net = net();
    let slow = wanted(&server.url("/slow"));
    let (mut one, mut two) = (Box::pin(net.fetch(&slow)), Box::pin(net.fetch(&slow)));
    let url = server.url("/quick");
    let mut third = Box::pin(document(&net, &url));
    // In the time that this takes from the beginning to the end, the third would have been asked for as well.
    let elsewhere = server.url_at("localhost", "/elsewhere");
    let (mut fourth, asked) = (Box::pin(document(&net, &elsewhere)), async {
        while server.paths().len() < 2 {
            tokio::task::yield_now().await;
        }
    });
    tokio::select! {
        biased;
        _ = &mut one => panic!("it hangs"),
        _ = &mut two => panic!("it hangs"),
        _ = &mut third => panic!("it overtook"),
        fourth = async { asked.await; fourth.as_mut().await } => assert_eq!(&fourth.unwrap().bytes[..], b"<rss/>"),
    }
    assert_eq!(server.paths(), ["/slow", "/slow", "/elsewhere"]);
    drop(one);
    assert_eq!(&third.await.unwrap().bytes[..], b"<rss/>");
}

#[tokio::test]
async fn waiting_for_ones_turn_is_not_taking_too_long() {
    let server = Server::start(|_| {
        Reply::default().pause(Duration::from_millis(20)).send(b"HTTP/1.0 200 OK\r\n\r\n<rss/>")
    })
    .await;
    let total = Duration::from_secs(1);
    let net = Net::new(NetOptions { document_total: total, documents_per_host: 1, ..options() });
    let mut fetches = JoinSet::new();
    let begun = Instant::now();
    for _ in 0..60 {
        let (net, url) = (net.clone(), server.url("/feed"));
        fetches.spawn(async move { document(&net, &url).await.map(|document| document.bytes) });
    }
    for outcome in fetches.join_all().await {
        assert_eq!(&outcome.unwrap()[..], b"<rss/>");
    }
    assert!(begun.elapsed() > total);
}
