use std::time::Duration;

/// What becomes of a job that has failed for good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AfterFailure {
    /// It stays until someone decides.
    #[default]
    Keep,
    /// It is gone at once. Its attempts are kept, and [`JobChange::Failed`](crate::JobChange::Failed) tells of it.
    Drop,
    /// It stays for so long, for someone to decide; then it is gone.
    Expire(Duration),
}

impl AfterFailure {
    /// Jobs that failed at this time or before are to go; none is.
    pub(crate) fn leaves_before(self, now: i64) -> Option<i64> {
        match self {
            Self::Keep => None,
            Self::Drop => Some(now),
            Self::Expire(after) => {
                Some(now.saturating_sub(i64::try_from(after.as_millis()).unwrap_or(i64::MAX)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_stayed_long_enough_is_to_go() {
        let table = [
            (AfterFailure::Keep, None),
            (AfterFailure::Drop, Some(10_000)),
            (AfterFailure::Expire(Duration::from_secs(7)), Some(3_000)),
            (AfterFailure::Expire(Duration::MAX), Some(10_000 - i64::MAX)),
        ];
        for (policy, before) in table {
            assert_eq!(policy.leaves_before(10_000), before, "{policy:?}");
        }
    }
}
