use friday_model::{EpisodeId, PodcastId};
use tauri::State;

use crate::{
    convert,
    shell::Shell,
    wire::{Attempt, DownloadSettings, Downloads, Failure, QueueSettings},
};

#[tauri::command]
pub(crate) async fn list_downloads(shell: State<'_, Shell>) -> Result<Downloads, Failure> {
    let engine = shell.engine()?;
    Ok(convert::downloads(engine, &engine.downloads().await?))
}

/// The downloads that wait, in their order: at most `count`, after the first `from`.
#[tauri::command]
pub(crate) async fn list_waiting_downloads(
    shell: State<'_, Shell>,
    from: u32,
    count: u32,
) -> Result<Vec<i64>, Failure> {
    Ok(convert::numbers(&shell.engine()?.waiting_downloads(from.into(), count.into()).await?))
}

#[tauri::command]
pub(crate) async fn get_queue_settings(shell: State<'_, Shell>) -> Result<QueueSettings, Failure> {
    Ok(convert::queue_settings(shell.engine()?.queue_settings()))
}

#[tauri::command]
pub(crate) async fn set_queue_settings(
    shell: State<'_, Shell>,
    settings: QueueSettings,
) -> Result<(), Failure> {
    Ok(shell.engine()?.set_queue_settings(convert::queue_settings_from(settings)).await?)
}

#[tauri::command]
pub(crate) async fn get_download_settings(shell: State<'_, Shell>) -> Result<DownloadSettings, Failure> {
    Ok(convert::download_settings::settings(shell.engine()?.download_settings().await?))
}

#[tauri::command]
pub(crate) async fn set_download_settings(
    shell: State<'_, Shell>,
    settings: DownloadSettings,
) -> Result<(), Failure> {
    let settings = convert::download_settings::settings_asked(settings);
    Ok(shell.engine()?.set_download_settings(&settings).await?)
}

#[tauri::command]
pub(crate) async fn download_episodes(shell: State<'_, Shell>, ids: Vec<i64>) -> Result<(), Failure> {
    shell.engine()?.download(&convert::episode_ids(&ids)).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn download_latest(
    shell: State<'_, Shell>,
    podcast_id: i64,
    count: u32,
) -> Result<(), Failure> {
    shell.engine()?.download_latest(Some(PodcastId(podcast_id)), count).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn pause_download(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    Ok(shell.engine()?.pause_download(EpisodeId(id)).await?)
}

#[tauri::command]
pub(crate) async fn resume_download(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    Ok(shell.engine()?.resume_download(EpisodeId(id)).await?)
}

#[tauri::command]
pub(crate) async fn cancel_download(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    Ok(shell.engine()?.cancel_download(EpisodeId(id)).await?)
}

#[tauri::command]
pub(crate) async fn retry_download(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    Ok(shell.engine()?.retry_download(EpisodeId(id)).await?)
}

#[tauri::command]
pub(crate) async fn retry_all_downloads(shell: State<'_, Shell>) -> Result<(), Failure> {
    shell.engine()?.retry_all_downloads().await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn get_attempts(shell: State<'_, Shell>, id: i64) -> Result<Vec<Attempt>, Failure> {
    let attempts = shell.engine()?.download_attempts(EpisodeId(id)).await?;
    Ok(attempts.into_iter().map(convert::attempt).collect())
}

#[tauri::command]
pub(crate) async fn move_download(shell: State<'_, Shell>, id: i64, place: u32) -> Result<(), Failure> {
    Ok(shell.engine()?.move_download(EpisodeId(id), place.into()).await?)
}

#[tauri::command]
pub(crate) async fn start_download_now(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    Ok(shell.engine()?.start_download_now(EpisodeId(id)).await?)
}

#[tauri::command]
pub(crate) async fn retry_downloads_where(shell: State<'_, Shell>, code: String) -> Result<(), Failure> {
    shell.engine()?.retry_downloads_where(&code).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn give_up_downloads_where(shell: State<'_, Shell>, code: String) -> Result<(), Failure> {
    shell.engine()?.give_up_downloads_where(&code).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn remove_download(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    Ok(shell.engine()?.remove_download(EpisodeId(id)).await?)
}

#[tauri::command]
pub(crate) async fn pause_all_downloads(shell: State<'_, Shell>) -> Result<(), Failure> {
    Ok(shell.engine()?.pause_all_downloads().await?)
}

#[tauri::command]
pub(crate) async fn resume_all_downloads(shell: State<'_, Shell>) -> Result<(), Failure> {
    Ok(shell.engine()?.resume_all_downloads().await?)
}

#[tauri::command]
pub(crate) async fn reveal_download(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    let file = shell.engine()?.downloaded_file(EpisodeId(id)).await?;
    tauri_plugin_opener::reveal_item_in_dir(file)
        .map_err(|error| Failure::bug("The folder could not be opened.", &error))
}
