//! Closing the window: it goes to the tray where there is one to come back from, else Friday quits.

use std::time::Duration;

use tauri::{AppHandle, WebviewWindow, WindowEvent};

/// A desktop that does not answer by then has no tray.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) fn on_window_event(window: &WebviewWindow, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    if tauri::async_runtime::block_on(tray_is_shown()) && window.hide().is_ok() {
        api.prevent_close();
    }
}

/// Whether this desktop shows tray icons now. On GNOME without an extension an icon can be made, and is never seen.
#[cfg(target_os = "linux")]
pub(crate) async fn tray_is_shown() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let watcher = zbus::Proxy::new(
            &bus,
            "org.kde.StatusNotifierWatcher",
            "/StatusNotifierWatcher",
            "org.kde.StatusNotifierWatcher",
        )
        .await?;
        watcher.get_property::<bool>("IsStatusNotifierHostRegistered").await
    };
    matches!(tokio::time::timeout(PATIENCE, asked).await, Ok(Ok(true)))
}

/// Elsewhere the tray is part of the system.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn tray_is_shown() -> bool {
    true
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
