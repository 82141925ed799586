//! When and how fast is downloaded: settings that hold at once and are kept.

use std::time::Duration;

use friday_queue::{Failure, Filter, JobState, Run, URGENT};
use serde::{Deserialize, Serialize};

use crate::{
    Engine, Event, Result,
    hours::{HourlyLimit, Hours, limit_at},
};

const KEY: &str = "downloads.pace";
/// The code of a download that waits for its hours.
const OUTSIDE_HOURS: &str = "outside_hours";
/// How often the clock on the wall is looked at, and whether another process has changed the settings.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// When and how fast is downloaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DownloadSettings {
    /// Bytes a second, all downloads together; nothing for as fast as they come.
    pub bandwidth: Option<u64>,
    /// Other limits for parts of the day; the first that fits holds.
    pub by_hour: Vec<HourlyLimit>,
    /// Downloads begin only then; one that runs goes on, and one that the listener starts at once does not wait.
    pub start: Option<Hours>,
}

/// As it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    bandwidth: Option<u64>,
    by_hour: Vec<(u16, u16, Option<u64>)>,
    start: Option<(u16, u16)>,
}

impl DownloadSettings {
    fn written(&self) -> String {
        let part = |part: &HourlyLimit| (part.hours.from, part.hours.to, part.limit);
        let kept = Kept {
            bandwidth: self.bandwidth,
            by_hour: self.by_hour.iter().map(part).collect(),
            start: self.start.map(|hours| (hours.from, hours.to)),
        };
        serde_json::to_string(&kept).expect("numbers can be written as JSON")
    }

    /// What cannot be read limits nothing.
    fn read(text: &str) -> Self {
        let Ok(kept) = serde_json::from_str::<Kept>(text) else { return Self::default() };
        let part = |(from, to, limit)| HourlyLimit { hours: Hours { from, to }, limit };
        Self {
            bandwidth: kept.bandwidth,
            by_hour: kept.by_hour.into_iter().map(part).collect(),
            start: kept.start.map(|(from, to)| Hours { from, to }),
        }
    }
}

impl Engine {
    /// The settings as they hold now.
    pub async fn download_settings(&self) -> Result<DownloadSettings> {
        let text = self.inner.store.setting(KEY).await?;
        Ok(text.map_or_else(DownloadSettings::default, |text| DownloadSettings::read(&text)))
    }

    /// Sets them: they hold at once, for running downloads too, and at the next start. Downloads that wait for their
    /// hours are looked at anew.
    pub async fn set_download_settings(&self, settings: &DownloadSettings) -> Result<()> {
        let pacing = self.inner.pacing.lock().await;
        let mut write = self.inner.store.write().await?;
        write.set_setting(KEY, &settings.written()).await?;
        write.commit().await?;
        self.keep_pace(settings);
        drop(pacing);
        let waiting = Filter {
            states: vec![JobState::Waiting],
            code: Some(OUTSIDE_HOURS.to_owned()),
            ..Filter::default()
        };
        for job in self.inner.queue.jobs(&waiting).await? {
            // One that runs by now needs nothing.
            self.inner.queue.retry(job.id).await.map(drop)?;
        }
        self.tell(Event::DownloadsChanged(Vec::new()));
        Ok(())
    }

    /// How fast downloads may be now, bytes a second all together.
    pub fn bandwidth(&self) -> Option<u64> {
        self.inner.net.bandwidth()
    }

    /// Follows the clock on the wall, and what other processes set.
    pub(crate) fn keep_hours(&self) {
        let engine = self.clone();
        self.in_background(async move {
            loop {
                let pacing = engine.inner.pacing.lock().await;
                match engine.download_settings().await {
                    Ok(settings) => engine.keep_pace(&settings),
                    Err(error) => tracing::debug!(%error, "the settings of downloads could not be read"),
                }
                drop(pacing);
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        });
    }

    /// A download outside its hours waits for them with the reason, unless the listener wants it now.
    pub(crate) async fn within_hours(&self, run: &Run) -> Result<(), Failure> {
        let settings = self.download_settings().await.unwrap_or_default();
        let Some(hours) = settings.start else { return Ok(()) };
        let Some(wait) = hours.begin_in(self.minute_of_day()) else { return Ok(()) };
        let job = self.inner.queue.job(run.id()).await.ok().flatten();
        if job.is_some_and(|job| job.priority >= URGENT) {
            return Ok(());
        }
        let time = |minute: u16| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
        let words = format!("Downloads begin between {} and {}.", time(hours.from), time(hours.to));
        Err(Failure::wait_for_change_in(wait, OUTSIDE_HOURS, words))
    }

    fn keep_pace(&self, settings: &DownloadSettings) {
        let limit = limit_at(settings.bandwidth, &settings.by_hour, self.minute_of_day());
        if limit != self.inner.net.bandwidth() {
            self.inner.net.set_bandwidth(limit);
        }
    }

    /// Minutes since midnight by the clock on the wall.
    fn minute_of_day(&self) -> u16 {
        let now = self.now().0;
        let local = now.div_euclid(1000) + i64::from((self.inner.options.zone)(now));
        u16::try_from(local.rem_euclid(86_400) / 60).expect("a day has fewer minutes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_were_written_and_nonsense_limits_nothing() {
        let night = Hours { from: 1380, to: 420 };
        let settings = DownloadSettings {
            bandwidth: Some(200_000),
            by_hour: vec![HourlyLimit { hours: night, limit: None }],
            start: Some(night),
        };
        assert_eq!(DownloadSettings::read(&settings.written()), settings);
        assert_eq!(DownloadSettings::read("{}"), DownloadSettings::default());
    }
}
