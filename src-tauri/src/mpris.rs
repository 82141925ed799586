//! The desktop's media keys and its player applet, on Linux (MPRIS 2.2). The web view announces a player of its own that
//! knows neither titles nor positions; this one knows all that the engine knows.

use std::time::Duration;

use friday_engine::{Engine, Event, NowPlaying, PlayerCommand};
use friday_model::{EpisodeId, Speed};
use mpris_server::{
    LoopStatus, Metadata, PlaybackRate, PlaybackStatus, PlayerInterface, Property, RootInterface, Server,
    Signal, Time, TrackId, Volume,
    zbus::{self, fdo},
};
use tauri::{AppHandle, Manager as _};
use tokio::{sync::broadcast::error::RecvError, time::Instant};

use crate::{shell::Shell, window};

const NAME: &str = "friday";
/// A position that is this far from where it should be was jumped to.
const JUMP: Duration = Duration::from_secs(1);

/// Appears on the session bus. Where there is none, Friday goes on without.
pub(crate) fn announce(app: &AppHandle) {
    let Ok(engine) = app.state::<Shell>().engine().cloned() else { return };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let events = engine.events();
        let player = || Player { app: app.clone(), engine: engine.clone() };
        // A second Friday, with another library, has a name of its own, as the specification asks for.
        let second = format!("{NAME}.instance{}", std::process::id());
        let server = match Server::new(NAME, player()).await {
            Err(zbus::Error::NameTaken) => Server::new(&second, player()).await,
            server => server,
        };
        match server {
            Ok(server) => follow(&server, events).await,
            Err(error) => tracing::debug!(%error, "the desktop does not know of the player"),
        }
    });
}

/// Tells of every change, and only of changes: applets fetch the artwork at each. Ends with the engine.
async fn follow(server: &Server<Player>, mut events: tokio::sync::broadcast::Receiver<Event>) {
    let mut told: Option<NowPlaying> = None;
    loop {
        match events.recv().await {
            Ok(Event::PlayerChanged | Event::ChangedElsewhere) | Err(RecvError::Lagged(_)) => {}
            Ok(_) => continue,
            Err(RecvError::Closed) => return,
        }
        let now = server.imp().engine.now_playing();
        if let Err(error) = tell(server, told.as_ref(), now.as_ref()).await {
            tracing::debug!(%error, "the desktop was not told of the player");
        }
        told = now;
    }
}

async fn tell(
    server: &Server<Player>,
    before: Option<&NowPlaying>,
    now: Option<&NowPlaying>,
) -> zbus::Result<()> {
    let player = server.imp();
    let mut changed = Vec::new();
    let known = |now: Option<&NowPlaying>| now.map(|now| (now.episode, now.title.clone(), now.length));
    if known(before) != known(now) {
        changed.push(Property::Metadata(player.describe(now).await));
    }
    if before.is_some() != now.is_some() {
        let there = now.is_some();
        changed.extend([Property::CanSeek(there), Property::CanPause(there), Property::CanGoNext(there)]);
    }
    if status(before) != status(now) {
        changed.push(Property::PlaybackStatus(status(now)));
    }
    if before.map(|now| now.speed) != now.map(|now| now.speed) {
        changed.push(Property::Rate(now.map_or(1.0, |now| now.speed.factor())));
    }
    if !changed.is_empty() {
        server.properties_changed(changed).await?;
    }
    if let (Some(before), Some(now)) = (before, now)
        && before.episode == now.episode
        && jumped(before, now, Instant::now())
    {
        server.emit(Signal::Seeked { position: time(now.position_now()) }).await?;
    }
    Ok(())
}

fn jumped(before: &NowPlaying, now: &NowPlaying, at: Instant) -> bool {
    before.position_at(at).abs_diff(now.position_at(at)) > JUMP
}

fn status(now: Option<&NowPlaying>) -> PlaybackStatus {
    match now {
        Some(now) if now.playing => PlaybackStatus::Playing,
        Some(_) => PlaybackStatus::Paused,
        None => PlaybackStatus::Stopped,
    }
}

fn time(length: Duration) -> Time {
    Time::from_micros(i64::try_from(length.as_micros()).unwrap_or(i64::MAX))
}

fn track(episode: EpisodeId) -> TrackId {
    TrackId::try_from(format!("/app/friday/episode/{episode}")).unwrap_or(TrackId::NO_TRACK)
}

struct Player {
    app: AppHandle,
    engine: Engine,
}

impl Player {
    async fn describe(&self, now: Option<&NowPlaying>) -> Metadata {
        let Some(now) = now else {
            let mut none = Metadata::new();
            none.set_trackid(Some(TrackId::NO_TRACK));
            return none;
        };
        let mut metadata = Metadata::new();
        metadata.set_trackid(Some(track(now.episode)));
        metadata.set_title(Some(&now.title));
        metadata.set_artist(Some([&now.podcast_title]));
        metadata.set_album(Some(&now.podcast_title));
        metadata.set_length(now.length.map(time));
        // As a file: whoever listens on the bus need not know the address of the loopback server.
        let (engine, episode) = (self.engine.clone(), now.episode);
        let artwork = apart(async move { engine.artwork_file(episode).await });
        let artwork = artwork.await.ok().and_then(Result::ok).flatten();
        if let Some(artwork) = artwork.and_then(|path| tauri::Url::from_file_path(path).ok()) {
            metadata.set_art_url(Some(artwork.as_str()));
        }
        metadata
    }

    fn ask(&self, command: PlayerCommand) {
        self.engine.ask_player(command);
    }

    fn seek_to(&self, position: Duration) {
        self.ask(PlayerCommand::Seek(position));
    }
}

/// The bus wants futures that may be shared between threads, and those of a database may not.
fn apart<T: Send + 'static>(
    work: impl Future<Output = friday_engine::Result<T>> + Send + 'static,
) -> tauri::async_runtime::JoinHandle<friday_engine::Result<T>> {
    tauri::async_runtime::spawn(work)
}

fn failed(error: impl std::fmt::Display) -> fdo::Error {
    fdo::Error::Failed(error.to_string())
}

impl RootInterface for Player {
    async fn raise(&self) -> fdo::Result<()> {
        window::show(&self.app);
        Ok(())
    }

    async fn quit(&self) -> fdo::Result<()> {
        self.app.exit(0);
        Ok(())
    }

    async fn can_quit(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn fullscreen(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn set_fullscreen(&self, _: bool) -> zbus::Result<()> {
        Ok(())
    }

    async fn can_set_fullscreen(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn can_raise(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn has_track_list(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn identity(&self) -> fdo::Result<String> {
        Ok("Friday".to_owned())
    }

    async fn desktop_entry(&self) -> fdo::Result<String> {
        Ok("Friday".to_owned())
    }

    async fn supported_uri_schemes(&self) -> fdo::Result<Vec<String>> {
        Ok(Vec::new())
    }

    async fn supported_mime_types(&self) -> fdo::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

impl PlayerInterface for Player {
    async fn next(&self) -> fdo::Result<()> {
        let engine = self.engine.clone();
        apart(async move { engine.play_next_episode().await })
            .await
            .map_err(failed)?
            .map(drop)
            .map_err(failed)
    }

    async fn previous(&self) -> fdo::Result<()> {
        let engine = self.engine.clone();
        apart(async move { engine.play_previous_episode().await })
            .await
            .map_err(failed)?
            .map(drop)
            .map_err(failed)
    }

    async fn pause(&self) -> fdo::Result<()> {
        self.ask(PlayerCommand::Pause);
        Ok(())
    }

    async fn play_pause(&self) -> fdo::Result<()> {
        self.ask(PlayerCommand::Toggle);
        Ok(())
    }

    async fn stop(&self) -> fdo::Result<()> {
        self.ask(PlayerCommand::Pause);
        Ok(())
    }

    async fn play(&self) -> fdo::Result<()> {
        self.ask(PlayerCommand::Play);
        Ok(())
    }

    async fn seek(&self, offset: Time) -> fdo::Result<()> {
        let Some(now) = self.engine.now_playing() else { return Ok(()) };
        let by = Duration::from_micros(offset.as_micros().unsigned_abs());
        let position = now.position_now();
        let to = if offset.is_negative() { position.saturating_sub(by) } else { position + by };
        if now.length.is_some_and(|length| to > length) {
            return self.next().await;
        }
        self.seek_to(to);
        Ok(())
    }

    /// Of a track that no longer plays, or a position outside of it, nothing comes, as the specification says.
    async fn set_position(&self, track_id: TrackId, position: Time) -> fdo::Result<()> {
        let Some(now) = self.engine.now_playing() else { return Ok(()) };
        let Ok(position) = u64::try_from(position.as_micros()).map(Duration::from_micros) else {
            return Ok(());
        };
        if track_id == track(now.episode) && now.length.is_none_or(|length| position <= length) {
            self.seek_to(position);
        }
        Ok(())
    }

    async fn open_uri(&self, _: String) -> fdo::Result<()> {
        Err(fdo::Error::NotSupported("Friday plays what is in its library".to_owned()))
    }

    async fn playback_status(&self) -> fdo::Result<PlaybackStatus> {
        Ok(status(self.engine.now_playing().as_ref()))
    }

    async fn loop_status(&self) -> fdo::Result<LoopStatus> {
        Ok(LoopStatus::None)
    }

    async fn set_loop_status(&self, _: LoopStatus) -> zbus::Result<()> {
        Ok(())
    }

    async fn rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(self.engine.now_playing().map_or(1.0, |now| now.speed.factor()))
    }

    async fn set_rate(&self, rate: PlaybackRate) -> zbus::Result<()> {
        // A rate of 0 means a pause.
        let command =
            if rate <= 0.0 { PlayerCommand::Pause } else { PlayerCommand::SetSpeed(Speed::nearest(rate)) };
        self.ask(command);
        Ok(())
    }

    async fn shuffle(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn set_shuffle(&self, _: bool) -> zbus::Result<()> {
        Ok(())
    }

    async fn metadata(&self) -> fdo::Result<Metadata> {
        Ok(self.describe(self.engine.now_playing().as_ref()).await)
    }

    async fn volume(&self) -> fdo::Result<Volume> {
        let preferences = self.app.state::<Shell>().preferences.read();
        Ok(if preferences.muted { 0.0 } else { preferences.volume })
    }

    async fn set_volume(&self, volume: Volume) -> zbus::Result<()> {
        self.ask(PlayerCommand::SetVolume((volume.clamp(0.0, 1.0) * 100.0).round() as u8));
        Ok(())
    }

    async fn position(&self) -> fdo::Result<Time> {
        Ok(time(self.engine.now_playing().map(|now| now.position_now()).unwrap_or_default()))
    }

    async fn minimum_rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(Speed::nearest(0.0).factor())
    }

    async fn maximum_rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(Speed::nearest(9.0).factor())
    }

    async fn can_go_next(&self) -> fdo::Result<bool> {
        Ok(self.engine.now_playing().is_some())
    }

    async fn can_go_previous(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn can_play(&self) -> fdo::Result<bool> {
        Ok(true)
    }

    async fn can_pause(&self) -> fdo::Result<bool> {
        Ok(self.engine.now_playing().is_some())
    }

    async fn can_seek(&self) -> fdo::Result<bool> {
        Ok(self.engine.now_playing().is_some())
    }

    async fn can_control(&self) -> fdo::Result<bool> {
        Ok(true)
    }
}
