//! The rules of a podcast, and the downloads that come by themselves.

use friday_model::{EpisodeId, Listening, PodcastId, PodcastRules};

use crate::{
    Engine, Event, Result,
    rules::auto_download::{Candidate, to_download},
};

/// Further back than this no episode is looked at, however many are wanted: old ones are fetched by hand.
const LOOK_BACK: u32 = 500;

impl Engine {
    /// The rules of a podcast; none where the listener made none.
    pub async fn podcast_rules(&self, id: PodcastId) -> Result<PodcastRules> {
        self.podcast(id).await?;
        Ok(self.inner.store.podcast_rules(id).await?)
    }

    /// Replaces the rules of a podcast. What they say happens from now on: see [`Engine::keep_tidy`].
    pub async fn set_podcast_rules(&self, id: PodcastId, rules: &PodcastRules) -> Result<()> {
        self.podcast(id).await?;
        let mut write = self.inner.store.write().await?;
        write.set_podcast_rules(id, rules).await?;
        write.commit().await?;
        self.tell(Event::PodcastsChanged(vec![id]));
        Ok(())
    }

    /// Pushes the downloads that the podcast's rule asks for, of the episodes that a refresh has just brought.
    pub(crate) async fn download_automatically(
        &self,
        podcast: PodcastId,
        new: &[EpisodeId],
        all: usize,
    ) -> Result<()> {
        let Some(rule) = self.inner.store.podcast_rules(podcast).await?.auto_download else { return Ok(()) };
        let newest = self.inner.store.newest_episodes(Some(podcast), LOOK_BACK).await?;
        let rows = self.inner.store.episodes(&newest).await?;
        let candidates: Vec<Candidate<'_>> = rows
            .iter()
            .map(|row| Candidate {
                id: row.episode.id,
                published: &row.episode.published,
                new: new.contains(&row.episode.id),
                settled: row.download.is_some() || row.state.listening == Listening::Played,
            })
            .collect();
        let wanted = to_download(&rule, &candidates, new.len(), all);
        if !wanted.is_empty() {
            self.download(&wanted).await?;
        }
        Ok(())
    }
}
