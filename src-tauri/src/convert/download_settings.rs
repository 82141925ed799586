//! When and how fast is downloaded, to the wire and back.

use friday_engine::{DownloadSettings, HourlyLimit, Hours};

use crate::wire;

pub(crate) fn settings(settings: DownloadSettings) -> wire::DownloadSettings {
    let part = |part: HourlyLimit| wire::HourlyLimit { hours: hours(part.hours), limit: part.limit };
    wire::DownloadSettings {
        bandwidth: settings.bandwidth,
        by_hour: settings.by_hour.into_iter().map(part).collect(),
        start: settings.start.map(hours),
    }
}

pub(crate) fn settings_asked(settings: wire::DownloadSettings) -> DownloadSettings {
    let part = |part: wire::HourlyLimit| HourlyLimit { hours: hours_asked(part.hours), limit: part.limit };
    DownloadSettings {
        bandwidth: settings.bandwidth,
        by_hour: settings.by_hour.into_iter().map(part).collect(),
        start: settings.start.map(hours_asked),
    }
}

fn hours(hours: Hours) -> wire::Hours {
    wire::Hours { from: hours.from, to: hours.to }
}

fn hours_asked(hours: wire::Hours) -> Hours {
    Hours { from: hours.from, to: hours.to }
}
