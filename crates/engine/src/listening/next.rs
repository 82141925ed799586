//! What plays after an episode.

use friday_model::EpisodeId;
use friday_store::EpisodeRow;

use super::PlayerCommand;
use crate::{Engine, Event, Result};

/// What plays when an episode has ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Then {
    /// The next in Up Next; nothing where that is empty.
    #[default]
    UpNext,
    /// The next in Up Next; where that is empty the next newer episode of the same podcast that was not played.
    Podcast,
    /// Nothing.
    Stop,
}

/// The choice without the database: what the rule makes of what is there.
fn choose(
    then: Then,
    up_next: &[EpisodeId],
    in_podcast: Option<EpisodeId>,
    ended: EpisodeId,
) -> Option<EpisodeId> {
    let listed = || up_next.iter().copied().find(|id| *id != ended);
    match then {
        Then::UpNext => listed(),
        Then::Podcast => listed().or(in_podcast),
        Then::Stop => None,
    }
}

impl Engine {
    /// Goes on with the next episode, whatever the rule for the end of one says. The one that is left goes to the end
    /// of Up Next if it is there.
    pub async fn play_next_episode(&self) -> Result<Option<EpisodeId>> {
        let Some(now) = self.now_playing() else {
            return Ok(self.ask_for(self.up_next_ids().await?.first().copied()));
        };
        let then = Then::Podcast;
        let next = choose(
            then,
            &self.up_next_ids().await?,
            self.inner.store.next_in_podcast(now.episode).await?,
            now.episode,
        );
        if next.is_some() {
            self.send_to_back(now.episode).await?;
        }
        Ok(self.ask_for(next))
    }

    /// Goes back to the episode that was listened to before this one.
    pub async fn play_previous_episode(&self) -> Result<Option<EpisodeId>> {
        let now = self.now_playing().map(|now| now.episode);
        let history = self.inner.store.history(2).await?;
        Ok(self.ask_for(history.into_iter().find(|id| Some(*id) != now)))
    }

    fn ask_for(&self, id: Option<EpisodeId>) -> Option<EpisodeId> {
        if let Some(id) = id {
            self.ask_player(PlayerCommand::PlayEpisode(id));
        }
        id
    }

    /// What follows when an episode was heard to its end: it is played, leaves Up Next, and the next one begins.
    pub(super) async fn heard_to_the_end(&self, row: &EpisodeRow) -> Result<()> {
        let id = row.episode.id;
        let next = choose(
            self.sound_settings().await?.then,
            &self.up_next_ids().await?,
            self.inner.store.next_in_podcast(id).await?,
            id,
        );
        let mut write = self.inner.store.write().await?;
        write.set_heard(id, std::time::Duration::ZERO, friday_model::Listening::Played, self.now()).await?;
        let listed = write.forget_up_next(id).await?;
        write.commit().await?;
        if listed {
            self.tell(Event::UpNextChanged);
        }
        self.tell(Event::EpisodesChanged(vec![id]));
        self.tell(Event::PodcastsChanged(vec![row.episode.podcast]));
        if self.inner.store.is_only_to_listen(id).await? && !row.state.starred {
            self.let_go(id).await?;
        }
        if !self.sleep_at_end() {
            self.ask_for(next);
        }
        Ok(())
    }

    /// Where a listener wants no files, one that was fetched only to listen to it goes.
    async fn let_go(&self, id: EpisodeId) -> Result<()> {
        let finished = self.inner.store.download(id).await?.is_some_and(|row| row.finished.is_some());
        if finished { self.put_into_trash(&[id]).await.map(drop) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_plays_next_follows_the_rule() {
        let id = EpisodeId;
        for (what, then, up_next, in_podcast, expected) in [
            ("the list", Then::UpNext, vec![7, 8], Some(2), Some(7)),
            ("the list, where it stood first itself", Then::UpNext, vec![1, 8], Some(2), Some(8)),
            ("an empty list", Then::UpNext, vec![], Some(2), None),
            ("only itself in the list", Then::UpNext, vec![1], Some(2), None),
            ("the list before the podcast", Then::Podcast, vec![7], Some(2), Some(7)),
            ("the podcast", Then::Podcast, vec![1], Some(2), Some(2)),
            ("the end of the podcast", Then::Podcast, vec![], None, None),
            ("stop", Then::Stop, vec![7], Some(2), None),
        ] {
            let up_next: Vec<EpisodeId> = up_next.into_iter().map(id).collect();
            let chosen = choose(then, &up_next, in_podcast.map(id), id(1));
            assert_eq!(chosen, expected.map(id), "{what}");
        }
    }
}
