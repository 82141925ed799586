//! Listening: what plays, how, until when, and what comes next.

use std::time::Duration;

use friday_engine::{
    self as engine, Engine, PlayerCommand, ReportReason, SleepAfter, SleepTimer, Sound, SoundSettings, Then,
};
use friday_model::{self as model, EpisodeId, Speed, Timestamp};

use super::{episode, numbers};
use crate::wire;

pub(crate) fn playback(engine: &Engine, playback: engine::Playback) -> wire::Playback {
    wire::Playback {
        episode: episode(engine, playback.episode),
        url: playback.url,
        position: playback.position.as_secs_f64(),
        rewind: playback.rewind.as_secs_f64(),
        sound: sound(playback.sound),
        length_change: playback.length_change,
    }
}

pub(crate) fn report(report: &wire::PlayerReport) -> engine::PlayerReport {
    engine::PlayerReport {
        episode: EpisodeId(report.episode_id),
        playing: report.playing,
        position: length(report.position),
        duration: report.duration.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
        speed: Speed::nearest(report.speed),
        reason: match report.reason {
            wire::ReportReason::Tick => ReportReason::Tick,
            wire::ReportReason::Play => ReportReason::Play,
            wire::ReportReason::Pause => ReportReason::Pause,
            wire::ReportReason::Seek => ReportReason::Seek,
            wire::ReportReason::Leave => ReportReason::Leave,
            wire::ReportReason::Ended => ReportReason::Ended,
            wire::ReportReason::Failed => ReportReason::Failed,
        },
    }
}

pub(crate) fn command(command: PlayerCommand) -> wire::PlayerCommand {
    match command {
        PlayerCommand::Toggle => wire::PlayerCommand::Toggle,
        PlayerCommand::Play => wire::PlayerCommand::Play,
        PlayerCommand::Pause => wire::PlayerCommand::Pause,
        PlayerCommand::SkipBack => wire::PlayerCommand::SkipBack,
        PlayerCommand::SkipForward => wire::PlayerCommand::SkipForward,
        PlayerCommand::PlayEpisode(id) => wire::PlayerCommand::PlayEpisode { id: id.0 },
        PlayerCommand::Seek(position) => wire::PlayerCommand::Seek { position: position.as_secs_f64() },
        PlayerCommand::LeaveOut { from, to } => {
            wire::PlayerCommand::LeaveOut { from: from.as_secs_f64(), to: to.as_secs_f64() }
        }
        PlayerCommand::SetSpeed(speed) => wire::PlayerCommand::SetSpeed { speed: speed.factor() },
        PlayerCommand::SetVolume(percent) => wire::PlayerCommand::SetVolume { volume: share(percent) },
        PlayerCommand::Dim(percent) => wire::PlayerCommand::Dim { share: share(percent) },
    }
}

pub(crate) fn heard(heard: model::Heard) -> wire::Heard {
    wire::Heard {
        heard: heard.heard.as_secs_f64(),
        by_speed: heard.by_speed.as_secs_f64(),
        by_silence: heard.by_silence.as_secs_f64(),
        by_skips: heard.by_skips.as_secs_f64(),
    }
}

pub(crate) fn sound(sound: Sound) -> wire::Sound {
    wire::Sound {
        speed: sound.speed.factor(),
        intro: sound.intro.as_secs_f64(),
        outro: sound.outro.as_secs_f64(),
        trim_silence: sound.trim_silence,
        level: sound.level,
        own_speed: sound.own_speed,
    }
}

pub(crate) fn settings(settings: SoundSettings) -> wire::SoundSettings {
    wire::SoundSettings {
        speed: settings.speed.factor(),
        skip_back: settings.skip_back,
        skip_forward: settings.skip_forward,
        trim_silence: settings.trim_silence,
        level: settings.level,
        keep_files: settings.keep_files,
        then: match settings.then {
            Then::UpNext => wire::Then::UpNext,
            Then::Podcast => wire::Then::Podcast,
            Then::Stop => wire::Then::Stop,
        },
    }
}

pub(crate) fn settings_from(settings: wire::SoundSettings) -> SoundSettings {
    SoundSettings {
        speed: Speed::nearest(settings.speed),
        skip_back: settings.skip_back,
        skip_forward: settings.skip_forward,
        trim_silence: settings.trim_silence,
        level: settings.level,
        keep_files: settings.keep_files,
        then: match settings.then {
            wire::Then::UpNext => Then::UpNext,
            wire::Then::Podcast => Then::Podcast,
            wire::Then::Stop => Then::Stop,
        },
    }
}

pub(crate) fn podcast_sound(sound: model::PodcastSound) -> wire::PodcastSound {
    wire::PodcastSound {
        speed: sound.speed.map(Speed::factor),
        intro: sound.intro.as_secs_f64(),
        outro: sound.outro.as_secs_f64(),
        trim_silence: sound.trim_silence,
        level: sound.level,
        keep_files: sound.keep_files,
    }
}

pub(crate) fn podcast_sound_from(sound: wire::PodcastSound) -> model::PodcastSound {
    model::PodcastSound {
        speed: sound.speed.map(Speed::nearest),
        intro: length(sound.intro),
        outro: length(sound.outro),
        trim_silence: sound.trim_silence,
        level: sound.level,
        keep_files: sound.keep_files,
    }
}

pub(crate) fn up_next(up_next: engine::UpNext) -> wire::UpNext {
    let lists = up_next.lists.into_iter().map(|list| wire::UpNextList {
        id: list.id.0,
        name: list.name,
        episodes: list.episodes,
    });
    wire::UpNext {
        lists: lists.collect(),
        chosen: up_next.chosen.0,
        locked: up_next.locked,
        ids: numbers(&up_next.episodes),
        left: up_next.left.as_secs_f64(),
        left_at_speed: up_next.left_at_speed.as_secs_f64(),
    }
}

pub(crate) fn sleep_after(after: wire::SleepAfter) -> SleepAfter {
    match after {
        wire::SleepAfter::Time { seconds } => SleepAfter::Time(Duration::from_secs(u64::from(seconds))),
        wire::SleepAfter::Chapter => SleepAfter::Chapter,
        wire::SleepAfter::Episodes { count } => SleepAfter::Episodes(count),
    }
}

pub(crate) fn sleep_timer(timer: SleepTimer) -> wire::SleepTimer {
    match (timer.after, timer.at) {
        (SleepAfter::Time(_), Some(at)) => wire::SleepTimer::Time { at: at.0 },
        (SleepAfter::Episodes(count), _) => wire::SleepTimer::Episodes { count },
        // One by the clock always says when.
        _ => wire::SleepTimer::Chapter,
    }
}

pub(crate) fn bookmark(bookmark: model::Bookmark) -> wire::Bookmark {
    wire::Bookmark {
        id: bookmark.id,
        episode_id: bookmark.episode.0,
        position: bookmark.position.as_secs_f64(),
        note: bookmark.note,
        made: bookmark.made.0,
    }
}

pub(crate) fn bookmark_from(bookmark: wire::Bookmark) -> model::Bookmark {
    model::Bookmark {
        id: bookmark.id,
        episode: EpisodeId(bookmark.episode_id),
        position: length(bookmark.position),
        note: bookmark.note,
        made: Timestamp(bookmark.made),
    }
}

/// Seconds as the page counts them; what is no length is none.
pub(crate) fn length(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}

fn share(percent: u8) -> f64 {
    f64::from(percent) / 100.0
}
