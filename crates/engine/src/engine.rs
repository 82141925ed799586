use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use friday_model::Timestamp;
use friday_net::Net;
use friday_queue::Queue;
use friday_store::Store;
use tokio::sync::broadcast;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Driver, Error, Event, Options, Result, RoadSettings,
    ahead::Aheads,
    artwork::Artwork,
    backups,
    directory::{Charts, Pace},
    listening::Listener,
    media_server::MediaServer,
    progress::Meters,
    refresh::Refreshing,
    road::Road,
    search::SearchIndex,
    secrets::Secrets,
};

/// Events that a slow reader may fall behind before it is told to read everything again.
const EVENTS: usize = 1024;

/// One listener's library in one folder. Cheap to clone; every clone is the same library.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) options: Options,
    pub(crate) store: Store,
    pub(crate) queue: Queue,
    pub(crate) net: Net,
    pub(crate) secrets: Secrets,
    pub(crate) artwork: Artwork,
    pub(crate) media: MediaServer,
    pub(crate) meters: Meters,
    pub(crate) aheads: Aheads,
    pub(crate) listener: Listener,
    pub(crate) refreshing: Refreshing,
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) road: Road,
    pub(crate) search: SearchIndex,
    pub(crate) itunes_pace: Pace,
    pub(crate) charts: Charts,
    /// Held from reading or writing how fast downloads may be until it holds: what was read before counts no more.
    pub(crate) pacing: tokio::sync::Mutex<()>,
    pub(crate) running: std::sync::atomic::AtomicBool,
    /// What goes on behind the verbs; [`Engine::close`] ends it and waits for it.
    pub(crate) background: TaskTracker,
    pub(crate) closing: CancellationToken,
}

impl Engine {
    /// Opens the library, making its folders where they are missing. Nothing runs in the background yet but the
    /// loopback server; see [`Engine::keep_working`].
    pub async fn open(options: Options) -> Result<Self> {
        make_folder(&options.data_dir)?;
        make_folder(&options.artwork_dir())?;
        backups::look_before_opening(&options)?;
        let store = Store::open(&options.database()).await?;
        // Where there are downloads but no folder, a drive is missing: a new folder in its place would hide that.
        // Whatever is wrong with the folder, the rest of the library is there.
        if store.finished_downloads().await?.is_empty()
            && let Err(error) = make_folder(&options.downloads_dir)
        {
            tracing::warn!(%error, "nothing can be downloaded");
        }
        let (writer, readers) = store.pools();
        friday_queue::migrate(&writer).await?;
        let driver = match options.driver {
            Some(driver) => driver,
            None => RoadSettings::kept_in(&store).await?.driver,
        };
        let clock = options.clock.clone();
        let queue = match driver {
            Driver::Database => Queue::database(writer, readers, clock),
            Driver::Amqp => Queue::amqp(writer, readers, clock),
            Driver::Async | Driver::AsyncBlocking => {
                Queue::in_memory(clock, driver == Driver::AsyncBlocking).await?
            }
        };
        let net = Net::new(options.net.clone());
        let secrets = Secrets::new(&options.data_dir, options.keyring.clone());
        let artwork = Artwork::new(options.artwork_dir(), net.clone());
        let media =
            MediaServer::bind().await.map_err(Error::io("the loopback server could not be started"))?;
        let (events, _) = broadcast::channel(EVENTS);
        let engine = Self {
            inner: Arc::new(Inner {
                meters: Meters::default(),
                aheads: Aheads::default(),
                listener: Listener::default(),
                refreshing: Refreshing::default(),
                road: Road::default(),
                search: SearchIndex::in_folder(options.search_dir()),
                itunes_pace: Pace::default(),
                charts: Charts::default(),
                pacing: tokio::sync::Mutex::default(),
                running: std::sync::atomic::AtomicBool::new(false),
                background: TaskTracker::new(),
                closing: CancellationToken::new(),
                options,
                store,
                queue,
                net,
                secrets,
                artwork,
                media,
                events,
            }),
        };
        engine.read_queue_settings().await?;
        engine.keep_time();
        engine.serve_media();
        engine.keep_hours();
        engine.retell_queue_events();
        Ok(engine)
    }

    /// Everything that happens from now on. A reader that falls behind is told so by the channel, and reads all again.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// Ends what runs in the background (a running download stops at its last synced bytes and goes on at the next
    /// start), and closes the database.
    pub async fn close(&self) {
        self.keep_position().await;
        self.inner.closing.cancel();
        self.inner.background.close();
        self.inner.background.wait().await;
        self.inner.store.close().await;
    }

    /// Where the database lies.
    pub fn data_dir(&self) -> &Path {
        &self.inner.options.data_dir
    }

    /// Where finished episodes lie.
    pub fn downloads_dir(&self) -> &Path {
        &self.inner.options.downloads_dir
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(self.inner.options.clock.now())
    }

    /// Nobody may listen, and that is fine.
    pub(crate) fn tell(&self, event: Event) {
        let _ = self.inner.events.send(event);
    }

    /// Does something until it ends or the engine closes.
    pub(crate) fn in_background(&self, work: impl Future<Output = ()> + Send + 'static) {
        let closing = self.inner.closing.clone();
        self.inner.background.spawn(async move {
            tokio::select! {
                () = closing.cancelled() => {}
                () = work => {}
            }
        });
    }
}

fn make_folder(path: &PathBuf) -> Result<()> {
    std::fs::create_dir_all(path).map_err(Error::io(format!("{} cannot be made", path.display())))
}
