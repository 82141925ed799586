//! A leap: an episode that is still being downloaded is heard from a moment on that the download has not come to.
//!
//! A web view that is told to seek in an MP3 reads every byte between, for exactness, and so waits as long as the download
//! takes to get there. Instead it is given an address that begins at the moment itself.

use std::{fs::File, time::Duration};

use friday_model::EpisodeId;
use tokio::task::spawn_blocking;

use crate::{Engine, Result, mp3_place::mp3_place};

impl Engine {
    /// The address under which an episode begins at `moment`; nothing where the player comes there by itself: where the
    /// bytes are here, where the format tells the player where they are, or where the server cannot begin in the middle.
    pub async fn leap(&self, id: EpisodeId, moment: Duration) -> Result<Option<String>> {
        let from = self.place_ahead(id, moment).await;
        Ok(from.map(|from| self.inner.media.address(&format!("episode/{id}?from={from}"))))
    }

    async fn place_ahead(&self, id: EpisodeId, moment: Duration) -> Option<u64> {
        let known = self.inner.meters.growth(id)?.borrow().clone();
        let total = known.total?;
        let place = spawn_blocking(move || mp3_place(File::open(known.part)?, total, moment));
        let place = place.await.ok()?.ok()??;
        if place <= known.bytes {
            return None;
        }
        let ahead = self.inner.aheads.of(id)?;
        if ahead.read(place, 1).is_none() {
            ahead.open(place, self.inner.net.ahead(&ahead.request(place)?).await.ok()?);
        }
        Some(place)
    }
}
