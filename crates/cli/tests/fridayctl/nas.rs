//! Downloads on another machine: a data directory of its own, at the other end of a real broker.
#![cfg(unix)]

use std::{path::Path, process::Command};

use friday_testing::RabbitMq;
use serde_json::{Value, json};

use crate::library::{Library, Running, sha256, until};

/// The library at home, the NAS, and the broker between them.
struct Home {
    library: Library,
    broker: RabbitMq,
}

impl Home {
    #[allow(clippy::print_stderr, reason = "whoever runs the tests is told what was skipped")]
    fn new() -> Option<Self> {
        if !RabbitMq::is_installed() {
            assert!(std::env::var_os("CI").is_none(), "RabbitMQ is not installed");
            eprintln!("skipped: RabbitMQ is not installed");
            return None;
        }
        Some(Self { library: Library::new(), broker: RabbitMq::start() })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.library.command(arguments);
        let address = format!("amqp://guest:guest@127.0.0.1:{}/?queue=podcasts", self.broker.port());
        command.env("FRIDAY_AMQP_URL", address);
        command
    }

    /// The worker on the NAS.
    fn nas(&self) -> Running {
        let mut command = self.command(&["work", "--driver", "amqp"]);
        Running::of(command.env("FRIDAY_DATA_DIR", self.library.beside().join("nas")))
    }

    fn here(&self, arguments: &[&str]) -> Running {
        Running::of(&mut self.command(arguments))
    }
}

#[test]
fn what_another_machine_downloads_arrives_though_the_broker_and_the_worker_die() {
    let Some(home) = Home::new() else { return };
    let (_, on_air) = home.library.subscribe("long-wave-goodnight");
    let (_, short) = home.library.subscribe("slow-elevators");
    let newest = on_air.newest();
    let gate = home.library.world.hold(&newest.audio_path, 45_000_000);

    let app = home.here(&["download", "--latest", "1", "--driver", "amqp", "--wait", "--json"]);
    let worker = home.nas();
    gate.reached_blocking();
    let job = || {
        let jobs = home.library.json(&["jobs"]);
        jobs.as_array().unwrap().iter().find(|job| job["kind"] == "download_episode").cloned()
    };
    until("the library sees how far it is", || {
        job().is_some_and(|job| job["bytes"].as_u64() > Some(42_000_000))
    });
    assert_eq!(home.library.episode(&newest.title)["download"]["state"], json!("running"));
    home.broker.go_down();
    worker.kill();
    gate.open();
    let worker = home.nas();
    home.broker.come_back();

    let ran = app.end();
    assert_eq!(ran.status, Some(0), "{ran:?}");
    for episode in [newest, short.newest()] {
        let download = &home.library.episode(&episode.title)["download"];
        assert_eq!(download["state"], json!("done"), "{download}");
        assert_eq!(download["sha256"], json!(episode.sha256()));
        assert_eq!(sha256(Path::new(download["path"].as_str().unwrap())), episode.sha256());
    }
    assert_eq!(home.library.json(&["verify"])["ok"], json!(2));
    assert_eq!(home.library.json(&["jobs"]), json!([]));
    // The worker went on from what it had, and nobody else has asked the publisher.
    assert_eq!(home.library.world.traffic(&newest.audio_path).statuses(), [200, 206]);
    let jobs = ran.document();
    let of_long = jobs.as_array().unwrap().iter().find(|job| job["total"] == json!(newest.bytes));
    let id = of_long.map(|job| job["id"].to_string()).unwrap();
    let attempts = home.library.json(&["attempts", &id]);
    let outcomes: Vec<&Value> = attempts.as_array().unwrap().iter().map(|run| &run["outcome"]).collect();
    assert_eq!(outcomes, ["crashed", "done", "done"]);
    assert_eq!(worker.stop("TERM").status, Some(0));
}
