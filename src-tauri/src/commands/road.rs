use tauri::State;

use crate::{
    convert,
    shell::Shell,
    wire::{Failure, Road, RoadSettings},
};

#[tauri::command]
pub(crate) async fn get_road(shell: State<'_, Shell>) -> Result<Road, Failure> {
    let engine = shell.engine()?;
    Ok(Road {
        settings: convert::road::settings(engine.road_settings().await?),
        state: convert::road::state(engine.road()),
        at_next_start: engine.driver_waits().await?,
    })
}

/// A password of `null` leaves the one that is kept.
#[tauri::command]
pub(crate) async fn set_road_settings(
    shell: State<'_, Shell>,
    settings: RoadSettings,
    password: Option<String>,
) -> Result<(), Failure> {
    let settings = convert::road::settings_from(settings);
    Ok(shell.engine()?.set_road_settings(&settings, password.as_deref()).await?)
}
