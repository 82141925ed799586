#![allow(clippy::needless_pass_by_value, reason = "Tauri hands a command what it asks for by value")]

use friday_engine::{backups, begin_anew as begin, restore};
use friday_model::Timestamp;
use tauri::{AppHandle, State};

use crate::{
    convert,
    shell::Shell,
    wire::{Backup, Failure},
};

/// Also where the library could not be opened.
#[tauri::command]
pub(crate) fn get_backups(shell: State<'_, Shell>) -> Result<Vec<Backup>, Failure> {
    Ok(backups(shell.options()?)?.iter().map(convert::backup).collect())
}

#[tauri::command]
pub(crate) async fn back_up(shell: State<'_, Shell>) -> Result<Backup, Failure> {
    Ok(convert::backup(&shell.engine()?.back_up().await?))
}

#[tauri::command]
pub(crate) async fn restore_backup(
    app: AppHandle,
    shell: State<'_, Shell>,
    made: i64,
) -> Result<(), Failure> {
    shell.close().await;
    restore(shell.options()?, Timestamp(made)).await?;
    app.request_restart();
    Ok(())
}

#[tauri::command]
pub(crate) async fn begin_anew(app: AppHandle, shell: State<'_, Shell>) -> Result<(), Failure> {
    shell.close().await;
    begin(shell.options()?).await?;
    app.request_restart();
    Ok(())
}

#[tauri::command]
pub(crate) fn restart(app: AppHandle) {
    app.request_restart();
}
