//! Up Next: what plays after what, also when nobody looks.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::time::Duration;

use common::{Library, asked, report};
use friday_engine::{Event, PlayerCommand, PlayerReport, ReportReason, SleepAfter, SoundSettings, Then};
use friday_model::{EpisodeFilter, EpisodeId, Listening, PodcastSound, Speed, UpNextListId};
use tokio::sync::broadcast::Receiver;

/// Every episode of a show, the oldest first.
async fn episodes_of(library: &Library, slug: &str) -> Vec<EpisodeId> {
    library.newest_of(slug).await;
    let mut ids = library.episode_ids(&EpisodeFilter::default()).await.unwrap();
    ids.reverse();
    ids
}

/// A command that was asked for already, if any was.
fn asked_already(events: &mut Receiver<Event>) -> Option<PlayerCommand> {
    loop {
        if let Event::PlayerAsked(command) = events.try_recv().ok()? {
            return Some(command);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_kept_over_a_restart_in_the_listeners_order() {
    let library = Library::open().await;
    let ids = episodes_of(&library, "slow-elevators").await;
    library.play_last(&ids[..3]).await.unwrap();
    library.play_next(&[ids[3]]).await.unwrap();
    library.play_last(&[ids[3]]).await.unwrap();
    library.move_up_next(&[ids[2]], Some(ids[0])).await.unwrap();
    let expected = [ids[3], ids[2], ids[0], ids[1]];
    assert_eq!(library.up_next().await.unwrap().episodes, expected);
    let library = library.reopen().await;
    assert_eq!(library.up_next().await.unwrap().episodes, expected);
    library.remove_from_up_next(&[ids[2]]).await.unwrap();
    library.set_played(&[ids[3]], true).await.unwrap();
    assert_eq!(
        library.up_next().await.unwrap().episodes,
        [ids[0], ids[1]],
        "what is played needs no playing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_list_keeps_its_order_and_still_takes_and_gives() {
    let library = Library::open().await;
    let ids = episodes_of(&library, "slow-elevators").await;
    library.play_last(&ids[..3]).await.unwrap();
    library.lock_up_next(true).await.unwrap();
    assert_eq!(library.move_up_next(&[ids[2]], Some(ids[0])).await.unwrap_err().code(), "locked");
    assert_eq!(library.shuffle_up_next().await.unwrap_err().code(), "locked");
    library.play_last(&[ids[3]]).await.unwrap();
    library.remove_from_up_next(&[ids[1]]).await.unwrap();
    let list = library.up_next().await.unwrap();
    assert_eq!((list.locked, list.episodes), (true, vec![ids[0], ids[2], ids[3]]));
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_have_names_and_one_of_them_plays() {
    let library = Library::open().await;
    let ids = episodes_of(&library, "slow-elevators").await;
    library.play_last(&ids[..1]).await.unwrap();
    let train = library.add_up_next_list(" On the train ").await.unwrap();
    library.play_last(&ids[1..3]).await.unwrap();
    let list = library.up_next().await.unwrap();
    assert_eq!((list.chosen, list.episodes.len()), (train, 2));
    let names: Vec<(String, u32)> = list.lists.into_iter().map(|list| (list.name, list.episodes)).collect();
    assert_eq!(names, [(String::new(), 1), ("On the train".to_owned(), 2)]);
    library.remove_up_next_list(train).await.unwrap();
    library.remove_up_next_list(UpNextListId::FIRST).await.unwrap();
    let list = library.up_next().await.unwrap();
    assert_eq!((list.chosen, list.episodes), (UpNextListId::FIRST, ids[..1].to_vec()), "the first one stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_is_told_at_the_speed_of_each_podcast() {
    let library = Library::open().await;
    let ids = episodes_of(&library, "slow-elevators").await;
    let row = library.episode_row(ids[0]).await.unwrap();
    let length = row.duration().unwrap();
    library.play_last(&ids[..1]).await.unwrap();
    library.report_player(report(ids[0], 10, ReportReason::Pause)).await.unwrap();
    let sound = PodcastSound { speed: Some(Speed::nearest(2.0)), ..PodcastSound::default() };
    library.set_podcast_sound(row.episode.podcast, sound).await.unwrap();
    let list = library.up_next().await.unwrap();
    assert_eq!(list.left + Duration::from_secs(10), length);
    assert_eq!(list.left_at_speed, list.left / 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_episode_that_ends_leaves_the_list_and_the_next_one_is_asked_for() {
    let library = Library::at_work().await;
    let ids = episodes_of(&library, "slow-elevators").await;
    let job = library.download(&ids[..1]).await.unwrap().remove(0);
    library.until_finished(&[job.id]).await.unwrap();
    library.play_last(&ids[1..3]).await.unwrap();
    library.play_last(&ids[..1]).await.unwrap();
    library.play(ids[0]).await.unwrap();
    assert_eq!(library.up_next().await.unwrap().episodes[0], ids[0], "what plays stands first");
    library.report_player(report(ids[0], 0, ReportReason::Play)).await.unwrap();
    let mut events = library.events();
    library.report_player(report(ids[0], 600, ReportReason::Ended)).await.unwrap();
    assert_eq!(asked(&mut events).await, PlayerCommand::PlayEpisode(ids[1]));
    assert_eq!(library.up_next().await.unwrap().episodes, ids[1..3]);
    assert_eq!(library.episode_row(ids[0]).await.unwrap().state.listening, Listening::Played);
    assert_eq!(library.history(9).await.unwrap(), ids[..1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_follows_the_last_of_the_list_is_as_the_listener_has_set_it() {
    let library = Library::open().await;
    let ids = episodes_of(&library, "slow-elevators").await;
    for (then, expected) in
        [(Then::UpNext, None), (Then::Podcast, Some(PlayerCommand::PlayEpisode(ids[1]))), (Then::Stop, None)]
    {
        library.set_sound_settings(SoundSettings { then, ..SoundSettings::default() }).await.unwrap();
        let mut events = library.events();
        let end = library.episode_row(ids[0]).await.unwrap().duration().unwrap().as_secs();
        library.report_player(report(ids[0], end, ReportReason::Ended)).await.unwrap();
        assert_eq!(asked_already(&mut events), expected, "{then:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn next_leaves_an_episode_for_later() {
    let library = Library::open().await;
    let ids = episodes_of(&library, "slow-elevators").await;
    library.play_last(&ids[..3]).await.unwrap();
    library.report_player(report(ids[0], 5, ReportReason::Play)).await.unwrap();
    assert_eq!(library.play_next_episode().await.unwrap(), Some(ids[1]));
    assert_eq!(library.up_next().await.unwrap().episodes, [ids[1], ids[2], ids[0]]);
    library.report_player(report(ids[1], 5, ReportReason::Play)).await.unwrap();
    assert_eq!(library.play_previous_episode().await.unwrap(), Some(ids[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sleep_timer_pauses_and_calls_itself_off() {
    let library = Library::open().await;
    let id = library.newest_of("slow-elevators").await;
    library.report_player(report(id, 5, ReportReason::Play)).await.unwrap();
    let mut events = library.events();
    library.set_sleep(Some(SleepAfter::Time(Duration::from_millis(1))));
    let mut heard = Vec::new();
    while heard.last() != Some(&PlayerCommand::Dim(100)) || heard.len() < 2 {
        heard.push(asked(&mut events).await);
    }
    assert_eq!(heard, [PlayerCommand::Pause, PlayerCommand::Dim(100)]);
    assert_eq!(library.sleep(), None);
    assert!(!library.now_playing().unwrap().playing);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_follows_where_the_listener_wants_to_sleep_after_so_many_episodes() {
    for count in [1_u8, 3] {
        let library = Library::open().await;
        let ids = episodes_of(&library, "slow-elevators").await;
        library.play_last(&ids[..4]).await.unwrap();
        library.set_sleep(Some(SleepAfter::Episodes(count)));
        let mut events = library.events();
        for heard in 0..count {
            let (id, left) = (ids[usize::from(heard)], count - heard);
            assert_eq!(library.sleep().unwrap().after, SleepAfter::Episodes(left));
            library.report_player(report(id, 5, ReportReason::Play)).await.unwrap();
            let end = library.episode_row(id).await.unwrap().duration().unwrap().as_secs();
            library.report_player(report(id, end, ReportReason::Ended)).await.unwrap();
            let mut followed = None;
            while let Some(command) = asked_already(&mut events) {
                followed = followed.or((!matches!(command, PlayerCommand::Dim(_))).then_some(command));
            }
            let next = (left > 1).then(|| PlayerCommand::PlayEpisode(ids[usize::from(heard) + 1]));
            assert_eq!(followed, next, "after {} of {count}", heard + 1);
        }
        assert_eq!(library.sleep(), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_that_a_listener_does_not_want_to_hear_is_skipped_on_time() {
    let library = Library::open().await;
    let ids = episodes_of(&library, "slow-elevators").await;
    let row = library.episode_row(ids[0]).await.unwrap();
    let end = row.duration().unwrap().as_secs();
    library.play_last(&ids[..2]).await.unwrap();
    let sound = PodcastSound {
        intro: Duration::from_secs(7),
        outro: Duration::from_secs(10),
        ..PodcastSound::default()
    };
    library.set_podcast_sound(row.episode.podcast, sound).await.unwrap();
    assert_eq!(library.play(ids[0]).await.unwrap().position, Duration::from_secs(7));
    let mut events = library.events();
    let fast = Speed::nearest(3.0);
    let near = Duration::from_millis((end - 10) * 1000 - 50);
    let close = PlayerReport { position: near, speed: fast, ..report(ids[0], 0, ReportReason::Play) };
    library.report_player(close).await.unwrap();
    assert_eq!(asked(&mut events).await, PlayerCommand::Pause);
    assert_eq!(asked(&mut events).await, PlayerCommand::PlayEpisode(ids[1]));
    assert_eq!(library.episode_row(ids[0]).await.unwrap().state.listening, Listening::Played);
}
