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
