//! The commands: one file each.

pub(crate) mod attempts;
mod backup;
pub(crate) mod cancel;
pub(crate) mod charts;
mod doctor;
pub(crate) mod download;
pub(crate) mod episodes;
pub(crate) mod export;
pub(crate) mod favorite;
pub(crate) mod find;
pub(crate) mod health;
pub(crate) mod import;
pub(crate) mod jobs;
pub(crate) mod login;
pub(crate) mod move_to;
pub(crate) mod pause;
mod podcasts;
pub(crate) mod preview;
pub(crate) mod refresh;
pub(crate) mod restore;
pub(crate) mod resume;
pub(crate) mod retry;
pub(crate) mod search;
pub(crate) mod subscribe;
pub(crate) mod unsubscribe;
mod verify;
pub(crate) mod work;

use std::path::PathBuf;

use friday_engine::{Engine, Options};

use crate::{
    answer::{Answer, Failure, Format},
    arguments::Command,
};

/// Opens the library, asks it, and closes it again.
pub(crate) async fn run(
    command: Command,
    data_dir: Option<PathBuf>,
    format: Format,
) -> Result<Answer, Failure> {
    let command = match command {
        Command::Preview(preview) if preview.is_of_files() => return preview.run_on_files(format),
        command => command,
    };
    let mut options = options(data_dir)?;
    options.driver = match &command {
        Command::Download(download) => download.driver(),
        Command::Work(work) => work.own_driver(),
        _ => None,
    };
    if let Command::Restore(restore) = command {
        return restore.run(&options, format).await;
    }
    let engine = Engine::open(options).await?;
    let outcome = Box::pin(ask(command, &engine, format)).await;
    engine.close().await;
    outcome
}

fn options(data_dir: Option<PathBuf>) -> Result<Options, Failure> {
    let data_dir = data_dir
        .map(|given| std::path::absolute(&given).map_err(|error| format!("{}: {error}", given.display())))
        .transpose()
        .map_err(Failure::Failed)?;
    Ok(Options::from_environment(data_dir)?)
}

async fn ask(command: Command, engine: &Engine, format: Format) -> Result<Answer, Failure> {
    match command {
        Command::Preview(preview) => preview.run(engine, format).await,
        Command::Search(search) => search.run(engine, format).await,
        Command::Charts(charts) => charts.run(engine, format).await,
        Command::Subscribe(subscribe) => subscribe.run(engine, format).await,
        Command::Unsubscribe(unsubscribe) => unsubscribe.run(engine, format).await,
        Command::Favorite(favorite) => favorite.run(engine, format).await,
        Command::Import(import) => import.run(engine, format).await,
        Command::Export(export) => export.run(engine, format).await,
        Command::Refresh(refresh) => refresh.run(engine, format).await,
        Command::Login(login) => login.run(engine, format).await,
        Command::Health(health) => health.run(engine, format).await,
        Command::Podcasts => podcasts::run(engine, format).await,
        Command::Episodes(episodes) => episodes.run(engine, format).await,
        Command::Find(find) => find.run(engine, format).await,
        Command::Download(download) => download.run(engine, format).await,
        Command::Work(work) => Box::pin(work.run(engine, format)).await,
        Command::Jobs(jobs) => jobs.run(engine, format).await,
        Command::Attempts(attempts) => attempts.run(engine, format).await,
        Command::Retry(retry) => retry.run(engine, format).await,
        Command::Cancel(cancel) => cancel.run(engine, format).await,
        Command::Pause(pause) => pause.run(engine, format).await,
        Command::Resume(resume) => resume.run(engine, format).await,
        Command::Move(moved) => moved.run(engine, format).await,
        Command::Verify => verify::run(engine, format).await,
        Command::Doctor => doctor::run(engine, format).await,
        Command::Backup => backup::run(engine, format).await,
        Command::Restore(_) => unreachable!("it is done without opening the library"),
    }
}
