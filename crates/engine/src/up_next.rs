//! Up Next: the lists of what the listener wants to hear, in order. One of them is the one that plays.

mod order;

use std::{collections::HashMap, time::Duration};

use friday_model::{EpisodeId, UpNextList, UpNextListId};

use self::order::{after_first, at_end, before, shuffled, without};
use crate::{Engine, Error, Event, Result};

const CHOSEN: &str = "up_next.list";

/// The list that plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpNext {
    /// Every list; `chosen` is the id of this one.
    pub lists: Vec<UpNextList>,
    pub chosen: UpNextListId,
    /// It keeps its order.
    pub locked: bool,
    pub episodes: Vec<EpisodeId>,
    /// What is left to hear of them, as far as lengths are known.
    pub left: Duration,
    /// The same at the speed of each.
    pub left_at_speed: Duration,
}

impl Engine {
    /// The list that plays, with what is left to hear.
    pub async fn up_next(&self) -> Result<UpNext> {
        let lists = self.inner.store.up_next_lists().await?;
        let chosen = self.chosen_list(&lists).await?;
        let episodes = self.inner.store.up_next(chosen).await?;
        let speeds: HashMap<_, _> = self.inner.store.podcast_speeds().await?.into_iter().collect();
        let usual = self.sound_settings().await?.speed;
        let (mut left, mut left_at_speed) = (Duration::ZERO, Duration::ZERO);
        for row in self.inner.store.episodes(&episodes).await? {
            let length = row.state.length(row.episode.published.duration);
            let rest = length.unwrap_or_default().saturating_sub(row.state.position);
            let speed = speeds.get(&row.episode.podcast).copied().unwrap_or(usual);
            left += rest;
            left_at_speed += rest.div_f64(speed.factor());
        }
        let locked = lists.iter().any(|list| list.id == chosen && list.locked);
        Ok(UpNext { lists, chosen, locked, episodes, left, left_at_speed })
    }

    /// Puts episodes behind the one that plays, in this order.
    pub async fn play_next(&self, ids: &[EpisodeId]) -> Result<()> {
        let playing = self.now_playing().map(|now| now.episode);
        self.change_up_next(|list| Ok(after_first(list, playing, ids))).await
    }

    /// Puts episodes to the end, in this order; those that are in the list stay where they are.
    pub async fn play_last(&self, ids: &[EpisodeId]) -> Result<()> {
        self.change_up_next(|list| {
            let new: Vec<EpisodeId> = ids.iter().copied().filter(|id| !list.contains(id)).collect();
            Ok(at_end(list, &new))
        })
        .await
    }

    /// Takes episodes from the list.
    pub async fn remove_from_up_next(&self, ids: &[EpisodeId]) -> Result<()> {
        self.change_up_next(|list| Ok(without(list, ids))).await
    }

    /// Moves episodes, in their order, before another one, or to the end.
    pub async fn move_up_next(&self, ids: &[EpisodeId], anchor: Option<EpisodeId>) -> Result<()> {
        self.reorder(|list| before(list, ids, anchor)).await
    }

    /// Brings the list into an order of chance; what plays stays first.
    pub async fn shuffle_up_next(&self) -> Result<()> {
        let playing = self.now_playing().map(|now| now.episode);
        self.reorder(|list| shuffled(list, playing, |bound| rand::random_range(0..bound))).await
    }

    /// Replaces the list, as when something is taken back.
    pub async fn set_up_next(&self, ids: &[EpisodeId]) -> Result<()> {
        self.change_up_next(|_| Ok(ids.to_vec())).await
    }

    /// Lets the list keep its order, or frees it.
    pub async fn lock_up_next(&self, locked: bool) -> Result<()> {
        let chosen = self.chosen_list(&self.inner.store.up_next_lists().await?).await?;
        let mut write = self.inner.store.write().await?;
        write.lock_up_next_list(chosen, locked).await?;
        write.commit().await?;
        self.tell(Event::UpNextChanged);
        Ok(())
    }

    /// Makes a list under a name, and chooses it. Where there is one of that name, that is chosen.
    pub async fn add_up_next_list(&self, name: &str) -> Result<UpNextListId> {
        let name = name.trim();
        let mut write = self.inner.store.write().await?;
        let made = write.add_up_next_list(name).await?;
        write.commit().await?;
        let lists = self.inner.store.up_next_lists().await?;
        let same = lists.iter().find(|list| list.name == name).map(|list| list.id);
        let id = made.or(same).unwrap_or(UpNextListId::FIRST);
        self.choose_up_next_list(id).await?;
        Ok(id)
    }

    /// Gives a list another name, unless another one has it. The first list has none.
    pub async fn rename_up_next_list(&self, id: UpNextListId, name: &str) -> Result<()> {
        if id == UpNextListId::FIRST || name.trim().is_empty() {
            return Ok(());
        }
        let mut write = self.inner.store.write().await?;
        write.rename_up_next_list(id, name.trim()).await?;
        write.commit().await?;
        self.tell(Event::UpNextChanged);
        Ok(())
    }

    /// Deletes a list, but never the first; its episodes stay in the library.
    pub async fn remove_up_next_list(&self, id: UpNextListId) -> Result<()> {
        if id == UpNextListId::FIRST {
            return Ok(());
        }
        let mut write = self.inner.store.write().await?;
        write.remove_up_next_list(id).await?;
        write.commit().await?;
        self.tell(Event::UpNextChanged);
        Ok(())
    }

    /// Plays another list from now on.
    pub async fn choose_up_next_list(&self, id: UpNextListId) -> Result<()> {
        let mut write = self.inner.store.write().await?;
        write.set_setting(CHOSEN, &id.to_string()).await?;
        write.commit().await?;
        self.tell(Event::UpNextChanged);
        Ok(())
    }

    pub(crate) async fn up_next_ids(&self) -> Result<Vec<EpisodeId>> {
        let chosen = self.chosen_list(&self.inner.store.up_next_lists().await?).await?;
        Ok(self.inner.store.up_next(chosen).await?)
    }

    /// What is played stands first, if it is in the list, so that it is not lost when another one is played instead.
    pub(crate) async fn bring_to_front(&self, id: EpisodeId) -> Result<()> {
        self.move_within(id, |list| before(list, &[id], list.first().copied())).await
    }

    pub(crate) async fn send_to_back(&self, id: EpisodeId) -> Result<()> {
        self.move_within(id, |list| before(list, &[id], None)).await
    }

    async fn move_within(
        &self,
        id: EpisodeId,
        order: impl FnOnce(&[EpisodeId]) -> Vec<EpisodeId>,
    ) -> Result<()> {
        if !self.up_next_ids().await?.contains(&id) {
            return Ok(());
        }
        self.change_up_next(|list| Ok(order(list))).await
    }

    async fn reorder(&self, order: impl FnOnce(&[EpisodeId]) -> Vec<EpisodeId>) -> Result<()> {
        let lists = self.inner.store.up_next_lists().await?;
        let chosen = self.chosen_list(&lists).await?;
        let locked = lists.iter().any(|list| list.id == chosen && list.locked);
        self.change_up_next(|list| if locked { Err(Error::Locked) } else { Ok(order(list)) }).await
    }

    /// Reads and writes in one transaction, so that two changes at once are both made.
    async fn change_up_next(
        &self,
        change: impl FnOnce(&[EpisodeId]) -> Result<Vec<EpisodeId>>,
    ) -> Result<()> {
        let chosen = self.chosen_list(&self.inner.store.up_next_lists().await?).await?;
        let mut write = self.inner.store.write().await?;
        let list = self.inner.store.up_next(chosen).await?;
        let changed = change(&list)?;
        if changed == list {
            return Ok(());
        }
        write.set_up_next(chosen, &changed).await?;
        write.commit().await?;
        self.tell(Event::UpNextChanged);
        Ok(())
    }

    /// A list that was deleted meanwhile is the first one again.
    async fn chosen_list(&self, lists: &[UpNextList]) -> Result<UpNextListId> {
        let kept = self.inner.store.setting(CHOSEN).await?.and_then(|id| id.parse().ok()).map(UpNextListId);
        let exists = |id: &UpNextListId| lists.iter().any(|list| list.id == *id);
        Ok(kept.filter(exists).unwrap_or(UpNextListId::FIRST))
    }
}
