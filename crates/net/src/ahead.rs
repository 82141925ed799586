//! Bytes of a file that are wanted before its download has come to them: someone listens, and has jumped ahead.
//!
//! They are asked for beside the download, of the very version that it brings, and never of another one.

use std::fmt::{self, Debug, Formatter};

use async_trait::async_trait;
use bytes::Bytes;
use reqwest::header::{self, HeaderMap, HeaderValue};
use url::Url;

use crate::{
    Inner, Net,
    ask::{Ask, Asked, Budget},
    body::Body,
    clients::Kind,
    content_range::ContentRange,
    error::{Cause, NetError},
    reach::Reach,
    validator::Validator,
};

/// What a download knows of those who listen ahead of it.
#[async_trait]
pub trait Ahead: Debug + Send + Sync {
    /// Waits while a listener waits for bytes, who comes first; but not for ever.
    async fn calm(&self);

    /// Bytes that begin there and are here already, of the version that is being downloaded; nothing where they are too
    /// few to be worth another request.
    async fn kept(&self, from: u64) -> Option<Bytes>;
}

/// A file from somewhere in the middle.
#[derive(Debug, Clone)]
pub struct AheadRequest {
    /// A user and password in it are sent to its origin, and nowhere else.
    pub url: Url,
    pub reach: Reach,
    pub start: u64,
    /// Bytes of the whole file, and its version, as the download was told.
    pub total: u64,
    pub validator: Option<Validator>,
}

/// What comes from there on.
pub struct AheadBody {
    body: Body,
    left: u64,
}

impl Net {
    /// Asks for a file from `start` to its end. An answer that is not of the same version, or not from there, is an
    /// error ([`Cause::Changed`]).
    pub async fn ahead(&self, request: &AheadRequest) -> Result<AheadBody, NetError> {
        self.inner.ahead(request).await
    }
}

impl Debug for AheadBody {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("AheadBody").field("left", &self.left).finish_non_exhaustive()
    }
}

impl AheadBody {
    /// The next bytes; none at the end. Whoever does not ask makes the server wait.
    pub async fn next(&mut self) -> Result<Option<Bytes>, NetError> {
        if self.left == 0 {
            return Ok(None);
        }
        let Some(mut chunk) = self.body.next().await? else { return Ok(None) };
        chunk.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        self.left -= chunk.len() as u64;
        Ok(Some(chunk))
    }
}

impl Inner {
    async fn ahead(&self, request: &AheadRequest) -> Result<AheadBody, NetError> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let range = format!("bytes={}-", request.start);
        headers.insert(header::RANGE, HeaderValue::try_from(range).expect("digits are a header value"));
        let if_range = request.validator.as_ref().and_then(Validator::if_range);
        if let Some(Ok(value)) = if_range.map(HeaderValue::from_str) {
            headers.insert(header::IF_RANGE, value);
        }
        let ask = Ask {
            kind: Kind::Media,
            url: &request.url,
            reach: &request.reach,
            headers,
            patience: self.options.connect + self.options.media_idle,
        };
        let asked = self.ask(&ask, &mut Budget::unlimited()).await?;
        if !asked.response.status().is_success() {
            return Err(asked.refusal());
        }
        if !is_the_rest(&asked, request) {
            return Err(NetError::new(Cause::Changed).after(&asked.hops));
        }
        let host = asked.host().to_owned();
        let body = Body::new(asked.response, &host, &self.options);
        Ok(AheadBody { body, left: request.total - request.start })
    }
}

fn is_the_rest(asked: &Asked, request: &AheadRequest) -> bool {
    let range = asked.header(header::CONTENT_RANGE);
    let Some(ContentRange::Part { start, total, .. }) = range.as_deref().and_then(ContentRange::parse) else {
        return false;
    };
    let [etag, last_modified] = [header::ETAG, header::LAST_MODIFIED].map(|name| asked.header(name));
    let same = request
        .validator
        .as_ref()
        .and_then(|validator| validator.agrees(etag.as_deref(), last_modified.as_deref()));
    asked.response.status().as_u16() == 206
        && start == request.start
        && total == Some(request.total)
        && same != Some(false)
}
