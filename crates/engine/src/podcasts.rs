//! Podcasts and the listener's relation to them.

use friday_model::{PodcastId, PodcastOverview};

use crate::{Engine, Error, Event, Result};

impl Engine {
    /// Every subscribed podcast, favourites first, then by title.
    pub async fn podcasts(&self) -> Result<Vec<PodcastOverview>> {
        Ok(self.inner.store.podcasts().await?)
    }

    /// One podcast, subscribed or not.
    pub async fn podcast(&self, id: PodcastId) -> Result<PodcastOverview> {
        self.inner.store.podcast(id).await?.ok_or_else(|| not_found(id))
    }

    /// Ends a subscription. Downloads that are under way are cancelled; what was heard and downloaded stays.
    pub async fn unsubscribe(&self, id: PodcastId) -> Result<PodcastOverview> {
        let podcast = self.podcast(id).await?;
        self.cancel_downloads_of(id).await?;
        let mut write = self.inner.store.write().await?;
        write.unsubscribe(id).await?;
        write.commit().await?;
        self.tell(Event::PodcastsChanged(vec![id]));
        Ok(podcast)
    }

    /// Makes a subscribed podcast a favourite, or an ordinary one.
    pub async fn set_favorite(&self, id: PodcastId, favorite: bool) -> Result<PodcastOverview> {
        let mut write = self.inner.store.write().await?;
        let changed = write.set_favorite(id, favorite).await?;
        write.commit().await?;
        if !changed {
            return Err(not_found(id));
        }
        self.tell(Event::PodcastsChanged(vec![id]));
        self.podcast(id).await
    }
}

fn not_found(id: PodcastId) -> Error {
    Error::NotFound { noun: "podcast", id: id.0 }
}
