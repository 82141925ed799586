//! From the engine's nouns to their twins on the wire, and back.

pub(crate) mod download_settings;
pub(crate) mod extras;
pub(crate) mod feed;
pub(crate) mod listening;
pub(crate) mod lists;
pub(crate) mod media;
pub(crate) mod road;
pub(crate) mod search;
pub(crate) mod storage;

use std::time::Duration;

use friday_engine::{
    AfterFailure, Attempt, Backup, DirectoryFailure, DownloadGroups, Engine, Error, Outcome, QueueSettings,
    RefreshReport, Trail, speed_of,
};
use friday_model as model;
use friday_model::{EpisodeId, FoundPodcast, PodcastId};

use crate::wire;

impl wire::Failure {
    /// Something that should not happen, with what the system said of it.
    pub(crate) fn bug(message: &str, reason: &impl ToString) -> Self {
        Self {
            code: "bug".to_owned(),
            message: message.to_owned(),
            detail: Some(reason.to_string()),
            feeds: Vec::new(),
        }
    }
}

impl From<Error> for wire::Failure {
    fn from(error: Error) -> Self {
        let (code, message, detail) = (error.code().to_owned(), error.to_string(), error.detail());
        let feeds = match error {
            Error::SeveralFeeds { feeds, .. } => feeds,
            _ => Vec::new(),
        };
        let feeds = feeds
            .into_iter()
            .map(|feed| wire::AnnouncedFeed { title: feed.title, url: feed.url.into() })
            .collect();
        Self { code, message, detail, feeds }
    }
}

pub(crate) fn backup(backup: &Backup) -> wire::Backup {
    wire::Backup { made: backup.made.0, bytes: backup.bytes }
}

pub(crate) fn podcast(engine: &Engine, overview: model::PodcastOverview) -> wire::Podcast {
    let model::PodcastOverview { podcast, subscription, feed, episodes, unplayed, downloaded, newest } =
        overview;
    wire::Podcast {
        id: podcast.id.0,
        artwork: podcast.image.map(|image| engine.artwork_address(&image, &podcast.feed_url)),
        title: podcast.title,
        author: podcast.author,
        description: podcast.description,
        website: podcast.link.map(Into::into),
        feed_url: podcast.feed_url.into(),
        subscribed: subscription.is_some(),
        favorite: subscription.is_some_and(|subscription| subscription.favorite),
        serial: podcast.serial,
        episodes,
        unplayed,
        downloaded,
        newest: newest.map(|time| time.0),
        feed: wire::Feed {
            checked: feed.checked.map(|time| time.0),
            succeeded: feed.succeeded.map(|time| time.0),
            next_check: feed.next_check.map(|time| time.0),
            failures: feed.failures,
            error: feed.error.map(feed::reason),
            login: feed.login.map(feed::login),
        },
    }
}

pub(crate) fn episode(engine: &Engine, overview: model::EpisodeOverview) -> wire::Episode {
    let duration = overview.duration();
    let model::EpisodeOverview { episode, podcast_title, podcast_image, podcast_feed, state, download } =
        overview;
    let published = episode.published;
    let enclosure = published.enclosures.into_iter().next();
    wire::Episode {
        id: episode.id.0,
        podcast_id: episode.podcast.0,
        podcast_title,
        title: published.title,
        summary: published.summary,
        artwork: published.image.or(podcast_image).map(|image| engine.artwork_address(&image, &podcast_feed)),
        published: published.published.map(|time| time.0),
        duration: duration.map(|length| length.as_secs_f64()),
        size: enclosure.as_ref().and_then(|enclosure| enclosure.length),
        season: published.season,
        number: published.number,
        episode_type: published.episode_type.map(|kind| match kind {
            model::EpisodeType::Full => wire::EpisodeType::Full,
            model::EpisodeType::Trailer => wire::EpisodeType::Trailer,
            model::EpisodeType::Bonus => wire::EpisodeType::Bonus,
        }),
        playable: enclosure.is_some(),
        listening: match state.listening {
            model::Listening::New => wire::Listening::New,
            model::Listening::Unplayed => wire::Listening::Unplayed,
            model::Listening::Played => wire::Listening::Played,
        },
        starred: state.starred,
        position: state.position.as_secs_f64(),
        listened: state.listened.map(|time| time.0),
        download: download.map(self::download),
    }
}

pub(crate) fn episode_details(
    engine: &Engine,
    details: friday_engine::EpisodeDetails,
) -> wire::EpisodeDetails {
    let link = details.overview.episode.published.link.clone().map(Into::into);
    let sha256 = details.overview.download.as_ref().and_then(|download| download.sha256.clone());
    let extras = extras::of_episode(details.overview.episode.published.extras.clone());
    wire::EpisodeDetails {
        extras,
        notes_html: details.notes,
        link,
        file: details.file.map(|file| file.to_string_lossy().into_owned()),
        sha256,
        episode: episode(engine, details.overview),
    }
}

fn download(download: model::Download) -> wire::Download {
    wire::Download {
        state: match download.state {
            model::DownloadState::Queued => wire::DownloadState::Queued,
            model::DownloadState::Running => wire::DownloadState::Running,
            model::DownloadState::Paused => wire::DownloadState::Paused,
            model::DownloadState::Done => wire::DownloadState::Done,
            model::DownloadState::Failed => wire::DownloadState::Failed,
        },
        bytes: download.bytes,
        total: download.total,
        error: download.error.map(|error| wire::Reason { code: error.code, message: error.message }),
        attempt: download.attempt,
        max_attempts: download.max_attempts,
        retry_at: download.retry_at.map(|time| time.0),
        waits_for: download.waits_for.map(|wait| match wait {
            model::Wait::Turn => wire::WaitsFor::Turn,
            model::Wait::Host => wire::WaitsFor::Host,
            model::Wait::Time => wire::WaitsFor::Time,
            model::Wait::Network => wire::WaitsFor::Network,
            model::Wait::Pause => wire::WaitsFor::Pause,
        }),
        finished: download.finished.map(|time| time.0),
    }
}

pub(crate) fn attempt(attempt: Attempt) -> wire::Attempt {
    let (trail, speed) = (Trail::of(&attempt), speed_of(&attempt));
    let (reason, detail) = attempt.error.map_or((None, None), |error| {
        (Some(wire::Reason { code: error.code, message: error.message }), error.detail)
    });
    wire::Attempt {
        number: attempt.number,
        started: attempt.started,
        ended: attempt.ended,
        bytes: attempt.bytes,
        speed,
        outcome: match attempt.outcome {
            Outcome::Done => wire::AttemptOutcome::Done,
            Outcome::Failed => wire::AttemptOutcome::Failed,
            Outcome::Paused => wire::AttemptOutcome::Paused,
            Outcome::Cancelled => wire::AttemptOutcome::Cancelled,
            Outcome::Interrupted => wire::AttemptOutcome::Interrupted,
            Outcome::Crashed => wire::AttemptOutcome::Crashed,
        },
        reason,
        detail,
        status: trail.status,
        hops: trail.hops.into_iter().map(|hop| wire::Hop { url: hop.url, status: hop.status }).collect(),
        headers: trail.headers,
    }
}

pub(crate) fn progress(progress: model::Progress) -> wire::Progress {
    wire::Progress {
        episode_id: progress.episode.0,
        phase: match progress.phase {
            model::Phase::Connecting => wire::Phase::Connecting,
            model::Phase::Downloading => wire::Phase::Downloading,
            model::Phase::Verifying => wire::Phase::Verifying,
        },
        bytes: progress.bytes,
        total: progress.total,
        speed: progress.speed,
        left: progress.left.map(|left| left.as_secs()),
    }
}

pub(crate) fn downloads(engine: &Engine, groups: &DownloadGroups) -> wire::Downloads {
    wire::Downloads {
        running: numbers(&groups.running),
        waiting: groups.waiting,
        waiting_bytes: groups.waiting_bytes,
        waiting_total: groups.waiting_total,
        failed: groups
            .failed
            .iter()
            .map(|cause| wire::FailedDownloads {
                code: cause.code.clone(),
                count: cause.count,
                ids: numbers(&cause.episodes),
            })
            .collect(),
        done: numbers(&groups.done),
        done_count: groups.done_count,
        paused: groups.paused,
        at_once: groups.at_once,
        per_host: groups.per_host,
        bandwidth: engine.bandwidth(),
        runner_elsewhere: groups.runner_elsewhere,
        free_space: groups.free_space,
        used_space: groups.used_space,
    }
}

/// Days that a failed download is kept where nothing else was said.
const KEEP_DAYS: u32 = 30;

const DAY: Duration = Duration::from_hours(24);

pub(crate) fn queue_settings(settings: QueueSettings) -> wire::QueueSettings {
    let (after_failure, keep_days) = match settings.after_failure {
        AfterFailure::Keep => (wire::AfterFailure::Keep, None),
        AfterFailure::Drop => (wire::AfterFailure::Drop, None),
        AfterFailure::Expire(after) => {
            (wire::AfterFailure::Expire, u32::try_from(after.as_secs() / DAY.as_secs()).ok())
        }
    };
    wire::QueueSettings { at_once: settings.at_once, per_host: settings.per_host, after_failure, keep_days }
}

pub(crate) fn queue_settings_from(settings: wire::QueueSettings) -> QueueSettings {
    QueueSettings {
        at_once: settings.at_once,
        per_host: settings.per_host,
        after_failure: match settings.after_failure {
            wire::AfterFailure::Keep => AfterFailure::Keep,
            wire::AfterFailure::Drop => AfterFailure::Drop,
            wire::AfterFailure::Expire => AfterFailure::Expire(settings.keep_days.unwrap_or(KEEP_DAYS) * DAY),
        },
    }
}

pub(crate) fn search_answer(engine: &Engine, answer: &friday_engine::DirectoryAnswer) -> wire::SearchAnswer {
    let failures = answer.failures.iter().map(|DirectoryFailure { source, error }| wire::DirectoryFailure {
        source: (*source).to_owned(),
        reason: reason_of(error),
    });
    wire::SearchAnswer {
        found: answer.found.iter().cloned().map(|hit| found_podcast(engine, hit)).collect(),
        failures: failures.collect(),
        waiting: answer.waiting.iter().map(|source| (*source).to_owned()).collect(),
    }
}

pub(crate) fn chart(engine: &Engine, chart: friday_engine::Chart) -> wire::Chart {
    wire::Chart {
        country: chart.country,
        podcasts: chart.podcasts.into_iter().map(|hit| found_podcast(engine, hit)).collect(),
        read: chart.read.0,
        failure: chart.failure.as_ref().map(reason_of),
    }
}

fn found_podcast(engine: &Engine, (hit, podcast): (FoundPodcast, Option<PodcastId>)) -> wire::FoundPodcast {
    wire::FoundPodcast {
        title: hit.title,
        author: hit.author,
        artwork: hit.artwork_url.map(|artwork| engine.artwork_address(&artwork, &hit.feed_url)),
        feed_url: hit.feed_url.into(),
        sources: hit.sources,
        episodes: hit.episodes,
        genre: hit.genre,
        podcast_id: podcast.map(|podcast| podcast.0),
    }
}

fn reason_of(error: &friday_engine::Error) -> wire::Reason {
    wire::Reason { code: error.code().to_owned(), message: error.to_string() }
}

pub(crate) fn refresh_report(report: &RefreshReport) -> wire::RefreshReport {
    wire::RefreshReport {
        checked: report.checked,
        changed: report.changed,
        failed: u32::try_from(report.failed.len()).unwrap_or(u32::MAX),
        new_episodes: report.new_episodes,
        put_off: report.put_off,
        offline: report.offline,
        cancelled: report.cancelled,
    }
}

pub(crate) fn filter(filter: wire::EpisodeFilter) -> model::EpisodeFilter {
    model::EpisodeFilter {
        podcast: filter.podcast_id.map(PodcastId),
        states: filter.states.into_iter().map(state_filter).collect(),
        order: if filter.oldest_first {
            model::EpisodeOrder::OldestFirst
        } else {
            model::EpisodeOrder::NewestFirst
        },
        ..model::EpisodeFilter::default()
    }
}

fn state_filter(state: wire::EpisodeStateFilter) -> model::EpisodeStateFilter {
    match state {
        wire::EpisodeStateFilter::New => model::EpisodeStateFilter::New,
        wire::EpisodeStateFilter::Unplayed => model::EpisodeStateFilter::Unplayed,
        wire::EpisodeStateFilter::InProgress => model::EpisodeStateFilter::InProgress,
        wire::EpisodeStateFilter::Played => model::EpisodeStateFilter::Played,
        wire::EpisodeStateFilter::Starred => model::EpisodeStateFilter::Starred,
        wire::EpisodeStateFilter::Downloaded => model::EpisodeStateFilter::Downloaded,
        wire::EpisodeStateFilter::NotDownloaded => model::EpisodeStateFilter::NotDownloaded,
        wire::EpisodeStateFilter::Inbox => model::EpisodeStateFilter::Inbox,
    }
}

pub(crate) fn numbers(ids: &[EpisodeId]) -> Vec<i64> {
    ids.iter().map(|id| id.0).collect()
}

pub(crate) fn episode_ids(numbers: &[i64]) -> Vec<EpisodeId> {
    numbers.iter().copied().map(EpisodeId).collect()
}
