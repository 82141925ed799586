//! Stopping and dropping a download, at any time.

use std::time::Duration;

use friday_net::{Class, Net, NetOptions, Resume};

use crate::{
    origin::{Origin, recording},
    server::{Reply, Server},
    witness::{Notes, Shelf, net, options},
};

const TOTAL: usize = 3_000_000;

/// Sends half of the file and then nothing, until it is asked for the rest.
async fn hesitant() -> Server {
    let origin = Origin::new(recording(TOTAL, 1));
    Server::start(move |request| {
        if request.header("range").is_some() {
            return origin.answer(request);
        }
        let headers = [("ETag", "\"v1\""), ("Content-Length", "3000000")];
        Reply::head(200, &headers).send(&origin.bytes[..TOTAL / 2]).hang()
    })
    .await
}

#[tokio::test]
async fn a_stop_takes_effect_at_once_and_loses_nothing() {
    let server = hesitant().await;
    let shelf = Shelf::new();
    let mut request = shelf.request(&server.url("/a.mp3"));
    // All that will ever come, so that nothing but the stop can end it.
    let mut notes = Notes { stop_at: Some((TOTAL as u64 / 2, request.stop.clone())), ..Notes::default() };
    let net = net();
    let error = net.download(&request, &mut notes).await.unwrap_err();
    assert_eq!((error.code(), error.class()), ("cancelled", Class::Final));
    assert_eq!((notes.received, notes.synced.last()), (TOTAL as u64 / 2, Some(&(TOTAL as u64 / 2))));

    request = shelf.request(&server.url("/a.mp3"));
    request.resume = Some(notes.resume());
    let finished = net.download(&request, &mut Notes::default()).await.unwrap();
    assert_eq!(finished.fetched, TOTAL as u64 / 2);
    assert!(shelf.bytes() == recording(TOTAL, 1));
}

#[tokio::test]
async fn a_stop_before_anything_has_happened_writes_nothing() {
    let server = Server::start(|_| Reply::default().hang()).await;
    let shelf = Shelf::new();
    let request = shelf.request(&server.url("/a.mp3"));
    request.stop.cancel();
    let mut notes = Notes::default();
    let error = net().download(&request, &mut notes).await.unwrap_err();
    assert_eq!((error.code(), notes.synced.len(), shelf.part().exists()), ("cancelled", 0, false));
}

#[tokio::test]
async fn a_dropped_download_can_be_resumed_at_once() {
    // As fast as the disk takes it, dropped at every stage, and each time resumed by a writer that may have to wait
    // for the last write of the one before.
    let bytes = recording(8_000_000, 1);
    let origin = Origin::new(bytes.clone());
    let server = Server::start(move |request| origin.answer(request)).await;
    let net = Net::new(NetOptions { checkpoint_bytes: 100_000, ..options() });
    let shelf = Shelf::new();
    let mut resume = Resume::default();
    let mut drops = 0;
    for patience in (0..).map(|drops| Duration::from_millis(5 * drops)) {
        let mut request = shelf.request(&server.url("/a.mp3"));
        request.resume = (resume.bytes > 0).then(|| resume.clone());
        let mut notes = Notes::default();
        match tokio::time::timeout(patience, net.download(&request, &mut notes)).await {
            Ok(finished) => {
                assert_eq!(finished.unwrap().bytes, bytes.len() as u64);
                break;
            }
            Err(_) if !notes.synced.is_empty() => resume = notes.resume(),
            Err(_) if notes.answers.iter().any(|answer| answer.starts_at == 0) => resume = Resume::default(),
            Err(_) => {}
        }
        drops += 1;
    }
    assert!(drops > 0);
    assert!(shelf.bytes() == bytes);
}

#[tokio::test]
async fn two_downloads_to_one_file_take_turns() {
    let bytes = recording(TOTAL, 1);
    let origin = Origin::new(bytes.clone());
    let server = Server::start(move |request| origin.answer(request)).await;
    let (net, shelf) = (net(), Shelf::new());
    let request = shelf.request(&server.url("/a.mp3"));
    let (mut one, mut two) = (Notes::default(), Notes::default());
    let (first, second) = tokio::join!(net.download(&request, &mut one), net.download(&request, &mut two));
    assert_eq!(first.unwrap().sha256, second.unwrap().sha256);
    assert!(shelf.bytes() == bytes);
}
