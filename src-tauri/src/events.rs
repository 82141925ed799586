//! Tells the page what has happened: gathered for a tenth of a second, with one snapshot for all running downloads.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use friday_engine::{Engine, Event};
use tauri::ipc::Channel;
use tokio::{sync::broadcast::error::RecvError, time::interval};

use crate::{convert, shell::Shell, wire};

/// At most ten batches a second.
const BATCH: Duration = Duration::from_millis(100);
/// At most four snapshots a second.
const SNAPSHOT: Duration = Duration::from_millis(250);

/// Sends everything from now on over the channel, until the next page opens its own.
pub(crate) fn follow(engine: &Engine, shell: &Shell, channel: Channel<wire::Event>) {
    let ended = shell.next_page();
    let (asked, untold) = shell.asked();
    for event in untold {
        if channel.send(event).is_err() {
            return;
        }
    }
    let page = Page {
        engine: engine.clone(),
        events: engine.events(),
        asked,
        channel,
        batch: Batch::default(),
        had_progress: false,
    };
    tauri::async_runtime::spawn(async move {
        tokio::select! {
            () = ended.cancelled() => {}
            () = page.tell() => {}
        }
    });
}

struct Page {
    engine: Engine,
    events: tokio::sync::broadcast::Receiver<Event>,
    asked: tokio::sync::broadcast::Receiver<wire::Event>,
    channel: Channel<wire::Event>,
    batch: Batch,
    had_progress: bool,
}

impl Page {
    /// Ends when the page or the engine is gone.
    async fn tell(mut self) {
        let (mut batch, mut snapshot) = (interval(BATCH), interval(SNAPSHOT));
        loop {
            let sent = tokio::select! {
                event = self.events.recv() => match event {
                    Ok(Event::PlayerAsked(command)) => {
                        let command = convert::listening::command(command);
                        self.channel.send(wire::Event::PlayerCommanded { command })
                    }
                    Ok(Event::SleepChanged) => {
                        let timer = self.engine.sleep().map(convert::listening::sleep_timer);
                        self.channel.send(wire::Event::SleepChanged { timer })
                    }
                    Ok(Event::RoadChanged) => self.channel.send(wire::Event::RoadChanged),
                    Ok(Event::LibraryDamaged) => self.channel.send(wire::Event::LibraryDamaged),
                    Ok(event) => { self.batch.add(event); Ok(()) }
                    Err(RecvError::Lagged(_)) => { self.batch.add(Event::ChangedElsewhere); Ok(()) }
                    Err(RecvError::Closed) => return,
                },
                Ok(event) = self.asked.recv() => self.channel.send(event),
                _ = batch.tick() => std::mem::take(&mut self.batch).send(&self.channel),
                _ = snapshot.tick() => self.send_progress(),
            };
            if sent.is_err() {
                return;
            }
        }
    }

    /// Also once when nothing runs any more, so that the page sees the last of it.
    fn send_progress(&mut self) -> tauri::Result<()> {
        let downloads: Vec<wire::Progress> =
            self.engine.progress().into_iter().map(convert::progress).collect();
        let had_progress = std::mem::replace(&mut self.had_progress, !downloads.is_empty());
        if downloads.is_empty() && !had_progress {
            return Ok(());
        }
        self.channel.send(wire::Event::Progress { downloads })
    }
}

/// Events of the same kind become one.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for a kind of event that carries nothing")]
struct Batch {
    podcasts: BTreeSet<i64>,
    episodes: BTreeSet<i64>,
    downloads: Option<BTreeSet<i64>>,
    cleaned: BTreeSet<i64>,
    added: BTreeMap<i64, u32>,
    refresh: Option<(u32, u32)>,
    up_next: bool,
    sound: bool,
    bookmarks: BTreeSet<i64>,
    library: bool,
    search_index: bool,
}

impl Batch {
    fn add(&mut self, event: Event) {
        match event {
            Event::PodcastsChanged(ids) => self.podcasts.extend(ids.iter().map(|id| id.0)),
            Event::EpisodesChanged(ids) => self.episodes.extend(ids.iter().map(|id| id.0)),
            Event::DownloadsChanged(ids) => {
                self.downloads.get_or_insert_default().extend(ids.iter().map(|id| id.0));
            }
            Event::EpisodesAdded { podcast, count } => *self.added.entry(podcast.0).or_default() += count,
            Event::CleanedUp(ids) => self.cleaned.extend(ids.iter().map(|id| id.0)),
            Event::RefreshProgressed { done, total } => self.refresh = Some((done, total)),
            Event::ChangedElsewhere => self.library = true,
            Event::SearchIndexChanged => self.search_index = true,
            Event::UpNextChanged => self.up_next = true,
            Event::SoundChanged => self.sound = true,
            Event::BookmarksChanged(id) => {
                self.bookmarks.insert(id.0);
            }
            // Told on the desktop, or to the search; known to the page, which is the player; or told without waiting.
            Event::EpisodeReady(_)
            | Event::TranscriptKept(_)
            | Event::PlayerChanged
            | Event::PlayerAsked(_)
            | Event::SleepChanged
            | Event::RoadChanged
            | Event::LibraryDamaged => {}
        }
    }

    fn send(self, channel: &Channel<wire::Event>) -> tauri::Result<()> {
        self.events().into_iter().try_for_each(|event| channel.send(event))
    }

    fn events(self) -> Vec<wire::Event> {
        let mut events = Vec::new();
        if self.library {
            events.push(wire::Event::LibraryChanged);
        }
        if !self.podcasts.is_empty() {
            events.push(wire::Event::PodcastsChanged { ids: self.podcasts.into_iter().collect() });
        }
        events.extend(
            self.added
                .into_iter()
                .map(|(podcast_id, count)| wire::Event::EpisodesAdded { podcast_id, count }),
        );
        if !self.episodes.is_empty() {
            events.push(wire::Event::EpisodesChanged { ids: self.episodes.into_iter().collect() });
        }
        if let Some(downloads) = self.downloads {
            events.push(wire::Event::DownloadsChanged { ids: downloads.into_iter().collect() });
        }
        if !self.cleaned.is_empty() {
            events.push(wire::Event::CleanedUp { ids: self.cleaned.into_iter().collect() });
        }
        if self.up_next {
            events.push(wire::Event::UpNextChanged);
        }
        if self.sound {
            events.push(wire::Event::SoundChanged);
        }
        events.extend(
            self.bookmarks.into_iter().map(|episode_id| wire::Event::BookmarksChanged { episode_id }),
        );
        if self.search_index {
            events.push(wire::Event::SearchIndexChanged);
        }
        if let Some((done, total)) = self.refresh {
            events.push(wire::Event::RefreshProgress { done, total });
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use friday_model::{EpisodeId, PodcastId};

    use super::*;

    #[test]
    fn a_thousand_events_become_one_of_each_kind() {
        let mut batch = Batch::default();
        for id in 0..1000 {
            batch.add(Event::DownloadsChanged(vec![EpisodeId(id % 7)]));
            batch.add(Event::EpisodesAdded { podcast: PodcastId(1), count: 1 });
            batch.add(Event::RefreshProgressed { done: 1, total: 1000 });
        }
        let events = batch.events();
        assert!(matches!(&events[..], [
            wire::Event::EpisodesAdded { podcast_id: 1, count: 1000 },
            wire::Event::DownloadsChanged { ids },
            wire::Event::RefreshProgress { done: 1, total: 1000 },
        ] if ids.len() == 7));
    }

    #[test]
    fn nothing_is_sent_where_nothing_happened() {
        assert!(Batch::default().events().is_empty());
    }
}
