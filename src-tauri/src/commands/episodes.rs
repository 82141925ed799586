use friday_model::{self as model, EpisodeId};
use tauri::State;

use crate::{
    convert,
    shell::Shell,
    wire::{Episode, EpisodeDetails, EpisodeFilter, Failure},
};

/// Rows that one call returns; a page asks for those that it shows.
const MOST: usize = 200;

/// Ids that one call returns: a part of a list that is read in a few milliseconds, however long the list is.
const MOST_IDS: u32 = 2500;

/// The ids of a list, or what of them follows one of them.
#[tauri::command]
pub(crate) async fn list_episode_ids(
    shell: State<'_, Shell>,
    filter: EpisodeFilter,
    after: Option<i64>,
) -> Result<Vec<i64>, Failure> {
    let part = model::EpisodeFilter {
        after: after.map(EpisodeId),
        limit: Some(MOST_IDS),
        ..convert::filter(filter)
    };
    Ok(convert::numbers(&shell.engine()?.episode_ids(&part).await?))
}

#[tauri::command]
pub(crate) async fn get_episodes(shell: State<'_, Shell>, ids: Vec<i64>) -> Result<Vec<Episode>, Failure> {
    let engine = shell.engine()?;
    let rows = engine.episodes(&convert::episode_ids(&ids[..ids.len().min(MOST)])).await?;
    Ok(rows.into_iter().map(|row| convert::episode(engine, row)).collect())
}

#[tauri::command]
pub(crate) async fn get_episode(shell: State<'_, Shell>, id: i64) -> Result<EpisodeDetails, Failure> {
    let engine = shell.engine()?;
    Ok(convert::episode_details(engine, engine.episode(EpisodeId(id)).await?))
}

#[tauri::command]
pub(crate) async fn set_played(shell: State<'_, Shell>, ids: Vec<i64>, played: bool) -> Result<(), Failure> {
    Ok(shell.engine()?.set_played(&convert::episode_ids(&ids), played).await?)
}

#[tauri::command]
pub(crate) async fn set_starred(
    shell: State<'_, Shell>,
    ids: Vec<i64>,
    starred: bool,
) -> Result<(), Failure> {
    Ok(shell.engine()?.set_starred(&convert::episode_ids(&ids), starred).await?)
}
