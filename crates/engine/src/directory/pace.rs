//! How often a directory lets itself be asked.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// Apple answers about so many questions a minute; whoever asks more is shut out for a while.
const MOST: usize = 20;
const WITHIN: Duration = Duration::from_mins(1);

/// When a directory was asked lately.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    asked: Mutex<VecDeque<Instant>>,
}

impl Pace {
    /// Counts a question, or says how long to wait before the next.
    pub(super) fn ask(&self, now: Instant) -> Result<(), Duration> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        while asked.front().is_some_and(|first| now.duration_since(*first) >= WITHIN) {
            asked.pop_front();
        }
        if asked.len() >= MOST
            && let Some(first) = asked.front()
        {
            return Err(WITHIN.saturating_sub(now.duration_since(*first)));
        }
        asked.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_questions_a_minute_and_not_one_more() {
        let (pace, began) = (Pace::default(), Instant::now());
        for second in 0..20 {
            assert!(pace.ask(began + Duration::from_secs(second)).is_ok());
        }
        assert_eq!(pace.ask(began + Duration::from_secs(20)), Err(Duration::from_secs(40)));
        assert!(pace.ask(began + Duration::from_mins(1)).is_ok());
        assert!(pace.ask(began + Duration::from_mins(1)).is_err());
    }
}
