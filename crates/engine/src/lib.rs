//! The verbs of Friday: subscribe, refresh, download, play, search.
//!
//! An [`Engine`] is one listener's library in one folder. It knows no window and no wire format; the shell and
//! `fridayctl` are two ways to ask it. One `impl Engine` file a noun; what is pure (names, merging, speeds, next
//! checks) stands in a file of its own with a table of cases.

mod address;
mod ahead;
mod arrivals;
mod artwork;
mod backups;
mod bookmarks;
mod chapters;
mod checkup;
mod clock;
mod directory;
mod download_groups;
mod download_settings;
mod downloads;
mod engine;
mod episodes;
mod error;
mod event;
mod export;
mod feed_health;
mod file_name;
mod hours;
mod import;
mod integrity;
mod jobs;
mod leap;
mod listening;
mod login;
mod media_body;
mod media_server;
mod media_settings;
mod merge;
mod mp3_length;
mod mp3_place;
mod next_check;
mod options;
mod podcast_rules;
mod podcasts;
mod preview;
mod progress;
mod queue;
mod queue_settings;
mod range;
mod recognise;
mod refresh;
mod road;
mod rules;
mod runner;
mod search;
mod secrets;
mod silence;
mod sound;
mod storage;
mod subscribe;
mod tags;
mod tidy;
mod trail;
mod transcripts;
mod trash;
mod turns;
mod up_next;
mod verify;

pub use friday_feed::{
    AnnouncedFeed, Document as FeedDocument, FEED_SCHEMES, Problem, SkipReason, SkippedFeed,
};
pub use friday_queue::{
    AfterFailure, AmqpSettings, Attempt, Change, Clock, ErrorClass, JobError, JobId, JobRecord, JobState,
    Outcome, Tally, WaitsFor,
};

pub use crate::{
    address::parse_address,
    backups::{Backup, backups, begin_anew, restore},
    chapters::ShownChapter,
    checkup::Checkup,
    clock::SystemClock,
    directory::{Chart, Directories, DirectoryAddress, DirectoryAnswer, DirectoryFailure},
    download_groups::{DownloadGroups, FailedDownloads},
    download_settings::DownloadSettings,
    downloads::episode_of,
    engine::Engine,
    episodes::EpisodeDetails,
    error::{Error, Result},
    event::Event,
    export::Exported,
    feed_health::FeedHealth,
    hours::{HourlyLimit, Hours, limit_at},
    import::{ImportPlan, Imported, KnownFeed, PlannedFeed},
    listening::{
        NowPlaying, Playback, PlayerCommand, PlayerReport, ReportReason, SleepAfter, SleepTimer, Then,
    },
    media_settings::MediaSettings,
    options::Options,
    podcasts::Recommended,
    queue_settings::QueueSettings,
    refresh::{FailedFeed, REFRESHED_AT_ONCE, RefreshReport, Which},
    road::{Driver, RoadSettings, RoadState, broker_address},
    rules::clean_up::{Leaving, LeavingReason},
    search::{Found, FoundCue, FoundEpisode, FoundTitle, IndexState, Snippet},
    secrets::{Kept, Keyring, KeyringError, SystemKeyring},
    sound::{Sound, SoundSettings},
    storage::{Draft, PodcastSpace, Storage},
    trail::{Trail, TrailHop, speed_of},
    up_next::UpNext,
    verify::{BadFile, Verification},
};
