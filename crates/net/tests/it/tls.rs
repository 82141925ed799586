//! Secure connections that are not.

use friday_net::{Class, DocumentRequest, Reach};

use crate::{
    server::{Reply, Server},
    witness::net,
};

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_refused_in_words() {
    let server = Server::start(|_| Reply::of(200, &[], "<rss/>")).await;
    let mut url = server.url("/feed");
    url.set_scheme("https").unwrap();
    let error = net().fetch(&DocumentRequest::new(url.clone(), Reach::typed(&url))).await.unwrap_err();
    assert_eq!((error.code(), error.class()), ("tls", Class::Retry), "{error:?}");
    assert_eq!(error.to_string(), "The secure connection to 127.0.0.1 failed: no common way of encryption.");
}
