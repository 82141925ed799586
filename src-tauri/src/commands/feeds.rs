use friday_model::{EpisodeId, PodcastId};
use tauri::State;

use crate::{
    convert,
    shell::Shell,
    wire::{Failure, FeedHealth, Podcast},
};

#[tauri::command]
pub(crate) async fn log_in(
    shell: State<'_, Shell>,
    id: i64,
    user: String,
    password: String,
) -> Result<Podcast, Failure> {
    let engine = shell.engine()?;
    Ok(convert::podcast(engine, engine.log_in(PodcastId(id), &user, &password).await?))
}

#[tauri::command]
pub(crate) async fn log_out(shell: State<'_, Shell>, id: i64) -> Result<Podcast, Failure> {
    let engine = shell.engine()?;
    Ok(convert::podcast(engine, engine.log_out(PodcastId(id)).await?))
}

#[tauri::command]
pub(crate) async fn get_feed_health(shell: State<'_, Shell>, id: i64) -> Result<FeedHealth, Failure> {
    Ok(convert::feed::health(shell.engine()?.feed_health(PodcastId(id)).await?))
}

#[tauri::command]
pub(crate) async fn cancel_refresh(shell: State<'_, Shell>) -> Result<(), Failure> {
    shell.engine()?.cancel_refresh();
    Ok(())
}

#[tauri::command]
pub(crate) async fn clear_from_inbox(shell: State<'_, Shell>, ids: Vec<i64>) -> Result<(), Failure> {
    let ids: Vec<EpisodeId> = ids.into_iter().map(EpisodeId).collect();
    Ok(shell.engine()?.clear_from_inbox(&ids).await?)
}
