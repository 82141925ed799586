//! The tray icon: its menu and its picture follow the engine, at most once a second.

use std::time::Duration;

use friday_engine::{Engine, Event, PlayerCommand};
use tauri::{
    AppHandle, Manager as _, Wry,
    image::Image,
    include_image,
    menu::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem},
    tray::{TrayIcon, TrayIconBuilder},
};
use tokio::sync::broadcast::error::RecvError;

use crate::{
    panel::{self, Icon},
    shell::Shell,
    tray_menu::{self, Line, Scene, lines, same_shape},
    window, wire,
    words::{self, Words},
};

pub(crate) const ID: &str = "friday";

/// Every change of a menu is a signal on the bus.
const PACE: Duration = Duration::from_secs(1);

/// A panel that has not taken the icon by then has a reason of its own.
const OFFERS: u32 = 10;

/// Puts the icon into the tray. Where the desktop has none, or its library is missing, Friday goes on without.
pub(crate) fn build(app: &AppHandle) {
    let Ok(engine) = app.state::<Shell>().engine().cloned() else { return };
    // The library of the icon is loaded when it is first used, and its absence is a panic.
    let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let builder = TrayIconBuilder::with_id(ID).icon(Picture::Idle.image()).tooltip("Friday");
        builder
            .show_menu_on_left_click(true)
            .on_menu_event(|app, event| clicked(app, event.id().as_ref()))
            .build(app)
    }));
    match built {
        Ok(Ok(icon)) => {
            let tray =
                Tray { app: app.clone(), engine, icon, shown: Vec::new(), items: Vec::new(), picture: None };
            tauri::async_runtime::spawn(tray.follow());
        }
        Ok(Err(error)) => tracing::warn!(%error, "there is no tray icon"),
        Err(_) => tracing::warn!("there is no tray icon: its library is missing"),
    }
}

struct Tray {
    app: AppHandle,
    engine: Engine,
    icon: TrayIcon,
    shown: Vec<Line>,
    /// One for each entry that is shown, in their order.
    items: Vec<MenuItem<Wry>>,
    picture: Option<Picture>,
}

impl Tray {
    /// Ends with the engine.
    async fn follow(mut self) {
        let mut events = self.engine.events();
        let mut preferences = self.app.state::<Shell>().changed_preferences.subscribe();
        let mut offers = OFFERS;
        loop {
            if let Err(error) = self.update().await {
                tracing::warn!(%error, "the tray is behind");
            }
            tokio::time::sleep(PACE).await;
            if offers > 0 && panel::icon().await == Icon::Missing {
                tracing::warn!(offers, "the panel has not taken the icon");
                offers -= 1;
                // Its library offers it again with each menu.
                self.shown.clear();
                continue;
            }
            offers = 0;
            let something = async {
                tokio::select! {
                    event = until_it_shows(&mut events) => event,
                    _ = preferences.recv() => true,
                }
            };
            if self.engine.progress().is_empty() && !something.await {
                return;
            }
        }
    }

    async fn update(&mut self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let scene = self.scene().await?;
        let chosen = self.app.state::<Shell>().preferences.read().language;
        let lines = lines(&scene, &Words::of(words::language(chosen)));
        // The main thread does this, and may itself be waiting for what else this thread has to do.
        tokio::task::block_in_place(|| {
            self.show_picture(Picture::of(&scene))?;
            if same_shape(&self.shown, &lines) { self.change_words(&lines) } else { self.build_menu(&lines) }
        })?;
        self.shown = lines;
        Ok(())
    }

    async fn scene(&self) -> friday_engine::Result<Scene> {
        let progress = self.engine.progress();
        let ids: Vec<_> = progress.iter().map(|download| download.episode).collect();
        let rows = self.engine.episodes(&ids).await?;
        let running = rows.into_iter().filter_map(|row| {
            let download = progress.iter().find(|download| download.episode == row.episode.id)?;
            Some((row.episode.published.title, percent(download.bytes, download.total)))
        });
        let sound = self.engine.sound_settings().await?;
        let known = progress.iter().filter_map(|download| Some((download.bytes, download.total?)));
        let (bytes, total) = known.fold((0, 0), |(bytes, total), (b, t)| (bytes + b, total + t));
        Ok(Scene {
            playing: self.engine.now_playing(),
            totals: self.engine.download_totals().await?,
            paused: self.engine.downloads_are_paused().await?,
            percent: percent(bytes, Some(total)),
            running: running.collect(),
            skip_back: sound.skip_back,
            skip_forward: sound.skip_forward,
        })
    }

    fn show_picture(&mut self, picture: Picture) -> tauri::Result<()> {
        if self.picture != Some(picture) {
            self.icon.set_icon(Some(picture.image()))?;
            self.picture = Some(picture);
        }
        Ok(())
    }

    fn change_words(&self, lines: &[Line]) -> tauri::Result<()> {
        let entries = self.shown.iter().zip(lines).filter(|(_, new)| **new != Line::Separator);
        for ((old, new), item) in entries.zip(&self.items) {
            let Line::Entry { text, enabled, .. } = new else { continue };
            if old != new {
                item.set_text(text)?;
                item.set_enabled(*enabled)?;
            }
        }
        Ok(())
    }

    fn build_menu(&mut self, lines: &[Line]) -> tauri::Result<()> {
        let mut all: Vec<Box<dyn IsMenuItem<Wry>>> = Vec::with_capacity(lines.len());
        self.items.clear();
        for line in lines {
            match line {
                Line::Separator => all.push(Box::new(PredefinedMenuItem::separator(&self.app)?)),
                Line::Entry { id, text, enabled } => {
                    let item = MenuItem::with_id(&self.app, *id, text, *enabled, None::<&str>)?;
                    self.items.push(item.clone());
                    all.push(Box::new(item));
                }
            }
        }
        let references: Vec<&dyn IsMenuItem<Wry>> = all.iter().map(AsRef::as_ref).collect();
        self.icon.set_menu(Some(Menu::with_items(&self.app, &references)?))
    }
}

/// Waits for an event that the menu would show. False when there will be none any more.
async fn until_it_shows(events: &mut tokio::sync::broadcast::Receiver<Event>) -> bool {
    loop {
        match events.recv().await {
            Ok(
                Event::DownloadsChanged(_)
                | Event::PlayerChanged
                | Event::SoundChanged
                | Event::ChangedElsewhere,
            )
            | Err(RecvError::Lagged(_)) => return true,
            Ok(_) => {}
            Err(RecvError::Closed) => return false,
        }
    }
}

fn clicked(app: &AppHandle, id: &str) {
    let shell = app.state::<Shell>();
    let Ok(engine) = shell.engine().cloned() else { return };
    match id {
        tray_menu::TOGGLE => engine.ask_player(PlayerCommand::Toggle),
        tray_menu::SKIP_BACK => engine.ask_player(PlayerCommand::SkipBack),
        tray_menu::SKIP_FORWARD => engine.ask_player(PlayerCommand::SkipForward),
        tray_menu::DOWNLOADS => {
            window::show(app);
            shell.tell_page(wire::Event::ViewAsked { address: "downloads".to_owned() });
        }
        tray_menu::PAUSE_DOWNLOADS => in_background(async move { engine.pause_all_downloads().await }),
        tray_menu::RESUME_DOWNLOADS => in_background(async move { engine.resume_all_downloads().await }),
        tray_menu::REFRESH => {
            in_background(async move { engine.refresh(friday_engine::Which::All).await.map(|_| ()) });
        }
        tray_menu::SHOW => window::show(app),
        tray_menu::QUIT => app.exit(0),
        _ => {}
    }
}

fn in_background(work: impl Future<Output = friday_engine::Result<()>> + Send + 'static) {
    tauri::async_runtime::spawn(async move {
        if let Err(error) = work.await {
            tracing::warn!(%error, "what the tray was asked for could not be done");
        }
    });
}

fn percent(bytes: u64, total: Option<u64>) -> Option<u64> {
    total.filter(|total| *total > 0).map(|total| (bytes * 100 / total).min(100))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picture {
    Idle,
    Playing,
    Downloading,
    Problem,
}

impl Picture {
    /// What asks for the most attention wins.
    fn of(scene: &Scene) -> Self {
        if scene.totals.failed > 0 {
            Self::Problem
        } else if scene.totals.running > 0 {
            Self::Downloading
        } else if scene.playing.as_ref().is_some_and(|now| now.playing) {
            Self::Playing
        } else {
            Self::Idle
        }
    }

    /// Panels are dark nearly everywhere.
    fn image(self) -> Image<'static> {
        match self {
            Self::Idle => include_image!("icons/tray/idle-on-dark@2x.png"),
            Self::Playing => include_image!("icons/tray/playing-on-dark@2x.png"),
            Self::Downloading => include_image!("icons/tray/downloading-on-dark@2x.png"),
            Self::Problem => include_image!("icons/tray/problem-on-dark@2x.png"),
        }
    }
}
