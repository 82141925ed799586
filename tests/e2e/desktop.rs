//! A desktop for one test: a screen, a session bus, a home and, where asked for, a tray. Nothing of the machine's own.

mod bus;
mod display;
mod speakers;
mod tray;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use friday_testing::Broadcaster;
use serde_json::Value;
use tempfile::TempDir;

pub(crate) use self::bus::Bus;
pub(crate) use self::display::Display;
pub(crate) use self::speakers::{Recording, Speakers};
pub(crate) use self::tray::Tray;
use crate::app::App;
use crate::until::until;

/// The app as it was built for this test run.
pub(crate) const FRIDAY: &str = env!("CARGO_BIN_EXE_friday");

pub(crate) struct Desktop {
    tray: Option<Tray>,
    speakers: Option<Speakers>,
    bus: Bus,
    display: Display,
    folder: TempDir,
    name: String,
    itunes_url: String,
    /// Pixels of the screen to one of the page, on a side.
    scale: u32,
    /// One desktop at a time: two windows on a small machine make each other slow.
    _turn: File,
}

impl Desktop {
    /// A desktop without a tray, whose outside world is `world`. `name` is that of the test, for its logs and for
    /// the picture of a failure.
    pub(crate) fn start(name: &str, world: &Broadcaster) -> Self {
        fs::create_dir_all(scratch()).expect("there is room for logs");
        let turn = File::create(scratch().join("turn")).expect("there is room for logs");
        turn.lock().expect("a file can be locked");

        let folder = tempfile::tempdir().expect("there is room for a home");
        let home = folder.path().join("home");
        let settings = home.join(".config/gtk-3.0");
        fs::create_dir_all(&settings).expect("a home can be furnished");
        fs::write(
            settings.join("settings.ini"),
            "[Settings]\ngtk-font-name=Inter 11\ngtk-enable-animations=0\n",
        )
        .expect("a home can be furnished");
        let bus = Bus::start(folder.path());
        Self {
            tray: None,
            speakers: None,
            bus,
            display: Display::start(),
            folder,
            name: name.to_owned(),
            itunes_url: world.itunes_url(),
            scale: 1,
            _turn: turn,
        }
    }

    pub(crate) async fn with_tray(name: &str, world: &Broadcaster) -> Self {
        let mut desktop = Self::start(name, world);
        desktop.tray = Some(Tray::start(desktop.bus.address()).await);
        desktop
    }

    /// A desktop whose sound can be recorded.
    pub(crate) async fn with_speakers(name: &str, world: &Broadcaster) -> Self {
        let mut desktop = Self::start(name, world);
        desktop.speakers = Some(Speakers::start(desktop.folder.path()).await);
        desktop
    }

    /// Gives it a screen with twice the pixels, for pictures that are to be looked at.
    pub(crate) fn sharp(mut self) -> Self {
        self.scale = 2;
        self
    }

    pub(crate) fn tray(&self) -> &Tray {
        self.tray.as_ref().expect("this desktop was started with a tray")
    }

    pub(crate) fn speakers(&self) -> &Speakers {
        self.speakers.as_ref().expect("this desktop was started with speakers")
    }

    pub(crate) fn display(&self) -> &Display {
        &self.display
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The app's data directory; it outlives each launch.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Opens the app and waits for its page.
    pub(crate) async fn launch(&self) -> App<'_> {
        App::launch(self, &[]).await
    }

    /// Opens the app with an address or a file, as a browser and a file manager do.
    pub(crate) async fn launch_with(&self, opens: &str) -> App<'_> {
        App::launch(self, &[opens]).await
    }

    /// Starts the app beside the one that is open, as a click on its icon does, and waits until it has given way.
    pub(crate) async fn launch_again(&self) {
        self.hand_over(&[]).await;
    }

    /// As [`Desktop::launch_again`], with an address or a file for the app that is open.
    pub(crate) async fn hand_over(&self, opens: &[&str]) {
        let mut second = Command::new(FRIDAY)
            .arg("--data-dir")
            .arg(self.data())
            .args(opens)
            .env_clear()
            .envs(self.environment())
            .stdout(Stdio::null())
            .stderr(self.log("second"))
            .spawn()
            .expect("the app can be started");
        let ended = until("the second Friday to give way", async || match second.try_wait() {
            Ok(Some(status)) => Ok(status),
            Ok(None) => Err("it runs on".to_owned()),
            Err(error) => Err(error.to_string()),
        })
        .await;
        assert!(ended.success(), "the second Friday ended with {ended}");
    }

    /// Runs `fridayctl --json` on the same data directory, and returns what it printed.
    pub(crate) fn fridayctl(&self, arguments: &[&str]) -> Value {
        let fridayctl = Path::new(FRIDAY).with_file_name("fridayctl");
        let ran = Command::new(&fridayctl)
            .arg("--data-dir")
            .arg(self.data())
            .arg("--json")
            .args(arguments)
            .env_clear()
            .envs(self.environment())
            .stdin(Stdio::null())
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", fridayctl.display()));
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "fridayctl {arguments:?} ended with {}: {said}", ran.status);
        serde_json::from_slice(&ran.stdout)
            .unwrap_or_else(|error| panic!("fridayctl {arguments:?} printed no JSON ({error}): {said}"))
    }

    /// All that a process of this desktop finds in its environment.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let home = self.folder.path().join("home");
        let runtime = self.folder.path().join("run");
        fs::create_dir_all(&runtime).expect("there is room for a runtime folder");
        let decoders = scratch().join("gstreamer-registry.bin");
        let path = |path: &Path| path.to_string_lossy().into_owned();
        [
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("HOME", path(&home)),
            ("XDG_RUNTIME_DIR", path(&runtime)),
            ("LANG", "C.UTF-8".into()),
            ("DISPLAY", self.display.name().into()),
            ("GDK_SCALE", self.scale.to_string()),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.address().into()),
            ("FRIDAY_ITUNES_URL", self.itunes_url.clone()),
            // The web view waits for an accessibility bus otherwise, and GTK for a settings daemon.
            ("NO_AT_BRIDGE", "1".into()),
            ("GSETTINGS_BACKEND", "memory".into()),
            ("GIO_USE_VFS", "local".into()),
            // Without a sound server time passes at exactly its own pace; a client would start one where it finds none.
            ("PULSE_SERVER", self.speakers.as_ref().map_or("unix:/nowhere".into(), Speakers::address)),
            // Looking for decoders takes seconds, and finds the same for everyone.
            ("GST_REGISTRY", path(&decoders)),
            // Lets a driver steer the web view.
            ("TAURI_AUTOMATION", "true".into()),
            ("TAURI_WEBVIEW_AUTOMATION", "true".into()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// A file for what a process of this desktop says.
    pub(crate) fn log(&self, process: &str) -> Stdio {
        File::create(scratch().join(format!("{}-{process}.log", self.name)))
            .expect("there is room for a log")
            .into()
    }
}

/// What the app said goes with the failure: where tests run, logs do not outlive them.
impl Drop for Desktop {
    #[allow(clippy::print_stderr, reason = "it is the test that says this")]
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let log = scratch().join(format!("{}-app.log", self.name));
        let said = fs::read_to_string(&log).unwrap_or_default();
        let said = said.lines().filter(|line| !line.starts_with("AL"));
        eprintln!("{} said:\n{}", log.display(), said.collect::<Vec<_>>().join("\n"));
    }
}

/// Where logs and the pictures of failures are left.
pub(crate) fn scratch() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/e2e")
}
