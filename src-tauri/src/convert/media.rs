//! What is in and about media files, to the wire and back.

use friday_engine::{BadFile, ShownChapter};
use friday_model::Quality;

use crate::wire;

pub(crate) fn chapter(shown: ShownChapter) -> wire::Chapter {
    let chapter = shown.chapter;
    wire::Chapter {
        start: chapter.start.as_secs_f64(),
        end: chapter.end.map(|end| end.as_secs_f64()),
        title: chapter.title,
        link: chapter.link.map(Into::into),
        image: shown.image,
        hidden: chapter.hidden,
        skipped: shown.skipped,
    }
}

pub(crate) fn transcript(transcript: friday_model::Transcript) -> wire::Transcript {
    let cue = |cue: friday_model::Cue| wire::Cue {
        start: cue.start.as_secs_f64(),
        end: cue.end.map(|end| end.as_secs_f64()),
        speaker: cue.speaker,
        text: cue.text,
    };
    wire::Transcript {
        language: transcript.language,
        timed: transcript.timed,
        cues: transcript.cues.into_iter().map(cue).collect(),
    }
}

pub(crate) fn file_check(verification: friday_engine::Verification) -> wire::FileCheck {
    let ids = |files: Vec<BadFile>| files.into_iter().map(|file| file.episode.0).collect();
    wire::FileCheck {
        fine: verification.ok,
        damaged: ids(verification.damaged),
        missing: ids(verification.missing),
    }
}

pub(crate) fn settings(settings: friday_engine::MediaSettings) -> wire::MediaSettings {
    wire::MediaSettings { quality: quality(settings.quality), write_tags: settings.write_tags }
}

pub(crate) fn settings_asked(settings: wire::MediaSettings) -> friday_engine::MediaSettings {
    friday_engine::MediaSettings { quality: quality_asked(settings.quality), write_tags: settings.write_tags }
}

pub(crate) fn quality(quality: Quality) -> wire::Quality {
    match quality {
        Quality::AsPublished => wire::Quality::AsPublished,
        Quality::Smallest => wire::Quality::Smallest,
        Quality::Best => wire::Quality::Best,
        Quality::SmallFirst => wire::Quality::SmallFirst,
    }
}

pub(crate) fn quality_asked(quality: wire::Quality) -> Quality {
    match quality {
        wire::Quality::AsPublished => Quality::AsPublished,
        wire::Quality::Smallest => Quality::Smallest,
        wire::Quality::Best => Quality::Best,
        wire::Quality::SmallFirst => Quality::SmallFirst,
    }
}
