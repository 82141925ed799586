use std::future::IntoFuture as _;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, mpsc as std_mpsc};
use std::thread::JoinHandle;

use axum::Router;
use tokio::runtime::{Builder, Handle};
use tokio::sync::{mpsc, oneshot};

use crate::aerial::{Aerial, LineEnd, Order};
use crate::audio::Audio;
use crate::beside;
use crate::dates::{DAY, TODAY};
use crate::directories;
use crate::fault::{Fault, FaultSet, Place};
use crate::file::{Content, File, OnPath, Reply};
use crate::gate::Gate;
use crate::mother::{EpisodeMother, ShowMother};
use crate::on_air::{EpisodeOnAir, OnAir};
use crate::patience::Patience;
use crate::publish;
use crate::shows;
use crate::station::{self, Station};
use crate::traffic::{Scope, Traffic};

/// The outside world on loopback: a directory, feeds, covers and recordings, with every fault of real hosts as a switch.
///
/// It runs on a thread and a clock of its own and ends when dropped, open connections with it.
#[derive(Debug)]
pub struct Broadcaster {
    station: Arc<Station>,
    orders: mpsc::UnboundedSender<Order>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread reports once it listens.
type Started = io::Result<Arc<Station>>;

impl Broadcaster {
    /// The invented shows on air at a free port.
    pub async fn start() -> Self {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into()).await.expect("loopback has a free port")
    }

    /// [`start`](Self::start) for a test without a runtime.
    pub fn start_blocking() -> Self {
        let (launching, started) = Self::launch((Ipv4Addr::LOCALHOST, 0).into());
        let started = started.blocking_recv().expect("the thread reports before it ends");
        launching.on_air(started).expect("loopback has a free port")
    }

    /// The invented shows on air at an address; port 0 stands for a free one.
    pub async fn start_at(address: SocketAddr) -> io::Result<Self> {
        let (launching, started) = Self::launch(address);
        launching.on_air(started.await.expect("the thread reports before it ends"))
    }

    /// `http://127.0.0.1:41234`, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.station.base_url
    }

    /// The iTunes directory's base URL, to which `/search` is appended.
    pub fn itunes_url(&self) -> String {
        self.url("/itunes")
    }

    /// The base URLs of the other directories, each with the variable that names it to Friday.
    pub fn directory_urls(&self) -> [(&'static str, String); 4] {
        [
            ("FRIDAY_ITUNES_URL", self.itunes_url()),
            ("FRIDAY_PODCASTINDEX_URL", self.url(directories::PODCAST_INDEX)),
            ("FRIDAY_FYYD_URL", self.url(directories::FYYD)),
            ("FRIDAY_GPODDER_URL", self.url(directories::GPODDER)),
        ]
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.station.base_url)
    }

    /// The show of this slug. Panics if there is none.
    pub fn show(&self, slug: &str) -> OnAir {
        let programme = self.station.programme();
        let show = programme.shows.iter().find(|show| show.slug == slug).cloned();
        let known: Vec<String> = programme.shows.iter().map(|show| show.slug.clone()).collect();
        drop(programme);
        show.unwrap_or_else(|| panic!("there is no show {slug:?} on air, but {known:?}"))
    }

    /// All shows, in the order they were first published.
    pub fn shows(&self) -> Vec<OnAir> {
        self.station.programme().shows.clone()
    }

    /// Puts a show on air, or a new version of one with the same slug.
    pub fn publish(&self, show: ShowMother) -> OnAir {
        publish::publish(&self.station, show)
    }

    /// Puts an episode on top of a show, published a day after its newest unless it has a date.
    pub fn add_episode(&self, slug: &str, episode: EpisodeMother) -> EpisodeOnAir {
        publish::add_episode(&self.station, slug, episode)
    }

    /// Puts a recording on air that no feed mentions.
    pub fn put_audio(&self, path: &str, audio: Audio) -> EpisodeOnAir {
        publish::put_audio(&self.station, path, audio)
    }

    /// Has every request to `path` answered so, whatever was there. Gives the address.
    pub fn put(&self, path: &str, reply: Reply) -> String {
        self.station.programme().paths.insert(path.to_owned(), OnPath::Reply(reply));
        self.url(path)
    }

    /// Replaces a recording by its next version: equally long, other bytes, another `ETag` and date.
    pub fn new_version(&self, path: &str) {
        self.station.new_version(&self.path(path));
    }

    /// SHA-256, in lower-case hexadecimal, of the recording that is now at `path`. Panics if there is none.
    pub fn sha256(&self, path: &str) -> String {
        let path = self.path(path);
        let audio = match self.station.programme().paths.get(&path) {
            Some(OnPath::File(File { content: Content::Audio(audio), .. })) => Some(audio.clone()),
            _ => None,
        };
        audio.unwrap_or_else(|| panic!("there is no recording at {path}")).sha256()
    }

    /// The switch for faults at one path, which may be given as a whole address.
    pub fn on(&self, path: &str) -> Switch<'_> {
        Switch { station: &self.station, place: Place::Path(self.path(path)) }
    }

    /// The switch for faults of all that belongs to a show.
    pub fn on_show(&self, slug: &str) -> Switch<'_> {
        Switch { station: &self.station, place: Place::Show(slug.to_owned()) }
    }

    /// The switch for faults of the whole host.
    pub fn everywhere(&self) -> Switch<'_> {
        Switch { station: &self.station, place: Place::Everywhere }
    }

    /// Switches all faults off.
    pub fn heal(&self) {
        self.station.switchboard.heal(None);
    }

    /// The next answer at `path` sends so many bytes of its body and waits at the gate.
    pub fn hold(&self, path: &str, after_bytes: u64) -> Gate {
        let gate = self.station.gate(&format!("hold-{}", self.station.turn()));
        self.on(path).once(Fault::Hold { after_bytes, gate: gate.name().to_owned() });
        gate
    }

    /// The gate of this name, made when first mentioned.
    pub fn gate(&self, name: &str) -> Gate {
        self.station.gate(name)
    }

    /// Closes the port and resets every connection: connecting is refused until [`go_on_air`](Self::go_on_air).
    pub fn go_off_air(&self) {
        self.order(false);
    }

    /// Opens the same port again.
    pub fn go_on_air(&self) {
        self.order(true);
    }

    /// What was asked at a path.
    pub fn traffic(&self, path: &str) -> Traffic {
        self.station.record.traffic(&Scope::Path(self.path(path)))
    }

    /// What was asked of a show: feed, page, cover, recordings.
    pub fn show_traffic(&self, slug: &str) -> Traffic {
        self.station.record.traffic(&Scope::Show(slug.to_owned()))
    }

    /// What was asked under one name: a host with its port, as in an address.
    pub fn host_traffic(&self, host: &str) -> Traffic {
        self.station.record.traffic(&Scope::Host(host.to_owned()))
    }

    /// All that was asked.
    pub fn total_traffic(&self) -> Traffic {
        self.station.record.traffic(&Scope::Everything)
    }

    /// Forgets the traffic so far.
    pub fn forget_traffic(&self) {
        self.station.record.forget();
    }

    /// Waits until the traffic at a path is as `wanted` says, and gives it. Panics after 30 s, telling the traffic.
    pub async fn wait_until(&self, path: &str, wanted: impl Fn(&Traffic) -> bool) -> Traffic {
        let scope = Scope::Path(self.path(path));
        self.station.patience.with(self.station.record.until(&scope, wanted), || self.missing(&scope)).await
    }

    /// [`wait_until`](Self::wait_until) for a test without a runtime.
    pub fn wait_until_blocking(&self, path: &str, wanted: impl Fn(&Traffic) -> bool) -> Traffic {
        let scope = Scope::Path(self.path(path));
        self.station
            .patience
            .with_blocking(self.station.record.until(&scope, wanted), || self.missing(&scope))
    }

    fn missing(&self, scope: &Scope) -> String {
        format!("the traffic wanted; there was {:#?}", self.station.record.traffic(scope))
    }

    /// The path of an address here; a path as it is. Without the query, for files are known without.
    fn path(&self, path: &str) -> String {
        let path = path.strip_prefix(self.base_url()).unwrap_or(path);
        path.split('?').next().unwrap_or(path).to_owned()
    }

    fn order(&self, on_air: bool) {
        let (done, is_done) = std_mpsc::channel();
        // The thread obeys within a moment; it is gone only when this broadcaster is.
        if self.orders.send((on_air, done)).is_ok() {
            let _ = is_done.recv();
        }
    }

    fn launch(address: SocketAddr) -> (Launching, oneshot::Receiver<Started>) {
        let (started, is_started) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let (orders, obeyed) = mpsc::unbounded_channel();
        let thread = std::thread::Builder::new()
            .name("broadcaster".into())
            .spawn(move || run(address, started, ended, obeyed))
            .expect("the system has a thread to spare");
        (Launching { orders, end, thread }, is_started)
    }
}

impl Drop for Broadcaster {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A broadcaster whose thread has not reported yet.
struct Launching {
    orders: mpsc::UnboundedSender<Order>,
    end: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Launching {
    fn on_air(self, started: Started) -> io::Result<Broadcaster> {
        let station = started?;
        for show in shows::all() {
            publish::publish(&station, show);
        }
        let page = File {
            content: Content::Text(beside::PLAIN_PAGE.into()),
            content_type: "text/html; charset=utf-8".into(),
            modified: TODAY - 90 * DAY,
            show: None,
        };
        station.programme().paths.insert("/plain".into(), OnPath::File(page));
        Ok(Broadcaster { station, orders: self.orders, end: Some(self.end), thread: Some(self.thread) })
    }
}

/// The broadcaster's thread: everything it serves lives and dies with the runtime here.
fn run(
    address: SocketAddr,
    started: oneshot::Sender<Started>,
    ended: oneshot::Receiver<()>,
    orders: mpsc::UnboundedReceiver<Order>,
) {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = started.send(Err(error));
            return;
        }
    };
    runtime.block_on(async {
        let aerial = match Aerial::raise(address, orders).await {
            Ok(aerial) => aerial,
            Err(error) => {
                let _ = started.send(Err(error));
                return;
            }
        };
        let base_url = format!("http://{}", aerial.address());
        let station = Arc::new(Station::new(base_url, Patience::new(Handle::current())));
        let router = Router::new().fallback(station::answer).with_state(Arc::clone(&station));
        let serving = axum::serve(aerial, router.into_make_service_with_connect_info::<LineEnd>());
        if started.send(Ok(station)).is_err() {
            return;
        }
        tokio::select! {
            _ = ended => {}
            _ = serving.into_future() => {}
        }
    });
}

/// Switches faults at one place.
#[derive(Debug)]
pub struct Switch<'a> {
    station: &'a Station,
    place: Place,
}

impl Switch<'_> {
    /// For the next request here that no earlier counted faults are waiting for.
    pub fn once(&self, faults: impl Into<FaultSet>) {
        self.times(1, faults);
    }

    /// For so many requests, after those for which faults are waiting already.
    pub fn times(&self, times: u32, faults: impl Into<FaultSet>) {
        self.station.switchboard.switch(self.place.clone(), Some(times), faults.into());
    }

    /// For every request from now on, besides the counted ones.
    pub fn always(&self, faults: impl Into<FaultSet>) {
        self.station.switchboard.switch(self.place.clone(), None, faults.into());
    }

    /// Switches all faults of this place off.
    pub fn heal(&self) {
        self.station.switchboard.heal(Some(&self.place));
    }
}
