//! The loopback server that feeds the audio element and shows artwork, because WebKitGTK cannot play media from
//! custom schemes.
//!
//! Any program on this machine could ask it, so it answers only on 127.0.0.1, only under a path that cannot be
//! guessed, only to its own `Host` (against DNS rebinding), and only for ids that the library knows.

use axum::{
    Router,
    body::Body,
    extract::{Path, Query, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use friday_model::EpisodeId;
use tokio::net::TcpListener;
use tower_http::cors::CorsLayer;

use crate::{
    Engine,
    media_body::{self, Media},
    range::{Wanted, wanted},
};

/// The page's origins: Linux and macOS, Windows.
const PAGE: [&str; 2] = ["tauri://localhost", "http://tauri.localhost"];

pub(crate) struct MediaServer {
    listener: std::sync::Mutex<Option<TcpListener>>,
    host: String,
    token: String,
}

impl MediaServer {
    pub(crate) async fn bind() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let host = listener.local_addr()?.to_string();
        let token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>());
        Ok(Self { listener: std::sync::Mutex::new(Some(listener)), host, token })
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://{}/{}/{path}", self.host, self.token)
    }
}

impl Engine {
    pub(crate) fn serve_media(&self) {
        let listener = self.inner.media.listener.lock().ok().and_then(|mut listener| listener.take());
        let Some(listener) = listener else { return };
        let base = format!("/{}", self.inner.media.token);
        let pages = PAGE.map(HeaderValue::from_static);
        let known = Router::new()
            .route("/episode/{id}", get(episode))
            .route("/artwork/{name}", get(artwork))
            .layer(CorsLayer::new().allow_origin(pages).allow_methods([Method::GET, Method::HEAD]));
        let router = Router::new()
            .nest(&base, known)
            .layer(middleware::from_fn_with_state(self.clone(), guard))
            .with_state(self.clone());
        self.in_background(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the loopback server has stopped");
            }
        });
    }
}

async fn guard(State(engine): State<Engine>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if host != Some(engine.inner.media.host.as_str()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    response
}

async fn artwork(State(engine): State<Engine>, Path(name): Path<String>) -> Response {
    match engine.inner.artwork.read(&name).await {
        Some((bytes, kind)) => {
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "private, max-age=86400")], bytes)
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Where an answer begins.
#[derive(Debug, serde::Deserialize)]
struct Beginning {
    /// A byte of the file; without it, the first.
    #[serde(default)]
    from: u64,
}

async fn episode(
    State(engine): State<Engine>,
    Path(id): Path<i64>,
    Query(Beginning { from }): Query<Beginning>,
    request: Request,
) -> Response {
    let Some(media) = media_body::find(&engine, EpisodeId(id)).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let media = media.beginning_at(from);
    let range = request.headers().get(header::RANGE).and_then(|range| range.to_str().ok());
    tracing::debug!(id, from, range, length = media.length(), "the player asks");
    answer(media, range).unwrap_or_else(|error| {
        tracing::error!(%error, "an answer of the loopback server could not be built");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

pub(crate) fn answer(media: Media, range: Option<&str>) -> Result<Response, axum::http::Error> {
    let length = media.length();
    let builder = Response::builder()
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::CONTENT_TYPE, media.mime_type().to_owned());
    match wanted(range, length) {
        Wanted::Nothing => builder
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(header::CONTENT_RANGE, format!("bytes */{length}"))
            .body(Body::empty()),
        Wanted::Whole => builder.header(header::CONTENT_LENGTH, length).body(media.body(0..length)),
        Wanted::Part(part) => builder
            .status(StatusCode::PARTIAL_CONTENT)
            .header(header::CONTENT_LENGTH, part.end - part.start)
            .header(header::CONTENT_RANGE, format!("bytes {}-{}/{length}", part.start, part.end - 1))
            .body(media.body(part)),
    }
}
