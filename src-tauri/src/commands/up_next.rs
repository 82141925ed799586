use friday_model::{EpisodeId, UpNextListId};
use tauri::State;

use crate::{
    convert::{self, episode_ids},
    shell::Shell,
    wire::{Failure, UpNext},
};

#[tauri::command]
pub(crate) async fn get_up_next(shell: State<'_, Shell>) -> Result<UpNext, Failure> {
    Ok(convert::listening::up_next(shell.engine()?.up_next().await?))
}

/// Behind what plays.
#[tauri::command]
pub(crate) async fn play_next(shell: State<'_, Shell>, ids: Vec<i64>) -> Result<(), Failure> {
    Ok(shell.engine()?.play_next(&episode_ids(&ids)).await?)
}

#[tauri::command]
pub(crate) async fn play_last(shell: State<'_, Shell>, ids: Vec<i64>) -> Result<(), Failure> {
    Ok(shell.engine()?.play_last(&episode_ids(&ids)).await?)
}

#[tauri::command]
pub(crate) async fn remove_from_up_next(shell: State<'_, Shell>, ids: Vec<i64>) -> Result<(), Failure> {
    Ok(shell.engine()?.remove_from_up_next(&episode_ids(&ids)).await?)
}

/// Before another one, or to the end.
#[tauri::command]
pub(crate) async fn move_up_next(
    shell: State<'_, Shell>,
    ids: Vec<i64>,
    anchor: Option<i64>,
) -> Result<(), Failure> {
    Ok(shell.engine()?.move_up_next(&episode_ids(&ids), anchor.map(EpisodeId)).await?)
}

#[tauri::command]
pub(crate) async fn shuffle_up_next(shell: State<'_, Shell>) -> Result<(), Failure> {
    Ok(shell.engine()?.shuffle_up_next().await?)
}

#[tauri::command]
pub(crate) async fn set_up_next(shell: State<'_, Shell>, ids: Vec<i64>) -> Result<(), Failure> {
    Ok(shell.engine()?.set_up_next(&episode_ids(&ids)).await?)
}

#[tauri::command]
pub(crate) async fn lock_up_next(shell: State<'_, Shell>, locked: bool) -> Result<(), Failure> {
    Ok(shell.engine()?.lock_up_next(locked).await?)
}

#[tauri::command]
pub(crate) async fn add_up_next_list(shell: State<'_, Shell>, name: String) -> Result<i64, Failure> {
    Ok(shell.engine()?.add_up_next_list(&name).await?.0)
}

#[tauri::command]
pub(crate) async fn rename_up_next_list(
    shell: State<'_, Shell>,
    id: i64,
    name: String,
) -> Result<(), Failure> {
    Ok(shell.engine()?.rename_up_next_list(UpNextListId(id), &name).await?)
}

#[tauri::command]
pub(crate) async fn remove_up_next_list(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    Ok(shell.engine()?.remove_up_next_list(UpNextListId(id)).await?)
}

#[tauri::command]
pub(crate) async fn choose_up_next_list(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    Ok(shell.engine()?.choose_up_next_list(UpNextListId(id)).await?)
}
