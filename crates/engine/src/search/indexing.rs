//! Brings the index up to what the library says, a podcast at a time.

use std::time::Duration;

use friday_model::{EpisodeId, PodcastId};
use friday_search::{CueText, EpisodeText, Index, Known, PodcastText, SearchError, Writer};
use friday_store::{EpisodeMark, EpisodeWords, PodcastWords};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, timeout},
};
use tokio_util::sync::CancellationToken;

use super::blocking;
use crate::{Engine, Error, Event, Result, jobs::index_library::IndexLibrary};

/// Episodes whose texts are in memory at once.
const AT_ONCE: usize = 50;

/// Episodes after which what is written can be found.
const COMMIT_AFTER: usize = 20_000;

/// With fewer podcasts to write nobody is told that something is missing.
const WORTH_TELLING: usize = 10;

/// So long nothing must have changed before the index follows, so that it does not run beside an import; but it never
/// waits longer than the second.
const QUIET: Duration = Duration::from_millis(500);
const AT_THE_LATEST: Duration = Duration::from_secs(10);

/// How long a question waits for another process to bring the index up to date.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

impl Engine {
    /// Pushes the job whenever the index is behind. For whoever runs the jobs.
    pub(crate) async fn keep_indexed(&self) {
        let mut events = self.events();
        loop {
            if let Err(error) = self.push_if_behind().await {
                tracing::warn!(%error, "the search index does not follow");
            }
            if !until_changed(&mut events).await {
                return;
            }
        }
    }

    /// Pushes the job that brings the index up to date, if it is behind.
    pub(crate) async fn push_if_behind(&self) -> Result<()> {
        if self.index_is_behind().await? {
            let _ = self.inner.queue.push(&IndexLibrary {}).await?;
        }
        Ok(())
    }

    /// Brings the index up to date before it is asked: here, or by waiting a while for the process that runs the jobs.
    pub async fn catch_up_search(&self) -> Result<()> {
        let began = Instant::now();
        while self.index_is_behind().await? && began.elapsed() < PATIENCE {
            if let Some(_lock) = self.try_runner_lock()? {
                return self.index_library(&CancellationToken::new()).await;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }

    /// Writes everything that has changed since the index was written last; all of it where there is no index that can
    /// be used. One process at a time may do this: the one that runs the jobs.
    pub(crate) async fn index_library(&self, stop: &CancellationToken) -> Result<()> {
        let done = match self.follow(stop).await {
            Err(Error::Search(SearchError::Damaged(reason))) => {
                tracing::warn!(reason, "the search index is thrown away and written again");
                self.inner.search.condemn();
                self.follow(stop).await
            }
            done => done,
        };
        self.inner.search.set_writing(None);
        self.tell(Event::SearchIndexChanged);
        done
    }

    /// What the index has cannot be trusted any more; it is written again by whoever runs the jobs.
    pub(crate) fn condemn_index(&self) {
        self.inner.search.condemn();
        self.tell(Event::SearchIndexChanged);
    }

    async fn index_is_behind(&self) -> Result<bool> {
        let Some(index) = self.inner.search.readable() else { return Ok(true) };
        let revision = blocking(move || index.revision()).await?;
        Ok(revision > self.inner.store.search_mark().await?
            || !self.inner.store.search_changes(revision).await?.is_empty())
    }

    async fn follow(&self, stop: &CancellationToken) -> Result<()> {
        let mut index = match self.inner.search.open() {
            Ok(index) => index,
            Err(reason) => {
                tracing::info!(?reason, "there is no search index that can be used: it is written anew");
                self.begin_index_anew().await?
            }
        };
        // It knows more than the library: that was put back to what it was at an earlier time.
        if index.revision()? > self.inner.store.search_mark().await? {
            index = self.begin_index_anew().await?;
        }
        loop {
            let read = index.revision()?;
            if stop.is_cancelled() || self.inner.store.search_changes(read).await?.is_empty() {
                return Ok(());
            }
            let mut write = self.inner.store.write().await?;
            let mark = write.mark_search_changes().await?;
            write.commit().await?;
            let mut changed = self.inner.store.search_changes(read).await?;
            changed.retain(|(_, revision)| *revision < mark);
            self.index_podcasts(&index, &changed, mark, stop).await?;
        }
    }

    async fn begin_index_anew(&self) -> Result<Index> {
        let engine = self.clone();
        blocking(move || engine.inner.search.begin_anew()).await
    }

    async fn index_podcasts(
        &self,
        index: &Index,
        changed: &[(PodcastId, u64)],
        mark: u64,
        stop: &CancellationToken,
    ) -> Result<()> {
        let writer = index.clone();
        let mut writer = blocking(move || writer.writer()).await?;
        let (mut waiting, mut reached) = (0, None);
        for (place, (podcast, revision)) in changed.iter().enumerate() {
            if stop.is_cancelled() {
                break;
            }
            if place == 0 || waiting >= COMMIT_AFTER {
                writer = self.commit(writer, reached.take(), (place, changed.len())).await?;
                waiting = 0;
            }
            let count;
            (writer, count) = self.index_podcast(writer, *podcast).await?;
            waiting += count;
            reached = Some(*revision);
        }
        let reached = if stop.is_cancelled() { reached } else { Some(mark) };
        let writer = self.commit(writer, reached, (changed.len(), changed.len())).await?;
        blocking(move || writer.finish()).await
    }

    /// Makes what was written findable, if anything was.
    async fn commit(
        &self,
        mut writer: Writer,
        revision: Option<u64>,
        (done, total): (usize, usize),
    ) -> Result<Writer> {
        if let Some(revision) = revision {
            writer = blocking(move || writer.commit(revision).map(|()| writer)).await?;
        }
        if total >= WORTH_TELLING {
            let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
            self.inner.search.set_writing(Some((count(done), count(total))));
            self.tell(Event::SearchIndexChanged);
        }
        Ok(writer)
    }

    /// Brings one podcast up to date, and says how many episodes that took.
    async fn index_podcast(&self, mut writer: Writer, podcast: PodcastId) -> Result<(Writer, usize)> {
        let Some(words) = self.inner.store.podcast_words(podcast).await? else {
            writer.remove_podcast(podcast);
            return Ok((writer, 0));
        };
        let episodes = self.inner.store.episode_marks(podcast).await?;
        let show = Show::of(podcast, words);
        let (writer, changed, show) = blocking(move || {
            let known = writer.known(podcast)?;
            let changed = begin_podcast(&mut writer, &show, known, &episodes)?;
            Ok((writer, changed, show))
        })
        .await?;
        let (count, mut writer, mut show) = (changed.len(), writer, show);
        for some in changed.chunks(AT_ONCE) {
            let ids: Vec<EpisodeId> = some.iter().map(|(id, _)| *id).collect();
            let words = self.inner.store.episode_words(&ids).await?;
            let marks = some.to_vec();
            (writer, show) = blocking(move || {
                for words in &words {
                    let mark = marks.iter().find(|(id, _)| *id == words.id).map_or(0, |(_, mark)| *mark);
                    add_episode(&mut writer, &show, words, mark)?;
                }
                Ok((writer, show))
            })
            .await?;
        }
        Ok((writer, count))
    }
}

/// What all episodes of a podcast have in common.
struct Show {
    podcast: PodcastId,
    words: PodcastWords,
    /// Its title and author.
    people: String,
}

impl Show {
    fn of(podcast: PodcastId, words: PodcastWords) -> Self {
        let people = format!("{}\n{}", words.title, words.author.as_deref().unwrap_or_default());
        Self { podcast, words, people }
    }

    fn mark(&self) -> i64 {
        let about = self.words.description.as_deref().unwrap_or_default();
        digest([self.people.as_bytes(), about.as_bytes()])
    }

    fn mark_of(&self, episode: &EpisodeMark) -> i64 {
        let transcript = episode.transcript.map_or(0, |fetched| fetched.0);
        digest([self.people.as_bytes(), &episode.fingerprint.to_le_bytes(), &transcript.to_le_bytes()])
    }
}

/// Removes what is no longer so; returns the episodes whose texts are to be added, with their marks.
fn begin_podcast(
    writer: &mut Writer,
    show: &Show,
    mut known: Known,
    episodes: &[EpisodeMark],
) -> friday_search::Result<Vec<(EpisodeId, i64)>> {
    let mark = show.mark();
    if known.podcast != Some(mark) {
        writer.remove_podcast(show.podcast);
        known = Known::default();
        writer.add_podcast(&PodcastText {
            podcast: show.podcast,
            mark,
            date: show.words.newest.unwrap_or(friday_model::Timestamp(0)),
            title: &show.words.title,
            author: show.words.author.as_deref().unwrap_or_default(),
            description: show.words.description.as_deref().unwrap_or_default(),
        })?;
    }
    let mut changed = Vec::new();
    for episode in episodes {
        let mark = show.mark_of(episode);
        match known.episodes.remove(&episode.id) {
            Some(same) if same == mark => continue,
            Some(_) => writer.remove_episode(episode.id),
            None => {}
        }
        changed.push((episode.id, mark));
    }
    known.episodes.into_keys().for_each(|gone| writer.remove_episode(gone));
    Ok(changed)
}

fn add_episode(
    writer: &mut Writer,
    show: &Show,
    words: &EpisodeWords,
    mark: i64,
) -> friday_search::Result<()> {
    let notes = words.notes.as_deref().map(friday_feed::plain_text).unwrap_or_default();
    let cues: Vec<CueText<'_>> =
        words.cues.iter().map(|cue| CueText { start: cue.start, text: &cue.text }).collect();
    writer.add_episode(&EpisodeText {
        episode: words.id,
        podcast: show.podcast,
        mark,
        date: words.date,
        title: &words.title,
        show: &show.people,
        notes: &notes,
        cues: &cues,
    })
}

/// The same number for the same bytes, also in the next version of the program (FNV-1a).
fn digest<const N: usize>(parts: [&[u8]; N]) -> i64 {
    let bytes = parts.iter().flat_map(|part| part.iter().copied().chain([0xff]));
    bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
        .cast_signed()
}

/// Waits until something was changed that can be searched, and then until it has been quiet for a while. False once
/// nothing will happen any more.
async fn until_changed(events: &mut Receiver<Event>) -> bool {
    loop {
        match events.recv().await {
            Ok(event) if !concerns_search(&event) => {}
            Ok(_) | Err(RecvError::Lagged(_)) => break,
            Err(RecvError::Closed) => return false,
        }
    }
    let began = Instant::now();
    let mut last = began;
    while last.elapsed() < QUIET && began.elapsed() < AT_THE_LATEST {
        match timeout(QUIET.saturating_sub(last.elapsed()), events.recv()).await {
            Ok(Ok(event)) if !concerns_search(&event) => {}
            Ok(Ok(_) | Err(RecvError::Lagged(_))) => last = Instant::now(),
            Ok(Err(RecvError::Closed)) => return false,
            Err(_) => break,
        }
    }
    true
}

const fn concerns_search(event: &Event) -> bool {
    matches!(
        event,
        Event::PodcastsChanged(_)
            | Event::EpisodesChanged(_)
            | Event::EpisodesAdded { .. }
            | Event::ChangedElsewhere
    )
}
