//! A disk that is full where the library itself lies: it opens, room can be made, and it goes on undamaged.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;
mod small_disk;

use std::{io::Write as _, path::Path};

use common::Library;
use friday_engine::Options;
use friday_testing::{Audio, EpisodeMother, ShowMother};
use small_disk::SmallDisk;

#[tokio::test(flavor = "multi_thread")]
async fn a_library_on_a_full_disk_opens_gives_room_and_goes_on() {
    let Some(disk) = SmallDisk::mount(24) else { return };
    let on_disk = |options: &mut Options| {
        options.data_dir = disk.path().join("library");
        options.downloads_dir = options.data_dir.join("downloads");
        options.net.leave_free = 0;
    };
    let library = Library::open_with(on_disk).await;
    library.keep_working();
    let load = EpisodeMother::new("Load").audio(Audio::mp3_of_size(6_000_000));
    let show = library.world.publish(ShowMother::new("Wide").episode(load));
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let id = library.newest(podcast).await;
    let jobs = library.download(&[id]).await.unwrap();
    library.until_finished(&[jobs[0].id]).await.unwrap();

    fill(&disk.path().join("ballast"));
    let museum = library.world.show("one-minute-museum").feed_url;
    let refused = library.subscribe(&museum).await.unwrap_err();
    assert_eq!(refused.code(), "disk_full", "{refused}");
    assert_eq!(library.podcasts().await.unwrap().len(), 1, "nothing is half written");

    let library = library.reopen_with(on_disk).await;
    assert_eq!(library.podcasts().await.unwrap().len(), 1, "it opens, and all is there");
    library.remove_download(id).await.unwrap();
    library.subscribe(&museum).await.unwrap();
    assert_eq!(library.podcasts().await.unwrap().len(), 2, "it goes on");
    assert_eq!(library.check_up().await.unwrap().problems, [""; 0]);
}

/// Writes until nothing fits any more.
fn fill(path: &Path) {
    let mut file = std::fs::File::create(path).unwrap();
    for size in [65_536, 4096, 1] {
        let bytes = vec![1; size];
        while file.write_all(&bytes).is_ok() {}
    }
}
