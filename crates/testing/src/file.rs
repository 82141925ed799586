//! What is on air at a path: a file with its validators, or an answer as it stands.

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::audio::{Audio, hexadecimal};
use crate::conditions::Validators;

/// An answer that is given as it stands, whatever was asked.
#[derive(Debug, Clone)]
pub struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Reply {
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new() }
    }

    /// One header more; a name may come twice.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }
}

#[derive(Debug, Clone)]
pub(crate) enum OnPath {
    File(File),
    Reply(Reply),
}

/// A file as a good host serves it.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) content: Content,
    pub(crate) content_type: String,
    /// Milliseconds since 1970, whole seconds.
    pub(crate) modified: i64,
    /// The slug of the show it belongs to.
    pub(crate) show: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Sent compressed to those who accept it.
    Text(Bytes),
    Picture(Bytes),
    Audio(Audio),
}

impl File {
    pub(crate) fn validators(&self) -> Validators {
        let tag = match &self.content {
            Content::Text(bytes) | Content::Picture(bytes) => hexadecimal(&Sha256::digest(bytes)[..10]),
            Content::Audio(audio) => audio.fingerprint(),
        };
        Validators { etag: Some(format!("\"{tag}\"")), modified: Some(self.modified) }
    }
}

impl Content {
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Text(bytes) | Self::Picture(bytes) => bytes.len() as u64,
            Self::Audio(audio) => audio.len(),
        }
    }

    pub(crate) fn read(&self, offset: u64, length: usize) -> Bytes {
        match self {
            Self::Text(bytes) | Self::Picture(bytes) => {
                let start = bytes.len().min(offset as usize);
                bytes.slice(start..bytes.len().min(start + length))
            }
            Self::Audio(audio) => audio.read(offset, length),
        }
    }

    pub(crate) fn gzipped(&self) -> Bytes {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&self.read(0, usize::MAX / 2)).expect("a vector takes all bytes");
        encoder.finish().expect("a vector takes all bytes").into()
    }
}
