//! A panel as far as the app can tell: it owns the watcher that tray icons register with, reads their menu, and clicks.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use zbus::message::Header;
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, connection, interface, proxy};

use crate::until::until;

/// The tray of a desktop.
pub(crate) struct Tray {
    connection: Connection,
    registered: Arc<Mutex<Vec<Registered>>>,
    refuses: Arc<AtomicBool>,
}

/// One line of a tray menu, and those below it.
#[derive(Debug, Clone)]
struct Line {
    id: i32,
    label: String,
    enabled: bool,
    separator: bool,
    below: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Registered {
    owner: String,
    path: String,
}

struct Watcher {
    registered: Arc<Mutex<Vec<Registered>>>,
    /// The next icon is not taken.
    refuses: Arc<AtomicBool>,
}

#[allow(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the bus prescribes how these are called"
)]
#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// An icon gives the path of its object, or the name of its connection.
    fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: Header<'_>,
    ) -> zbus::fdo::Result<()> {
        if self.refuses.swap(false, Ordering::Relaxed) {
            return Err(zbus::fdo::Error::LimitsExceeded("the panel is busy".into()));
        }
        let owner = header.sender().map(ToString::to_string).unwrap_or_default();
        let icon = if service.starts_with('/') {
            Registered { owner, path: service }
        } else {
            Registered { owner: service, path: "/StatusNotifierItem".into() }
        };
        self.registered.lock().expect("no test panics while it holds this").push(icon);
        Ok(())
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let registered = self.registered.lock().expect("no test panics while it holds this");
        registered.iter().map(|icon| format!("{}{}", icon.owner, icon.path)).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

#[proxy(interface = "org.kde.StatusNotifierItem")]
trait Icon {
    #[zbus(property(emits_changed_signal = "false"))]
    fn menu(&self) -> zbus::Result<zbus::zvariant::OwnedObjectPath>;
}

type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

#[proxy(interface = "com.canonical.dbusmenu")]
trait DBusMenu {
    fn about_to_show(&self, id: i32) -> zbus::Result<bool>;
    fn get_layout(&self, parent: i32, depth: i32, properties: &[&str]) -> zbus::Result<(u32, Layout)>;
    fn event(&self, id: i32, event: &str, data: &Value<'_>, timestamp: u32) -> zbus::Result<()>;
}

impl Tray {
    pub(crate) async fn start(bus: &str) -> Self {
        let registered = Arc::new(Mutex::new(Vec::new()));
        let refuses = Arc::new(AtomicBool::new(false));
        let watcher = Watcher { registered: Arc::clone(&registered), refuses: Arc::clone(&refuses) };
        let connection = connection::Builder::address(bus)
            .and_then(|builder| builder.serve_at("/StatusNotifierWatcher", watcher))
            .and_then(|builder| builder.name("org.kde.StatusNotifierWatcher"))
            .expect("these names are well formed")
            .build()
            .await
            .expect("the bus takes a watcher");
        Self { connection, registered, refuses }
    }

    /// Does not take the next icon that registers.
    pub(crate) fn refuse_once(&self) {
        self.refuses.store(true, Ordering::Relaxed);
    }

    /// Whether there has been an icon to refuse, since it was asked for.
    pub(crate) fn has_refused(&self) -> bool {
        !self.refuses.load(Ordering::Relaxed)
    }

    /// Waits until the menu has this line and lets it be chosen, and clicks it.
    pub(crate) async fn click(&self, label: &str) {
        let line = until(format!("{label:?} in the tray menu"), async || {
            let lines = self.read().await?;
            let labels: Vec<String> = lines.iter().map(|line| line.label.clone()).collect();
            let line = lines.into_iter().find(|line| line.enabled && line.label == label);
            line.ok_or_else(|| format!("it has {labels:?}"))
        })
        .await;
        let menu = self.proxy().await.expect("the icon is still there");
        menu.event(line.id, "clicked", &Value::from(0), 0).await.expect("the menu takes a click");
    }

    /// Waits until the labels of the menu, one a line, fulfil a condition, and returns them.
    pub(crate) async fn labels(&self, awaited: &str, condition: impl Fn(&str) -> bool) -> String {
        until(format!("a tray menu with {awaited}"), async || {
            let labels = self.read().await?.into_iter().map(|line| line.label).collect::<Vec<_>>().join("\n");
            if condition(&labels) { Ok(labels) } else { Err(format!("it has\n{labels}")) }
        })
        .await
    }

    async fn read(&self) -> Result<Vec<Line>, String> {
        let menu = self.proxy().await?;
        // Some menus are only brought up to date when they are about to be shown.
        let _ = menu.about_to_show(0).await;
        let (_, layout) = menu.get_layout(0, -1, &[]).await.map_err(|error| error.to_string())?;
        let mut lines = Vec::new();
        flatten(&line(layout).ok_or("the menu has a layout of its own kind")?.below, &mut lines);
        if lines.is_empty() { Err("the menu is empty".into()) } else { Ok(lines) }
    }

    async fn proxy(&self) -> Result<DBusMenuProxy<'static>, String> {
        let icon = self.registered.lock().expect("no test panics while it holds this").last().cloned();
        let icon = icon.ok_or("no icon has registered")?;
        let said = |error: zbus::Error| error.to_string();
        let item = IconProxy::builder(&self.connection)
            .destination(icon.owner.clone())
            .and_then(|builder| builder.path(icon.path))
            .map_err(said)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await
            .map_err(said)?;
        let path = item.menu().await.map_err(said)?;
        DBusMenuProxy::builder(&self.connection)
            .destination(icon.owner)
            .and_then(|builder| builder.path(path))
            .map_err(said)?
            .build()
            .await
            .map_err(said)
    }

    /// Waits until no icon that registered is on the bus any more.
    pub(crate) async fn is_empty(&self) {
        let bus = zbus::fdo::DBusProxy::new(&self.connection).await.expect("the bus speaks for itself");
        until("the tray to be empty", async || {
            let icons = self.registered.lock().expect("no test panics while it holds this").clone();
            for icon in icons {
                let owner = icon.owner.try_into().map_err(|_| "an icon has no name".to_owned())?;
                if bus.name_has_owner(owner).await.map_err(|error| error.to_string())? {
                    return Err("an icon is still there".to_owned());
                }
            }
            Ok(())
        })
        .await;
    }
}

fn line((id, properties, children): Layout) -> Option<Line> {
    let text = |name: &str| properties.get(name).and_then(|value| <&str>::try_from(value).ok());
    let is = |name: &str| properties.get(name).and_then(|value| bool::try_from(value).ok());
    if is("visible") == Some(false) {
        return None;
    }
    let below =
        children.into_iter().filter_map(|child| Layout::try_from(child).ok()).filter_map(line).collect();
    Some(Line {
        id,
        // An underscore marks the letter to press; two stand for one.
        label: text("label")
            .unwrap_or_default()
            .replace("__", "\u{0}")
            .replace('_', "")
            .replace('\u{0}', "_"),
        enabled: is("enabled").unwrap_or(true),
        separator: text("type") == Some("separator"),
        below,
    })
}

fn flatten(lines: &[Line], into: &mut Vec<Line>) {
    for line in lines {
        if !line.separator {
            into.push(line.clone());
        }
        flatten(&line.below, into);
    }
}
