use friday_model::PodcastId;
use tauri::State;

use crate::{
    convert,
    convert::storage as to,
    shell::Shell,
    wire::{CleanUpDraft, Failure, Leaving, PodcastRules, Storage},
};

#[tauri::command]
pub(crate) async fn get_podcast_rules(shell: State<'_, Shell>, id: i64) -> Result<PodcastRules, Failure> {
    Ok(to::rules(shell.engine()?.podcast_rules(PodcastId(id)).await?))
}

#[tauri::command]
pub(crate) async fn set_podcast_rules(
    shell: State<'_, Shell>,
    id: i64,
    rules: PodcastRules,
) -> Result<(), Failure> {
    Ok(shell.engine()?.set_podcast_rules(PodcastId(id), &to::rules_asked(rules)).await?)
}

#[tauri::command]
pub(crate) async fn get_storage(shell: State<'_, Shell>) -> Result<Storage, Failure> {
    Ok(to::storage(shell.engine()?.storage().await?))
}

#[tauri::command]
pub(crate) async fn set_storage_budget(shell: State<'_, Shell>, budget: Option<u64>) -> Result<(), Failure> {
    Ok(shell.engine()?.set_storage_budget(budget).await?)
}

#[tauri::command]
pub(crate) async fn preview_clean_up(
    shell: State<'_, Shell>,
    draft: CleanUpDraft,
) -> Result<Vec<Leaving>, Failure> {
    let leaving = shell.engine()?.preview_clean_up(&to::draft(draft)).await?;
    Ok(leaving.into_iter().map(to::leaving).collect())
}

#[tauri::command]
pub(crate) async fn clean_up(shell: State<'_, Shell>, ids: Vec<i64>) -> Result<Vec<i64>, Failure> {
    Ok(convert::numbers(&shell.engine()?.clean_up(&convert::episode_ids(&ids)).await?))
}

#[tauri::command]
pub(crate) async fn undo_clean_up(shell: State<'_, Shell>, ids: Vec<i64>) -> Result<Vec<i64>, Failure> {
    Ok(convert::numbers(&shell.engine()?.undo_clean_up(&convert::episode_ids(&ids)).await?))
}

#[tauri::command]
pub(crate) async fn empty_trash(shell: State<'_, Shell>) -> Result<(), Failure> {
    shell.engine()?.empty_trash(true).await?;
    Ok(())
}
