//! The one window: opened hidden, shown when the page is there, and never led to another place than our page.

use std::sync::{Mutex, PoisonError};

use tauri::{
    AppHandle, DragDropEvent, LogicalSize, Manager as _, PhysicalSize, Runtime, Url, WebviewUrl,
    WebviewWindowBuilder, WindowEvent,
    utils::config::BackgroundThrottlingPolicy,
    webview::{NewWindowResponse, PageLoadEvent},
};

#[cfg(target_os = "linux")]
use crate::drawing;
use crate::{close, opened, shell::Shell, wire::Theme};

pub(crate) const LABEL: &str = "main";

const SMALLEST: LogicalSize<f64> = LogicalSize::new(480.0, 560.0);
const MINI: LogicalSize<f64> = LogicalSize::new(360.0, 120.0);

/// The window as it was before it was made small; nothing while it is not.
#[derive(Default)]
pub(crate) struct Before(Mutex<Option<PhysicalSize<u32>>>);

pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    app.manage(Before::default());
    let theme = app.state::<Shell>().preferences.read().theme;
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Friday")
        .inner_size(1200.0, 800.0)
        .min_inner_size(SMALLEST.width, SMALLEST.height)
        .visible(false)
        .theme(native(theme))
        .background_throttling(BackgroundThrottlingPolicy::Disabled)
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished
                && let Err(error) = window.show()
            {
                tracing::error!(%error, "the window could not be shown");
            }
        })
        .build()?;
    #[cfg(target_os = "linux")]
    drawing::choose(&window)?;
    let closing = window.clone();
    window.on_window_event(move |event| {
        close::on_window_event(&closing, event);
        if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event {
            opened::show(closing.app_handle(), opened::list_among(paths));
        }
    });
    Ok(())
}

/// Makes the window small enough to stay above all others, with nothing in it but the player; or as it was before.
pub(crate) fn set_mini(app: &AppHandle, mini: bool) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(LABEL) else { return Ok(()) };
    let before = app.state::<Before>();
    let mut before = before.0.lock().unwrap_or_else(PoisonError::into_inner);
    if mini == before.is_some() {
        return Ok(());
    }
    if mini {
        *before = Some(window.inner_size()?);
        window.unmaximize()?;
        window.set_min_size(Some(MINI))?;
        window.set_size(MINI)?;
    } else {
        window.set_min_size(Some(SMALLEST))?;
        if let Some(size) = before.take() {
            window.set_size(size)?;
        }
    }
    window.set_always_on_top(mini)
}

/// Brings the window to the front, from the tray or from behind others.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be brought to the front");
    }
}

/// What the window's frame is drawn in; nothing follows the system.
pub(crate) fn native(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark | Theme::Contrast => Some(tauri::Theme::Dark),
    }
}

/// Where Tauri serves the page: Linux and macOS, Windows. Everything else is refused.
fn is_our_page(url: &Url) -> bool {
    let origin = (url.scheme(), url.host_str());
    matches!(origin, ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")))
        || url.as_str() == "about:blank"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_never_leaves_our_page() {
        let table = [
            ("tauri://localhost/", true),
            ("tauri://localhost/#podcast/3", true),
            ("http://tauri.localhost/", true),
            ("https://tauri.localhost.evil.example/", false),
            ("https://evil.example/tauri.localhost", false),
            ("http://127.0.0.1:8080/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("javascript:alert(1)", false),
        ];
        for (url, expected) in table {
            assert_eq!(is_our_page(&url.parse().unwrap()), expected, "{url}");
        }
    }
}
