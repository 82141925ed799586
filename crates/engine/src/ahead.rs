//! What a listener hears before the download has come to it. It is fetched beside the download, of the same version of
//! the file, and kept, so that the player may ask for it again, and the download need not.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    ops::Range,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use axum::body::Bytes;
use friday_model::EpisodeId;
use friday_net::{AheadBody, AheadRequest, Answer, Reach, Validator};
use tokio::{sync::watch, time::timeout};
use url::Url;

/// Less than this is not worth a request of its own.
const WORTH: u64 = 256 * 1024;
/// The download takes over so much at once.
const MOUTHFUL: usize = 1024 * 1024;
/// A download waits no longer than this for a listener, so that its own connection does not fall asleep.
const COURTESY: Duration = Duration::from_secs(5);

/// The downloads that run here, by those who may listen ahead of them.
#[derive(Debug, Default)]
pub(crate) struct Aheads {
    running: Mutex<HashMap<EpisodeId, Arc<Ahead>>>,
}

impl Aheads {
    pub(crate) fn begin(&self, episode: EpisodeId, url: Url, reach: Reach, folder: PathBuf) -> Arc<Ahead> {
        let ahead = Arc::new(Ahead {
            url,
            reach,
            folder,
            pieces: Mutex::default(),
            opened: Mutex::default(),
            waiting: watch::Sender::new(0),
        });
        self.with(|running| running.insert(episode, ahead.clone()));
        ahead
    }

    pub(crate) fn of(&self, episode: EpisodeId) -> Option<Arc<Ahead>> {
        self.with(|running| running.get(&episode).cloned())
    }

    pub(crate) fn end(&self, episode: EpisodeId) {
        self.with(|running| running.remove(&episode));
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<EpisodeId, Arc<Ahead>>) -> T) -> T {
        act(&mut self.running.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What is ahead of one download.
#[derive(Debug)]
pub(crate) struct Ahead {
    url: Url,
    reach: Reach,
    /// Where it is kept, in a file without a name that goes with the download.
    folder: PathBuf,
    pieces: Mutex<Pieces>,
    /// An answer that a player will come for, and its first byte.
    opened: Mutex<Option<(u64, AheadBody)>>,
    /// How many listeners wait for bytes from the network.
    waiting: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Pieces {
    total: Option<u64>,
    validator: Option<Validator>,
    file: Option<File>,
    /// In order, and apart from each other.
    ranges: Vec<Range<u64>>,
}

/// A listener that waits for bytes, until dropped.
pub(crate) struct Waiting(Arc<Ahead>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.waiting.send_modify(|waiting| *waiting -= 1);
    }
}

impl Ahead {
    /// The server has said which version it sends. What was kept of another one goes.
    pub(crate) fn answered(&self, answer: &Answer) {
        self.with(|pieces| {
            if pieces.validator != answer.validator || pieces.total != answer.total {
                *pieces =
                    Pieces { total: answer.total, validator: answer.validator.clone(), ..Pieces::default() };
            }
        });
    }

    /// How to ask for what begins at `start`; nothing while the version is not known.
    pub(crate) fn request(&self, start: u64) -> Option<AheadRequest> {
        self.with(|pieces| {
            let total = pieces.total.filter(|total| start < *total)?;
            Some(AheadRequest {
                url: self.url.clone(),
                reach: self.reach.clone(),
                start,
                total,
                validator: pieces.validator.clone(),
            })
        })
    }

    /// A player will come for what begins there.
    pub(crate) fn open(&self, start: u64, body: AheadBody) {
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some((start, body));
    }

    /// What was opened for a player that comes for what begins there.
    pub(crate) fn opened(&self, start: u64) -> Option<AheadBody> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.take_if(|(begins, _)| *begins == start).map(|(_, body)| body)
    }

    pub(crate) fn wait(self: &Arc<Self>) -> Waiting {
        self.waiting.send_modify(|waiting| *waiting += 1);
        Waiting(self.clone())
    }

    /// Keeps bytes for the player, and for the download. A disk that says no costs only that.
    pub(crate) fn keep(&self, start: u64, bytes: &[u8]) {
        let kept = self.with(|pieces| {
            if pieces.file.is_none() {
                pieces.file = Some(tempfile::tempfile_in(&self.folder)?);
            }
            pieces.write(start, bytes)
        });
        if let Err(error) = kept {
            tracing::debug!(%error, "what was fetched ahead of a download is not kept");
        }
    }

    /// At most so many bytes that begin there, if they are kept.
    pub(crate) fn read(&self, start: u64, most: usize) -> Option<Bytes> {
        self.with(|pieces| pieces.read(start, most)).filter(|bytes| !bytes.is_empty())
    }

    fn with<T>(&self, act: impl FnOnce(&mut Pieces) -> T) -> T {
        act(&mut self.pieces.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl friday_net::Ahead for Ahead {
    async fn calm(&self) {
        let mut waiting = self.waiting.subscribe();
        let _ = timeout(COURTESY, waiting.wait_for(|waiting| *waiting == 0)).await;
    }

    /// Only of a version that its validator tells apart from any other.
    async fn kept(&self, from: u64) -> Option<Bytes> {
        self.with(|pieces| {
            let range = pieces.ranges.iter().find(|range| range.contains(&from))?;
            let enough = range.end - from >= WORTH || Some(range.end) == pieces.total;
            let exact = pieces.validator.as_ref().is_some_and(|validator| validator.if_range().is_some());
            if enough && exact { pieces.read(from, MOUTHFUL) } else { None }
        })
    }
}

impl Pieces {
    fn write(&mut self, start: u64, bytes: &[u8]) -> io::Result<()> {
        let Some(mut file) = self.file.as_ref() else { return Ok(()) };
        file.seek(SeekFrom::Start(start))?;
        file.write_all(bytes)?;
        self.ranges = with_range(&self.ranges, start..start + bytes.len() as u64);
        Ok(())
    }

    fn read(&self, start: u64, most: usize) -> Option<Bytes> {
        let range = self.ranges.iter().find(|range| range.contains(&start))?;
        let mut file = self.file.as_ref()?;
        file.seek(SeekFrom::Start(start)).ok()?;
        let length = usize::try_from(range.end - start).unwrap_or(most).min(most);
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes).ok()?;
        Some(bytes.into())
    }
}

/// The ranges with another one, those that touch made one.
fn with_range(ranges: &[Range<u64>], new: Range<u64>) -> Vec<Range<u64>> {
    let mut new = new;
    let mut all: Vec<Range<u64>> = Vec::with_capacity(ranges.len() + 1);
    for range in ranges {
        if range.end < new.start || new.end < range.start {
            all.push(range.clone());
        } else {
            new = new.start.min(range.start)..new.end.max(range.end);
        }
    }
    let place = all.partition_point(|range| range.start < new.start);
    all.insert(place, new);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_that_touch_are_one() {
        for (ranges, new, expected) in [
            (vec![], 5..9, vec![5..9]),
            (vec![0..5], 5..9, vec![0..9]),
            (vec![0..5], 6..9, vec![0..5, 6..9]),
            (vec![6..9], 0..5, vec![0..5, 6..9]),
            (vec![0..3, 6..9], 2..7, vec![0..9]),
            (vec![0..9], 2..3, vec![0..9]),
            (vec![0..2, 4..6, 8..10], 5..8, vec![0..2, 4..10]),
        ] {
            assert_eq!(with_range(&ranges, new.clone()), expected, "{ranges:?} {new:?}");
        }
    }
}
