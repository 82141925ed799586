//! What the store can do with listening (what plays next, how it sounds, what was heard): a part of the crate's face,
//! like `lib.rs`.

use std::time::Duration;

use friday_model::{
    Bookmark, EpisodeId, Heard, Listening, PodcastId, PodcastSound, Speed, Timestamp, UpNextList,
    UpNextListId,
};

use crate::{
    Result, Store, Write,
    table::{bookmarks, downloads, episodes, skipped_chapters, sounds, states, stretches, up_next},
};

impl Store {
    /// The lists of what plays next, the first one first.
    pub async fn up_next_lists(&self) -> Result<Vec<UpNextList>> {
        up_next::lists(&self.readers).await
    }

    /// The episodes of a list, in their order.
    pub async fn up_next(&self, list: UpNextListId) -> Result<Vec<EpisodeId>> {
        up_next::episodes(&self.readers, list).await
    }

    /// How the episodes of a podcast sound; as all others where the listener has set nothing.
    pub async fn podcast_sound(&self, podcast: PodcastId) -> Result<PodcastSound> {
        sounds::one(&self.readers, podcast).await
    }

    /// The speeds of the podcasts that have one of their own.
    pub async fn podcast_speeds(&self) -> Result<Vec<(PodcastId, Speed)>> {
        sounds::speeds(&self.readers).await
    }

    /// The titles of the chapters of a podcast that are never heard, as they were given to
    /// [`Write::set_chapter_skipped`].
    pub async fn skipped_chapters(&self, podcast: PodcastId) -> Result<Vec<String>> {
        skipped_chapters::titles(&self.readers, podcast).await
    }

    /// The bookmarks of an episode, by position.
    pub async fn bookmarks(&self, episode: EpisodeId) -> Result<Vec<Bookmark>> {
        bookmarks::of_episode(&self.readers, episode).await
    }

    /// What was heard in the stretches that began since then.
    pub async fn heard_since(&self, since: Timestamp) -> Result<Heard> {
        stretches::sum(&self.readers, since).await
    }

    /// The newest so many episodes that were listened to, the last first.
    pub async fn history(&self, most: u32) -> Result<Vec<EpisodeId>> {
        states::history(&self.readers, most).await
    }

    /// The length that an episode's position was counted in, if it was known.
    pub async fn heard_length(&self, id: EpisodeId) -> Result<Option<Duration>> {
        states::heard_length(&self.readers, id).await
    }

    /// The next newer episode of the same podcast that has a file and is not played.
    pub async fn next_in_podcast(&self, id: EpisodeId) -> Result<Option<EpisodeId>> {
        episodes::next_in_podcast(&self.readers, id).await
    }

    /// The download was begun by pressing play, and nobody asked to keep it.
    pub async fn is_only_to_listen(&self, id: EpisodeId) -> Result<bool> {
        downloads::is_only_to_listen(&self.readers, id).await
    }
}

impl Write {
    /// Replaces the episodes of a list; unknown ones are left out.
    pub async fn set_up_next(&mut self, list: UpNextListId, episodes: &[EpisodeId]) -> Result<()> {
        up_next::replace(&mut self.transaction, list, episodes).await
    }

    /// Takes an episode from every list; returns whether it was in one.
    pub async fn forget_up_next(&mut self, episode: EpisodeId) -> Result<bool> {
        up_next::forget(&mut self.transaction, episode).await
    }

    /// Makes a list; none where another has this name.
    pub async fn add_up_next_list(&mut self, name: &str) -> Result<Option<UpNextListId>> {
        up_next::insert_list(&mut self.transaction, name).await
    }

    /// Gives a list another name; false where another has it, or there is no such list.
    pub async fn rename_up_next_list(&mut self, list: UpNextListId, name: &str) -> Result<bool> {
        up_next::rename_list(&mut self.transaction, list, name).await
    }

    /// Deletes a list; returns whether there was one.
    pub async fn remove_up_next_list(&mut self, list: UpNextListId) -> Result<bool> {
        up_next::delete_list(&mut self.transaction, list).await
    }

    /// Locks a list or unlocks it.
    pub async fn lock_up_next_list(&mut self, list: UpNextListId, locked: bool) -> Result<()> {
        up_next::lock_list(&mut self.transaction, list, locked).await
    }

    /// Replaces how the episodes of a podcast sound.
    pub async fn set_podcast_sound(&mut self, podcast: PodcastId, sound: &PodcastSound) -> Result<()> {
        sounds::set(&mut self.transaction, podcast, sound).await
    }

    /// Chapters of this title are never heard in a podcast, or are heard again. Titles are compared as they are given.
    pub async fn set_chapter_skipped(
        &mut self,
        podcast: PodcastId,
        title: &str,
        skipped: bool,
    ) -> Result<()> {
        if skipped {
            skipped_chapters::insert(&mut self.transaction, podcast, title).await
        } else {
            skipped_chapters::delete(&mut self.transaction, podcast, title).await
        }
    }

    /// Marks a place in an episode; returns the bookmark's id.
    pub async fn add_bookmark(
        &mut self,
        episode: EpisodeId,
        position: Duration,
        note: &str,
        made: Timestamp,
    ) -> Result<i64> {
        bookmarks::insert(&mut self.transaction, episode, position, note, made).await
    }

    /// Replaces the note of a bookmark.
    pub async fn set_bookmark_note(&mut self, id: i64, note: &str) -> Result<()> {
        bookmarks::set_note(&mut self.transaction, id, note).await
    }

    /// Forgets a bookmark.
    pub async fn remove_bookmark(&mut self, id: i64) -> Result<()> {
        bookmarks::delete(&mut self.transaction, id).await
    }

    /// Begins a stretch of listening; returns its id.
    pub async fn begin_stretch(&mut self, episode: EpisodeId, began: Timestamp) -> Result<i64> {
        stretches::begin(&mut self.transaction, episode, began).await
    }

    /// Records how far a stretch has come.
    pub async fn reach_stretch(&mut self, id: i64, ended: Timestamp, heard: Heard) -> Result<()> {
        stretches::reach(&mut self.transaction, id, ended, heard).await
    }

    /// Records where listening to an episode has come to; nothing else of the listener's part is touched.
    pub async fn set_heard(
        &mut self,
        id: EpisodeId,
        position: Duration,
        listening: Listening,
        listened: Timestamp,
    ) -> Result<()> {
        states::set_heard(&mut self.transaction, id, position, listening, listened).await
    }

    /// Records how long an episode is that somebody has listened to.
    pub async fn set_measured_duration(&mut self, id: EpisodeId, length: Duration) -> Result<()> {
        states::set_measured_duration(&mut self.transaction, id, length).await
    }

    /// Records the length that an episode's position is counted in.
    pub async fn set_heard_length(&mut self, id: EpisodeId, length: Duration) -> Result<()> {
        states::set_heard_length(&mut self.transaction, id, length).await
    }

    /// Records whether a download is there only to listen to it once.
    pub async fn set_only_to_listen(&mut self, id: EpisodeId, only: bool) -> Result<()> {
        downloads::set_only_to_listen(&mut self.transaction, id, only).await
    }
}
