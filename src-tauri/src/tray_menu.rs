//! What the tray's menu says. Pure: what is going on, in; lines, out.

use friday_engine::NowPlaying;
use friday_model::DownloadTotals;

use crate::words::Words;

pub(crate) const TOGGLE: &str = "toggle";
pub(crate) const SKIP_BACK: &str = "skip-back";
pub(crate) const SKIP_FORWARD: &str = "skip-forward";
pub(crate) const DOWNLOADS: &str = "downloads";
pub(crate) const PAUSE_DOWNLOADS: &str = "pause-downloads";
pub(crate) const RESUME_DOWNLOADS: &str = "resume-downloads";
pub(crate) const REFRESH: &str = "refresh";
pub(crate) const SHOW: &str = "show";
pub(crate) const QUIT: &str = "quit";
const NOW_PLAYING: &str = "now-playing";
const RUNNING: &str = "running";

/// Characters of a title; menus as wide as the screen help nobody.
const WIDEST: usize = 60;

/// What is going on.
pub(crate) struct Scene {
    pub(crate) playing: Option<NowPlaying>,
    pub(crate) totals: DownloadTotals,
    pub(crate) paused: bool,
    /// Of all running downloads together, where their sizes are known.
    pub(crate) percent: Option<u64>,
    /// The running downloads: title and percent.
    pub(crate) running: Vec<(String, Option<u64>)>,
    /// Seconds.
    pub(crate) skip_back: u32,
    pub(crate) skip_forward: u32,
}

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    Entry { id: &'static str, text: String, enabled: bool },
    Separator,
}

/// The menu is complete by itself: whoever never opens the window again misses nothing.
pub(crate) fn lines(scene: &Scene, words: &Words) -> Vec<Line> {
    let playing = scene.playing.as_ref();
    let title = playing.map_or_else(
        || words.nothing_plays.to_owned(),
        |now| format!("{} — {}", short(&now.title), short(&now.podcast_title)),
    );
    let toggle = if playing.is_some_and(|now| now.playing) { words.pause } else { words.play };
    let totals = scene.totals;
    let waiting = totals.waiting + totals.paused;
    let downloads = words.downloads(totals.running, waiting, totals.failed, scene.percent, scene.paused);
    let mut lines = vec![
        entry(NOW_PLAYING, title, false),
        entry(TOGGLE, toggle, playing.is_some()),
        entry(SKIP_BACK, words.skip_back(scene.skip_back), playing.is_some()),
        entry(SKIP_FORWARD, words.skip_forward(scene.skip_forward), playing.is_some()),
        Line::Separator,
        entry(DOWNLOADS, downloads, true),
    ];
    lines.extend(scene.running.iter().map(|(title, percent)| {
        let percent = percent.map_or(String::new(), |percent| format!(" · {percent} %"));
        entry(RUNNING, format!("    {}{percent}", short(title)), false)
    }));
    lines.push(if scene.paused {
        entry(RESUME_DOWNLOADS, words.resume_downloads, true)
    } else {
        entry(PAUSE_DOWNLOADS, words.pause_downloads, totals.running + waiting > 0)
    });
    lines.extend([
        entry(REFRESH, words.refresh, true),
        Line::Separator,
        entry(SHOW, words.show, true),
        entry(QUIT, words.quit, true),
    ]);
    lines
}

/// The same entries in the same order: then only their words change.
pub(crate) fn same_shape(one: &[Line], other: &[Line]) -> bool {
    let shape = |line: &Line| match line {
        Line::Entry { id, .. } => Some(*id),
        Line::Separator => None,
    };
    one.iter().map(shape).eq(other.iter().map(shape))
}

fn entry(id: &'static str, text: impl Into<String>, enabled: bool) -> Line {
    Line::Entry { id, text: text.into(), enabled }
}

/// Titles come from outside: no control characters, and no longer than a menu is wide.
fn short(title: &str) -> String {
    let title: String = title.chars().filter(|c| !c.is_control()).collect();
    if title.chars().count() <= WIDEST {
        return title;
    }
    let mut cut: String = title.chars().take(WIDEST - 1).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use friday_model::{EpisodeId, PodcastId, Speed};

    use super::*;
    use crate::wire::Language;

    fn scene() -> Scene {
        Scene {
            playing: None,
            totals: DownloadTotals::default(),
            paused: false,
            percent: None,
            running: Vec::new(),
            skip_back: 15,
            skip_forward: 30,
        }
    }

    fn said(scene: &Scene) -> Vec<String> {
        let texts = lines(scene, &Words::of(Language::English)).into_iter().map(|line| match line {
            Line::Entry { text, enabled, .. } => format!("{}{text}", if enabled { "" } else { "(" }),
            Line::Separator => "—".to_owned(),
        });
        texts.collect()
    }

    #[test]
    fn an_idle_friday_offers_what_can_be_done() {
        assert_eq!(
            said(&scene()),
            [
                "(Nothing is playing",
                "(Play",
                "(Skip back 15 seconds",
                "(Skip forward 30 seconds",
                "—",
                "No downloads",
                "(Pause all downloads",
                "Refresh all podcasts",
                "—",
                "Show Friday",
                "Quit"
            ]
        );
    }

    #[test]
    fn what_plays_and_what_downloads_is_told_by_name() {
        let busy = Scene {
            playing: Some(NowPlaying {
                episode: EpisodeId(1),
                podcast: PodcastId(1),
                title: "Salt\n roads".to_owned(),
                podcast_title: "Low Tide".to_owned(),
                playing: true,
                position: Duration::ZERO,
                length: None,
                speed: Speed::NORMAL,
                reported: tokio::time::Instant::now(),
            }),
            totals: DownloadTotals { running: 2, waiting: 1, ..DownloadTotals::default() },
            percent: Some(42),
            running: vec![("One".to_owned(), Some(40)), ("x".repeat(100), None)],
            ..scene()
        };
        let said = said(&busy);
        assert_eq!(said[..2], ["(Salt roads — Low Tide", "Pause"]);
        assert_eq!(
            said[5..9],
            [
                "2 downloading, 42 %".to_owned(),
                "(    One · 40 %".to_owned(),
                format!("(    {}…", "x".repeat(59)),
                "Pause all downloads".to_owned()
            ]
        );
    }
}
