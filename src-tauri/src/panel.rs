//! What the desktop's panel says of our tray icon (freedesktop.org StatusNotifierItem, in the names that KDE gave it and
//! that every panel answers to).

/// What a panel may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    /// It shows our icon, or does not say which it shows.
    Shown,
    /// It shows icons, and ours is not among them.
    Missing,
    /// On GNOME without an extension an icon can be made, and is never seen.
    NoPanel,
}

/// Whether there is an icon to come back from, now.
pub(crate) async fn shows_our_icon() -> bool {
    icon().await == Icon::Shown
}

#[cfg(target_os = "linux")]
pub(crate) use self::linux::icon;

/// Elsewhere the tray is part of the system.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn icon() -> Icon {
    Icon::Shown
}

#[cfg(target_os = "linux")]
mod linux {
    use std::time::Duration;

    use super::Icon;
    use crate::tray;

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    /// A desktop that does not answer by then has no tray.
    const PATIENCE: Duration = Duration::from_secs(1);

    pub(crate) async fn icon() -> Icon {
        match tokio::time::timeout(PATIENCE, registered()).await {
            Ok(Ok(Some(icons))) => judge(&icons),
            _ => Icon::NoPanel,
        }
    }

    /// What has registered with the panel; nothing where there is no panel.
    async fn registered() -> zbus::Result<Option<Vec<String>>> {
        let bus = zbus::Connection::session().await?;
        let watcher = zbus::Proxy::new(&bus, WATCHER, "/StatusNotifierWatcher", WATCHER).await?;
        if watcher.get_property("IsStatusNotifierHostRegistered").await? {
            watcher.get_property("RegisteredStatusNotifierItems").await.map(Some)
        } else {
            Ok(None)
        }
    }

    /// Panels name an icon by its connection and, all but the oldest, by the path of its object, which tells whose it is.
    fn judge(icons: &[String]) -> Icon {
        let ours = |icon: &String| icon.ends_with(&format!("_{}", tray::ID)) || !icon.contains('/');
        if icons.iter().any(ours) { Icon::Shown } else { Icon::Missing }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn our_icon_is_known_by_its_path() {
            let ours = ":1.7/org/ayatana/NotificationItem/tray_icon_tray_app_friday";
            let table: &[(&[&str], Icon)] = &[
                (&[], Icon::Missing),
                (&[ours], Icon::Shown),
                (&[":1.9/StatusNotifierItem", ours], Icon::Shown),
                (&[":1.9/StatusNotifierItem"], Icon::Missing),
                (&[":1.9/org/ayatana/NotificationItem/tray_icon_tray_app_other"], Icon::Missing),
                // Which icon that is nobody can tell.
                (&["org.kde.StatusNotifierItem-41-1"], Icon::Shown),
            ];
            for (icons, expected) in table {
                let icons: Vec<String> = icons.iter().map(ToString::to_string).collect();
                assert_eq!(judge(&icons), *expected, "{icons:?}");
            }
        }
    }
}
