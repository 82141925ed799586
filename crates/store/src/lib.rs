//! Nouns to SQLite and back.
//!
//! This file, and `media` for what is in and about a media file, is all that the store can do. Reads are methods of
//! [`Store`]; writes are methods of [`Write`], a transaction that someone must [`commit`](Write::commit). Under `table/`
//! lies one file a table, with its SQL and its row mapping. The store never asks for the time: it is told.

mod backup;
mod checks;
mod errands;
mod error;
mod fingerprint;
mod listening;
mod lists;
mod media;
mod open;
mod reserve;
mod row;
mod search;
mod table;

use std::path::Path;

use friday_model::{
    EpisodeFilter, EpisodeId, EpisodeState, Feed, FeedError, PodcastId, PodcastOverview, PodcastRules,
    PublishedEpisode, PublishedPodcast, Timestamp, Validators,
};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use url::Url;

pub use crate::{
    errands::Errand,
    error::StoreError,
    fingerprint::fingerprint,
    lists::KnownAddress,
    row::{
        BetterEdition, ChapterSource, DocumentKind, DownloadRow, DownloadSums, EpisodeDetails,
        EpisodeDocument, EpisodeKey, EpisodeRow, MediaFile, NewDownload, Trashed,
    },
    search::{EpisodeMark, EpisodeWords, PodcastWords},
};
use crate::{
    open::Pools,
    table::{downloads, episodes, feeds, podcasts, rules, settings, states, subscriptions, trash},
};

/// What store functions return.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// The listener's library in one SQLite file. Cheap to clone; every clone is the same file.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

/// A transaction that holds the only write connection: short, and never across anything but SQL.
/// Dropped without [`commit`](Self::commit) it undoes everything.
#[derive(Debug)]
pub struct Write {
    transaction: Transaction<'static, Sqlite>,
}

impl Store {
    /// Opens or creates the file, with a copy beside it before its schema is changed.
    pub async fn open(path: &Path) -> Result<Self> {
        let Pools { writer, readers } = open::open(path).await?;
        Ok(Self { writer, readers })
    }

    /// Begins a transaction, after whoever writes now has finished.
    pub async fn write(&self) -> Result<Write> {
        Ok(Write { transaction: self.writer.begin_with("BEGIN IMMEDIATE").await? })
    }

    /// The pools, for the job queue, whose tables live in the same file: the writer, then the readers.
    pub fn pools(&self) -> (SqlitePool, SqlitePool) {
        (self.writer.clone(), self.readers.clone())
    }

    /// A number that changes when another process has written to the file.
    pub async fn data_version(&self) -> Result<i64> {
        Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(&self.writer).await?)
    }

    /// Makes what was committed survive a power cut too. A commit alone survives only a crash of the program
    /// (`synchronous=NORMAL`); call this where a promise is taken back, before what it was about is overwritten.
    pub async fn sync(&self) -> Result<()> {
        sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&self.writer).await?;
        Ok(())
    }

    /// Writes the log back into the file and closes it.
    pub async fn close(&self) {
        self.readers.close().await;
        if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await {
            tracing::warn!(%error, "the write-ahead log stays for the next start");
        }
        self.writer.close().await;
    }

    /// What `PRAGMA integrity_check` and `foreign_key_check` complain about; empty when all is well.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        open::integrity(&self.readers).await
    }

    /// Every podcast that the listener is subscribed to, favourites first, then by title.
    pub async fn podcasts(&self) -> Result<Vec<PodcastOverview>> {
        podcasts::subscribed(&self.readers).await
    }

    /// One podcast, subscribed or not.
    pub async fn podcast(&self, id: PodcastId) -> Result<Option<PodcastOverview>> {
        podcasts::one(&self.readers, id).await
    }

    /// The podcast of a feed address, subscribed or not.
    pub async fn podcast_by_feed(&self, feed_url: &Url) -> Result<Option<PodcastId>> {
        podcasts::by_feed(&self.readers, feed_url).await
    }

    /// The feeds of all subscriptions, those that were asked longest ago first.
    pub async fn feeds(&self) -> Result<Vec<Feed>> {
        feeds::subscribed(&self.readers).await
    }

    /// The hash of the body that was read last, if any was.
    pub async fn body_hash(&self, podcast: PodcastId) -> Result<Option<Vec<u8>>> {
        feeds::body_hash(&self.readers, podcast).await
    }

    /// The ordered ids of a list of episodes of subscribed podcasts, or of one podcast.
    pub async fn episode_ids(&self, filter: &EpisodeFilter) -> Result<Vec<EpisodeId>> {
        episodes::ids(&self.readers, filter).await
    }

    /// The rows of these episodes, in the order asked; unknown ids are left out.
    pub async fn episodes(&self, ids: &[EpisodeId]) -> Result<Vec<EpisodeRow>> {
        episodes::rows(&self.readers, ids).await
    }

    /// One episode with its notes, transcripts and every enclosure.
    pub async fn episode(&self, id: EpisodeId) -> Result<Option<EpisodeDetails>> {
        episodes::one(&self.readers, id).await
    }

    /// What a refresh needs to recognise the episodes of a podcast.
    pub async fn episode_keys(&self, podcast: PodcastId) -> Result<Vec<EpisodeKey>> {
        episodes::keys(&self.readers, podcast).await
    }

    /// The newest episodes of each subscribed podcast, or of one, that announce a file: at most `count` a podcast.
    pub async fn newest_episodes(&self, podcast: Option<PodcastId>, count: u32) -> Result<Vec<EpisodeId>> {
        episodes::newest(&self.readers, podcast, count).await
    }

    /// The episode that was listened to last and is not played to its end.
    pub async fn last_listened(&self) -> Result<Option<EpisodeId>> {
        states::last_listened(&self.readers).await
    }

    /// The listener's part of an episode.
    pub async fn episode_state(&self, id: EpisodeId) -> Result<EpisodeState> {
        states::one(&self.readers, id).await
    }

    /// The record of a download.
    pub async fn download(&self, id: EpisodeId) -> Result<Option<DownloadRow>> {
        downloads::one(&self.readers, id).await
    }

    /// The episodes whose downloads are done, the newest so many.
    pub async fn newest_finished_downloads(&self, most: u32) -> Result<Vec<EpisodeId>> {
        downloads::newest_finished(&self.readers, most).await
    }

    /// All downloads that are done, in figures.
    pub async fn finished_sums(&self) -> Result<DownloadSums> {
        downloads::finished_sums(&self.readers).await
    }

    /// All downloads that are not done, but for these, in figures.
    pub async fn unfinished_sums(&self, except: &[EpisodeId]) -> Result<DownloadSums> {
        downloads::unfinished_sums(&self.readers, except).await
    }

    /// Every download that is done, newest first.
    pub async fn finished_downloads(&self) -> Result<Vec<DownloadRow>> {
        downloads::finished(&self.readers).await
    }

    /// Every download that is not done, in no order: its jobs know that.
    pub async fn unfinished_downloads(&self) -> Result<Vec<DownloadRow>> {
        downloads::unfinished(&self.readers).await
    }

    /// The rules of a podcast; none where the listener made none.
    pub async fn podcast_rules(&self, podcast: PodcastId) -> Result<PodcastRules> {
        rules::one(&self.readers, podcast).await
    }

    /// The rules of every podcast for which the listener made some.
    pub async fn all_podcast_rules(&self) -> Result<Vec<(PodcastId, PodcastRules)>> {
        rules::all(&self.readers).await
    }

    /// Finished downloads that were cleaned up and can be put back, those removed first first.
    pub async fn trash(&self) -> Result<Vec<Trashed>> {
        trash::all(&self.readers).await
    }

    /// A setting of the engine.
    pub async fn setting(&self, key: &str) -> Result<Option<String>> {
        settings::one(&self.readers, key).await
    }
}

impl Write {
    /// Makes everything since [`Store::write`] true, or nothing.
    pub async fn commit(self) -> Result<()> {
        Ok(self.transaction.commit().await?)
    }

    /// The connection, to push a job in the same transaction.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }

    /// Adds a podcast under a feed address, with no feed state yet.
    pub async fn add_podcast(&mut self, feed_url: &Url, published: &PublishedPodcast) -> Result<PodcastId> {
        podcasts::insert(&mut self.transaction, feed_url, published).await
    }

    /// Replaces what the publisher says of a podcast; returns whether anything differs.
    pub async fn update_podcast(&mut self, id: PodcastId, published: &PublishedPodcast) -> Result<bool> {
        podcasts::update(&mut self.transaction, id, published).await
    }

    /// Follows a feed to another address, unless another podcast lives there.
    pub async fn move_feed(&mut self, id: PodcastId, feed_url: &Url) -> Result<bool> {
        podcasts::move_feed(&mut self.transaction, id, feed_url).await
    }

    /// Subscribes; an existing subscription keeps its date and favour.
    pub async fn subscribe(&mut self, podcast: PodcastId, since: Timestamp) -> Result<()> {
        subscriptions::insert(&mut self.transaction, podcast, since).await
    }

    /// Ends a subscription. What was heard and downloaded stays; returns whether there was one.
    pub async fn unsubscribe(&mut self, podcast: PodcastId) -> Result<bool> {
        subscriptions::delete(&mut self.transaction, podcast).await
    }

    /// Makes a subscription a favourite, or an ordinary one; returns whether there is one.
    pub async fn set_favorite(&mut self, podcast: PodcastId, favorite: bool) -> Result<bool> {
        subscriptions::set_favorite(&mut self.transaction, podcast, favorite).await
    }

    /// Notes that a feed answered; `body_hash` is absent when it said that nothing changed.
    pub async fn feed_succeeded(
        &mut self,
        podcast: PodcastId,
        validators: &Validators,
        body_hash: Option<&[u8]>,
        now: Timestamp,
        next_check: Timestamp,
    ) -> Result<()> {
        feeds::succeeded(&mut self.transaction, podcast, validators, body_hash, now, next_check).await
    }

    /// Notes that a feed failed; what is known of its episodes stays.
    pub async fn feed_failed(
        &mut self,
        podcast: PodcastId,
        error: &FeedError,
        now: Timestamp,
        next_check: Timestamp,
    ) -> Result<()> {
        feeds::failed(&mut self.transaction, podcast, error, now, next_check).await
    }

    /// Adds an episode under its identity.
    pub async fn add_episode(
        &mut self,
        podcast: PodcastId,
        identity: &str,
        published: &PublishedEpisode,
        first_seen: Timestamp,
    ) -> Result<EpisodeId> {
        let ids = self.add_episodes(podcast, &[(identity, published)], first_seen).await?;
        ids.first().copied().ok_or(sqlx::Error::RowNotFound.into())
    }

    /// As [`Write::add_episode`], of many: their numbers are in the same order.
    pub async fn add_episodes(
        &mut self,
        podcast: PodcastId,
        episodes: &[(&str, &PublishedEpisode)],
        first_seen: Timestamp,
    ) -> Result<Vec<EpisodeId>> {
        episodes::insert(&mut self.transaction, podcast, episodes, first_seen).await
    }

    /// Replaces what the publisher says of an episode. The listener's part is not touched.
    pub async fn update_episode(
        &mut self,
        id: EpisodeId,
        identity: &str,
        published: &PublishedEpisode,
    ) -> Result<()> {
        episodes::update(&mut self.transaction, id, identity, published).await
    }

    /// Replaces the listener's part of an episode.
    pub async fn set_episode_state(&mut self, id: EpisodeId, state: &EpisodeState) -> Result<()> {
        states::replace(&mut self.transaction, id, state).await
    }

    /// Records that a download was asked for; an existing record keeps its bytes.
    pub async fn add_download(&mut self, download: &NewDownload) -> Result<()> {
        downloads::insert(&mut self.transaction, download).await
    }

    /// Records the name and the version of the file that a download now writes, from `bytes` on.
    pub async fn download_began(
        &mut self,
        id: EpisodeId,
        path: &Path,
        validator: Option<&str>,
        bytes: u64,
        total: Option<u64>,
    ) -> Result<()> {
        downloads::began(&mut self.transaction, id, path, validator, bytes, total).await
    }

    /// Promises that so many bytes are on disk.
    pub async fn download_synced(&mut self, id: EpisodeId, bytes: u64) -> Result<()> {
        downloads::synced(&mut self.transaction, id, bytes).await
    }

    /// Records that the whole file lies at `path`, verified.
    pub async fn download_finished(
        &mut self,
        id: EpisodeId,
        path: &Path,
        bytes: u64,
        sha256: &str,
        mime_type: &str,
        now: Timestamp,
    ) -> Result<()> {
        downloads::done(&mut self.transaction, id, path, bytes, sha256, mime_type, now).await
    }

    /// Forgets a download; its file is the engine's to delete.
    pub async fn remove_download(&mut self, id: EpisodeId) -> Result<()> {
        downloads::delete(&mut self.transaction, id).await
    }

    /// Replaces the rules of a podcast.
    pub async fn set_podcast_rules(&mut self, podcast: PodcastId, rules: &PodcastRules) -> Result<()> {
        rules::set(&mut self.transaction, podcast, rules).await
    }

    /// Makes a finished download one that can be put back; returns whether it was a finished one. Its file is the
    /// engine's to move.
    pub async fn put_into_trash(&mut self, id: EpisodeId, now: Timestamp) -> Result<bool> {
        trash::put(&mut self.transaction, id, now).await
    }

    /// Puts a download back; returns whether it is back: not when the episode was asked for again meanwhile.
    pub async fn restore_from_trash(&mut self, id: EpisodeId) -> Result<bool> {
        trash::restore(&mut self.transaction, id).await
    }

    /// Forgets what was cleaned up; its file is the engine's to delete.
    pub async fn remove_from_trash(&mut self, id: EpisodeId) -> Result<()> {
        trash::delete(&mut self.transaction, id).await
    }

    /// Sets a setting of the engine.
    pub async fn set_setting(&mut self, key: &str, value: &str) -> Result<()> {
        settings::set(&mut self.transaction, key, value).await
    }
}
