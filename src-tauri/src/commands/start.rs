#![allow(clippy::needless_pass_by_value, reason = "Tauri hands a command what it asks for by value")]

use tauri::{AppHandle, Manager as _, State, ipc::Channel};

use crate::{
    convert, events, links,
    panel::{self, Icon},
    shell::Shell,
    window,
    wire::{Event, Failure, Preferences, Start},
};

#[tauri::command]
pub(crate) async fn start(shell: State<'_, Shell>) -> Result<Start, Failure> {
    let engine = shell.engine()?;
    Ok(Start {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        preferences: shell.preferences.read(),
        data_folder: engine.data_dir().to_string_lossy().into_owned(),
        downloads_folder: engine.downloads_dir().to_string_lossy().into_owned(),
        sound: convert::listening::settings(engine.sound_settings().await?),
        sleep: engine.sleep().map(convert::listening::sleep_timer),
        closes_to_tray: panel::icon().await != Icon::NoPanel,
        resume: engine.last_listened().await?.map(|episode| convert::episode(engine, episode)),
        playing: engine.now_playing().is_some_and(|now| now.playing),
        sound_of: engine.sound_address(),
    })
}

#[tauri::command]
pub(crate) fn set_preferences(app: AppHandle, shell: State<'_, Shell>, preferences: Preferences) {
    shell.preferences.write(&preferences);
    if let Some(window) = app.get_webview_window(window::LABEL)
        && let Err(error) = window.set_theme(window::native(preferences.theme))
    {
        tracing::warn!(%error, "the window's frame keeps its theme");
    }
    // The tray speaks the page's language.
    let _ = shell.changed_preferences.send(preferences);
}

#[tauri::command]
pub(crate) fn events(shell: State<'_, Shell>, channel: Channel<Event>) -> Result<(), Failure> {
    events::follow(shell.engine()?, &shell, channel);
    Ok(())
}

#[tauri::command]
pub(crate) fn open_link(url: &str) -> Result<(), Failure> {
    links::open(url)
}
