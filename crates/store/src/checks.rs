//! What the store can do with how feeds are asked for, and with what they bring: a part of the crate's face, like
//! `lib.rs`.

use friday_model::{EpisodeId, Fetch, LoginState, PodcastId, Schedule, Timestamp};

use crate::{
    Result, Store, Write,
    table::{episodes, feeds, fetches, inbox},
};

impl Store {
    /// The last checks of a feed, newest first.
    pub async fn fetches(&self, podcast: PodcastId) -> Result<Vec<Fetch>> {
        fetches::of(&self.readers, podcast).await
    }

    /// When the newest episodes of a podcast were published, newest first, without those that are still to come.
    pub async fn newest_dates(
        &self,
        podcast: PodcastId,
        now: Timestamp,
        most: u32,
    ) -> Result<Vec<Timestamp>> {
        episodes::newest_dates(&self.readers, podcast, now, most).await
    }

    /// New episodes that the listener has neither looked at nor begun, those that came last first.
    pub async fn inbox(&self) -> Result<Vec<EpisodeId>> {
        inbox::all(&self.readers).await
    }
}

impl Write {
    /// Writes down how a check went, and forgets the oldest of many.
    pub async fn add_fetch(&mut self, podcast: PodcastId, fetch: &Fetch) -> Result<()> {
        fetches::insert(&mut self.transaction, podcast, fetch).await
    }

    /// Replaces what the publisher says about when to ask.
    pub async fn set_schedule(&mut self, podcast: PodcastId, schedule: &Schedule) -> Result<()> {
        feeds::set_schedule(&mut self.transaction, podcast, schedule).await
    }

    /// Notes how it stands with the login of a feed.
    pub async fn set_login_state(&mut self, podcast: PodcastId, login: Option<LoginState>) -> Result<()> {
        feeds::set_login(&mut self.transaction, podcast, login).await
    }

    /// Leaves a feed alone until then, which is no failure of it; a later time that was planned stays.
    pub async fn postpone_check(&mut self, podcast: PodcastId, until: Timestamp) -> Result<()> {
        feeds::postpone(&mut self.transaction, podcast, until).await
    }

    /// Forgets by what the last answer would be recognised, so that the next one is read whatever it says.
    pub async fn forget_validators(&mut self, podcast: PodcastId) -> Result<()> {
        feeds::forget_validators(&mut self.transaction, podcast).await
    }

    /// Puts an episode before the listener; one that is there keeps its place.
    pub async fn put_into_inbox(&mut self, id: EpisodeId, now: Timestamp) -> Result<()> {
        inbox::insert(&mut self.transaction, id, now).await
    }

    /// Takes episodes out of the inbox; returns those that were in it.
    pub async fn take_from_inbox(&mut self, ids: &[EpisodeId]) -> Result<Vec<EpisodeId>> {
        inbox::delete(&mut self.transaction, ids).await
    }
}
