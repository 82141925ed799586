//! Clocks that jump: a day ahead as after a long sleep, or back as when someone sets them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should end where it is")]

mod common;

use std::sync::Arc;

use common::Library;
use friday_engine::Outcome;
use friday_model::DownloadState;
use friday_testing::{Fault, FixedClock, TODAY};

const DAY: i64 = 24 * 60 * 60 * 1000;

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_by_a_day_starts_nothing_twice() {
    for jump in [DAY, -DAY] {
        let clock = FixedClock::new();
        let library = Library::open_with(|options| options.clock = Arc::new(clock.clone())).await;
        library.keep_working();
        let running = library.newest_of("long-wave-goodnight").await;
        let on_air = library.world.show("long-wave-goodnight").newest().clone();
        let sent_away = library.newest_of("slow-elevators").await;
        let busy = library.world.show("slow-elevators").newest().audio_path.clone();
        let later = Some("7200".to_owned());
        library.world.on(&busy).once(Fault::Status { code: 503, retry_after: later });

        let gate = library.world.hold(&on_air.audio_path, 5_000_000);
        let mut events = library.events();
        let jobs = library.download(&[running, sent_away]).await.unwrap();
        let ids: Vec<_> = jobs.iter().map(|job| job.id).collect();
        gate.reached().await;
        while library.episode_row(sent_away).await.unwrap().download.unwrap().retry_at.is_none() {
            events.recv().await.unwrap();
        }

        clock.set(TODAY + jump);
        // The one that waited is due by any reading of the clock; the one that runs is left alone.
        library.until_finished(&ids[1..]).await.unwrap();
        assert_eq!(library.world.traffic(&busy).statuses(), [503, 200], "jump of {jump} ms");
        assert_eq!(library.downloads().await.unwrap().running, [running]);
        gate.open();
        library.until_finished(&ids).await.unwrap();
        let traffic = library.world.traffic(&on_air.audio_path);
        assert_eq!((traffic.count(), traffic.bytes), (1, on_air.bytes), "jump of {jump} ms");
        let attempts = library.attempts(ids[0]).await.unwrap();
        let outcomes: Vec<_> = attempts.iter().map(|attempt| attempt.outcome).collect();
        assert_eq!(outcomes, [Outcome::Done]);
        for id in [running, sent_away] {
            let download = library.episode_row(id).await.unwrap().download.unwrap();
            assert_eq!(download.state, DownloadState::Done);
        }
    }
}
