use std::sync::{Mutex, PoisonError};

use friday_engine::{Engine, Options};
use tauri::AppHandle;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::{
    arguments::Arguments,
    preferences::PreferenceFile,
    wire::{Event, Failure, Preferences},
};

/// What every command is handed: the engine, or why it could not be opened.
pub(crate) struct Shell {
    engine: Result<Engine, Failure>,
    options: Result<Options, Failure>,
    pub(crate) preferences: PreferenceFile,
    /// What the shell itself tells the page.
    asked: broadcast::Sender<Event>,
    /// Preferences that were changed elsewhere than in the page.
    pub(crate) changed_preferences: broadcast::Sender<Preferences>,
    /// Ends the events of the page that was there before a reload.
    page: Mutex<CancellationToken>,
}

impl Shell {
    /// Opens the library. Where that fails the window opens all the same, and says why.
    pub(crate) async fn open(app: &AppHandle, arguments: &Arguments) -> Self {
        let options = Options::from_environment(arguments.data_dir.clone());
        let folder = options.as_ref().ok().map(|options| options.data_dir.clone());
        let options = options.map_err(Failure::from);
        let opened = match &options {
            Ok(options) => Engine::open(options.clone()).await.map_err(Failure::from),
            Err(failure) => Err(failure.clone()),
        };
        if let Ok(engine) = &opened {
            engine.keep_working();
            engine.keep_refreshing();
            engine.keep_tidy();
            engine.keep_backed_up();
        }
        Self {
            engine: opened,
            options,
            preferences: PreferenceFile::open(app, folder),
            asked: broadcast::channel(16).0,
            changed_preferences: broadcast::channel(16).0,
            page: Mutex::default(),
        }
    }

    /// The engine; a failure that the page shows as a whole page where it could not be opened.
    pub(crate) fn engine(&self) -> Result<&Engine, Failure> {
        self.engine.as_ref().map_err(Clone::clone)
    }

    /// Where the library lies; also where it could not be opened.
    pub(crate) fn options(&self) -> Result<&Options, Failure> {
        self.options.as_ref().map_err(Clone::clone)
    }

    pub(crate) async fn close(&self) {
        self.next_page().cancel();
        if let Ok(engine) = &self.engine {
            engine.close().await;
        }
    }

    /// Tells the page something that the engine knows nothing of. Without a page nobody hears it.
    pub(crate) fn tell_page(&self, event: Event) {
        let _ = self.asked.send(event);
    }

    /// What the shell itself tells the page from now on.
    pub(crate) fn asked(&self) -> broadcast::Receiver<Event> {
        self.asked.subscribe()
    }

    /// Ends the events of the page so far, and returns what ends those of the next one.
    pub(crate) fn next_page(&self) -> CancellationToken {
        let next = CancellationToken::new();
        let mut page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *page, next.clone()).cancel();
        next
    }
}
