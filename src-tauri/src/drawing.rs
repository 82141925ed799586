//! How WebKit puts the page on the screen.

use std::{fs, path::Path};

use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

/// Without a graphics card WebKit's compositor draws with OpenGL in software: a frame of a long list takes it four times
/// as long as WebKit's own painting, and it holds 90 MB more. So it is used only where there is a card.
pub(crate) fn choose(window: &WebviewWindow) -> tauri::Result<()> {
    if has_graphics_card(Path::new("/")) {
        return Ok(());
    }
    window.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// Whether the kernel offers a card that renders: a render node (DRM), NVIDIA's own driver, or the card of the Windows
/// around (WSL).
fn has_graphics_card(root: &Path) -> bool {
    let nodes = fs::read_dir(root.join("dev/dri")).into_iter().flatten().flatten();
    let mut names = nodes.map(|node| node.file_name());
    names.any(|name| name.to_string_lossy().starts_with("renderD"))
        || root.join("proc/driver/nvidia/version").exists()
        || root.join("dev/dxg").exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graphics_card_is_one_that_renders() {
        let table = [
            (None, false),
            // The screen of a virtual machine, which shows pictures and renders none.
            (Some("dev/dri/card0"), false),
            (Some("dev/dri/renderD128"), true),
            (Some("proc/driver/nvidia/version"), true),
            (Some("dev/dxg"), true),
        ];
        for (device, expected) in table {
            let root = tempfile::tempdir().unwrap();
            if let Some(device) = device {
                let device = root.path().join(device);
                fs::create_dir_all(device.parent().unwrap()).unwrap();
                fs::write(device, "").unwrap();
            }
            assert_eq!(has_graphics_card(root.path()), expected, "{device:?}");
        }
    }
}
