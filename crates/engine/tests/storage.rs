//! What comes by itself, what goes by itself, and how it comes back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use common::Library;
use friday_engine::{Draft, Event, LeavingReason, Which};
use friday_model::{AutoDownload, EpisodeId, KeepRule, PodcastId, PodcastRules};
use friday_testing::{EpisodeMother, ShowMother};

/// A podcast of the given number of episodes, all downloaded; newest first.
async fn downloaded(library: &Library, count: u32) -> (PodcastId, Vec<EpisodeId>) {
    let mut show = ShowMother::new("Kept");
    for number in 0..count {
        show = show.episode(EpisodeMother::new(format!("Episode {number}")));
    }
    let show = library.world.publish(show);
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let jobs = library.download_latest(Some(podcast), count).await.unwrap();
    library.until_finished(&jobs.iter().map(|job| job.id).collect::<Vec<_>>()).await.unwrap();
    (podcast, library.newest_episodes(Some(podcast), count).await.unwrap())
}

fn keep(rule: KeepRule) -> PodcastRules {
    PodcastRules { keep: rule, ..PodcastRules::default() }
}

async fn done(library: &Library) -> Vec<EpisodeId> {
    let mut done = library.downloads().await.unwrap().done;
    done.sort_unstable();
    done
}

fn sorted(ids: &[EpisodeId]) -> Vec<EpisodeId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_episode_comes_by_itself_where_the_rule_says_so() {
    let library = Library::open().await;
    let show = library.world.publish(
        ShowMother::new("Auto").episode(EpisodeMother::new("One")).episode(EpisodeMother::new("Two")),
    );
    let podcast = library.subscribe(&show.feed_url).await.unwrap().podcast.id;
    let auto_download =
        Some(AutoDownload { newest: 2, excludes: vec!["rerun".to_owned()], ..AutoDownload::default() });
    let rules = PodcastRules { auto_download, ..PodcastRules::default() };
    library.set_podcast_rules(podcast, &rules).await.unwrap();
    assert_eq!(library.podcast_rules(podcast).await.unwrap(), rules);
    library.refresh(Which::All).await.unwrap();
    assert!(library.waiting_downloads(0, 9).await.unwrap().is_empty(), "what is known is not fetched");
    library.world.add_episode(&show.slug, EpisodeMother::new("A rerun"));
    library.world.add_episode(&show.slug, EpisodeMother::new("Three"));
    library.refresh(Which::All).await.unwrap();
    let waiting = library.waiting_downloads(0, 50).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(library.episode_row(waiting[0]).await.unwrap().episode.published.title, "Three");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_up_is_seen_before_it_is_done_and_can_be_undone() {
    let library = Library::at_work().await;
    let (podcast, ids) = downloaded(&library, 3).await;
    let storage = library.storage().await.unwrap();
    assert_eq!((storage.podcasts[0].podcast, storage.podcasts[0].downloads), (podcast, 3));
    assert_eq!(storage.used, storage.podcasts[0].bytes);
    let draft = Draft::Keep(podcast, KeepRule { newest: Some(1), ..KeepRule::default() });
    let preview = library.preview_clean_up(&draft).await.unwrap();
    let going: Vec<EpisodeId> = preview.iter().map(|leaving| leaving.episode).collect();
    assert_eq!(going, ids[1..]);
    assert!(preview.iter().all(|leaving| leaving.reason == LeavingReason::Newer { kept: 1 }));
    assert_eq!(done(&library).await.len(), 3, "a look changes nothing");
    assert_eq!(library.preview_clean_up(&Draft::Budget(Some(0))).await.unwrap().len(), 3);
    assert!(library.preview_clean_up(&Draft::AsSaved).await.unwrap().is_empty());

    let files =
        [library.downloaded_file(ids[1]).await.unwrap(), library.downloaded_file(ids[2]).await.unwrap()];
    assert_eq!(library.clean_up(&going).await.unwrap(), going);
    assert_eq!(done(&library).await, [ids[0]]);
    assert!(files.iter().all(|file| !file.exists()));
    assert_eq!(sorted(&library.storage().await.unwrap().trash), sorted(&going));

    assert_eq!(library.undo_clean_up(&[ids[1]]).await.unwrap(), [ids[1]]);
    assert_eq!(done(&library).await, sorted(&ids[..2]));
    assert_eq!(library.verify().await.unwrap().ok, 2);
    assert_eq!(library.empty_trash(false).await.unwrap(), 0, "its time is not over");
    assert_eq!(library.empty_trash(true).await.unwrap(), 1);
    assert!(library.undo_clean_up(&going).await.unwrap().is_empty());
    assert!(files[0].exists() && !files[1].exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_plays_or_is_starred_is_never_cleaned_up() {
    let library = Library::at_work().await;
    let (_, ids) = downloaded(&library, 3).await;
    library.set_starred(&[ids[0]], true).await.unwrap();
    let report = friday_engine::PlayerReport {
        episode: ids[1],
        playing: true,
        position: std::time::Duration::from_secs(1),
        duration: None,
        speed: friday_model::Speed::NORMAL,
        reason: friday_engine::ReportReason::Play,
    };
    library.report_player(report).await.unwrap();
    let preview = library.preview_clean_up(&Draft::Budget(Some(0))).await.unwrap();
    assert_eq!(preview.iter().map(|leaving| leaving.episode).collect::<Vec<_>>(), [ids[2]]);
    assert_eq!(library.clean_up(&ids).await.unwrap(), [ids[2]], "not even when asked for by number");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_applied_when_an_episode_was_played_and_when_one_has_come() {
    let library = Library::at_work().await;
    let (podcast, ids) = downloaded(&library, 3).await;
    let rule = KeepRule { days_after_played: Some(0), ..KeepRule::default() };
    library.set_podcast_rules(podcast, &keep(rule)).await.unwrap();
    let mut events = library.events();
    library.keep_tidy();
    library.set_played(&[ids[2]], true).await.unwrap();
    assert_eq!(cleaned_up(&mut events).await, [ids[2]]);
    library.set_played(&[ids[2]], false).await.unwrap();
    let rule = KeepRule { newest: Some(1), ..KeepRule::default() };
    library.set_podcast_rules(podcast, &keep(rule)).await.unwrap();
    library.download(&[ids[2]]).await.unwrap();
    assert_eq!(cleaned_up(&mut events).await, [ids[1]], "the one that has just come stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_not_moved_before_a_crash_is_found_again() {
    let library = Library::at_work().await;
    let (_, ids) = downloaded(&library, 1).await;
    let file = library.downloaded_file(ids[0]).await.unwrap();
    let sound = std::fs::read(&file).unwrap();
    library.clean_up(&ids).await.unwrap();
    std::fs::remove_file(library.downloads_dir().join(".trash").join(ids[0].to_string())).unwrap();
    std::fs::write(&file, sound).unwrap();
    library.undo_clean_up(&ids).await.unwrap();
    assert_eq!(library.verify().await.unwrap().ok, 1);
}

async fn cleaned_up(events: &mut tokio::sync::broadcast::Receiver<Event>) -> Vec<EpisodeId> {
    loop {
        if let Event::CleanedUp(ids) = events.recv().await.unwrap() {
            return ids;
        }
    }
}
