//! Applies the listener's rules whenever something has happened that they speak of.

use friday_model::EpisodeId;
use friday_queue::{JobChange, QueueEvent};
use tokio::sync::broadcast::error::RecvError;

use crate::{Engine, Event, Result, jobs::download_episode::DownloadEpisode};

impl Engine {
    /// Cleans up by the rules, now and whenever a download has finished or an episode was played, and empties the trash
    /// of what was cleaned up before, until the engine closes.
    pub fn keep_tidy(&self) {
        let engine = self.clone();
        let (mut jobs, mut events) = (self.inner.queue.subscribe(), self.events());
        self.in_background(async move {
            report(engine.empty_trash(false).await);
            engine.empty_trash_later();
            report(engine.apply_keep_rules(None).await);
            loop {
                let just_came = tokio::select! {
                    event = jobs.recv() => match event {
                        Ok(event) => match finished(&event) {
                            None => continue,
                            came => came,
                        },
                        Err(RecvError::Lagged(_)) => None,
                        Err(RecvError::Closed) => return,
                    },
                    event = events.recv() => match event {
                        Ok(Event::EpisodesChanged(_)) | Err(RecvError::Lagged(_)) => None,
                        Ok(_) => continue,
                        Err(RecvError::Closed) => return,
                    },
                };
                report(engine.apply_keep_rules(just_came).await);
            }
        });
    }
}

fn finished(event: &QueueEvent) -> Option<EpisodeId> {
    match event {
        QueueEvent::Job { kind, unique_key: Some(key), change: JobChange::Finished, .. }
            if **kind == *DownloadEpisode::KIND =>
        {
            key.parse().ok().map(EpisodeId)
        }
        _ => None,
    }
}

fn report<T>(outcome: Result<T>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "the downloads could not be cleaned up");
    }
}
