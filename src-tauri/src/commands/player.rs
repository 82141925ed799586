use friday_model::EpisodeId;
use tauri::State;

use crate::{
    convert,
    shell::Shell,
    wire::{Failure, Playback, PlayerReport},
};

#[tauri::command]
pub(crate) async fn play(shell: State<'_, Shell>, id: i64) -> Result<Playback, Failure> {
    let engine = shell.engine()?;
    Ok(convert::playback(engine, engine.play(EpisodeId(id)).await?))
}

#[tauri::command]
pub(crate) async fn report_player(shell: State<'_, Shell>, report: PlayerReport) -> Result<(), Failure> {
    Ok(shell.engine()?.report_player(convert::report(&report)).await?)
}
