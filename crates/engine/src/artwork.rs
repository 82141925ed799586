//! Artwork: fetched once, kept on disk under a name that says nothing, served by the loopback server.
//!
//! The page never loads a picture from outside: it asks for a name that was handed out here.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use friday_model::Picture;
use friday_net::{DocumentRequest, Fetched, Net, Reach};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::{Engine, jobs::hex};

/// Bytes of a picture.
const SIZE: u64 = 10 * 1024 * 1024;
/// Pixels along an edge; the web view decodes no more than this.
const EDGE: usize = 4096;

pub(crate) struct Artwork {
    folder: PathBuf,
    net: Net,
    known: Mutex<HashMap<String, Source>>,
    /// One fetch a picture, however many tiles ask for it at once.
    fetching: Mutex<HashMap<String, std::sync::Arc<tokio::sync::Mutex<()>>>>,
}

/// Where a picture is to be had.
#[derive(Clone)]
enum Source {
    Web(Url, Reach),
    /// It came in a file and is on disk, or nowhere.
    Kept,
}

impl Artwork {
    pub(crate) fn new(folder: PathBuf, net: Net) -> Self {
        Self { folder, net, known: Mutex::default(), fetching: Mutex::default() }
    }

    /// Hands out the name under which a picture can be asked for.
    fn name(&self, url: &Url, reach: Reach) -> String {
        let name = hex(&Sha256::digest(url.as_str()));
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(name.clone()).or_insert_with(|| Source::Web(url.clone(), reach));
        name
    }

    /// Hands out a name under which a picture was kept.
    fn allow(&self, kept: &str) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(kept.to_owned()).or_insert(Source::Kept);
    }

    /// Keeps a picture that came in a media file and returns the name under which it is kept; nothing where it is none
    /// that could be shown.
    pub(crate) fn keep(&self, bytes: &[u8]) -> Option<String> {
        picture(bytes)?;
        let name = hex(&Sha256::digest(bytes));
        let (path, partial) = (self.folder.join(&name), self.folder.join(format!("{name}.partial")));
        if !path.exists()
            && let Err(error) =
                std::fs::write(&partial, bytes).and_then(|()| std::fs::rename(&partial, &path))
        {
            tracing::warn!(%error, "a picture could not be kept");
            return None;
        }
        Some(name)
    }

    /// The bytes of a picture that a feed names; see [`Engine::artwork_address`].
    pub(crate) async fn read_from(&self, picture: &Url, named_by: &Url) -> Option<Vec<u8>> {
        let name = self.name(picture, Reach::typed(named_by));
        self.read(&name).await.map(|(bytes, _)| bytes)
    }

    /// The bytes and the type of a picture, or nothing where there is no picture to be had.
    pub(crate) async fn read(&self, name: &str) -> Option<(Vec<u8>, &'static str)> {
        let source = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(name)?.clone();
        let turn = self
            .fetching
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(name.to_owned())
            .or_default()
            .clone();
        let _one_at_a_time = turn.lock().await;
        let path = self.folder.join(name);
        if let Ok(bytes) = tokio::fs::read(&path).await {
            return picture(&bytes).map(|kind| (bytes, kind));
        }
        let Source::Web(url, reach) = source else { return None };
        let request = DocumentRequest { limit: SIZE, accept: "image/*", ..DocumentRequest::new(url, reach) };
        let Ok(Fetched::Document(answer)) = self.net.fetch(&request).await else { return None };
        let kind = picture(&answer.bytes)?;
        let partial = path.with_extension("partial");
        let kept = async {
            tokio::fs::write(&partial, &answer.bytes).await?;
            tokio::fs::rename(&partial, &path).await
        };
        if let Err(error) = kept.await {
            tracing::warn!(%error, "artwork could not be kept");
        }
        Some((answer.bytes.to_vec(), kind))
    }
}

/// By content: no SVG (it can carry scripts), nothing that would decode to more pixels than a cover needs.
fn picture(bytes: &[u8]) -> Option<&'static str> {
    let kind = infer::get(bytes)?.mime_type();
    let allowed = matches!(kind, "image/jpeg" | "image/png" | "image/webp" | "image/gif");
    let size = imagesize::blob_size(bytes).ok()?;
    (allowed && size.width <= EDGE && size.height <= EDGE).then_some(kind)
}

impl Engine {
    /// The address on the loopback server at which the page gets a picture that a feed or a directory named.
    /// `named_by` is the address of that feed or directory: where it is private, so may the picture's be.
    pub fn artwork_address(&self, picture: &Url, named_by: &Url) -> String {
        let name = self.inner.artwork.name(picture, Reach::typed(named_by));
        self.inner.media.address(&format!("artwork/{name}"))
    }

    /// The same of a picture that may have come in a media file.
    pub fn picture_address(&self, picture: &Picture, named_by: &Url) -> String {
        match picture {
            Picture::Web(url) => self.artwork_address(url, named_by),
            Picture::Kept(name) => {
                self.inner.artwork.allow(name);
                self.inner.media.address(&format!("artwork/{name}"))
            }
        }
    }
}
