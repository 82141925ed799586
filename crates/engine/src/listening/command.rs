use std::time::Duration;

use friday_model::{EpisodeId, Speed};

/// What the player is asked for by someone else than the page it is in: the tray, the desktop, a timer, the end of an
/// episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlayerCommand {
    Toggle,
    /// Go on with what is chosen.
    Play,
    Pause,
    SkipBack,
    SkipForward,
    /// Play this one, from where it was left.
    PlayEpisode(EpisodeId),
    /// To a position.
    Seek(Duration),
    /// To the end of a silence, if it is in it: from here to there nothing is said.
    LeaveOut {
        from: Duration,
        to: Duration,
    },
    SetSpeed(Speed),
    /// Percent of what the machine can.
    SetVolume(u8),
    /// So many percent of the volume are heard, until it is said otherwise: a fade. Never kept.
    Dim(u8),
}
