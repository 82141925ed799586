//! The bytes that the audio element gets: a finished file, or the partial file of a running download as it grows.
//! Play and download share one body, so that nothing is fetched twice and what is heard is what is kept.

use std::{io::SeekFrom, ops::Range, sync::Arc, time::Duration};

use axum::body::{Body, Bytes};
use friday_model::EpisodeId;
use friday_net::AheadBody;
use friday_store::DownloadRow;
use futures_util::stream;
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _},
    sync::watch,
    time::timeout,
};

use crate::{Engine, ahead::Ahead, progress::Growth};

/// How long a listener waits for bytes before the body is closed; the player asks again.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// The download brings this much before another request would.
const AT_ONCE: u64 = 64 * 1024;
/// A listener does not mind to wait so long.
const SOON: Duration = Duration::from_secs(1);
/// A writer may be a moment behind what it has received.
const MOMENT: Duration = Duration::from_millis(20);

/// What can be played of an episode now.
pub(crate) struct Media {
    file: File,
    length: u64,
    /// What is before this byte is left out.
    from: u64,
    mime_type: String,
    /// Present while the file grows.
    growth: Option<watch::Receiver<Growth>>,
    beyond: Option<Beyond>,
}

/// The way to what lies beyond the edge of a growing file.
struct Beyond {
    engine: Engine,
    id: EpisodeId,
    ahead: Arc<Ahead>,
    /// A request that is answered, and the byte that comes next.
    line: Option<(u64, AheadBody)>,
}

/// The finished file, or the growing one once its length is known. A finished file that was deleted, cut or replaced
/// meanwhile is fetched again.
pub(crate) async fn find(engine: &Engine, id: EpisodeId) -> Option<Media> {
    timeout(PATIENCE, async {
        loop {
            if let Some(row) = engine.inner.store.download(id).await.ok()?
                && row.finished.is_some()
            {
                if !engine.is_untouched(&row).await {
                    engine.play(id).await.ok()?;
                    continue;
                }
                return open(engine, row).await;
            }
            if let Some(media) = growing(engine, id).await {
                return Some(media);
            }
            tokio::time::sleep(MOMENT).await;
        }
    })
    .await
    .ok()?
}

/// The finished file of a download, if it is there as it was.
pub(crate) async fn finished(engine: &Engine, row: DownloadRow) -> Option<Media> {
    if row.finished.is_none() || !engine.is_untouched(&row).await {
        return None;
    }
    open(engine, row).await
}

async fn open(engine: &Engine, row: DownloadRow) -> Option<Media> {
    let file = File::open(engine.downloads_dir().join(row.path?)).await.ok()?;
    let length = file.metadata().await.ok()?.len();
    let mime_type = row.mime_type.unwrap_or_else(|| "application/octet-stream".to_owned());
    Some(Media { file, length, from: 0, mime_type, growth: None, beyond: None })
}

async fn growing(engine: &Engine, id: EpisodeId) -> Option<Media> {
    let mut growth = engine.inner.meters.growth(id)?;
    let known = growth.wait_for(|growth| growth.total.is_some()).await.ok()?.clone();
    let file = File::open(&known.part).await.ok()?;
    let mime_type = known.mime_type.unwrap_or_else(|| "audio/mpeg".to_owned());
    let beyond =
        engine.inner.aheads.of(id).map(|ahead| Beyond { engine: engine.clone(), id, ahead, line: None });
    Some(Media { file, length: known.total?, from: 0, mime_type, growth: Some(growth), beyond })
}

impl Media {
    /// Without what is before this byte.
    pub(crate) fn beginning_at(self, from: u64) -> Self {
        Self { from: from.min(self.length), ..self }
    }

    /// Bytes that can be asked for.
    pub(crate) fn length(&self) -> u64 {
        self.length - self.from
    }

    pub(crate) fn mime_type(&self) -> &str {
        &self.mime_type
    }

    /// Streams a range. It ends early where the download stops or the file turns into another version of itself;
    /// never with wrong bytes.
    pub(crate) fn body(mut self, range: Range<u64>) -> Body {
        let range = self.from + range.start..self.from + range.end;
        let stream = async move {
            self.file.seek(SeekFrom::Start(range.start)).await?;
            Ok::<_, std::io::Error>(stream::try_unfold((self, range), |(mut media, range)| async move {
                let chunk = media.next(range.clone()).await?;
                let next = range.start + chunk.len() as u64..range.end;
                Ok::<_, std::io::Error>((!chunk.is_empty()).then_some((chunk, (media, next))))
            }))
        };
        Body::from_stream(futures_util::TryStreamExt::try_flatten(stream::once(stream)))
    }

    /// The next bytes of a range; none at its end.
    async fn next(&mut self, range: Range<u64>) -> std::io::Result<Bytes> {
        while !range.is_empty() {
            if let Some(bytes) = self.read_beyond(&range).await {
                return Ok(bytes);
            }
            let there = self.until_grown_beyond(range.start).await?.min(range.end);
            let wanted = usize::try_from(there - range.start).unwrap_or(CHUNK).min(CHUNK);
            let mut buffer = vec![0; wanted];
            let read = self.file.read(&mut buffer).await?;
            if read > 0 {
                buffer.truncate(read);
                return Ok(buffer.into());
            }
            if self.growth.is_none() {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            tokio::time::sleep(MOMENT).await;
        }
        Ok(Bytes::new())
    }

    /// The next bytes of a range that begins beyond the edge, if that is not about to come there.
    async fn read_beyond(&mut self, range: &Range<u64>) -> Option<Bytes> {
        let edge = self.growth.as_ref()?.borrow().bytes;
        let beyond = self.beyond.as_mut()?;
        if range.start < edge {
            beyond.line = None;
            return None;
        }
        let most = usize::try_from(range.end - range.start).unwrap_or(CHUNK).min(CHUNK);
        if let Some(kept) = beyond.ahead.read(range.start, most) {
            return Some(kept);
        }
        let mut bytes = beyond.fetch(range.start, edge).await?;
        bytes.truncate(usize::try_from(range.end - range.start).unwrap_or(usize::MAX));
        Some(bytes)
    }

    /// How far the file reaches, once it reaches further than `offset`.
    async fn until_grown_beyond(&mut self, offset: u64) -> std::io::Result<u64> {
        let Some(growth) = &mut self.growth else { return Ok(self.length) };
        let whole = self.length;
        let moved = |growth: &Growth| growth.bytes > offset || growth.total != Some(whole);
        let reached = timeout(PATIENCE, growth.wait_for(moved)).await;
        match reached.map(|reached| reached.map(|growth| (growth.bytes, growth.total))) {
            Ok(Ok((bytes, Some(total)))) if total == whole => Ok(bytes),
            // The download has ended: what is open here is the whole file, or it is not.
            Ok(Err(_)) if self.file.metadata().await?.len() == whole => Ok(whole),
            _ => Err(std::io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl Beyond {
    /// Asks the server, where the download would let the listener wait too long. What comes is kept. Nothing where the
    /// server cannot begin in the middle: then it is waited for.
    async fn fetch(&mut self, start: u64, edge: u64) -> Option<Bytes> {
        let opened = || self.ahead.opened(start).map(|body| (start, body));
        let open = self.line.take().filter(|(next, _)| *next == start).or_else(opened);
        if open.is_none() && start - edge <= self.soon() {
            return None;
        }
        let _first = self.ahead.wait();
        let mut line = match open {
            Some((_, line)) => line,
            None => self.engine.inner.net.ahead(&self.ahead.request(start)?).await.ok()?,
        };
        let bytes = line.next().await.ok()??;
        self.ahead.keep(start, &bytes);
        self.line = Some((start + bytes.len() as u64, line));
        Some(bytes)
    }

    /// Bytes that the download brings while a listener would not mind to wait.
    fn soon(&self) -> u64 {
        let progress = self.engine.progress().into_iter().find(|progress| progress.episode == self.id);
        let speed = progress.and_then(|progress| progress.speed).unwrap_or(0);
        AT_ONCE.max(speed * SOON.as_secs())
    }
}
