//! While something plays, the computer does not fall asleep by itself, where the platform lets one ask for that.

use friday_engine::{Engine, Event};
use tokio::sync::broadcast::error::RecvError;

/// Keeps the computer awake while something plays. Ends with the engine.
pub(crate) async fn keep(engine: Engine) {
    let mut events = engine.events();
    let mut awake = None;
    loop {
        let playing = engine.now_playing().is_some_and(|now| now.playing);
        if playing != awake.is_some() {
            awake = if playing { ask().await } else { None };
        }
        loop {
            match events.recv().await {
                Ok(Event::PlayerChanged) | Err(RecvError::Lagged(_)) => break,
                Ok(_) => {}
                Err(RecvError::Closed) => return,
            }
        }
    }
}

/// What keeps the computer awake until it is dropped.
#[cfg(target_os = "linux")]
type Awake = Vec<Promise>;

#[cfg(target_os = "linux")]
#[expect(dead_code, reason = "each promise holds until its owner lets go of it")]
enum Promise {
    /// The portal keeps it as long as this connection lives.
    Portal(zbus::Connection),
    /// logind keeps it as long as this file is open.
    Logind(zbus::zvariant::OwnedFd),
}

/// Asks the desktop through its portal, and the system through logind: which of them decides differs.
#[cfg(target_os = "linux")]
async fn ask() -> Option<Awake> {
    let mut promises = Vec::new();
    match portal().await {
        Ok(promise) => promises.push(promise),
        Err(error) => tracing::debug!(%error, "the desktop was not asked to stay awake"),
    }
    match logind().await {
        Ok(promise) => promises.push(promise),
        Err(error) => tracing::debug!(%error, "the system was not asked to stay awake"),
    }
    // Asked once is enough, whatever came of it: until the next press of play.
    Some(promises)
}

/// `org.freedesktop.portal.Inhibit`: 4 is suspending. It is over when the connection is closed.
#[cfg(target_os = "linux")]
async fn portal() -> zbus::Result<Promise> {
    use std::collections::HashMap;
    use zbus::zvariant::Value;

    const SUSPEND: u32 = 4;
    let bus = zbus::connection::Builder::session()?.build().await?;
    let reason = HashMap::from([("reason", Value::from("Playing"))]);
    bus.call_method(
        Some("org.freedesktop.portal.Desktop"),
        "/org/freedesktop/portal/desktop",
        Some("org.freedesktop.portal.Inhibit"),
        "Inhibit",
        &("", SUSPEND, reason),
    )
    .await?;
    Ok(Promise::Portal(bus))
}

/// `org.freedesktop.login1.Manager.Inhibit`: only against falling asleep for idleness, not when the listener asks for it.
#[cfg(target_os = "linux")]
async fn logind() -> zbus::Result<Promise> {
    let bus = zbus::Connection::system().await?;
    let answer = bus
        .call_method(
            Some("org.freedesktop.login1"),
            "/org/freedesktop/login1",
            Some("org.freedesktop.login1.Manager"),
            "Inhibit",
            &("idle", "Friday", "Playing", "block"),
        )
        .await?;
    Ok(Promise::Logind(answer.body().deserialize()?))
}

/// Elsewhere the web view sees to it while it plays.
#[cfg(not(target_os = "linux"))]
async fn ask() -> Option<()> {
    Some(())
}
