//! What downloads take on the disk, and what the listener's rules let go of it.

use std::collections::{HashMap, HashSet};

use friday_model::{EpisodeId, KeepRule, Listening, PodcastId, Timestamp};
use friday_store::EpisodeRow;

use crate::{
    Engine, Event, Result,
    rules::clean_up::{Finished, Heard, KeepRules, Leaving, leaving},
};

const BUDGET: &str = "downloads_budget";

/// What downloads take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Storage {
    /// Bytes of all finished downloads.
    pub used: u64,
    /// Bytes free where downloads are kept, where the system tells.
    pub free: Option<u64>,
    /// Bytes that all downloads together may take; any when absent.
    pub budget: Option<u64>,
    /// The podcasts that have downloads, the largest first.
    pub podcasts: Vec<PodcastSpace>,
    /// What was cleaned up and can be put back, and its bytes, which are not free yet.
    pub trash: Vec<EpisodeId>,
    pub trash_bytes: u64,
}

/// What the downloads of a podcast take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodcastSpace {
    pub podcast: PodcastId,
    pub title: String,
    pub downloads: u32,
    pub bytes: u64,
    /// By its own rule; any when absent.
    pub budget: Option<u64>,
}

/// The rules by which a clean-up is looked at before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Draft {
    /// As they are.
    AsSaved,
    /// As if this were the budget of all podcasts.
    Budget(Option<u64>),
    /// As if this were the rule of a podcast; only its own downloads are looked at.
    Keep(PodcastId, KeepRule),
}

impl Engine {
    /// What downloads take on the disk.
    pub async fn storage(&self) -> Result<Storage> {
        let rules = self.keep_rules().await?;
        let mut storage = Storage {
            budget: rules.budget,
            free: fs4::available_space(self.downloads_dir()).ok(),
            ..Storage::default()
        };
        let mut places: HashMap<PodcastId, usize> = HashMap::new();
        for row in self.finished_rows().await? {
            let bytes = row.download.as_ref().map_or(0, |download| download.bytes);
            let podcast = row.episode.podcast;
            let place = *places.entry(podcast).or_insert_with(|| {
                storage.podcasts.push(PodcastSpace {
                    podcast,
                    title: row.podcast_title,
                    downloads: 0,
                    bytes: 0,
                    budget: rules.podcasts.get(&podcast).and_then(|rule| rule.budget),
                });
                storage.podcasts.len() - 1
            });
            storage.podcasts[place].downloads += 1;
            storage.podcasts[place].bytes += bytes;
            storage.used += bytes;
        }
        storage.podcasts.sort_by_key(|space| (std::cmp::Reverse(space.bytes), space.podcast));
        for trashed in self.inner.store.trash().await? {
            storage.trash.push(trashed.episode);
            storage.trash_bytes += trashed.bytes;
        }
        Ok(storage)
    }

    /// Sets the bytes that all downloads together may take; any when absent.
    pub async fn set_storage_budget(&self, budget: Option<u64>) -> Result<()> {
        let mut write = self.inner.store.write().await?;
        write.set_setting(BUDGET, &budget.map(|bytes| bytes.to_string()).unwrap_or_default()).await?;
        write.commit().await?;
        self.tell(Event::DownloadsChanged(Vec::new()));
        Ok(())
    }

    /// The downloads that would go now, and why each of them would; nothing is touched.
    pub async fn preview_clean_up(&self, draft: &Draft) -> Result<Vec<Leaving>> {
        let mut rules = self.keep_rules().await?;
        match draft {
            Draft::AsSaved => {}
            Draft::Budget(budget) => rules.budget = *budget,
            Draft::Keep(podcast, rule) => {
                rules = KeepRules { podcasts: HashMap::from([(*podcast, rule.clone())]), budget: None };
            }
        }
        self.leaving(&rules, None).await
    }

    /// Lets these finished downloads go, but never what plays or is starred. They can be put back for a while; returns
    /// those that went.
    pub async fn clean_up(&self, ids: &[EpisodeId]) -> Result<Vec<EpisodeId>> {
        let protected = self.in_use().await?;
        let rows = self.inner.store.episodes(ids).await?;
        let free = rows.iter().filter(|row| !row.state.starred && !protected.contains(&row.episode.id));
        let free: Vec<EpisodeId> = free.map(|row| row.episode.id).collect();
        self.put_into_trash(&free).await
    }

    /// Does what the rules say now. `just_came` stays whatever they say: nobody wants to see a download vanish at the
    /// moment in which it is done.
    pub(crate) async fn apply_keep_rules(&self, just_came: Option<EpisodeId>) -> Result<()> {
        let rules = self.keep_rules().await?;
        if rules.keep_all() {
            return Ok(());
        }
        let leaving = self.leaving(&rules, just_came).await?;
        let ids: Vec<EpisodeId> = leaving.iter().map(|leaving| leaving.episode).collect();
        let gone = self.put_into_trash(&ids).await?;
        if !gone.is_empty() {
            self.tell(Event::CleanedUp(gone));
        }
        Ok(())
    }

    async fn leaving(&self, rules: &KeepRules, just_came: Option<EpisodeId>) -> Result<Vec<Leaving>> {
        let mut protected = self.in_use().await?;
        protected.extend(just_came);
        let rows = self.finished_rows().await?;
        let downloads: Vec<Finished> = rows.iter().filter_map(|row| finished(row, &protected)).collect();
        Ok(leaving(&downloads, rules, self.now()))
    }

    async fn keep_rules(&self) -> Result<KeepRules> {
        let podcasts = self.inner.store.all_podcast_rules().await?;
        let budget = self.inner.store.setting(BUDGET).await?;
        Ok(KeepRules {
            podcasts: podcasts.into_iter().map(|(podcast, rules)| (podcast, rules.keep)).collect(),
            budget: budget.and_then(|bytes| bytes.parse().ok()),
        })
    }

    /// What the player holds, and what it will hold when Friday starts again.
    async fn in_use(&self) -> Result<HashSet<EpisodeId>> {
        let playing = self.now_playing().map(|playing| playing.episode);
        let last = self.inner.store.last_listened().await?;
        Ok(playing.into_iter().chain(last).collect())
    }

    async fn finished_rows(&self) -> Result<Vec<EpisodeRow>> {
        let done = self.inner.store.finished_downloads().await?;
        let ids: Vec<EpisodeId> = done.iter().map(|row| row.episode).collect();
        Ok(self.inner.store.episodes(&ids).await?)
    }
}

fn finished(row: &EpisodeRow, protected: &HashSet<EpisodeId>) -> Option<Finished> {
    let download = row.download.as_ref()?;
    let date: Timestamp = row.episode.published.published.unwrap_or(row.episode.first_seen);
    Some(Finished {
        episode: row.episode.id,
        podcast: row.episode.podcast,
        bytes: download.bytes,
        date: date.min(row.episode.first_seen),
        came: download.finished?,
        listened: row.state.listened,
        heard: match row.state.listening {
            Listening::Played => Heard::Played,
            _ if row.state.position.is_zero() => Heard::Not,
            _ => Heard::InProgress,
        },
        protected: row.state.starred || protected.contains(&row.episode.id),
    })
}
