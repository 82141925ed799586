//! Texts into the index.

use std::collections::HashMap;

use friday_model::{EpisodeId, PodcastId, Timestamp};
use tantivy::{
    DocSet as _, IndexWriter, TERMINATED, TantivyDocument, Term, columnar::Column, schema::IndexRecordOption,
};

use crate::{CueText, Index, Result, index::written, passages, schema::Fields};

/// Bytes that the writer collects before it writes a segment.
const MEMORY: usize = 48_000_000;

/// Adds and removes texts; nothing of it is found before [`commit`](Self::commit), and dropping it undoes the rest.
pub struct Writer {
    index: Index,
    writer: IndexWriter,
}

/// The text of a podcast.
#[derive(Debug, Clone, Copy)]
pub struct PodcastText<'a> {
    pub podcast: PodcastId,
    /// Changes when the text does.
    pub mark: i64,
    /// Of the newest episode; decides among equals.
    pub date: Timestamp,
    pub title: &'a str,
    pub author: &'a str,
    pub description: &'a str,
}

/// The text of an episode.
#[derive(Debug, Clone, Copy)]
pub struct EpisodeText<'a> {
    pub episode: EpisodeId,
    pub podcast: PodcastId,
    /// Changes when the text does.
    pub mark: i64,
    /// Decides among equals.
    pub date: Timestamp,
    pub title: &'a str,
    /// Its podcast's title, its author, the people in it.
    pub show: &'a str,
    /// Plain text.
    pub notes: &'a str,
    /// In the order in which they are spoken.
    pub cues: &'a [CueText<'a>],
}

/// What the index has of a podcast, by the marks it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    pub podcast: Option<i64>,
    pub episodes: HashMap<EpisodeId, i64>,
}

impl Writer {
    pub(crate) fn new(index: &Index) -> Result<Self> {
        // One thread, so that the rest of the machine is left to whoever waits for it.
        let writer = index.index.writer_with_num_threads(1, MEMORY)?;
        Ok(Self { index: index.clone(), writer })
    }

    /// What was committed of a podcast.
    pub fn known(&self, podcast: PodcastId) -> Result<Known> {
        let mut known = Known::default();
        let term = Term::from_field_i64(self.index.fields.podcast, podcast.0);
        for segment in self.index.reader.searcher().segment_readers() {
            let index = segment.inverted_index(self.index.fields.podcast)?;
            let Some(mut documents) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            let columns = segment.fast_fields();
            let marks: Column<i64> = columns.i64(Fields::MARK)?;
            let episodes: Column<i64> = columns.i64(Fields::EPISODE)?;
            while documents.doc() != TERMINATED {
                let document = documents.doc();
                if !segment.is_deleted(document)
                    && let Some(mark) = marks.first(document)
                {
                    match episodes.first(document) {
                        Some(episode) => drop(known.episodes.insert(EpisodeId(episode), mark)),
                        None => known.podcast = Some(mark),
                    }
                }
                documents.advance();
            }
        }
        Ok(known)
    }

    /// Removes a podcast with all of its episodes.
    pub fn remove_podcast(&mut self, podcast: PodcastId) {
        self.writer.delete_term(Term::from_field_i64(self.index.fields.podcast, podcast.0));
    }

    /// Removes an episode with its transcript.
    pub fn remove_episode(&mut self, episode: EpisodeId) {
        self.writer.delete_term(Term::from_field_i64(self.index.fields.episode, episode.0));
    }

    /// Adds the text of a podcast that is not there, or was removed.
    pub fn add_podcast(&mut self, text: &PodcastText<'_>) -> Result<()> {
        let fields = &self.index.fields;
        let mut document = TantivyDocument::default();
        document.add_i64(fields.podcast, text.podcast.0);
        document.add_i64(fields.mark, text.mark);
        document.add_i64(fields.date, text.date.0);
        document.add_text(fields.name, text.title);
        document.add_text(fields.maker, text.author);
        document.add_text(fields.about, text.description);
        self.writer.add_document(document)?;
        Ok(())
    }

    /// Adds the text of an episode that is not there, or was removed.
    pub fn add_episode(&mut self, text: &EpisodeText<'_>) -> Result<()> {
        let fields = &self.index.fields;
        let mut document = self.document_of(text);
        document.add_i64(fields.mark, text.mark);
        document.add_text(fields.title, text.title);
        document.add_text(fields.show, text.show);
        document.add_text(fields.notes, text.notes);
        self.writer.add_document(document)?;
        for passage in passages(text.cues) {
            let mut document = self.document_of(text);
            document.add_u64(fields.start, u64::try_from(passage.start.as_millis()).unwrap_or(u64::MAX));
            for cue in &text.cues[passage.cues] {
                document.add_text(fields.speech, cue.text);
            }
            self.writer.add_document(document)?;
        }
        Ok(())
    }

    /// Makes all of it findable, and says up to which revision of the library the index now reaches.
    pub fn commit(&mut self, revision: u64) -> Result<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&written(revision));
        commit.commit()?;
        self.index.reload()
    }

    /// Waits until the segments that are being merged are merged.
    pub fn finish(self) -> Result<()> {
        Ok(self.writer.wait_merging_threads()?)
    }

    fn document_of(&self, text: &EpisodeText<'_>) -> TantivyDocument {
        let fields = &self.index.fields;
        let mut document = TantivyDocument::default();
        document.add_i64(fields.podcast, text.podcast.0);
        document.add_i64(fields.episode, text.episode.0);
        document.add_i64(fields.date, text.date.0);
        document
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("index", &self.index).finish_non_exhaustive()
    }
}
