//! Redirects, and what is kept of them.

use friday_net::{DocumentRequest, Fetched, MAX_REDIRECTS, Net, NetError, Reach};
use url::Url;

use crate::{
    origin::{Origin, recording},
    server::{Reply, Server},
    witness::{Notes, Shelf, net},
};

async fn fetch(net: &Net, url: &Url) -> Result<friday_net::Document, NetError> {
    match net.fetch(&DocumentRequest::new(url.clone(), Reach::typed(url))).await? {
        Fetched::Document(document) => Ok(document),
        Fetched::NotModified(_) => panic!("nothing was known before"),
    }
}

#[tokio::test]
async fn a_feed_has_moved_only_if_every_hop_was_for_good() {
    let server = Server::start(|request| match request.path.as_str() {
        "/301" => Reply::redirect(301, "/feed"),
        "/308" => Reply::redirect(308, "/301"),
        "/302" => Reply::redirect(302, "/feed"),
        "/303" => Reply::redirect(303, "/feed"),
        "/307" => Reply::redirect(307, "/feed"),
        "/301-302" => Reply::redirect(301, "/302"),
        "/302-301" => Reply::redirect(302, "/301"),
        "/feed" => Reply::of(200, &[], "<rss/>"),
        path => panic!("{path}"),
    })
    .await;
    for (path, moved) in [
        ("/feed", false),
        ("/301", true),
        ("/308", true),
        ("/302", false),
        ("/303", false),
        ("/307", false),
        ("/301-302", false),
        ("/302-301", false),
    ] {
        let document = fetch(&net(), &server.url(path)).await.unwrap();
        assert_eq!(document.final_url, server.url("/feed"), "{path}");
        assert_eq!(document.moved_to, moved.then(|| server.url("/feed")), "{path}");
        assert_eq!(document.hops[0].url, server.url(path));
    }
}

#[tokio::test]
async fn circles_and_bad_addresses_are_not_followed() {
    let server = Server::start(|request| match request.path.as_str() {
        "/circle" => Reply::redirect(302, "/circle"),
        "/nowhere" => Reply::head(302, &[]),
        "/choice" => Reply::redirect(300, "/feed"),
        path => Reply::redirect(302, &path[1..]),
    })
    .await;
    for (path, code, requests) in [
        ("/circle", "too_many_redirects", MAX_REDIRECTS + 1),
        ("/nowhere", "bad_redirect", 1),
        ("/choice", "bad_redirect", 1),
        ("/file:///etc/passwd", "bad_redirect", 1),
        ("/javascript:alert(1)", "bad_redirect", 1),
        ("/ftp://example.org/", "bad_redirect", 1),
        ("/data:text/xml,x", "bad_redirect", 1),
        ("/http://", "bad_redirect", 1),
        ("/http://169.254.169.254/latest", "private_address", 1),
    ] {
        let error = fetch(&net(), &server.url(path)).await.unwrap_err();
        assert_eq!((error.code(), error.hops().len()), (code, requests), "{path}");
    }
}

#[tokio::test]
async fn ten_redirects_are_followed() {
    let server = Server::start(|request| match request.path[1..].parse::<usize>().unwrap() {
        0 => Reply::of(200, &[], "<rss/>"),
        left => Reply::redirect(302, &format!("{}", left - 1)),
    })
    .await;
    assert_eq!(fetch(&net(), &server.url("/10")).await.unwrap().hops.len(), 11);
    assert_eq!(fetch(&net(), &server.url("/11")).await.unwrap_err().code(), "too_many_redirects");
}

#[tokio::test]
async fn a_login_is_sent_to_its_own_origin_and_shown_to_nobody() {
    let other = Server::start(|_| Reply::of(200, &[("Set-Cookie", "a=b")], "<rss/>")).await;
    let there = other.url("/feed").to_string();
    let server = Server::start(move |request| match request.path.as_str() {
        _ if request.header("authorization").is_none() => {
            Reply::of(401, &[("WWW-Authenticate", "Basic realm=\"subscribers\"")], "")
        }
        "/away" => Reply::redirect(301, &there),
        "/within" => Reply::redirect(301, "/feed"),
        _ => Reply::of(200, &[], "<rss/>"),
    })
    .await;
    let login = |path| {
        let mut url = server.url(path);
        url.set_username("ann%20a").unwrap();
        url.set_password(Some("secret")).unwrap();
        url
    };
    let away = fetch(&net(), &login("/away")).await.unwrap();
    let within = fetch(&net(), &login("/within")).await.unwrap();
    assert!(!format!("{away:?}{within:?}").contains("secret"));

    // "ann a:secret"
    let header = Some("Basic YW5uIGE6c2VjcmV0");
    let shown: Vec<_> =
        server.requests().iter().map(|request| request.header("authorization").map(str::to_owned)).collect();
    assert_eq!(shown.len(), 6, "each address asked first and was answered once");
    assert!(shown.iter().all(|shown| shown.is_none() || shown.as_deref() == header));
    assert_eq!(other.requests()[0].header("authorization"), None);
    assert_eq!(other.requests()[0].header("referer"), None);
}

#[tokio::test]
async fn a_wrong_password_is_shown_once_and_then_no_more() {
    for (asks, requests) in
        [("Basic realm=\"x\"", 2), ("Digest realm=\"x\", nonce=\"n\", qop=\"auth\"", 2), ("Negotiate", 1)]
    {
        let server = Server::start(move |_| Reply::of(401, &[("WWW-Authenticate", asks)], "")).await;
        let mut url = server.url("/feed");
        url.set_username("ann").unwrap();
        url.set_password(Some("wrong")).unwrap();
        let error = fetch(&net(), &url).await.unwrap_err();
        assert_eq!((error.code(), server.requests().len()), ("http_401", requests), "{asks}");
        assert!(!format!("{error:?}").contains("wrong"));
    }
}

#[tokio::test]
async fn a_server_that_knows_digest_never_sees_the_password() {
    let server = Server::start(|request| match request.header("authorization") {
        Some(_) => Reply::of(200, &[], "<rss/>"),
        None => Reply::of(
            401,
            &[
                ("WWW-Authenticate", "Basic realm=\"x\""),
                ("WWW-Authenticate", "Digest realm=\"x\", nonce=\"n\""),
            ],
            "",
        ),
    })
    .await;
    let mut url = server.url("/feed?x=1");
    url.set_username("ann").unwrap();
    url.set_password(Some("secret")).unwrap();
    let document = fetch(&net(), &url).await.unwrap();
    assert_eq!(document.hops.len(), 1, "to be asked for a login is no way to another place");
    let requests = server.requests();
    let shown = requests[1].header("authorization").unwrap();
    assert!(shown.starts_with("Digest username=\"ann\"") && shown.contains("uri=\"/feed?x=1\""), "{shown}");
}

#[tokio::test]
async fn a_login_that_a_server_gives_away_is_not_used() {
    let other = Server::start(|_| Reply::of(200, &[], "<rss/>")).await;
    let mut there = other.url("/feed");
    there.set_username("eve").unwrap();
    let there = there.to_string();
    let server = Server::start(move |_| Reply::redirect(301, &there)).await;
    let document = fetch(&net(), &server.url("/")).await.unwrap();
    assert_eq!((document.final_url.username(), other.requests()[0].header("authorization")), ("", None));
}

#[tokio::test]
async fn a_range_is_asked_for_at_every_hop() {
    let bytes = recording(300_000, 1);
    let origin = Origin::new(bytes.clone());
    let server = Server::start(move |request| match request.path.as_str() {
        "/track/episode" => Reply::redirect(302, "/episode"),
        _ => origin.answer(request),
    })
    .await;
    let shelf = Shelf::new();
    std::fs::write(shelf.part(), &bytes[..100_000]).unwrap();
    let mut request = shelf.request(&server.url("/track/episode"));
    request.resume =
        Some(friday_net::Resume { bytes: 100_000, total: Some(300_000), validator: "\"v1\"".parse().ok() });
    let finished = net().download(&request, &mut Notes::default()).await.unwrap();
    assert_eq!((finished.fetched, shelf.bytes() == bytes), (200_000, true));
    assert_eq!(finished.final_url, server.url("/episode"));
    assert_eq!(finished.hops.iter().map(|hop| hop.status).collect::<Vec<_>>(), [302, 206]);
    assert!(server.requests().iter().all(|request| request.header("range") == Some("bytes=100000-")));
}
