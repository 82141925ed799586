//! The shell: a window, a tray, and commands of three lines around the engine. The only Rust that knows Tauri.

mod arguments;
mod awake;
mod close;
mod commands;
mod convert;
#[cfg(target_os = "linux")]
mod drawing;
mod events;
mod links;
#[cfg(target_os = "linux")]
mod mpris;
mod notifications;
mod opened;
mod panel;
mod preferences;
mod shell;
mod tray;
mod tray_menu;
mod window;
pub mod wire;
mod words;

use std::{env, path::Path, time::Duration};

use clap::Parser as _;
use tauri::{Manager as _, RunEvent};

use crate::{arguments::Arguments, shell::Shell};

/// How long a quit may take: a running download is synced and put back into the queue.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Opens the app and returns when it has quit.
pub fn run() {
    let arguments = Arguments::parse();
    start_log();
    let built = notifications::with_desktop(tauri::Builder::default())
        // First, so that a second start ends before it opens anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
            let open = Arguments::try_parse_from(arguments).ok().and_then(|arguments| arguments.open);
            opened::show(app, open.and_then(|open| opened::understand(&open, Path::new(&folder))));
        }))
        .plugin(tauri_plugin_store::Builder::default().build())
        .invoke_handler(commands::all())
        .setup(move |app| {
            let shell = tauri::async_runtime::block_on(Shell::open(app.handle(), &arguments));
            let engine = shell.engine().ok().cloned();
            let folder = env::current_dir().unwrap_or_default();
            if let Some(opened) = arguments.open.as_ref().and_then(|open| opened::understand(open, &folder)) {
                opened::propose(&shell, opened);
            }
            app.manage(shell);
            if let Some(engine) = engine {
                notifications::follow(app.handle(), &engine);
            }
            window::open(app.handle())?;
            tray::build(app.handle());
            #[cfg(target_os = "linux")]
            mpris::announce(app.handle());
            if let Ok(engine) = app.state::<Shell>().engine() {
                tauri::async_runtime::spawn(awake::keep(engine.clone()));
            }
            close::quit_on_signals(app.handle());
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|app, event| {
            if let RunEvent::Exit = event {
                let shell = app.state::<Shell>();
                let closing = async { tokio::time::timeout(LAST_WORDS, shell.close()).await };
                if tauri::async_runtime::block_on(closing).is_err() {
                    tracing::warn!(
                        "the library was not closed in time; the next start picks up what is left"
                    );
                }
            }
        }),
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            std::process::exit(1);
        }
    }
}

/// Warnings, but not those of libraries about the oddities that they then cope with.
const LOG: &str = "warn,lofty=error,zbus=error";

/// To stderr, at the level that `RUST_LOG` asks for.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| LOG.into()))
        .with_writer(std::io::stderr)
        .init();
}
