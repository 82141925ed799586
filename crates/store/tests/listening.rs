//! What the listener has set about listening is kept.

#![allow(clippy::unwrap_used, reason = "a test stops at what should not be")]

use friday_model::{PodcastId, PublishedPodcast};
use friday_store::Store;
use url::Url;

async fn store() -> (tempfile::TempDir, Store, [PodcastId; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("friday.db")).await.unwrap();
    let mut write = store.write().await.unwrap();
    let mut podcasts = [PodcastId(0); 2];
    for (podcast, address) in podcasts.iter_mut().zip(["https://one.example/", "https://two.example/"]) {
        let url = Url::parse(address).unwrap();
        *podcast = write.add_podcast(&url, &PublishedPodcast::default()).await.unwrap();
    }
    write.commit().await.unwrap();
    (folder, store, podcasts)
}

#[tokio::test]
async fn the_chapters_that_are_never_heard_are_those_of_their_podcast_until_they_are_heard_again() {
    let (_folder, store, [one, two]) = store().await;
    let mut write = store.write().await.unwrap();
    for title in ["sponsor", "a word", "sponsor"] {
        write.set_chapter_skipped(one, title, true).await.unwrap();
    }
    write.set_chapter_skipped(two, "sponsor", true).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(store.skipped_chapters(one).await.unwrap(), ["a word", "sponsor"]);
    let mut write = store.write().await.unwrap();
    write.set_chapter_skipped(one, "sponsor", false).await.unwrap();
    write.set_chapter_skipped(one, "never marked", false).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(store.skipped_chapters(one).await.unwrap(), ["a word"]);
    assert_eq!(store.skipped_chapters(two).await.unwrap(), ["sponsor"]);
}
