//! What importing and exporting lists of podcasts needs.

use friday_model::{EpisodeExtras, EpisodeId, PodcastExtras, PodcastId};

use crate::{
    Result, Store, Write,
    table::{extras, former_addresses, subscriptions},
};

/// An address at which a podcast is known, today's or a former one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAddress {
    pub url: String,
    pub podcast: PodcastId,
    pub subscribed: bool,
    pub former: bool,
}

impl Store {
    /// Every address at which a podcast is known, subscribed or not.
    pub async fn known_addresses(&self) -> Result<Vec<KnownAddress>> {
        former_addresses::known(&self.readers).await
    }

    /// The folders of the subscriptions that are in one, the outermost first.
    pub async fn folders(&self) -> Result<Vec<(PodcastId, Vec<String>)>> {
        subscriptions::folders(&self.readers).await
    }

    /// What the podcast namespace says of a podcast.
    pub async fn podcast_extras(&self, podcast: PodcastId) -> Result<PodcastExtras> {
        extras::of_podcast(&self.readers, podcast).await
    }

    /// What the podcast namespace says of an episode.
    pub async fn episode_extras(&self, episode: EpisodeId) -> Result<EpisodeExtras> {
        extras::of_episode(&self.readers, episode).await
    }
}

impl Write {
    /// Puts a subscription into a folder, the outermost first.
    pub async fn set_folder(&mut self, podcast: PodcastId, folder: &[String]) -> Result<()> {
        subscriptions::set_folder(&mut self.transaction, podcast, folder).await
    }

    /// Removes those of `podcasts` whose feed has turned out to be that of another subscription, unless the listener
    /// has done something with them already; returns which.
    pub async fn fold_duplicates(&mut self, podcasts: &[PodcastId]) -> Result<Vec<PodcastId>> {
        former_addresses::fold(&mut self.transaction, podcasts).await
    }
}
