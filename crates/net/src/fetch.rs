//! Documents: read whole, into memory, and only if they have changed.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::{
    StatusCode,
    header::{self, HeaderMap, HeaderValue},
};
use url::Url;

use crate::{
    Inner, Net,
    ask::{Ask, Asked, Budget},
    classify,
    clients::Kind,
    error::{Cause, NetError},
    reach::Reach,
    redirect::Hop,
};

/// The most that is read of a feed, after decompression.
pub const FEED_LIMIT: u64 = 48_000_000;

/// A document that is wanted.
#[derive(Debug, Clone)]
pub struct DocumentRequest {
    /// A user and password in it are sent to its origin, and nowhere else.
    pub url: Url,
    pub reach: Reach,
    /// The `Accept` header.
    pub accept: &'static str,
    /// In bytes, after decompression.
    pub limit: u64,
    /// The validators that came with the copy that one has.
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// Headers that are sent to the origin of `url`, and nowhere else: a redirect does not carry them off.
    pub private_headers: Vec<(&'static str, String)>,
}

impl DocumentRequest {
    /// Whatever is there, up to [`FEED_LIMIT`].
    pub fn new(url: Url, reach: Reach) -> Self {
        Self {
            url,
            reach,
            accept: "*/*",
            limit: FEED_LIMIT,
            etag: None,
            last_modified: None,
            private_headers: Vec::new(),
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub enum Fetched {
    NotModified(NotModified),
    Document(Document),
}

/// The copy that one has is current.
#[derive(Debug)]
pub struct NotModified {
    /// See [`Document::moved_to`].
    pub moved_to: Option<Url>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// See [`Document::fresh_for`].
    pub fresh_for: Option<Duration>,
    pub hops: Vec<Hop>,
}

/// A document as the server sent it, decompressed.
#[derive(Debug)]
pub struct Document {
    pub bytes: Bytes,
    /// Where it came from after all redirects, without user and password. Relative links are relative to this.
    pub final_url: Url,
    /// Where it lives now: present if there were redirects, all of them permanent (301 or 308) and none from https to http.
    /// To be believed once the document has proved to be what it should.
    pub moved_to: Option<Url>,
    /// The whole header, with a charset if there is one.
    pub content_type: Option<String>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// For how long the server says that asking again is of no use (`Cache-Control: max-age`).
    pub fresh_for: Option<Duration>,
    pub hops: Vec<Hop>,
}

impl Net {
    /// Fetches a document, unless it is still the one that the validators are of.
    pub async fn fetch(&self, request: &DocumentRequest) -> Result<Fetched, NetError> {
        self.inner.fetch(request).await
    }
}

impl Inner {
    async fn fetch(&self, request: &DocumentRequest) -> Result<Fetched, NetError> {
        let mut budget = Budget::of(self.options.document_total);
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(request.accept));
        for (name, value) in &request.private_headers {
            if let Ok(mut value) = HeaderValue::from_str(value) {
                value.set_sensitive(true);
                headers.insert(*name, value);
            }
        }
        let asks_unconditionally = {
            let validators =
                [(header::IF_NONE_MATCH, &request.etag), (header::IF_MODIFIED_SINCE, &request.last_modified)];
            for (name, value) in validators {
                if let Some(Ok(value)) = value.as_deref().map(HeaderValue::from_str) {
                    headers.insert(name, value);
                }
            }
            !headers.contains_key(header::IF_NONE_MATCH) && !headers.contains_key(header::IF_MODIFIED_SINCE)
        };
        let mut ask = Ask {
            kind: Kind::Document,
            url: &request.url,
            reach: &request.reach,
            headers,
            patience: self.options.connect + self.options.document_idle,
        };
        let mut asked = self.ask(&ask, &mut budget).await?;
        if asked.response.status() == StatusCode::NOT_MODIFIED && asks_unconditionally {
            // Something on the way answers for a copy that we do not have.
            ask.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            let mut hops = asked.hops;
            asked = self.ask(&ask, &mut budget).await.map_err(|error| error.after(&hops))?;
            hops.append(&mut asked.hops);
            asked.hops = hops;
        }
        match asked.response.status().as_u16() {
            304 if asks_unconditionally => Err(NetError::new(Cause::Empty).after(&asked.hops)),
            304 => Ok(Fetched::NotModified(NotModified {
                moved_to: asked.moved_to.clone(),
                etag: asked.header(header::ETAG),
                last_modified: asked.header(header::LAST_MODIFIED),
                fresh_for: asked.fresh_for(),
                hops: asked.hops,
            })),
            204 | 205 => Err(NetError::new(Cause::Empty).after(&asked.hops)),
            // Part of a document, which nobody asked for.
            206 => Err(NetError::new(Cause::BadEncoding).after(&asked.hops)),
            200..300 => self.read(asked, request.limit, &mut budget).await.map(Fetched::Document),
            _ => Err(asked.refusal()),
        }
    }

    async fn read(&self, mut asked: Asked, limit: u64, budget: &mut Budget) -> Result<Document, NetError> {
        let fail = |cause, asked: &Asked| Err(NetError::new(cause).after(&asked.hops));
        // The client decodes what it can and removes the header.
        if asked
            .header(header::CONTENT_ENCODING)
            .is_some_and(|encoding| !encoding.eq_ignore_ascii_case("identity"))
        {
            return fail(Cause::BadEncoding, &asked);
        }
        let announced = asked.response.content_length().unwrap_or(0);
        if announced > limit {
            return fail(Cause::TooLarge { limit }, &asked);
        }
        let mut bytes = BytesMut::with_capacity(announced as usize);
        loop {
            match budget.spend(self.options.document_idle, asked.response.chunk()).await {
                Some(Ok(Some(chunk))) => {
                    if (bytes.len() + chunk.len()) as u64 > limit {
                        return fail(Cause::TooLarge { limit }, &asked);
                    }
                    bytes.extend_from_slice(&chunk);
                }
                Some(Ok(None)) => break,
                Some(Err(error)) => {
                    let error = classify::of_encoded_body(error, asked.host(), bytes.len() as u64);
                    return Err(error.after(&asked.hops));
                }
                None => return fail(Cause::Timeout { host: asked.host().to_owned() }, &asked),
            }
        }
        if bytes.is_empty() {
            return fail(Cause::Empty, &asked);
        }
        Ok(Document {
            bytes: bytes.freeze(),
            moved_to: asked.moved_to.clone(),
            content_type: asked.header(header::CONTENT_TYPE),
            etag: asked.header(header::ETAG),
            last_modified: asked.header(header::LAST_MODIFIED),
            fresh_for: asked.fresh_for(),
            hops: std::mem::take(&mut asked.hops),
            final_url: asked.url,
        })
    }
}
