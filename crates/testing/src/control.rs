//! The broadcaster's switches over HTTP, for whoever runs it as a program: JSON in, JSON out, below `/_control/`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::fault::{Fault, FaultSet, Place};
use crate::file::{Content, OnPath};
use crate::mother::EpisodeMother;
use crate::on_air::{EpisodeOnAir, OnAir};
use crate::publish;
use crate::station::Station;
use crate::traffic::Scope;

pub(crate) const PREFIX: &str = "/_control/";

/// An order to switch faults.
#[derive(Deserialize)]
struct FaultOrder {
    /// Absent: everywhere.
    on: Option<OrderedPlace>,
    /// Absent: always.
    times: Option<u32>,
    faults: Vec<Fault>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OrderedPlace {
    Path(String),
    Show { show: String },
}

#[derive(Deserialize, Default)]
struct HealOrder {
    on: Option<OrderedPlace>,
}

#[derive(Deserialize)]
struct EpisodeOrder {
    show: String,
    title: String,
}

impl OrderedPlace {
    fn place(self, base_url: &str) -> Place {
        match self {
            Self::Path(path) => Place::Path(path.strip_prefix(base_url).unwrap_or(&path).to_owned()),
            Self::Show { show } => Place::Show(show),
        }
    }
}

pub(crate) async fn answer(station: &Arc<Station>, request: Request) -> Answer {
    let path = request.uri().path()[PREFIX.len()..].to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let asked_path = url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "path")
        .map(|(_, path)| path.strip_prefix(station.base_url.as_str()).unwrap_or(&path).to_owned());
    let method = request.method().clone();
    let Ok(body) = axum::body::to_bytes(request.into_body(), 1 << 20).await else {
        return Answer::error(StatusCode::PAYLOAD_TOO_LARGE, "an order has at most a megabyte");
    };
    let parts: Vec<&str> = path.split('/').collect();
    let done = match (&method, parts.as_slice()) {
        (&Method::GET, ["shows"]) => {
            let shows = station.programme().shows.clone();
            Ok(shows.iter().map(describe_show).collect())
        }
        (&Method::GET, ["traffic"]) => {
            let scope = asked_path.map_or(Scope::Everything, Scope::Path);
            serde_json::to_value(station.record.traffic(&scope)).map_err(|error| error.to_string())
        }
        (&Method::GET, ["sha256"]) => sha256(station, asked_path.unwrap_or_default()).await,
        (&Method::POST, ["fault"]) => read(&body).map(|order: FaultOrder| {
            let place = order.on.map_or(Place::Everywhere, |on| on.place(&station.base_url));
            station.switchboard.switch(place, order.times, FaultSet(order.faults));
            json!({})
        }),
        (&Method::POST, ["heal"]) => {
            let order = if body.is_empty() { Ok(HealOrder::default()) } else { read(&body) };
            order.map(|order| {
                station.switchboard.heal(order.on.map(|on| on.place(&station.base_url)).as_ref());
                json!({})
            })
        }
        (&Method::POST, ["gate", name, "open"]) => {
            station.gate(name).open();
            Ok(json!({}))
        }
        (&Method::GET, ["gate", name]) => {
            let gate = station.gate(name);
            // The answer says whether it was reached, should it not be within half a minute.
            let _ = tokio::time::timeout(Duration::from_secs(30), gate.reach()).await;
            Ok(json!({ "reached": gate.is_reached(), "open": gate.is_open() }))
        }
        (&Method::POST, ["new_version"]) => {
            station.new_version(&asked_path.unwrap_or_default());
            Ok(json!({}))
        }
        (&Method::POST, ["episode"]) => read(&body).and_then(|order: EpisodeOrder| {
            if !station.programme().mothers.contains_key(&order.show) {
                return Err(format!("there is no show {:?}", order.show));
            }
            Ok(describe_episode(&publish::add_episode(station, &order.show, EpisodeMother::new(order.title))))
        }),
        _ => return Answer::error(StatusCode::NOT_FOUND, "there is no such switch"),
    };
    match done {
        Ok(value) => Answer::json(value.to_string()),
        Err(why) => Answer::error(StatusCode::BAD_REQUEST, &why),
    }
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| format!("the order is not understood: {error}"))
}

async fn sha256(station: &Station, path: String) -> Result<Value, String> {
    let audio = match station.programme().paths.get(&path) {
        Some(OnPath::File(file)) => match &file.content {
            Content::Audio(audio) => audio.clone(),
            _ => return Err(format!("{path} is no recording")),
        },
        _ => return Err(format!("there is nothing at {path}")),
    };
    // Hundreds of megabytes may have to be made and hashed; the answers go on meanwhile.
    let sha256 =
        tokio::task::spawn_blocking(move || audio.sha256()).await.map_err(|error| error.to_string())?;
    Ok(json!({ "path": path, "sha256": sha256 }))
}

fn describe_show(show: &OnAir) -> Value {
    json!({
        "slug": show.slug,
        "title": show.title,
        "author": show.author,
        "feed_url": show.feed_url,
        "site_url": show.site_url,
        "artwork_url": show.artwork_url,
        "episodes": show.episodes.iter().map(describe_episode).collect::<Vec<_>>(),
    })
}

fn describe_episode(episode: &EpisodeOnAir) -> Value {
    json!({
        "title": episode.title,
        "guid": episode.guid,
        "audio_url": episode.audio_url,
        "audio_path": episode.audio_path,
        "published": episode.published,
        "duration": episode.duration.as_secs_f64(),
        "bytes": episode.bytes,
        "content_type": episode.content_type,
    })
}
