//! What this window on this machine remembers, in a file of tauri-plugin-store. Its save is a bare write, so nothing
//! precious goes there; a file that cannot be read is as good as none.

use std::{path::PathBuf, sync::Arc};

use serde_json::Value;
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreBuilder};

use crate::wire::Preferences;

const KEY: &str = "preferences";

pub(crate) struct PreferenceFile {
    store: Option<Arc<Store<Wry>>>,
}

impl PreferenceFile {
    pub(crate) fn open(app: &AppHandle, folder: Option<PathBuf>) -> Self {
        let path = folder.unwrap_or_default().join("window.json");
        let store = StoreBuilder::new(app, path).build();
        if let Err(error) = &store {
            tracing::warn!(%error, "the preferences are not kept");
        }
        Self { store: store.ok() }
    }

    /// As kept; a part that is missing or odd is as it is at the first start.
    pub(crate) fn read(&self) -> Preferences {
        let kept = self.store.as_ref().and_then(|store| store.get(KEY));
        let Some(Value::Object(kept)) = kept else { return Preferences::default() };
        let mut whole = serde_json::to_value(Preferences::default()).unwrap_or_default();
        for (key, value) in kept {
            let before = whole[&key].clone();
            whole[&key] = value;
            if serde_json::from_value::<Preferences>(whole.clone()).is_err() {
                whole[&key] = before;
            }
        }
        serde_json::from_value(whole).unwrap_or_default()
    }

    pub(crate) fn write(&self, preferences: &Preferences) {
        let Some(store) = &self.store else { return };
        match serde_json::to_value(preferences) {
            Ok(value) => store.set(KEY, value),
            Err(error) => tracing::warn!(%error, "the preferences are not kept"),
        }
    }
}
