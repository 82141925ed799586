//! What it takes to open a window: time and memory.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use crate::driver::launch;
use crate::processes::{children, memory, runs, started, tree};

/// After this long a window has settled.
const SETTLED: Duration = Duration::from_secs(3);

#[derive(Clone, Copy)]
pub(crate) struct Sample {
    /// Milliseconds from the start of the process.
    pub(crate) first_paint: f64,
    pub(crate) loaded: f64,
    /// Megabytes of all its processes (PSS).
    pub(crate) memory: f64,
}

pub(crate) fn median(samples: &[Sample], of: fn(&Sample) -> f64) -> f64 {
    let mut values: Vec<f64> = samples.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Opens a window, and closes it when it has settled.
pub(crate) async fn measure(binary: &Path, args: &[String], environment: &[(String, String)]) -> Sample {
    let (mut driver, client) = launch(binary, args, environment).await;
    let app = children(driver.id()).first().copied().expect("the driver has started the app");
    tokio::time::sleep(SETTLED).await;
    let started = started(app);
    let script = "const paint = performance.getEntriesByType('paint')[0];
        return [performance.timeOrigin, paint ? paint.startTime : -1, performance.timing.loadEventEnd];";
    let times = client.execute(script, Vec::new()).await.expect("the page tells its times");
    let number = |place: usize| times[place].as_f64().unwrap_or_default();
    let sample = Sample {
        first_paint: number(0) + number(1) - started,
        loaded: number(2) - started,
        memory: tree(app).into_iter().map(memory).sum(),
    };
    let _ = client.close().await;
    let _ = driver.kill();
    let _ = driver.wait();
    gone(app).await;
    sample
}

/// Waits until a window's process has ended: a second one on the same library would only bring the first to the front.
async fn gone(app: u32) {
    let _ = Command::new("kill").arg(app.to_string()).stderr(Stdio::null()).status();
    while runs(app) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
