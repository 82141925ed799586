use friday_model::EpisodeId;
use tauri::State;

use crate::{
    convert::{self, media as to},
    shell::Shell,
    wire::{Chapter, Failure, FileCheck, MediaSettings, Transcript},
};

#[tauri::command]
pub(crate) async fn get_chapters(shell: State<'_, Shell>, id: i64) -> Result<Vec<Chapter>, Failure> {
    Ok(shell.engine()?.chapters_to_show(EpisodeId(id)).await?.into_iter().map(to::chapter).collect())
}

/// Of this title, in whichever episode of the same podcast.
#[tauri::command]
pub(crate) async fn set_chapter_skipped(
    shell: State<'_, Shell>,
    id: i64,
    title: String,
    skipped: bool,
) -> Result<(), Failure> {
    Ok(shell.engine()?.set_chapter_skipped(EpisodeId(id), &title, skipped).await?)
}

#[tauri::command]
pub(crate) async fn get_transcript(shell: State<'_, Shell>, id: i64) -> Result<Option<Transcript>, Failure> {
    Ok(shell.engine()?.transcript(EpisodeId(id)).await?.map(to::transcript))
}

#[tauri::command]
pub(crate) async fn check_files(shell: State<'_, Shell>, thoroughly: bool) -> Result<FileCheck, Failure> {
    Ok(to::file_check(shell.engine()?.check_files(thoroughly).await?))
}

#[tauri::command]
pub(crate) async fn download_again(shell: State<'_, Shell>, ids: Vec<i64>) -> Result<(), Failure> {
    Ok(shell.engine()?.download_again(&convert::episode_ids(&ids)).await.map(drop)?)
}

#[tauri::command]
pub(crate) async fn get_media_settings(shell: State<'_, Shell>) -> Result<MediaSettings, Failure> {
    Ok(to::settings(shell.engine()?.media_settings().await?))
}

#[tauri::command]
pub(crate) async fn set_media_settings(
    shell: State<'_, Shell>,
    settings: MediaSettings,
) -> Result<(), Failure> {
    Ok(shell.engine()?.set_media_settings(to::settings_asked(settings)).await?)
}
