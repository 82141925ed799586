//! A witness that notes everything, and clients with short patience.

use std::{path::PathBuf, time::Duration};

use friday_net::{Answer, MediaRequest, Net, NetOptions, ProxyChoice, Reach, Resume, Witness, WitnessError};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use url::Url;

/// What a download told.
#[derive(Debug, Default)]
pub struct Notes {
    pub answers: Vec<Answer>,
    pub synced: Vec<u64>,
    pub received: u64,
    pub total: Option<u64>,
    /// Fails instead of noting a sync.
    pub forgetful: bool,
    /// Asks for a stop once so many bytes have come.
    pub stop_at: Option<(u64, CancellationToken)>,
}

#[async_trait::async_trait]
impl Witness for Notes {
    async fn answered(&mut self, answer: &Answer) -> Result<(), WitnessError> {
        self.answers.push(answer.clone());
        Ok(())
    }

    fn received(&mut self, bytes: u64, total: Option<u64>) {
        (self.received, self.total) = (bytes, total);
        if let Some((enough, stop)) = &self.stop_at
            && bytes >= *enough
        {
            stop.cancel();
        }
    }

    async fn synced(&mut self, bytes: u64) -> Result<(), WitnessError> {
        if self.forgetful {
            return Err("no room in the notebook".into());
        }
        self.synced.push(bytes);
        Ok(())
    }
}

impl Notes {
    /// What may be relied on after the download has ended, however it did.
    pub fn resume(&self) -> Resume {
        let answer = self.answers.last();
        Resume {
            bytes: self.synced.last().copied().unwrap_or(0),
            total: answer.and_then(|answer| answer.total),
            validator: answer.and_then(|answer| answer.validator.clone()),
        }
    }
}

/// As shipped, but on the loopback, and not through the proxy of whoever runs the tests.
pub fn net() -> Net {
    Net::new(options())
}

pub fn options() -> NetOptions {
    NetOptions { proxy: ProxyChoice::None, ..NetOptions::default() }
}

/// Gives up after a fraction of a second, but not so soon that a busy machine could matter to what is asserted.
pub fn impatient() -> NetOptions {
    NetOptions {
        connect: Duration::from_millis(150),
        document_idle: Duration::from_millis(150),
        document_total: Duration::from_millis(600),
        media_idle: Duration::from_millis(150),
        ..options()
    }
}

/// A folder with a part file to be.
pub struct Shelf {
    folder: TempDir,
}

impl Shelf {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn part(&self) -> PathBuf {
        self.folder.path().join("episode.part")
    }

    pub fn request(&self, url: &Url) -> MediaRequest {
        MediaRequest::new(url.clone(), Reach::typed(url), self.part())
    }

    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.part()).unwrap_or_default()
    }
}
