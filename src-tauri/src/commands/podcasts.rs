use friday_engine::{DirectoryAnswer, Which};
use friday_model::PodcastId;
use tauri::{State, ipc::Channel};

use crate::{
    convert,
    shell::Shell,
    wire::{Chart, Extras, Failure, Podcast, RefreshReport, SearchAnswer},
};

#[tauri::command]
pub(crate) async fn list_podcasts(shell: State<'_, Shell>) -> Result<Vec<Podcast>, Failure> {
    let engine = shell.engine()?;
    Ok(engine.podcasts().await?.into_iter().map(|podcast| convert::podcast(engine, podcast)).collect())
}

#[tauri::command]
pub(crate) async fn get_podcast(shell: State<'_, Shell>, id: i64) -> Result<Podcast, Failure> {
    let engine = shell.engine()?;
    Ok(convert::podcast(engine, engine.podcast(PodcastId(id)).await?))
}

#[tauri::command]
pub(crate) async fn get_podcast_extras(shell: State<'_, Shell>, id: i64) -> Result<Extras, Failure> {
    let engine = shell.engine()?;
    let (extras, recommended) = engine.podcast_extras(PodcastId(id)).await?;
    Ok(convert::extras::of_podcast(engine, extras, recommended))
}

#[tauri::command]
pub(crate) async fn subscribe(shell: State<'_, Shell>, address: String) -> Result<Podcast, Failure> {
    let engine = shell.engine()?;
    Ok(convert::podcast(engine, engine.subscribe(&address).await?))
}

#[tauri::command]
pub(crate) async fn unsubscribe(shell: State<'_, Shell>, id: i64) -> Result<(), Failure> {
    shell.engine()?.unsubscribe(PodcastId(id)).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn set_favorite(shell: State<'_, Shell>, id: i64, favorite: bool) -> Result<(), Failure> {
    shell.engine()?.set_favorite(PodcastId(id), favorite).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn refresh(shell: State<'_, Shell>, id: Option<i64>) -> Result<RefreshReport, Failure> {
    let which = id.map_or(Which::All, |id| Which::These(vec![PodcastId(id)]));
    Ok(convert::refresh_report(&shell.engine()?.refresh(which).await?))
}

#[tauri::command]
pub(crate) async fn get_chart(shell: State<'_, Shell>, country: String) -> Result<Chart, Failure> {
    let engine = shell.engine()?;
    Ok(convert::chart(engine, engine.chart(&country).await?))
}

/// Tells what is known whenever one of the directories has answered, and ends with the last.
#[tauri::command]
pub(crate) async fn search_directories(
    shell: State<'_, Shell>,
    text: String,
    channel: Channel<SearchAnswer>,
) -> Result<(), Failure> {
    let engine = shell.engine()?;
    let tell = |answer: &DirectoryAnswer| drop(channel.send(convert::search_answer(engine, answer)));
    engine.search_directories_telling(&text, tell).await?;
    Ok(())
}
