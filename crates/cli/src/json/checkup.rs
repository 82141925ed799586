use friday_model::Timestamp;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Checkup {
    ok: bool,
    problems: Vec<String>,
    paths: Paths,
    disk: Disk,
    limits: Limits,
    versions: Versions,
    backups: Vec<Backup>,
}

#[derive(Serialize)]
struct Paths {
    database: String,
    downloads: String,
}

#[derive(Serialize)]
struct Disk {
    database_bytes: u64,
    database_free: Option<u64>,
    downloads_free: Option<u64>,
}

#[derive(Serialize)]
struct Limits {
    at_once: u32,
    per_host: u32,
    /// Bytes a second.
    bandwidth: Option<u64>,
}

#[derive(Serialize)]
struct Versions {
    friday: &'static str,
    sqlite: String,
}

#[derive(Serialize)]
pub(crate) struct Backup {
    made: i64,
    bytes: u64,
}

impl From<&friday_engine::Checkup> for Checkup {
    fn from(checkup: &friday_engine::Checkup) -> Self {
        Self {
            ok: checkup.problems.is_empty(),
            problems: checkup.problems.clone(),
            paths: Paths {
                database: checkup.database.to_string_lossy().into_owned(),
                downloads: checkup.downloads.to_string_lossy().into_owned(),
            },
            disk: Disk {
                database_bytes: checkup.database_bytes,
                database_free: checkup.database_free,
                downloads_free: checkup.downloads_free,
            },
            limits: Limits {
                at_once: checkup.queue.at_once,
                per_host: checkup.queue.per_host,
                bandwidth: checkup.bandwidth,
            },
            versions: Versions { friday: env!("CARGO_PKG_VERSION"), sqlite: checkup.sqlite.clone() },
            backups: checkup.backups.iter().map(Backup::from).collect(),
        }
    }
}

impl From<&friday_engine::Backup> for Backup {
    fn from(backup: &friday_engine::Backup) -> Self {
        Self { made: Timestamp::seconds(backup.made), bytes: backup.bytes }
    }
}
