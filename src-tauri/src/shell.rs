use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

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
    /// What the page is told as soon as there is one.
    untold: Mutex<Vec<Event>>,
    /// The file of a list that Friday was opened with, until the page asks for it.
    opened_list: Mutex<Option<PathBuf>>,
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
            untold: Mutex::default(),
            opened_list: Mutex::default(),
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

    /// As [`Shell::tell_page`], but what nobody heard is told to the next page.
    pub(crate) fn ask_page(&self, event: Event) {
        if let Err(unheard) = self.asked.send(event) {
            self.untold.lock().unwrap_or_else(PoisonError::into_inner).push(unheard.0);
        }
    }

    /// What the shell itself tells the page from now on, and what no page has heard yet.
    pub(crate) fn asked(&self) -> (broadcast::Receiver<Event>, Vec<Event>) {
        let asked = self.asked.subscribe();
        (asked, std::mem::take(&mut *self.untold.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Keeps the file of a list for the page, which never sees its path.
    pub(crate) fn keep_opened_list(&self, file: PathBuf) {
        *self.opened_list.lock().unwrap_or_else(PoisonError::into_inner) = Some(file);
    }

    pub(crate) fn opened_list(&self) -> Option<PathBuf> {
        self.opened_list.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends the events of the page so far, and returns what ends those of the next one.
    pub(crate) fn next_page(&self) -> CancellationToken {
        let next = CancellationToken::new();
        let mut page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *page, next.clone()).cancel();
        next
    }
}
