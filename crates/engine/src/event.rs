use friday_model::{EpisodeId, PodcastId};

use crate::PlayerCommand;

/// Something that has happened. Carries ids; whoever shows the rows reads them again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Subscriptions, titles, favourites, counts or feed states of these podcasts.
    PodcastsChanged(Vec<PodcastId>),
    /// Positions, marks or published facts of these episodes.
    EpisodesChanged(Vec<EpisodeId>),
    /// A refresh brought episodes that were not known.
    EpisodesAdded {
        /// To this podcast.
        podcast: PodcastId,
        /// So many.
        count: u32,
    },
    /// The state of these downloads; their progress is read by [`Engine::progress`](crate::Engine::progress).
    DownloadsChanged(Vec<EpisodeId>),
    /// An episode was downloaded, and what its file says of itself is known.
    EpisodeReady(EpisodeId),
    /// The transcript of an episode was fetched: it can be searched.
    TranscriptKept(EpisodeId),
    /// The rules have let these finished downloads go; for a while they can be put back.
    CleanedUp(Vec<EpisodeId>),
    /// A refresh of several feeds has moved on; it has ended when `done` equals `total`.
    RefreshProgressed {
        /// Feeds that answered or failed.
        done: u32,
        /// Feeds in all.
        total: u32,
    },
    /// The database was found to be damaged. The next start offers to restore a backup.
    LibraryDamaged,
    /// The search index is being written, has more in it, or is whole again.
    SearchIndexChanged,
    /// What plays, or whether and how fast it plays, or where it plays after a jump.
    PlayerChanged,
    /// The player is asked for something; whoever owns the sound does it.
    PlayerAsked(PlayerCommand),
    /// The order, the members or the choice of the lists of what plays next.
    UpNextChanged,
    /// How episodes sound, or what plays after them.
    SoundChanged,
    /// A sleep timer was set, has run out, or was called off.
    SleepChanged,
    /// The bookmarks of this episode.
    BookmarksChanged(EpisodeId),
    /// Where downloads run, or whether the broker can be reached.
    RoadChanged,
    /// Another process has written to the database: anything may have changed.
    ChangedElsewhere,
}
