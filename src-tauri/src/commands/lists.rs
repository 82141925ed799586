use friday_engine::Engine;
use tauri::{
    AppHandle, Manager as _, State,
    ipc::{InvokeBody, Request, Response},
};

use crate::{
    convert::lists as convert,
    shell::Shell,
    wire::{ExportedList, Failure, ImportPlan, Imported},
};

/// The list comes as it lies in its file, in whatever charset.
fn list<'a>(request: &'a Request<'_>) -> &'a [u8] {
    match request.body() {
        InvokeBody::Raw(bytes) => bytes,
        InvokeBody::Json(_) => &[],
    }
}

#[tauri::command]
pub(crate) async fn plan_import(
    shell: State<'_, Shell>,
    request: Request<'_>,
) -> Result<ImportPlan, Failure> {
    Ok(convert::plan(shell.engine()?.plan_import(list(&request)).await?))
}

/// The list that was dropped, or that Friday was opened with, as it lies in its file.
#[tauri::command]
pub(crate) async fn read_opened_list(shell: State<'_, Shell>) -> Result<Response, Failure> {
    Ok(Response::new(Engine::read_list(shell.opened_list().unwrap_or_default()).await?))
}

/// Ends when the subscriptions are there; their episodes come in the background.
#[tauri::command]
pub(crate) async fn import_list(shell: State<'_, Shell>, request: Request<'_>) -> Result<Imported, Failure> {
    let engine = shell.engine()?;
    let imported = engine.import(list(&request)).await?;
    engine.fetch_imported_in_background(imported.added.clone());
    Ok(convert::imported(&imported))
}

/// Into the folder where the listener expects what comes out of a program.
#[tauri::command]
pub(crate) async fn export_list(app: AppHandle, shell: State<'_, Shell>) -> Result<ExportedList, Failure> {
    let engine = shell.engine()?;
    let folder = app.path().download_dir().or_else(|_| app.path().home_dir());
    let (file, exported) =
        engine.export_into(&folder.unwrap_or_else(|_| engine.data_dir().to_owned())).await?;
    Ok(convert::exported(&file, exported))
}
