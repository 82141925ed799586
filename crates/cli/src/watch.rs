//! What goes on while a command waits, on standard error: a bar for each running download where a terminal shows it,
//! and in any case a line for each that ended.

use std::{
    collections::{HashMap, hash_map},
    io::IsTerminal as _,
    time::Duration,
};

use friday_engine::{Engine, Event, RoadState};
use friday_model::{DownloadState, EpisodeId, EpisodeOverview, Phase, Progress};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::{
    measures::{length, moment, one_line, size},
    messages::say,
};

/// How often bars are drawn.
const OFTEN: Duration = Duration::from_millis(200);

/// Tells what becomes of downloads while `work` goes on.
pub(crate) async fn downloads<T>(engine: &Engine, work: impl Future<Output = T>) -> T {
    let mut watch = Watch::new(engine);
    let mut often = tokio::time::interval(OFTEN);
    tokio::pin!(work);
    loop {
        tokio::select! {
            outcome = &mut work => {
                watch.end().await;
                return outcome;
            }
            event = watch.events.recv() => match event {
                Ok(Event::DownloadsChanged(episodes)) => watch.tell(&episodes).await,
                Ok(Event::RoadChanged) => watch.tell_of_road(),
                Ok(_) | Err(RecvError::Closed | RecvError::Lagged(_)) => {}
            },
            _ = often.tick(), if watch.bars.is_some() => watch.draw().await,
        }
    }
}

/// Shows how far a refresh has come.
pub(crate) async fn refresh<T>(engine: &Engine, work: impl Future<Output = T>) -> T {
    let mut events = engine.events();
    let bar = if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
    bar.set_style(style("{bar:24} {pos} of {len} feeds"));
    tokio::pin!(work);
    loop {
        tokio::select! {
            outcome = &mut work => {
                bar.finish_and_clear();
                return outcome;
            }
            event = events.recv() => if let Ok(Event::RefreshProgressed { done, total }) = event {
                bar.set_length(total.into());
                bar.set_position(done.into());
            },
        }
    }
}

struct Watch<'a> {
    engine: &'a Engine,
    events: Receiver<Event>,
    /// Absent where no terminal shows them.
    bars: Option<MultiProgress>,
    running: HashMap<EpisodeId, ProgressBar>,
    /// What was told last of a download that does not run.
    told: HashMap<EpisodeId, String>,
    seen: Vec<EpisodeId>,
    /// Whether the broker could be reached, as it was told last.
    reachable: Option<bool>,
}

impl<'a> Watch<'a> {
    fn new(engine: &'a Engine) -> Self {
        Self {
            engine,
            events: engine.events(),
            bars: std::io::stderr().is_terminal().then(MultiProgress::new),
            running: HashMap::new(),
            told: HashMap::new(),
            seen: Vec::new(),
            reachable: None,
        }
    }

    /// A line for each of these downloads with which something has come to an end.
    async fn tell(&mut self, episodes: &[EpisodeId]) {
        let Ok(rows) = self.engine.episodes(episodes).await else { return };
        for row in rows {
            let id = row.episode.id;
            if !self.seen.contains(&id) {
                self.seen.push(id);
            }
            match line(&row) {
                None => drop(self.told.remove(&id)),
                Some(line) if self.told.get(&id) == Some(&line) => {}
                Some(line) => {
                    self.say(&line);
                    self.told.insert(id, line);
                }
            }
        }
    }

    /// Whether the broker can be reached, if anything goes that way.
    fn tell_of_road(&mut self) {
        let line = match self.engine.road() {
            RoadState::Off => return,
            RoadState::Open => "Connected to the broker.".to_owned(),
            RoadState::Away { .. } if self.reachable == Some(false) => return,
            RoadState::Away { reason, .. } => {
                format!("The broker cannot be reached ({reason}); it is tried again and again.")
            }
        };
        self.reachable = Some(self.engine.road() == RoadState::Open);
        self.say(&line);
    }

    fn say(&self, line: &str) {
        match &self.bars {
            Some(bars) => bars.suspend(|| say(line)),
            None => say(line),
        }
    }

    async fn draw(&mut self) {
        let Some(bars) = &self.bars else { return };
        let running = self.engine.progress();
        self.running.retain(|id, bar| {
            let runs = running.iter().any(|progress| progress.episode == *id);
            if !runs {
                bar.finish_and_clear();
                bars.remove(bar);
            }
            runs
        });
        for progress in running {
            let bar = match self.running.entry(progress.episode) {
                hash_map::Entry::Occupied(known) => known.into_mut(),
                hash_map::Entry::Vacant(new) => {
                    let Ok(row) = self.engine.episode_row(progress.episode).await else { continue };
                    let bar = bars.add(ProgressBar::no_length());
                    bar.set_style(style("{prefix:36!} {bar:24} {msg}"));
                    bar.set_prefix(one_line(&row.episode.published.title));
                    new.insert(bar)
                }
            };
            if let Some(total) = progress.total {
                bar.set_length(total);
            }
            bar.set_position(progress.bytes);
            bar.set_message(how_far(&progress));
        }
    }

    /// The work may have ended before its last events were read.
    async fn end(&mut self) {
        if let Some(bars) = &self.bars {
            self.running.clear();
            // A terminal that is gone needs no clearing.
            let _ = bars.clear();
        }
        while let Ok(event) = self.events.try_recv() {
            if let Event::DownloadsChanged(episodes) = event {
                self.tell(&episodes).await;
            }
        }
        let seen = std::mem::take(&mut self.seen);
        self.tell(&seen).await;
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("a literal template").progress_chars("━━─")
}

fn line(row: &EpisodeOverview) -> Option<String> {
    let title = &row.episode.published.title;
    let download = row.download.as_ref()?;
    let reason = download.error.as_ref().map(|error| error.message.as_str());
    match (download.state, reason) {
        (DownloadState::Done, _) => Some(format!("done: {title} ({})", size(download.bytes))),
        (DownloadState::Failed, reason) => Some(format!("failed: {title}: {}", reason.unwrap_or_default())),
        (DownloadState::Paused, _) => Some(format!("paused: {title}")),
        (DownloadState::Queued, Some(reason)) => {
            let when = download.retry_at.map(|time| format!(" (next try at {})", moment(time)));
            Some(format!("waits: {title}: {reason}{}", when.unwrap_or_default()))
        }
        (DownloadState::Queued | DownloadState::Running, _) => None,
    }
}

fn how_far(progress: &Progress) -> String {
    match progress.phase {
        Phase::Connecting => return "connecting".to_owned(),
        Phase::Verifying => return "verifying".to_owned(),
        Phase::Downloading => {}
    }
    let far = match progress.total {
        Some(total) => {
            let percent = progress.bytes.saturating_mul(100) / total.max(1);
            format!("{percent} % · {} of {}", size(progress.bytes), size(total))
        }
        None => size(progress.bytes),
    };
    let speed = progress.speed.map(|speed| format!("{}/s", size(speed)));
    let left = progress.left.map(|left| format!("{} left", length(left)));
    [Some(far), speed, left].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
