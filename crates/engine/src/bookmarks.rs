//! Bookmarks: places in an episode that the listener wants to find again.

use std::time::Duration;

use friday_model::{Bookmark, EpisodeId};

use crate::{Engine, Event, Result};

/// Characters of a note; a longer one is cut.
const LONGEST_NOTE: usize = 2_000;

impl Engine {
    /// The bookmarks of an episode, by position.
    pub async fn bookmarks(&self, episode: EpisodeId) -> Result<Vec<Bookmark>> {
        Ok(self.inner.store.bookmarks(episode).await?)
    }

    /// Marks a place; returns its bookmark.
    pub async fn add_bookmark(&self, episode: EpisodeId, position: Duration, note: &str) -> Result<Bookmark> {
        let (note, made) = (short(note), self.now());
        self.episode_row(episode).await?;
        let mut write = self.inner.store.write().await?;
        let id = write.add_bookmark(episode, position, &note, made).await?;
        write.commit().await?;
        self.tell(Event::BookmarksChanged(episode));
        Ok(Bookmark { id, episode, position, note, made })
    }

    /// Replaces the note of a bookmark.
    pub async fn set_bookmark_note(&self, bookmark: &Bookmark, note: &str) -> Result<()> {
        let mut write = self.inner.store.write().await?;
        write.set_bookmark_note(bookmark.id, &short(note)).await?;
        write.commit().await?;
        self.tell(Event::BookmarksChanged(bookmark.episode));
        Ok(())
    }

    /// Forgets a bookmark.
    pub async fn remove_bookmark(&self, bookmark: &Bookmark) -> Result<()> {
        let mut write = self.inner.store.write().await?;
        write.remove_bookmark(bookmark.id).await?;
        write.commit().await?;
        self.tell(Event::BookmarksChanged(bookmark.episode));
        Ok(())
    }
}

fn short(note: &str) -> String {
    note.trim().chars().take(LONGEST_NOTE).collect()
}
