//! Where downloads run: on this computer, or on another to which a broker is the road. Settings that are kept; the
//! password lies with the others.

use std::path::PathBuf;

use friday_queue::AmqpSettings;
use friday_store::Store;
use serde_json::{Value, json};
use url::Url;

use crate::{Engine, Error, Event, Kept, Result};

const KEY: &str = "downloads.road";

/// Under this name the broker's password is kept.
const PASSWORD: &str = "broker";

/// What runs the downloads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Driver {
    /// This computer; jobs are kept in the library.
    #[default]
    Database,
    /// This computer; jobs are kept in memory.
    Async,
    /// The same, and a push returns when its job has run.
    AsyncBlocking,
    /// Another computer, by way of a broker (RabbitMQ).
    Amqp,
}

impl Driver {
    /// Every driver.
    pub const ALL: [Self; 4] = [Self::Database, Self::Async, Self::AsyncBlocking, Self::Amqp];

    /// The word in the settings and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Async => "async",
            Self::AsyncBlocking => "async-blocking",
            Self::Amqp => "amqp",
        }
    }

    pub(crate) const fn is_in_memory(self) -> bool {
        matches!(self, Self::Async | Self::AsyncBlocking)
    }
}

impl std::str::FromStr for Driver {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|driver| driver.as_str() == word).ok_or(())
    }
}

/// Where downloads run, and the road there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoadSettings {
    pub driver: Driver,
    pub host: String,
    pub port: u16,
    /// The virtual host.
    pub vhost: String,
    pub user: String,
    /// What the queues of this road are called at the broker: the same here and there.
    pub queue: String,
    pub tls: bool,
    /// Where the other computer keeps its downloads, as it names the folder, if this one sees it too; else empty.
    pub worker_folder: String,
    /// How this computer names that folder; else empty.
    pub my_folder: String,
}

impl Default for RoadSettings {
    fn default() -> Self {
        let AmqpSettings { host, port, vhost, user, tls, .. } = AmqpSettings::default();
        Self {
            driver: Driver::default(),
            host,
            port,
            vhost,
            user,
            queue: "friday".to_owned(),
            tls,
            worker_folder: String::new(),
            my_folder: String::new(),
        }
    }
}

impl RoadSettings {
    pub(crate) async fn kept_in(store: &Store) -> Result<Self> {
        let text = store.setting(KEY).await?;
        Ok(text.map_or_else(Self::default, |text| Self::read(&text)))
    }

    fn written(&self) -> String {
        json!({
            "driver": self.driver.as_str(),
            "host": self.host,
            "port": self.port,
            "vhost": self.vhost,
            "user": self.user,
            "queue": self.queue,
            "tls": self.tls,
            "worker_folder": self.worker_folder,
            "my_folder": self.my_folder,
        })
        .to_string()
    }

    /// What cannot be read is as usual.
    fn read(text: &str) -> Self {
        let (kept, usual): (Value, Self) = (serde_json::from_str(text).unwrap_or_default(), Self::default());
        let word = |name: &str, usual: String| kept[name].as_str().map_or(usual, str::to_owned);
        Self {
            driver: kept["driver"].as_str().and_then(|word| word.parse().ok()).unwrap_or_default(),
            host: word("host", usual.host),
            port: kept["port"].as_u64().and_then(|port| port.try_into().ok()).unwrap_or(usual.port),
            vhost: word("vhost", usual.vhost),
            user: word("user", usual.user),
            queue: word("queue", usual.queue),
            tls: kept["tls"].as_bool().unwrap_or(usual.tls),
            worker_folder: word("worker_folder", usual.worker_folder),
            my_folder: word("my_folder", usual.my_folder),
        }
    }

    fn address(&self, password: String) -> AmqpSettings {
        AmqpSettings {
            host: self.host.clone(),
            port: self.port,
            user: self.user.clone(),
            password,
            vhost: self.vhost.clone(),
            queue: self.queue.clone(),
            tls: self.tls,
        }
    }

    /// How this computer names a file that the other one names so, if this one sees it.
    pub(super) fn here(&self, there: &std::path::Path) -> Option<PathBuf> {
        let both = !self.worker_folder.is_empty() && !self.my_folder.is_empty();
        let below = there.strip_prefix(&self.worker_folder).ok().filter(|_| both)?;
        Some(PathBuf::from(&self.my_folder).join(below))
    }
}

/// Reads an address as `amqp://user:password@host:5672/vhost?queue=friday`; `amqps` is TLS. What is left out is as usual.
pub fn broker_address(text: &str) -> Result<AmqpSettings> {
    let bad = || Error::BadBroker;
    let url = Url::parse(text).map_err(|_| bad())?;
    let usual = RoadSettings::default().address("guest".to_owned());
    let tls = match url.scheme() {
        "amqp" => false,
        "amqps" => true,
        _ => return Err(bad()),
    };
    let decoded = |text: &str| {
        let text = text.replace('+', "%2B");
        url::form_urlencoded::parse(text.as_bytes())
            .next()
            .map_or_else(String::new, |(word, _)| word.into_owned())
    };
    let vhost = url.path().strip_prefix('/').unwrap_or_default();
    Ok(AmqpSettings {
        host: url.host_str().ok_or_else(bad)?.trim_matches(['[', ']']).to_owned(),
        port: url.port().unwrap_or(if tls { 5671 } else { 5672 }),
        user: if url.username().is_empty() { usual.user } else { decoded(url.username()) },
        password: url.password().map_or(usual.password, decoded),
        vhost: if vhost.is_empty() { usual.vhost } else { decoded(vhost) },
        queue: url
            .query_pairs()
            .find(|(name, _)| name == "queue")
            .map_or(usual.queue, |(_, queue)| queue.into_owned()),
        tls,
    })
}

impl Engine {
    /// The settings as they are kept.
    pub async fn road_settings(&self) -> Result<RoadSettings> {
        RoadSettings::kept_in(&self.inner.store).await
    }

    /// Keeps them, and the password if there is a new one. They hold at once for what is asked for from now on: a
    /// download that is elsewhere already stays there. Only the queue in memory is made, or left, at the next start.
    pub async fn set_road_settings(&self, settings: &RoadSettings, password: Option<&str>) -> Result<()> {
        if let Some(password) = password {
            let _: Kept = self.inner.secrets.write(PASSWORD, password).await?;
        }
        let mut write = self.inner.store.write().await?;
        write.set_setting(KEY, &settings.written()).await?;
        write.commit().await?;
        self.inner.queue.run_elsewhere(settings.driver == Driver::Amqp);
        self.inner.road.look_again();
        self.tell(Event::RoadChanged);
        Ok(())
    }

    /// The driver that is set holds from the next start on.
    pub async fn driver_waits(&self) -> Result<bool> {
        let in_memory = self.inner.queue.provider() == "async";
        Ok(self.road_settings().await?.driver.is_in_memory() != in_memory)
    }

    /// Where the broker is, and how it is spoken to: as the process was told, else as it is kept.
    pub async fn broker(&self) -> Result<AmqpSettings> {
        if let Some(told) = &self.inner.options.broker {
            return Ok(told.clone());
        }
        let password = self.inner.secrets.read(PASSWORD).await?;
        Ok(self.road_settings().await?.address(password.unwrap_or_else(|| "guest".to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn an_address_is_read_with_what_it_leaves_out_as_usual() {
        let whole = broker_address("amqps://friday:p%40ss%2B+@nas.example/home%2Fpods?queue=mine").unwrap();
        assert_eq!((whole.user.as_str(), whole.password.as_str()), ("friday", "p@ss++"));
        assert_eq!((whole.host.as_str(), whole.port, whole.tls), ("nas.example", 5671, true));
        assert_eq!((whole.vhost.as_str(), whole.queue.as_str()), ("home/pods", "mine"));
        let short = broker_address("amqp://[::1]:7000").unwrap();
        assert_eq!((short.host.as_str(), short.port, short.vhost.as_str()), ("::1", 7000, "/"));
        assert_eq!((short.user.as_str(), short.queue.as_str(), short.tls), ("guest", "friday", false));
        for nonsense in ["", "nas.example", "https://nas.example"] {
            assert!(broker_address(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn a_file_there_is_found_here_where_both_see_the_folder() {
        let settings = RoadSettings {
            worker_folder: "/srv/podcasts".to_owned(),
            my_folder: "/mnt/nas".to_owned(),
            ..RoadSettings::default()
        };
        let here = |there| settings.here(Path::new(there));
        assert_eq!(here("/srv/podcasts/Show/a.mp3"), Some(PathBuf::from("/mnt/nas/Show/a.mp3")));
        assert_eq!(here("/srv/podcasts2/Show/a.mp3"), None);
        assert_eq!(RoadSettings::default().here(Path::new("/srv/a.mp3")), None);
    }

    #[test]
    fn settings_of_another_version_are_read_as_far_as_they_are_understood() {
        let read = RoadSettings::read(r#"{"driver":"amqp","host":"nas","port":-1,"new":1}"#);
        assert_eq!((read.driver, read.host.as_str(), read.port), (Driver::Amqp, "nas", 5672));
        assert_eq!(RoadSettings::read(&read.written()), read);
        assert_eq!(RoadSettings::read("words"), RoadSettings::default());
    }
}
