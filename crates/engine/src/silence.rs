//! Silences that are shortened. Somebody listens to the file ahead of the listener, as fast as the machine can; what is
//! silent in it is jumped over when the player comes to it. The sound itself stays as it is, and so do its positions:
//! a web view that changes the speed in a silence, or looks for silence itself, is late by what it has in store.

mod cuts;
mod decode;
mod finder;
mod growing;

use std::{fs::File, time::Duration};

use friday_model::EpisodeId;
use symphonia::core::{errors::Error as SoundError, io::MediaSource};
use tokio::{runtime::Handle, task::spawn_blocking};

pub(crate) use self::cuts::Cuts;
use self::{decode::Heard, growing::GrowingFile};
use crate::Engine;

/// Whoever skips back a little need not wait for somebody to listen again.
const BEFORE: Duration = Duration::from_mins(1);

impl Engine {
    /// Listens ahead of what plays, if nobody does yet.
    pub(crate) async fn listen_ahead(&self, id: EpisodeId, position: Duration) {
        let from = position.saturating_sub(BEFORE);
        let Some(search) = self.inner.listener.with_cuts(|cuts| cuts.wanted(id, from)) else { return };
        let Some(file) = self.sound_file(id).await else {
            return self.inner.listener.with_cuts(|cuts| cuts.ended(search, false));
        };
        let (engine, told) = (self.clone(), self.clone());
        self.in_background(async move {
            let tell = move |heard| {
                let silence = matches!(heard, Heard::Silence(_));
                let goes_on = told.inner.listener.with_cuts(|cuts| cuts.take(search, heard));
                if silence {
                    told.inner.listener.changed.notify_waiters();
                }
                goes_on && !told.inner.closing.is_cancelled()
            };
            let listened = spawn_blocking(move || decode::listen(file, from, tell)).await;
            let all = !matches!(listened, Ok(Err(SoundError::IoError(_))) | Err(_));
            if let Ok(Err(error)) = listened {
                tracing::debug!(%id, %error, "no more silences are found in this file");
            }
            engine.inner.listener.with_cuts(|cuts| cuts.ended(search, all));
        });
    }

    /// The finished file of an episode, or the one that grows.
    async fn sound_file(&self, id: EpisodeId) -> Option<Box<dyn MediaSource>> {
        if let Some(growth) = self.inner.meters.growth(id) {
            let growing = GrowingFile::open(growth, Handle::current()).ok()?;
            return Some(Box::new(growing));
        }
        let row = self.inner.store.download(id).await.ok().flatten()?;
        let path = row.path.filter(|_| row.finished.is_some())?;
        Some(Box::new(File::open(self.downloads_dir().join(path)).ok()?))
    }
}
