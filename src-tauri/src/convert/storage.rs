//! The rules of podcasts and what downloads take, to the wire and back.

use std::time::Duration;

use friday_engine::{Draft, LeavingReason};
use friday_model::{Arrivals, AutoDownload, EpisodeType, KeepRule, PodcastId, PodcastRules};

use super::{media, numbers};
use crate::wire;

pub(crate) fn rules(rules: PodcastRules) -> wire::PodcastRules {
    wire::PodcastRules {
        auto_download: rules.auto_download.map(|auto| wire::AutoDownload {
            newest: auto.newest,
            contains: auto.contains,
            excludes: auto.excludes,
            shortest: auto.shortest.map(|length| length.as_secs()),
            longest: auto.longest.map(|length| length.as_secs()),
            types: auto.types.into_iter().map(episode_type).collect(),
        }),
        keep: wire::KeepRule {
            newest: rules.keep.newest,
            days_after_played: rules.keep.days_after_played,
            budget: rules.keep.budget,
        },
        quality: rules.quality.map(media::quality),
        arrivals: match rules.arrivals {
            Arrivals::Inbox => wire::Arrivals::Inbox,
            Arrivals::UpNext => wire::Arrivals::UpNext,
            Arrivals::Nowhere => wire::Arrivals::Nowhere,
        },
    }
}

pub(crate) fn rules_asked(rules: wire::PodcastRules) -> PodcastRules {
    PodcastRules {
        auto_download: rules.auto_download.map(|auto| AutoDownload {
            newest: auto.newest,
            contains: auto.contains,
            excludes: auto.excludes,
            shortest: auto.shortest.map(Duration::from_secs),
            longest: auto.longest.map(Duration::from_secs),
            types: auto.types.into_iter().map(episode_type_asked).collect(),
        }),
        keep: keep_asked(&rules.keep),
        quality: rules.quality.map(media::quality_asked),
        arrivals: match rules.arrivals {
            wire::Arrivals::Inbox => Arrivals::Inbox,
            wire::Arrivals::UpNext => Arrivals::UpNext,
            wire::Arrivals::Nowhere => Arrivals::Nowhere,
        },
    }
}

fn keep_asked(rule: &wire::KeepRule) -> KeepRule {
    KeepRule { newest: rule.newest, days_after_played: rule.days_after_played, budget: rule.budget }
}

pub(crate) fn draft(draft: wire::CleanUpDraft) -> Draft {
    match draft {
        wire::CleanUpDraft::AsSaved => Draft::AsSaved,
        wire::CleanUpDraft::Budget { budget } => Draft::Budget(budget),
        wire::CleanUpDraft::Keep { podcast_id, rule } => {
            Draft::Keep(PodcastId(podcast_id), keep_asked(&rule))
        }
    }
}

pub(crate) fn leaving(leaving: friday_engine::Leaving) -> wire::Leaving {
    wire::Leaving {
        episode_id: leaving.episode.0,
        podcast_id: leaving.podcast.0,
        bytes: leaving.bytes,
        reason: match leaving.reason {
            LeavingReason::Played { days } => wire::LeavingReason::Played { days },
            LeavingReason::Newer { kept } => wire::LeavingReason::Newer { kept },
            LeavingReason::PodcastBudget { budget } => wire::LeavingReason::PodcastBudget { budget },
            LeavingReason::Budget { budget } => wire::LeavingReason::Budget { budget },
        },
    }
}

pub(crate) fn storage(storage: friday_engine::Storage) -> wire::Storage {
    let podcasts = storage.podcasts.into_iter().map(|space| wire::PodcastSpace {
        podcast_id: space.podcast.0,
        title: space.title,
        downloads: space.downloads,
        bytes: space.bytes,
        budget: space.budget,
    });
    wire::Storage {
        used: storage.used,
        free: storage.free,
        budget: storage.budget,
        podcasts: podcasts.collect(),
        trash: numbers(&storage.trash),
        trash_bytes: storage.trash_bytes,
    }
}

fn episode_type(kind: EpisodeType) -> wire::EpisodeType {
    match kind {
        EpisodeType::Full => wire::EpisodeType::Full,
        EpisodeType::Trailer => wire::EpisodeType::Trailer,
        EpisodeType::Bonus => wire::EpisodeType::Bonus,
    }
}

fn episode_type_asked(kind: wire::EpisodeType) -> EpisodeType {
    match kind {
        wire::EpisodeType::Full => EpisodeType::Full,
        wire::EpisodeType::Trailer => EpisodeType::Trailer,
        wire::EpisodeType::Bonus => EpisodeType::Bonus,
    }
}
