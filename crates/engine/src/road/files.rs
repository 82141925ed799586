//! Where finished errands can be fetched: a server on the address by which the broker is reached, which knows nothing but
//! files, each under a name that cannot be guessed.

use std::net::{IpAddr, SocketAddr, UdpSocket};

use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use friday_queue::AmqpSettings;
use tokio::net::TcpListener;
use url::Url;

use super::Road;
use crate::{Engine, Error, Result, media_body, media_server};

/// The port of the last time, so that what was told of a file stays true.
const PORT: &str = "downloads.files_port";

impl Road {
    /// Where the file of this token can be fetched.
    pub(super) fn file_url(&self, token: &str) -> Option<Url> {
        Url::parse(&format!("http://{}/file/{token}", self.files.get()?)).ok()
    }
}

impl Engine {
    /// Begins to serve files on this address, or on the one by which the broker is reached, until the engine closes.
    pub(super) async fn serve_files(&self, broker: &AmqpSettings, on: Option<SocketAddr>) -> Result<()> {
        let address = match on {
            Some(address) => address,
            None => SocketAddr::new(towards(broker), self.last_port().await?),
        };
        let listener = match TcpListener::bind(address).await {
            Err(_) if on.is_none() => TcpListener::bind((address.ip(), 0)).await,
            listener => listener,
        };
        let listener = listener.map_err(Error::io(format!("files cannot be served on {address}")))?;
        let address = listener.local_addr().map_err(Error::io("files cannot be served"))?;
        self.keep_port(address.port()).await?;
        let _ = self.inner.road.files.set(address);
        let router = Router::new().route("/file/{token}", get(file)).with_state(self.clone());
        self.in_background(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the server of finished files has stopped");
            }
        });
        Ok(())
    }

    async fn last_port(&self) -> Result<u16> {
        Ok(self.inner.store.setting(PORT).await?.and_then(|port| port.parse().ok()).unwrap_or(0))
    }

    async fn keep_port(&self, port: u16) -> Result<()> {
        let mut write = self.inner.store.write().await?;
        write.set_setting(PORT, &port.to_string()).await?;
        Ok(write.commit().await?)
    }
}

/// The address of this computer on the way to the broker. Nothing is sent.
fn towards(broker: &AmqpSettings) -> IpAddr {
    let way = |from: &str| {
        let socket = UdpSocket::bind((from, 0)).ok()?;
        socket.connect((broker.host.as_str(), broker.port)).ok()?;
        Some(socket.local_addr().ok()?.ip())
    };
    way("0.0.0.0").or_else(|| way("::")).unwrap_or(IpAddr::from([127, 0, 0, 1]))
}

async fn file(State(engine): State<Engine>, Path(token): Path<String>, request: Request) -> Response {
    let found = async {
        let id = engine.inner.store.errand_by_token(&token).await.ok()??;
        let row = engine.inner.store.download(id).await.ok()??;
        let tag = HeaderValue::from_str(&format!("\"{}\"", row.sha256.as_deref()?)).ok()?;
        Some((media_body::finished(&engine, row).await?, tag))
    };
    let Some((media, tag)) = found.await else { return StatusCode::NOT_FOUND.into_response() };
    let range = request.headers().get(header::RANGE).filter(|_| {
        // Of another version of the file, no part is wanted.
        request.headers().get(header::IF_RANGE).is_none_or(|version| *version == tag)
    });
    let range = range.and_then(|range| range.to_str().ok());
    match media_server::answer(media, range) {
        Ok(mut response) => {
            response.headers_mut().insert(header::ETAG, tag);
            response
        }
        Err(error) => {
            tracing::error!(%error, "a file could not be served");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
