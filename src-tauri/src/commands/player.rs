#![allow(clippy::needless_pass_by_value, reason = "Tauri hands a command what it asks for by value")]

use std::time::Duration;

use friday_model::{EpisodeId, PodcastId, Speed};
use tauri::{AppHandle, State};

use crate::{
    convert,
    shell::Shell,
    window,
    wire::{Failure, Heard, Playback, PlayerReport, PodcastSound, SleepAfter, Sound, SoundSettings},
};

#[tauri::command]
pub(crate) async fn play(shell: State<'_, Shell>, id: i64) -> Result<Playback, Failure> {
    let engine = shell.engine()?;
    Ok(convert::listening::playback(engine, engine.play(EpisodeId(id)).await?))
}

#[tauri::command]
pub(crate) async fn report_player(shell: State<'_, Shell>, report: PlayerReport) -> Result<(), Failure> {
    Ok(shell.engine()?.report_player(convert::listening::report(&report)).await?)
}

/// Returns whether there is one.
#[tauri::command]
pub(crate) async fn play_next_episode(shell: State<'_, Shell>) -> Result<bool, Failure> {
    Ok(shell.engine()?.play_next_episode().await?.is_some())
}

/// Returns whether there is one.
#[tauri::command]
pub(crate) async fn play_previous_episode(shell: State<'_, Shell>) -> Result<bool, Failure> {
    Ok(shell.engine()?.play_previous_episode().await?.is_some())
}

#[tauri::command]
pub(crate) async fn set_sleep(shell: State<'_, Shell>, after: Option<SleepAfter>) -> Result<(), Failure> {
    shell.engine()?.set_sleep(after.map(convert::listening::sleep_after));
    Ok(())
}

#[tauri::command]
pub(crate) async fn get_sound_settings(shell: State<'_, Shell>) -> Result<SoundSettings, Failure> {
    Ok(convert::listening::settings(shell.engine()?.sound_settings().await?))
}

#[tauri::command]
pub(crate) async fn set_sound_settings(
    shell: State<'_, Shell>,
    settings: SoundSettings,
) -> Result<(), Failure> {
    Ok(shell.engine()?.set_sound_settings(convert::listening::settings_from(settings)).await?)
}

#[tauri::command]
pub(crate) async fn get_podcast_sound(shell: State<'_, Shell>, id: i64) -> Result<PodcastSound, Failure> {
    Ok(convert::listening::podcast_sound(shell.engine()?.podcast_sound(PodcastId(id)).await?))
}

#[tauri::command]
pub(crate) async fn set_podcast_sound(
    shell: State<'_, Shell>,
    id: i64,
    sound: PodcastSound,
) -> Result<(), Failure> {
    let sound = convert::listening::podcast_sound_from(sound);
    Ok(shell.engine()?.set_podcast_sound(PodcastId(id), sound).await?)
}

/// How the episodes of a podcast sound, all in all.
#[tauri::command]
pub(crate) async fn get_sound(shell: State<'_, Shell>, podcast_id: i64) -> Result<Sound, Failure> {
    Ok(convert::listening::sound(shell.engine()?.sound_of(PodcastId(podcast_id)).await?))
}

#[tauri::command]
pub(crate) async fn set_speed(
    shell: State<'_, Shell>,
    podcast_id: Option<i64>,
    speed: f64,
) -> Result<(), Failure> {
    Ok(shell.engine()?.set_speed(podcast_id.map(PodcastId), Speed::nearest(speed)).await?)
}

/// Small and above all others, or as it was before.
#[tauri::command]
pub(crate) fn set_mini(app: AppHandle, mini: bool) -> Result<(), Failure> {
    window::set_mini(&app, mini).map_err(|error| Failure::bug("The window could not be made small.", &error))
}

/// In the system's own player, as where the web view knows no such format.
#[tauri::command]
pub(crate) async fn open_download(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    let file = shell.engine()?.downloaded_file(EpisodeId(id)).await?;
    tauri_plugin_opener::open_path(file, None::<&str>)
        .map_err(|error| Failure::bug("The file could not be opened.", &error))
}

/// The address under which an episode that is still being downloaded begins at a moment, in seconds, that has not come
/// yet; none where the audio element comes there by itself.
#[tauri::command]
pub(crate) async fn leap(shell: State<'_, Shell>, id: i64, moment: f64) -> Result<Option<String>, Failure> {
    let moment = Duration::try_from_secs_f64(moment).unwrap_or_default();
    Ok(shell.engine()?.leap(EpisodeId(id), moment).await?)
}

/// What was listened to in the last thirty days, and the time that was saved.
#[tauri::command]
pub(crate) async fn get_heard(shell: State<'_, Shell>) -> Result<Heard, Failure> {
    Ok(convert::listening::heard(shell.engine()?.heard_lately().await?))
}

/// The newest so many episodes that were listened to, the last first.
#[tauri::command]
pub(crate) async fn get_history(shell: State<'_, Shell>, most: u32) -> Result<Vec<i64>, Failure> {
    Ok(convert::numbers(&shell.engine()?.history(most).await?))
}
