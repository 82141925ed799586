//! Where new episodes go.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod common;

use common::Library;
use friday_engine::Which;
use friday_model::{Arrivals, PodcastRules};
use friday_testing::{EpisodeMother, ShowMother, TODAY};

#[tokio::test]
async fn new_episodes_go_where_the_listener_wants_those_of_their_podcast() {
    for arrivals in Arrivals::ALL {
        let library = Library::open().await;
        let show = library.world.publish(ShowMother::new("Low Tide").episodes(4));
        let id = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
        assert!(library.inbox().await.unwrap().is_empty(), "what was there before is no news");
        let rules = PodcastRules { arrivals, ..PodcastRules::default() };
        library.set_podcast_rules(id, &rules).await.unwrap();
        library.world.add_episode("low-tide", EpisodeMother::new("Fresh").published(TODAY));
        library.refresh(Which::These(vec![id])).await.unwrap();
        let newest = library.newest(id).await;
        let expected = |wanted| if arrivals == wanted { vec![newest] } else { vec![] };
        assert_eq!(library.inbox().await.unwrap(), expected(Arrivals::Inbox));
        assert_eq!(library.up_next().await.unwrap().episodes, expected(Arrivals::UpNext));
        library.clear_from_inbox(&[newest]).await.unwrap();
        assert!(library.inbox().await.unwrap().is_empty());
    }
}
