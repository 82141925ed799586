//! What every provider promises. Each sentence is tested against each of them.
//!
//! A blocking queue runs a job within the push only if there is a runner; the tests push first, so that all providers
//! are asked the same questions. With `amqp` the runner is that of a worker, at the other end of a real broker. What only a blocking push does is in `blocking.rs`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/bed.rs"]
#[allow(dead_code, unused_imports, reason = "the other tests use the rest")]
mod bed;
#[path = "conformance/failure.rs"]
mod failure;
#[path = "conformance/life.rs"]
mod life;
#[path = "conformance/order.rs"]
mod order;
#[path = "conformance/stop.rs"]
mod stop;

use bed::{Bed, Provider};

/// Runs each sentence against each provider.
macro_rules! conformance {
    ($($part:ident: $($sentence:ident)*;)*) => {
        conformance!(@ database Database $($($part $sentence)*)*);
        conformance!(@ memory Async $($($part $sentence)*)*);
        conformance!(@ memory_blocking AsyncBlocking $($($part $sentence)*)*);
        conformance!(@ amqp Amqp $($($part $sentence)*)*);
    };
    (@ $module:ident $provider:ident $($part:ident $sentence:ident)*) => {
        mod $module {
            use super::{Bed, Provider};
            $(
                #[tokio::test]
                async fn $sentence() {
                    if let Some(bed) = Bed::of(Provider::$provider).await {
                        super::$part::$sentence(bed).await;
                    }
                }
            )*
        }
    };
}

conformance! {
    life:
        a_job_that_succeeds_is_gone_and_its_attempt_is_kept
        there_is_one_unfinished_job_a_key
        a_failed_job_starts_over_when_its_key_is_pushed_again
        progress_and_notes_are_kept
        events_tell_the_life_of_a_job
        a_job_can_push_the_next
        being_idle_means_that_nothing_is_left_to_try
        a_push_in_a_transaction_counts_when_it_is_committed;
    order:
        jobs_run_by_priority_and_then_in_the_order_of_their_arrival
        lanes_take_turns_however_many_jobs_one_of_them_has
        a_lane_that_comes_late_waits_for_one_turn_only
        no_more_jobs_of_a_queue_or_a_group_run_than_may
        an_urgent_job_waits_for_no_place_and_no_pause
        a_job_can_be_moved_to_any_place
        many_moves_leave_no_two_jobs_in_one_place
        a_job_with_a_delay_waits_for_its_time_unless_it_is_run_now;
    failure:
        a_failed_run_is_tried_again_after_a_wait_that_is_kept_in_the_row
        nothing_runs_before_its_time
        a_wait_that_was_asked_for_is_capped_at_a_day
        a_job_fails_for_good_after_its_last_attempt
        being_offline_spends_no_attempt
        failed_jobs_stay_until_someone_decides
        failed_jobs_go_at_once_or_after_a_time_if_that_is_wanted
        long_lists_are_read_in_pieces
        a_mistake_in_a_job_is_a_failure_like_any_other
        a_payload_that_nobody_can_read_becomes_a_failed_job
        nobody_waits_for_a_clock_that_was_set_back_to_catch_up;
    stop:
        a_paused_job_waits_until_it_is_resumed
        pausing_a_running_job_stops_it_and_spends_no_attempt
        a_paused_queue_takes_up_nothing_and_lets_its_running_jobs_go
        everything_can_be_paused_at_once
        a_cancelled_job_is_gone_whatever_it_was_doing
        a_shutdown_puts_running_jobs_back_and_spends_no_attempt;
}
