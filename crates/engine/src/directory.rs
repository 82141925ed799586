//! Asks the directories for podcasts.

use friday_model::{FoundPodcast, PodcastId};

use crate::{Engine, Error, Result, itunes};

/// What the directories answered. One that failed takes nothing from the others.
#[derive(Debug)]
pub struct DirectoryAnswer {
    /// Hits, each with the podcast that it is if the listener is subscribed to it.
    pub found: Vec<(FoundPodcast, Option<PodcastId>)>,
    /// The directories that did not answer.
    pub failures: Vec<DirectoryFailure>,
}

/// A directory that did not answer, and why.
#[derive(Debug)]
pub struct DirectoryFailure {
    /// `itunes`.
    pub source: &'static str,
    pub error: Error,
}

impl Engine {
    /// Searches the directories for words in titles and authors. No words find nothing.
    pub async fn search_directories(&self, text: &str) -> Result<DirectoryAnswer> {
        let mut answer = DirectoryAnswer { found: Vec::new(), failures: Vec::new() };
        let text = text.trim();
        if text.is_empty() {
            return Ok(answer);
        }
        let options = &self.inner.options;
        match itunes::search(&self.inner.net, &options.itunes_url, options.itunes_url_is_typed, text).await {
            Ok(found) => {
                for hit in found {
                    let known = self.subscribed_podcast(&hit).await?;
                    answer.found.push((hit, known));
                }
            }
            Err(error) => answer.failures.push(DirectoryFailure { source: itunes::NAME, error }),
        }
        Ok(answer)
    }

    async fn subscribed_podcast(&self, hit: &FoundPodcast) -> Result<Option<PodcastId>> {
        let Some(id) = self.inner.store.podcast_by_feed(&hit.feed_url).await? else { return Ok(None) };
        let podcast = self.inner.store.podcast(id).await?;
        Ok(podcast.filter(|podcast| podcast.subscription.is_some()).map(|podcast| podcast.podcast.id))
    }
}
