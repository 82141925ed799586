//! All that a broadcaster has on air, and what answers the requests.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONNECTION, CONTENT_LENGTH};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;

use crate::aerial::LineEnd;
use crate::answer::{self, Answer};
use crate::dates::{DAY, TODAY};
use crate::fault::{Fault, Switchboard};
use crate::file::{Content, File, OnPath};
use crate::flow::Flow;
use crate::gate::Gate;
use crate::mother::{Cover, ShowMother};
use crate::on_air::OnAir;
use crate::patience::Patience;
use crate::traffic::{Asked, Record, Ticket};
use crate::{artwork, charts, control, directories, directory};

#[derive(Debug)]
pub(crate) struct Station {
    pub(crate) base_url: String,
    pub(crate) switchboard: Switchboard,
    pub(crate) record: Arc<Record>,
    pub(crate) patience: Patience,
    programme: Mutex<Programme>,
    gates: Mutex<HashMap<String, Gate>>,
    turns: AtomicU64,
}

#[derive(Debug, Default)]
pub(crate) struct Programme {
    pub(crate) paths: HashMap<String, OnPath>,
    /// In the order they were first published.
    pub(crate) shows: Vec<OnAir>,
    /// Of the same shows in the same order.
    pub(crate) directory: Vec<directory::Listing>,
    /// By slug, for publishing again with a change.
    pub(crate) mothers: HashMap<String, ShowMother>,
    /// How often the recording at a path has been replaced by its next version.
    pub(crate) corrections: HashMap<String, u64>,
}

impl Station {
    pub(crate) fn new(base_url: String, patience: Patience) -> Self {
        Self {
            base_url,
            switchboard: Switchboard::default(),
            record: Record::new(),
            patience,
            programme: Mutex::default(),
            gates: Mutex::default(),
            turns: AtomicU64::new(0),
        }
    }

    pub(crate) fn programme(&self) -> MutexGuard<'_, Programme> {
        self.programme.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn gate(&self, name: &str) -> Gate {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        let patience = &self.patience;
        gates.entry(name.to_owned()).or_insert_with(|| Gate::new(name.to_owned(), patience.clone())).clone()
    }

    /// A number that has not been given before.
    pub(crate) fn turn(&self) -> u64 {
        self.turns.fetch_add(1, Ordering::Relaxed)
    }

    /// Replaces the recording at `path` by its next version.
    pub(crate) fn new_version(&self, path: &str) {
        let mut guard = self.programme();
        let programme = &mut *guard;
        if let Some(OnPath::File(File { content: Content::Audio(audio), modified, .. })) =
            programme.paths.get_mut(path)
        {
            *audio = audio.next_version();
            *modified += 60_000;
            *programme.corrections.entry(path.to_owned()).or_default() += 1;
            let audio = audio.clone();
            for episode in programme.shows.iter_mut().flat_map(|show| &mut show.episodes) {
                if episode.audio_path == path {
                    episode.audio = audio.clone();
                }
            }
        }
    }

    fn on_path(&self, path: &str, query: &str) -> Option<OnPath> {
        let mut programme = self.programme();
        if let Some(known) = programme.paths.get(path) {
            return Some(known.clone());
        }
        if path == directory::PATH {
            return Some(OnPath::Reply(directory::search(&self.base_url, &programme.directory, query)));
        }
        if let Some(reply) = directories::answer(&self.base_url, &programme.directory, path, query) {
            return Some(OnPath::Reply(reply));
        }
        if let Some(reply) = charts::answer(&self.base_url, &programme.directory, path, query) {
            return Some(OnPath::Reply(reply));
        }
        let drawn = OnPath::File(programme.picture(path)?);
        programme.paths.insert(path.to_owned(), drawn.clone());
        Some(drawn)
    }

    fn show_of(&self, path: &str) -> Option<String> {
        match self.programme().paths.get(path) {
            Some(OnPath::File(file)) => file.show.clone(),
            _ => None,
        }
    }
}

impl Programme {
    /// The picture at `/artwork/<slug>/<n>x<n>bb.png`, drawn when it is asked for.
    fn picture(&self, path: &str) -> Option<File> {
        let (slug, name) = path.strip_prefix("/artwork/")?.split_once('/')?;
        let side = name
            .strip_suffix("bb.png")?
            .split_once('x')?
            .0
            .parse()
            .ok()
            .filter(|side| (1..=600).contains(side))?;
        let picture = match &self.mothers.get(slug)?.cover {
            Cover::None => return None,
            Cover::Tile => artwork::tile(slug),
            Cover::Given { bytes, .. } => artwork::sized(bytes, side)?,
        };
        Some(File {
            content: Content::Picture(picture),
            content_type: "image/png".into(),
            modified: TODAY - 90 * DAY,
            show: Some(slug.to_owned()),
        })
    }
}

/// Answers every request.
pub(crate) async fn answer(
    State(station): State<Arc<Station>>,
    ConnectInfo(line): ConnectInfo<LineEnd>,
    request: Request,
) -> Response {
    if request.uri().path().starts_with(control::PREFIX) {
        let answer = control::answer(&station, request).await;
        return plain(answer);
    }
    let asked_path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let (path, way) = way(&asked_path);

    let show = station.show_of(path);
    // What was asked by way of redirects counts where the way ends.
    let counted = if matches!(way, Way::Straight | Way::LastHop) { path } else { &asked_path };
    let ticket = station.record.begin(seen(&request, counted, &query, show.clone()));
    let faults =
        if way == Way::Straight { station.switchboard.take(path, show.as_deref()) } else { Vec::new() };

    for fault in &faults {
        match fault {
            Fault::Latency { ms } => tokio::time::sleep(Duration::from_millis(*ms)).await,
            Fault::NewVersion => station.new_version(path),
            _ => {}
        }
    }
    let answer = match way {
        _ if !matches!(*request.method(), Method::GET | Method::HEAD) => {
            Answer::error(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are understood here")
        }
        Way::Hop(left) => Answer::redirect(302, &format!("/_hop/{}{path}", left - 1)),
        Way::Loop => Answer::redirect(302, &asked_path),
        Way::Straight | Way::LastHop => {
            let on_path = station.on_path(path, &query);
            answer::answer(path, on_path.as_ref(), request.headers(), &faults, station.turn())
        }
    };
    ticket.status(answer.status.as_u16());
    send(&station, answer, request.method() == Method::HEAD, &faults, line, ticket)
}

/// How a request came to its path.
#[derive(Debug, PartialEq, Eq)]
enum Way {
    Straight,
    /// By a chain of redirects with so many to go.
    Hop(u32),
    LastHop,
    Loop,
}

fn way(asked: &str) -> (&str, Way) {
    if let Some(rest) = asked.strip_prefix("/_hop/")
        && let Some((left, _)) = rest.split_once('/')
        && let Ok(number) = left.parse()
    {
        let path = &rest[left.len()..];
        return (path, if number <= 1 { Way::LastHop } else { Way::Hop(number) });
    }
    match asked.strip_prefix("/_loop") {
        Some(path) if path.starts_with('/') => (path, Way::Loop),
        _ => (asked, Way::Straight),
    }
}

fn seen(request: &Request, path: &str, query: &str, show: Option<String>) -> Asked {
    let headers = request
        .headers()
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    Asked::new(request.method().to_string(), path.to_owned(), query.to_owned(), headers, show)
}

fn send(
    station: &Arc<Station>,
    answer: Answer,
    head_only: bool,
    faults: &[Fault],
    line: LineEnd,
    ticket: Ticket,
) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    let length = answer.end - answer.start;
    let off_by: i64 =
        faults.iter().map(|fault| if let Fault::Announce { length } = fault { *length } else { 0 }).sum();
    let bodiless = matches!(answer.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if off_by < 0 {
        // What comes behind the announced end would be taken for the next answer.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    if !faults.contains(&Fault::NoLength) && !bodiless && !response.headers().contains_key(CONTENT_LENGTH) {
        response.headers_mut().insert(CONTENT_LENGTH, length.saturating_add_signed(off_by).into());
    }
    if bodiless {
        ticket.whole();
        return response;
    }
    if head_only {
        *response.body_mut() =
            Body::from_stream(futures_util::stream::empty::<std::io::Result<bytes::Bytes>>());
        ticket.whole();
        return response;
    }
    let flow =
        Flow::new(answer.content, answer.start..answer.end, faults, |name| station.gate(name), line, ticket);
    *response.body_mut() = Body::from_stream(flow.into_stream());
    response
}

fn plain(answer: Answer) -> Response {
    let mut response =
        Response::new(Body::from(answer.content.read(answer.start, (answer.end - answer.start) as usize)));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}
