//! How much is downloaded at once, and what becomes of what fails: settings that hold at once and are kept.

use std::{collections::BTreeMap, ops::RangeInclusive, time::Duration};

use friday_queue::{AfterFailure, Limits};

use crate::{
    Engine, Event, Result,
    jobs::{download_episode::DownloadEpisode, fetch_better::FetchBetter},
};

const AT_ONCE: &str = "downloads.at_once";
const PER_HOST: &str = "downloads.per_host";
const AFTER_FAILURE: &str = "downloads.after_failure";

const DAY: Duration = Duration::from_hours(24);

/// What the listener can set of the queue of downloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueSettings {
    /// Downloads at a time, 1 to 8.
    pub at_once: u32,
    /// Downloads at a time from one host, 1 to 4.
    pub per_host: u32,
    /// What becomes of a download whose last attempt has failed.
    pub after_failure: AfterFailure,
}

impl QueueSettings {
    const AT_ONCE: RangeInclusive<u32> = 1..=8;
    const PER_HOST: RangeInclusive<u32> = 1..=4;

    fn within_bounds(self) -> Self {
        let within = |number: u32, bounds: RangeInclusive<u32>| number.clamp(*bounds.start(), *bounds.end());
        Self {
            at_once: within(self.at_once, Self::AT_ONCE),
            per_host: within(self.per_host, Self::PER_HOST),
            after_failure: match self.after_failure {
                AfterFailure::Expire(after) => AfterFailure::Expire(after.clamp(DAY, 3650 * DAY)),
                policy => policy,
            },
        }
    }
}

impl Default for QueueSettings {
    fn default() -> Self {
        let Limits { overall, per_group, .. } = Limits::default();
        Self { at_once: overall, per_host: per_group, after_failure: AfterFailure::Keep }
    }
}

impl Engine {
    /// The settings of the queue as they hold now.
    pub fn queue_settings(&self) -> QueueSettings {
        let limits = self.inner.queue.limits();
        QueueSettings {
            at_once: limits.of_queue(DownloadEpisode::QUEUE),
            per_host: limits.per_group,
            after_failure: self.inner.queue.after_failure(),
        }
    }

    /// Sets them: they hold at once, and at the next start. Numbers out of bounds are brought within.
    pub async fn set_queue_settings(&self, settings: QueueSettings) -> Result<()> {
        let settings = settings.within_bounds();
        let mut write = self.inner.store.write().await?;
        write.set_setting(AT_ONCE, &settings.at_once.to_string()).await?;
        write.set_setting(PER_HOST, &settings.per_host.to_string()).await?;
        write.set_setting(AFTER_FAILURE, &written(settings.after_failure)).await?;
        write.commit().await?;
        self.apply(settings);
        self.drop_expired_downloads().await?;
        self.tell(Event::DownloadsChanged(Vec::new()));
        Ok(())
    }

    /// Reads the settings, at the start and when another process may have changed them.
    pub(crate) async fn read_queue_settings(&self) -> Result<()> {
        let store = &self.inner.store;
        let usual = QueueSettings::default();
        let number = |text: Option<String>, usual| text.and_then(|text| text.parse().ok()).unwrap_or(usual);
        let settings = QueueSettings {
            at_once: number(store.setting(AT_ONCE).await?, usual.at_once),
            per_host: number(store.setting(PER_HOST).await?, usual.per_host),
            after_failure: store
                .setting(AFTER_FAILURE)
                .await?
                .map_or(usual.after_failure, |text| read(&text)),
        };
        let settings = settings.within_bounds();
        if settings != self.queue_settings() {
            self.apply(settings);
        }
        Ok(())
    }

    fn apply(&self, settings: QueueSettings) {
        let queues = BTreeMap::from([
            (DownloadEpisode::QUEUE.to_owned(), settings.at_once),
            (FetchBetter::QUEUE.to_owned(), 1),
        ]);
        self.inner.queue.set_after_failure(settings.after_failure);
        self.inner.queue.set_limits(Limits { per_group: settings.per_host, queues, ..Limits::default() });
    }
}

/// `keep`, `drop`, or `expire 30` with days.
fn written(policy: AfterFailure) -> String {
    match policy {
        AfterFailure::Keep => "keep".to_owned(),
        AfterFailure::Drop => "drop".to_owned(),
        AfterFailure::Expire(after) => format!("expire {}", after.as_secs() / DAY.as_secs()),
    }
}

/// What cannot be read loses nothing: it keeps.
fn read(text: &str) -> AfterFailure {
    let days = text.strip_prefix("expire ").and_then(|days| days.parse::<u32>().ok());
    match (text, days) {
        ("drop", _) => AfterFailure::Drop,
        (_, Some(days)) => AfterFailure::Expire(days * DAY),
        _ => AfterFailure::Keep,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_read_as_it_was_written() {
        for policy in [AfterFailure::Keep, AfterFailure::Drop, AfterFailure::Expire(30 * DAY)] {
            assert_eq!(read(&written(policy)), policy);
        }
        for nonsense in ["", "expire", "expire -1", "burn"] {
            assert_eq!(read(nonsense), AfterFailure::Keep, "{nonsense}");
        }
    }

    #[test]
    fn numbers_out_of_bounds_are_brought_within() {
        let wild =
            QueueSettings { at_once: 0, per_host: 99, after_failure: AfterFailure::Expire(Duration::ZERO) };
        let tame = QueueSettings { at_once: 1, per_host: 4, after_failure: AfterFailure::Expire(DAY) };
        assert_eq!(wild.within_bounds(), tame);
    }
}
