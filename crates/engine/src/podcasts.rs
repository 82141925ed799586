//! Podcasts and the listener's relation to them.

use friday_model::{PodcastExtras, PodcastId, PodcastOverview};
use url::Url;

use crate::{Engine, Error, Event, Result};

/// A podcast that another one recommends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommended {
    pub feed_url: Url,
    /// As the feed calls it, or as it is known; the name of its host where nobody says.
    pub title: String,
    pub author: Option<String>,
    pub image: Option<Url>,
    /// Set where the listener is subscribed to it.
    pub podcast: Option<PodcastId>,
}

impl Recommended {
    fn new(feed_url: Url, title: Option<String>, known: Option<PodcastOverview>) -> Self {
        let subscribed = known.as_ref().is_some_and(|known| known.subscription.is_some());
        let host = || feed_url.host_str().unwrap_or_default().to_owned();
        match known {
            Some(known) => Self {
                title: known.podcast.title,
                author: known.podcast.author,
                image: known.podcast.image,
                podcast: subscribed.then_some(known.podcast.id),
                feed_url,
            },
            None => {
                Self { title: title.unwrap_or_else(host), author: None, image: None, podcast: None, feed_url }
            }
        }
    }
}

impl Engine {
    /// Every subscribed podcast, favourites first, then by title.
    pub async fn podcasts(&self) -> Result<Vec<PodcastOverview>> {
        Ok(self.inner.store.podcasts().await?)
    }

    /// One podcast, subscribed or not.
    pub async fn podcast(&self, id: PodcastId) -> Result<PodcastOverview> {
        self.inner.store.podcast(id).await?.ok_or_else(|| not_found(id))
    }

    /// What the podcast namespace says of a podcast, and the podcasts that it recommends as far as their feeds are
    /// known.
    pub async fn podcast_extras(&self, id: PodcastId) -> Result<(PodcastExtras, Vec<Recommended>)> {
        let extras = self.inner.store.podcast_extras(id).await?;
        let mut recommended = Vec::new();
        for remote in &extras.podroll {
            let Some(feed_url) = &remote.feed_url else { continue };
            let known = match self.inner.store.podcast_by_feed(feed_url).await? {
                Some(known) => self.inner.store.podcast(known).await?,
                None => None,
            };
            recommended.push(Recommended::new(feed_url.clone(), remote.title.clone(), known));
        }
        Ok((extras, recommended))
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
