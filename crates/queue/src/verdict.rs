//! What becomes of a job when a run has ended: a pure rule.

use std::time::Duration;

use crate::{
    Class, Failure, JobError, Outcome,
    backoff::{Backoff, LONGEST_RETRY_AFTER, change_wait, network_wait},
};

/// How a run ended.
#[derive(Debug, Clone)]
pub(crate) enum Ended {
    Done,
    Failed(Failure),
    /// It was asked to stop, and did.
    Stopped,
}

/// What someone asks of a running job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    Cancel,
    Pause,
    Requeue,
}

impl Wish {
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word {
            "cancel" => Some(Self::Cancel),
            "pause" => Some(Self::Pause),
            "requeue" => Some(Self::Requeue),
            _ => None,
        }
    }
}

/// What the rule looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances {
    pub(crate) wish: Option<Wish>,
    /// With the one that has ended.
    pub(crate) attempt: u32,
    pub(crate) max_attempts: u32,
    /// Runs in a row that spent no attempt, before this one.
    pub(crate) free_waits: u32,
    pub(crate) backoff: Backoff,
    /// Drawn evenly from 0 to 1.
    pub(crate) chance: f64,
}

/// What becomes of the job.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    Finished,
    Cancelled,
    /// `counts`: whether the attempt is spent.
    Paused {
        counts: bool,
        error: Option<JobError>,
    },
    /// It waits again, as if this run had not been.
    Requeued,
    Retry {
        after: Duration,
        counts: bool,
        error: JobError,
    },
    Failed(JobError),
}

impl Verdict {
    pub(crate) fn on(ended: Ended, on: Circumstances) -> Self {
        let failure = match (ended, on.wish) {
            (Ended::Done, _) => return Self::Finished,
            (_, Some(Wish::Cancel)) => return Self::Cancelled,
            (Ended::Stopped, Some(Wish::Pause)) => return Self::Paused { counts: false, error: None },
            (Ended::Stopped, Some(Wish::Requeue) | None) => return Self::Requeued,
            (Ended::Failed(failure), _) => failure,
        };
        let (after, counts) = match failure.class {
            Class::Final => return Self::Failed(failure.into()),
            Class::WaitForNetwork => (network_wait(on.free_waits + 1, on.chance), false),
            Class::WaitForChange { after: Some(after) } => (after.min(LONGEST_RETRY_AFTER), false),
            Class::WaitForChange { after: None } => (change_wait(on.free_waits + 1, on.chance), false),
            Class::Retry { .. } if on.attempt >= on.max_attempts => return Self::Failed(failure.into()),
            Class::Retry { after: Some(after) } => (after.min(LONGEST_RETRY_AFTER), true),
            Class::Retry { after: None } => (on.backoff.wait(on.attempt, on.chance), true),
        };
        if on.wish == Some(Wish::Pause) {
            return Self::Paused { counts, error: Some(failure.into()) };
        }
        Self::Retry { after, counts, error: failure.into() }
    }

    /// How the attempt is written down.
    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Self::Finished => Outcome::Done,
            Self::Cancelled => Outcome::Cancelled,
            Self::Paused { error: None, .. } => Outcome::Paused,
            Self::Requeued => Outcome::Interrupted,
            Self::Paused { error: Some(_), .. } | Self::Retry { .. } | Self::Failed(_) => Outcome::Failed,
        }
    }

    /// Why the run failed, if it did.
    pub(crate) fn error(&self) -> Option<&JobError> {
        match self {
            Self::Paused { error, .. } => error.as_ref(),
            Self::Retry { error, .. } | Self::Failed(error) => Some(error),
            Self::Finished | Self::Cancelled | Self::Requeued => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON: Circumstances = Circumstances {
        wish: None,
        attempt: 1,
        max_attempts: 3,
        free_waits: 0,
        backoff: Backoff { base: Duration::from_secs(10), cap: Duration::from_mins(1) },
        chance: 1.0,
    };

    fn busy() -> Failure {
        Failure::retry("busy", "The host is busy.")
    }

    #[test]
    fn a_run_that_succeeded_is_finished_whatever_was_asked_meanwhile() {
        for wish in [None, Some(Wish::Cancel), Some(Wish::Pause), Some(Wish::Requeue)] {
            assert_eq!(Verdict::on(Ended::Done, Circumstances { wish, ..ON }), Verdict::Finished);
        }
    }

    #[test]
    fn a_stopped_run_becomes_what_was_asked_and_counts_as_no_attempt() {
        for (wish, verdict) in [
            (Some(Wish::Cancel), Verdict::Cancelled),
            (Some(Wish::Pause), Verdict::Paused { counts: false, error: None }),
            (Some(Wish::Requeue), Verdict::Requeued),
            (None, Verdict::Requeued),
        ] {
            assert_eq!(Verdict::on(Ended::Stopped, Circumstances { wish, ..ON }), verdict);
        }
    }

    #[test]
    fn a_job_is_given_up_after_its_last_attempt() {
        for (attempt, given_up) in [(1, false), (2, false), (3, true), (4, true)] {
            let verdict = Verdict::on(Ended::Failed(busy()), Circumstances { attempt, ..ON });
            assert_eq!(verdict == Verdict::Failed(busy().into()), given_up, "attempt {attempt}");
        }
    }

    #[test]
    fn a_final_failure_is_not_tried_again() {
        let failure = Failure::fatal("gone", "The file is gone.");
        assert_eq!(Verdict::on(Ended::Failed(failure.clone()), ON), Verdict::Failed(failure.into()));
    }

    #[test]
    fn the_time_that_was_asked_for_wins_up_to_a_day() {
        for (asked, waited) in [(0, 0), (90, 90), (86_400, 86_400), (31_536_000, 86_400)] {
            let failure = Failure::retry_after(Duration::from_secs(asked), "busy", "Later.");
            let verdict = Verdict::on(Ended::Failed(failure.clone()), ON);
            let after = Duration::from_secs(waited);
            assert_eq!(verdict, Verdict::Retry { after, counts: true, error: failure.into() });
        }
    }

    #[test]
    fn what_the_job_cannot_help_spends_no_attempt_not_even_the_last() {
        for failure in [
            Failure::wait_for_network("offline", "There is no network."),
            Failure::wait_for_change("disk_full", "There is no room."),
        ] {
            let on = Circumstances { attempt: 3, free_waits: 1, ..ON };
            let verdict = Verdict::on(Ended::Failed(failure.clone()), on);
            let after = Duration::from_secs(10);
            assert_eq!(verdict, Verdict::Retry { after, counts: false, error: failure.into() });
        }
    }

    #[test]
    fn a_job_that_failed_while_it_was_being_paused_is_paused_with_its_error() {
        let verdict = Verdict::on(Ended::Failed(busy()), Circumstances { wish: Some(Wish::Pause), ..ON });
        assert_eq!(verdict, Verdict::Paused { counts: true, error: Some(busy().into()) });
    }
}
