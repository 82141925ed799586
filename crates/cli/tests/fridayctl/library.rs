use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use friday_testing::{Broadcaster, OnAir};
use serde_json::Value;
use tempfile::TempDir;

/// How long is waited for what must happen.
const PATIENCE: Duration = Duration::from_mins(1);

/// An empty library on disk, and the world that it is about.
pub(crate) struct Library {
    pub(crate) world: Broadcaster,
    folder: TempDir,
}

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A command that runs; it is killed when the test forgets it.
pub(crate) struct Running {
    child: Option<Child>,
}

impl Library {
    pub(crate) fn new() -> Self {
        Self { world: Broadcaster::start_blocking(), folder: tempfile::tempdir().unwrap() }
    }

    /// The data directory; nobody has made it yet.
    pub(crate) fn data_dir(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// A folder beside it, for files of the test.
    pub(crate) fn beside(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fridayctl"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("FRIDAY_DATA_DIR", self.data_dir())
            .env("FRIDAY_ITUNES_URL", self.world.itunes_url())
            .env("FRIDAY_KEYRING", "off")
            .env_remove("FRIDAY_LOG")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        Running::of(&mut self.command(arguments))
    }

    /// The one document that a command prints with `--json`; the command must succeed.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(ran.status, Some(0), "{arguments:?}: {ran:?}");
        ran.document()
    }

    /// Subscribes to a show, and gives its id with what is on air of it.
    pub(crate) fn subscribe(&self, slug: &str) -> (i64, OnAir) {
        let show = self.world.show(slug);
        let podcasts = self.json(&["subscribe", &show.feed_url]);
        (podcasts[0]["id"].as_i64().unwrap(), show)
    }

    /// Every episode, newest first.
    pub(crate) fn episodes(&self) -> Vec<Value> {
        self.json(&["episodes"]).as_array().unwrap().clone()
    }

    /// The episode of this title.
    pub(crate) fn episode(&self, title: &str) -> Value {
        let found = self.episodes().into_iter().find(|episode| episode["title"] == title);
        found.unwrap_or_else(|| panic!("no episode {title:?}"))
    }

    /// The file of a download that is not finished, wherever it is.
    pub(crate) fn partial_file(&self) -> Option<PathBuf> {
        let folders = std::fs::read_dir(self.data_dir().join("downloads")).ok()?;
        let folders = folders.filter_map(|folder| std::fs::read_dir(folder.unwrap().path()).ok());
        let mut files = folders.flatten().map(|file| file.unwrap().path());
        files.find(|file| file.extension().is_some_and(|extension| extension == "part"))
    }

    /// The id of the episode of this title, as it is typed.
    pub(crate) fn id(&self, title: &str) -> String {
        self.episode(title)["id"].to_string()
    }
}

impl Ran {
    /// Standard output as the one JSON document that it must be.
    pub(crate) fn document(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("not one document ({error}): {self:?}"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Running {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self { child: Some(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()) }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.as_mut().unwrap().try_wait().unwrap().is_some()
    }

    /// As `kill -9` does it.
    pub(crate) fn kill(mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Sends a signal by its name (`INT`, `TERM`) and waits for the end.
    pub(crate) fn stop(self, signal: &str) -> Ran {
        let sent =
            Command::new("kill").arg(format!("-{signal}")).arg(self.id().to_string()).status().unwrap();
        assert!(sent.success());
        self.end()
    }

    pub(crate) fn end(mut self) -> Ran {
        self.child.take().unwrap().wait_with_output().unwrap().into()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Looks again and again until it is so.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// The SHA-256 of a file in lower-case hexadecimal.
pub(crate) fn sha256(file: &Path) -> String {
    use std::fmt::Write as _;

    use sha2::{Digest as _, Sha256};
    let digest = Sha256::digest(std::fs::read(file).unwrap());
    digest.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}
