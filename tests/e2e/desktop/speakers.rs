//! Loudspeakers that nobody hears: a sound server of one's own whose only output is recorded.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::until::until;

/// Samples a second of what is read back.
const RATE: usize = 8_000;
/// What is softer than this, in dB, is silent.
const SILENT: &str = "-45dB";

pub(crate) struct Speakers {
    server: Child,
    folder: PathBuf,
}

impl Speakers {
    pub(crate) async fn start(folder: &Path) -> Self {
        let folder = folder.join("speakers");
        fs::create_dir_all(&folder).expect("the desktop's folder can be written");
        let socket = folder.join("socket");
        let listen = format!("module-native-protocol-unix socket={} auth-anonymous=1", socket.display());
        let server = Command::new("pulseaudio")
            .args(["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disallow-exit"])
            .args(["-L", &listen, "-L", "module-null-sink sink_name=speakers rate=48000"])
            .env("HOME", &folder)
            .env("XDG_RUNTIME_DIR", &folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("pulseaudio is installed (scripts/setup)");
        let speakers = Self { server, folder };
        until(
            "a sound server",
            async || if socket.exists() { Ok(()) } else { Err("it is not there".to_owned()) },
        )
        .await;
        speakers
    }

    /// The value for `PULSE_SERVER`.
    pub(crate) fn address(&self) -> String {
        format!("unix:{}", self.folder.join("socket").display())
    }

    /// Records all that sounds from now on.
    pub(crate) async fn record(&self, name: &str) -> Recorder {
        let file = self.folder.join(format!("{name}.wav"));
        let ffmpeg = Command::new("ffmpeg")
            .args([
                "-v",
                "error",
                "-y",
                "-f",
                "pulse",
                "-i",
                "speakers.monitor",
                "-ac",
                "1",
                "-flush_packets",
                "1",
            ])
            .arg(&file)
            .env("PULSE_SERVER", self.address())
            .stdin(Stdio::piped())
            .spawn()
            .expect("ffmpeg is installed (scripts/setup)");
        let recorder = Recorder { ffmpeg, file };
        until("a recording", async || match fs::metadata(&recorder.file) {
            Ok(file) if file.len() > 4_096 => Ok(()),
            _ => Err("it has not begun".to_owned()),
        })
        .await;
        recorder
    }
}

impl Drop for Speakers {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

pub(crate) struct Recorder {
    ffmpeg: Child,
    file: PathBuf,
}

impl Recorder {
    pub(crate) fn stop(mut self) -> Recording {
        let keys = self.ffmpeg.stdin.as_mut().expect("its input is piped");
        keys.write_all(b"q").expect("it listens to its keys");
        self.ffmpeg.wait().expect("it ends when it is told to");
        Recording { file: self.file }
    }
}

pub(crate) struct Recording {
    file: PathBuf,
}

impl Recording {
    /// How long each silence between two sounds was, in seconds, if it was longer than a fifth of one.
    pub(crate) fn silences(&self) -> Vec<f64> {
        let filter = format!("silencedetect=n={SILENT}:d=0.2");
        let told = self.told(&["-v", "info"], &["-af", &filter, "-f", "null", "-"]).stderr;
        let told = String::from_utf8_lossy(&told).into_owned();
        let lengths = told.split("silence_duration:").skip(1).filter_map(|rest| {
            rest.split_whitespace().next().and_then(|seconds| seconds.parse::<f64>().ok())
        });
        // The first one is before anything sounds, and the last one behind it.
        let lengths: Vec<f64> = lengths.skip(1).collect();
        let ended = told.matches("silence_start").count() > told.matches("silence_end").count();
        let between = lengths.len() - usize::from(!ended && !lengths.is_empty());
        lengths[..between].to_vec()
    }

    /// How loud the loud and the soft of what sounds are, in dB: nine tenths and one tenth of it are softer.
    pub(crate) fn loud_and_soft(&self) -> (f64, f64) {
        let samples = self.samples(RATE);
        let mut levels: Vec<f64> = samples
            .chunks(RATE / 20)
            .map(|window| {
                let squares: f64 = window.iter().map(|sample| f64::from(sample * sample)).sum();
                10.0 * (squares / window.len() as f64).max(1e-12).log10()
            })
            .filter(|level| *level > -45.0)
            .collect();
        levels.sort_by(f64::total_cmp);
        assert!(levels.len() > 20, "hardly anything sounded");
        (levels[levels.len() * 9 / 10], levels[levels.len() / 10])
    }

    /// All of it, with so many samples a second.
    pub(crate) fn samples(&self, rate: usize) -> Vec<f32> {
        let raw = self.told(&["-v", "error"], &["-ar", &rate.to_string(), "-f", "f32le", "-"]).stdout;
        raw.as_chunks().0.iter().map(|bytes: &[u8; 4]| f32::from_le_bytes(*bytes)).collect()
    }

    fn told(&self, before: &[&str], after: &[&str]) -> std::process::Output {
        Command::new("ffmpeg")
            .args(["-nostdin", "-hide_banner"])
            .args(before)
            .arg("-i")
            .arg(&self.file)
            .args(after)
            .output()
            .expect("ffmpeg is installed (scripts/setup)")
    }
}
