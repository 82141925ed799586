use std::{path::PathBuf, sync::Arc};

use directories::{ProjectDirs, UserDirs};
use friday_net::NetOptions;
use friday_queue::{AmqpSettings, Clock};

use crate::{Directories, Driver, Error, Keyring, Result, SystemClock, SystemKeyring, broker_address};

/// Where a library lies and what it talks to.
#[derive(Clone)]
pub struct Options {
    /// The database, the artwork and the locks. Made when missing.
    pub data_dir: PathBuf,
    /// Finished episodes and their partial files. Made when missing.
    pub downloads_dir: PathBuf,
    /// The directories that are asked for podcasts.
    pub directories: Directories,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Seconds by which the clock on the wall is ahead of UTC at a time in milliseconds since 1970.
    pub zone: fn(i64) -> i32,
    /// The HTTP client.
    pub net: NetOptions,
    /// Where passwords are kept; without one, or where the system has none, in a file in `data_dir`.
    pub keyring: Option<Arc<dyn Keyring>>,
    /// What runs downloads asked for in this process, instead of what the settings say.
    pub driver: Option<Driver>,
    /// The broker, instead of the one in the settings.
    pub broker: Option<AmqpSettings>,
}

impl Options {
    /// Everything below one folder, the world as it is.
    pub fn at(data_dir: PathBuf) -> Self {
        Self {
            downloads_dir: data_dir.join("downloads"),
            data_dir,
            directories: Directories::public(),
            clock: Arc::new(SystemClock),
            zone: system_zone,
            net: NetOptions::default(),
            keyring: None,
            driver: None,
            broker: None,
        }
    }

    /// As `friday` and `fridayctl` are started: everything in `data_dir` where one is given, else in the platform's
    /// folders; directories at the addresses that the environment gives (`FRIDAY_ITUNES_URL`,
    /// `FRIDAY_PODCASTINDEX_URL`, `FRIDAY_FYYD_URL`, `FRIDAY_GPODDER_URL`: with one of them, only those that are given); passwords in the system's
    /// keyring, unless the environment says `FRIDAY_KEYRING=off`; the broker where `FRIDAY_AMQP_URL` says.
    pub fn from_environment(data_dir: Option<PathBuf>) -> Result<Self> {
        let mut options = match data_dir {
            Some(data_dir) => Self::at(data_dir),
            None => Self::in_platform_folders()?,
        };
        options.directories = Directories::from_environment()?;
        if let Some(address) = std::env::var("FRIDAY_AMQP_URL").ok().filter(|address| !address.is_empty()) {
            options.broker = Some(broker_address(&address)?);
        }
        if std::env::var_os("FRIDAY_KEYRING").is_none_or(|word| word != "off") {
            options.keyring = Some(Arc::new(SystemKeyring::default()));
        }
        Ok(options)
    }

    fn in_platform_folders() -> Result<Self> {
        let missing = || Error::Io {
            what: "no home folder was found; name one with --data-dir".to_owned(),
            reason: std::io::ErrorKind::NotFound.into(),
        };
        let project = ProjectDirs::from("app", "friday", "Friday").ok_or_else(missing)?;
        let user = UserDirs::new().ok_or_else(missing)?;
        let music = user.audio_dir().map_or_else(|| user.home_dir().to_owned(), ToOwned::to_owned);
        Ok(Self { downloads_dir: music.join("Podcasts"), ..Self::at(project.data_dir().to_owned()) })
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.data_dir.join("friday.db")
    }

    pub(crate) fn backups_dir(&self) -> PathBuf {
        self.data_dir.join("backups")
    }

    /// There while the database is known to be damaged.
    pub(crate) fn damage_note(&self) -> PathBuf {
        self.data_dir.join("friday.damaged")
    }

    pub(crate) fn runner_lock(&self) -> PathBuf {
        self.data_dir.join("runner.lock")
    }

    pub(crate) fn search_dir(&self) -> PathBuf {
        self.data_dir.join("search")
    }

    pub(crate) fn artwork_dir(&self) -> PathBuf {
        self.data_dir.join("artwork")
    }
}

/// As this computer is set.
fn system_zone(now: i64) -> i32 {
    use chrono::{Local, Offset as _, TimeZone as _};
    Local.timestamp_millis_opt(now).single().map_or(0, |time| time.offset().fix().local_minus_utc())
}
