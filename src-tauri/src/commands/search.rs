use tauri::State;

use crate::{
    convert,
    shell::Shell,
    wire::{Failure, Found},
};

/// Episodes that the page shows.
const LIMIT: u32 = 20;

#[tauri::command]
pub(crate) async fn find(shell: State<'_, Shell>, text: String) -> Result<Found, Failure> {
    let engine = shell.engine()?;
    Ok(convert::search::found(engine, engine.find(&text, LIMIT).await?))
}

#[tauri::command]
pub(crate) async fn has_podcast_index_key(shell: State<'_, Shell>) -> Result<bool, Failure> {
    Ok(shell.engine()?.has_podcast_index_key().await?)
}

#[tauri::command]
pub(crate) async fn set_podcast_index_key(
    shell: State<'_, Shell>,
    key: String,
    secret: String,
) -> Result<(), Failure> {
    shell.engine()?.set_podcast_index_key(&key, &secret).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn forget_podcast_index_key(shell: State<'_, Shell>) -> Result<(), Failure> {
    shell.engine()?.forget_podcast_index_key().await?;
    Ok(())
}
