//! The address guard, where names become addresses.

use std::{
    io,
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

use async_trait::async_trait;
use friday_net::{Class, DocumentRequest, Net, NetError, NetOptions, Network, Reach};
use url::Url;

use crate::{
    server::{Reply, Server},
    witness::{Notes, Shelf, options},
};

/// Answers by what the name says, and counts how often it is asked.
#[derive(Debug, Default)]
struct Names {
    asked: AtomicUsize,
    offline: bool,
}

#[async_trait]
impl Network for Names {
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        self.asked.fetch_add(1, SeqCst);
        match host {
            "loopback.example" | "home.example" => Ok(vec![Ipv4Addr::LOCALHOST.into()]),
            "mapped.example" => Ok(vec![Ipv4Addr::LOCALHOST.to_ipv6_mapped().into()]),
            "metadata.example" => Ok(vec![Ipv4Addr::new(169, 254, 169, 254).into()]),
            "nothing.example" => Ok(vec![]),
            "busy.example" => Err(io::Error::other("Temporary failure in name resolution")),
            _ => Err(io::Error::other("Name or service not known")),
        }
    }

    fn has_route(&self) -> bool {
        !self.offline
    }
}

fn net(names: &Arc<Names>) -> Net {
    Net::new(NetOptions { network: names.clone(), ..options() })
}

async fn fetch(net: &Net, url: &Url, reach: Reach) -> Result<(), NetError> {
    net.fetch(&DocumentRequest::new(url.clone(), reach)).await.map(|_| ())
}

#[tokio::test]
async fn a_name_from_outside_that_leads_inside_is_refused_where_it_is_resolved() {
    let server = Server::start(|_| Reply::of(200, &[], "secret")).await;
    let names = Arc::new(Names::default());
    for host in ["loopback.example", "mapped.example", "metadata.example"] {
        let error = fetch(&net(&names), &server.url_at(host, "/"), Reach::public()).await.unwrap_err();
        assert_eq!((error.code(), error.class()), ("private_address", Class::Final), "{host}");
        assert_eq!(error.to_string(), format!("The link leads to {host}, which is a private address."));
    }
    // What was checked is what would have been connected to: there is no second lookup.
    assert_eq!((names.asked.load(SeqCst), server.paths().len()), (3, 0));

    let shelf = Shelf::new();
    let mut request = shelf.request(&server.url_at("loopback.example", "/a.mp3"));
    request.reach = Reach::public_or(["home.example".to_owned()]);
    let error = net(&names).download(&request, &mut Notes::default()).await.unwrap_err();
    assert_eq!((error.code(), server.paths().len()), ("private_address", 0));
}

#[tokio::test]
async fn the_host_of_the_subscription_may_be_at_home_but_leads_no_further_inside() {
    let server = Server::start(|request| match request.path.as_str() {
        "/feed" => Reply::of(200, &[], "<rss/>"),
        path => Reply::redirect(302, &path[1..]),
    })
    .await;
    let net = net(&Arc::default());
    let home = Reach::public_or(["Home.example.".to_owned()]);
    fetch(&net, &server.url_at("home.example", "/feed"), home.clone()).await.unwrap();
    for target in [
        server.url_at("loopback.example", "/feed"),
        server.url_at("127.0.0.1", "/feed"),
        server.url_at("localhost", "/feed"),
        server.url_at("[::ffff:127.0.0.1]", "/feed"),
    ] {
        let error = fetch(&net, &server.url_at("home.example", &format!("/{target}")), home.clone())
            .await
            .unwrap_err();
        assert_eq!((error.code(), error.hops().len()), ("private_address", 1), "{target}");
    }
}

#[tokio::test]
async fn a_connection_made_for_the_listener_is_not_used_for_a_stranger() {
    let server = Server::start(|_| Reply::of(200, &[], "<rss/>")).await;
    let net = net(&Arc::default());
    let url = server.url_at("home.example", "/feed");
    fetch(&net, &url, Reach::typed(&url)).await.unwrap();
    assert_eq!(fetch(&net, &url, Reach::public()).await.unwrap_err().code(), "private_address");
}

#[tokio::test]
async fn being_offline_is_told_from_a_name_that_does_not_exist() {
    for (host, offline, code, class) in [
        ("nowhere.example", false, "dns", Class::Retry),
        ("nothing.example", false, "dns", Class::Retry),
        ("busy.example", false, "dns", Class::WaitForNetwork),
        ("nowhere.example", true, "offline", Class::WaitForNetwork),
        ("busy.example", true, "offline", Class::WaitForNetwork),
    ] {
        let names = Arc::new(Names { offline, ..Names::default() });
        let url = format!("http://{host}/").parse().unwrap();
        let error = fetch(&net(&names), &url, Reach::public()).await.unwrap_err();
        assert_eq!((error.code(), error.class()), (code, class), "{host}: {error:?}");
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_said_to_be_none() {
    for url in ["ftp://example.org/", "file:///etc/passwd", "data:,x", "mailto:a@b.example"] {
        let url: Url = url.parse().unwrap();
        let error = fetch(&net(&Arc::default()), &url, Reach::typed(&url)).await.unwrap_err();
        assert_eq!((error.code(), error.class()), ("bad_address", Class::Final), "{url}");
    }
}
