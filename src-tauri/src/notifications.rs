//! Says on the desktop that downloaded episodes are ready: not while the window has the focus, and many that come close
//! together at once.

use std::time::Duration;

use friday_engine::{Engine, Event};
use friday_model::EpisodeId;
use tauri::{AppHandle, Manager as _};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, timeout_at},
};

use crate::{
    shell::Shell,
    window::LABEL,
    words::{self, Words},
};

/// Others that become ready within this are told of in the same breath.
const CLOSE_TOGETHER: Duration = Duration::from_secs(4);
/// The first of many does not wait longer than this.
const LONGEST: Duration = Duration::from_secs(30);
/// So many podcasts are named.
const NAMED: usize = 3;

/// An episode that became ready, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ready {
    title: String,
    podcast: String,
}

/// Follows the engine for as long as it is open.
pub(crate) fn follow(app: &AppHandle, engine: &Engine) {
    let (app, engine, mut events) = (app.clone(), engine.clone(), engine.events());
    tauri::async_runtime::spawn(async move {
        while let Some(ids) = gathered(&mut events).await {
            let shell = app.state::<Shell>();
            let preferences = shell.preferences.read();
            let focused =
                app.get_webview_window(LABEL).is_some_and(|window| window.is_focused().unwrap_or(false));
            if !preferences.tell_ready || focused {
                continue;
            }
            let rows = engine.episodes(&ids).await.unwrap_or_default();
            let ready = rows
                .into_iter()
                .map(|row| Ready { title: row.episode.published.title, podcast: row.podcast_title });
            let words = Words::of(words::language(preferences.language));
            let Some((title, body)) = announcement(&words, &ready.collect::<Vec<_>>()) else { continue };
            // A desktop without notifications is no trouble.
            if let Err(error) = show(&app, &title, &body).await {
                tracing::debug!(%error, "the desktop shows no notifications");
            }
        }
    });
}

/// Gives the app what it needs for that.
#[cfg(target_os = "linux")]
pub(crate) fn with_desktop(app: tauri::Builder<tauri::Wry>) -> tauri::Builder<tauri::Wry> {
    app
}

/// Gives the app what it needs for that.
#[cfg(not(target_os = "linux"))]
pub(crate) fn with_desktop(app: tauri::Builder<tauri::Wry>) -> tauri::Builder<tauri::Wry> {
    app.plugin(tauri_plugin_notification::init())
}

/// The plugin would bring a second D-Bus library for this one call (Desktop Notifications Specification, `Notify`).
#[cfg(target_os = "linux")]
async fn show(_: &AppHandle, title: &str, body: &str) -> zbus::Result<()> {
    const NAME: &str = "org.freedesktop.Notifications";
    /// How long it stays is the desktop's to say.
    const USUAL: i32 = -1;
    let hints: std::collections::HashMap<&str, zbus::zvariant::Value<'_>> = std::collections::HashMap::new();
    let actions: &[&str] = &[];
    let what = ("Friday", 0_u32, "friday", title, body, actions, hints, USUAL);
    let bus = zbus::Connection::session().await?;
    bus.call_method(Some(NAME), "/org/freedesktop/Notifications", Some(NAME), "Notify", &what).await.map(drop)
}

#[cfg(not(target_os = "linux"))]
async fn show(app: &AppHandle, title: &str, body: &str) -> tauri_plugin_notification::Result<()> {
    use tauri_plugin_notification::NotificationExt as _;
    app.notification().builder().title(title).body(body).show()
}

/// The next episodes that become ready, with those that do so close after; nothing once the engine is gone.
async fn gathered(events: &mut Receiver<Event>) -> Option<Vec<EpisodeId>> {
    let mut ready = vec![next(events).await?];
    let latest = Instant::now() + LONGEST;
    while let Ok(Some(id)) = timeout_at(latest.min(Instant::now() + CLOSE_TOGETHER), next(events)).await {
        ready.push(id);
    }
    Some(ready)
}

async fn next(events: &mut Receiver<Event>) -> Option<EpisodeId> {
    loop {
        match events.recv().await {
            Ok(Event::EpisodeReady(id)) => return Some(id),
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}

/// A title and a body. Titles come from outside: they are plain text, and where desktops read markup they are made so.
fn announcement(words: &Words, ready: &[Ready]) -> Option<(String, String)> {
    match ready {
        [] => None,
        [one] => Some((words.ready(&one.title), plain(&one.podcast))),
        many => {
            let mut podcasts: Vec<&str> = Vec::new();
            for episode in many {
                if !podcasts.contains(&episode.podcast.as_str()) {
                    podcasts.push(&episode.podcast);
                }
            }
            let more = podcasts.len().saturating_sub(NAMED);
            podcasts.truncate(NAMED);
            Some((words.many_ready(many.len()), plain(&words.podcasts(&podcasts, more))))
        }
    }
}

/// The body of a notification is markup on Linux (Desktop Notifications Specification, section on markup).
fn plain(text: &str) -> String {
    if cfg!(target_os = "linux") {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Language;

    fn ready(title: &str, podcast: &str) -> Ready {
        Ready { title: title.to_owned(), podcast: podcast.to_owned() }
    }

    #[test]
    fn one_is_named_and_many_are_counted() {
        let words = Words::of(Language::English);
        let some = |title: &str, body: &str| Some((title.to_owned(), body.to_owned()));
        assert_eq!(announcement(&words, &[]), None);
        assert_eq!(announcement(&words, &[ready("Rain", "Weather")]), some("Ready: Rain", "Weather"));
        let many: Vec<Ready> =
            ["A", "B", "A", "C", "D", "E"].iter().map(|podcast| ready("x", podcast)).collect();
        assert_eq!(announcement(&words, &many), some("6 episodes are ready", "A, B, C and 2 more"));
        let chinese = Words::of(Language::Chinese);
        assert_eq!(announcement(&chinese, &many[..3]), some("3 集已就绪", "A、B"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_title_from_outside_is_no_markup() {
        let words = Words::of(Language::English);
        let (_, body) =
            announcement(&words, &[ready("x", "<a href='https://evil.example'>A & B</a>")]).unwrap();
        assert_eq!(body, "&lt;a href='https://evil.example'&gt;A &amp; B&lt;/a&gt;");
    }
}
