use friday_model::EpisodeId;
use tauri::State;

use crate::{
    convert::listening::{bookmark, bookmark_from, length},
    shell::Shell,
    wire::{Bookmark, Failure},
};

#[tauri::command]
pub(crate) async fn get_bookmarks(
    shell: State<'_, Shell>,
    episode_id: i64,
) -> Result<Vec<Bookmark>, Failure> {
    let bookmarks = shell.engine()?.bookmarks(EpisodeId(episode_id)).await?;
    Ok(bookmarks.into_iter().map(bookmark).collect())
}

#[tauri::command]
pub(crate) async fn add_bookmark(
    shell: State<'_, Shell>,
    episode_id: i64,
    position: f64,
    note: String,
) -> Result<Bookmark, Failure> {
    let engine = shell.engine()?;
    Ok(bookmark(engine.add_bookmark(EpisodeId(episode_id), length(position), &note).await?))
}

#[tauri::command]
pub(crate) async fn set_bookmark_note(
    shell: State<'_, Shell>,
    bookmark: Bookmark,
    note: String,
) -> Result<(), Failure> {
    Ok(shell.engine()?.set_bookmark_note(&bookmark_from(bookmark), &note).await?)
}

#[tauri::command]
pub(crate) async fn remove_bookmark(shell: State<'_, Shell>, bookmark: Bookmark) -> Result<(), Failure> {
    Ok(shell.engine()?.remove_bookmark(&bookmark_from(bookmark)).await?)
}
