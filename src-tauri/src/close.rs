//! Closing the window: it goes to the tray where there is one to come back from, else Friday quits.

use tauri::{AppHandle, Manager as _, WebviewWindow, WindowEvent};

use crate::panel;

/// The desktop is asked beside the main thread, which the tray may be waiting for.
pub(crate) fn on_window_event(window: &WebviewWindow, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    api.prevent_close();
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        if !panel::shows_our_icon().await || window.hide().is_err() {
            window.app_handle().exit(0);
        }
    });
}

/// A log-out or a `kill` ends Friday as its menu does: with everything written down.
#[cfg(unix)]
pub(crate) fn quit_on_signals(app: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let (Ok(mut term), Ok(mut interrupt)) =
            (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            return;
        };
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        app.exit(0);
    });
}

/// Windows ends programs by closing their windows.
#[cfg(not(unix))]
pub(crate) fn quit_on_signals(_: &AppHandle) {}
