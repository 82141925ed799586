//! What the index keeps of a text.
//!
//! Podcasts, episodes and passages of transcripts are documents with fields of their own, so that a query over the
//! fields of one kind finds that kind and nothing else.

use tantivy::{
    IndexSettings, IndexSortByField, Order,
    schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
};

use crate::tokenizer;

/// Goes up whenever what is kept changes, here or in how words are cut and folded.
pub(crate) const VERSION: u32 = 1;

const DATE: &str = "date";

#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// Of every document: whose it is.
    pub(crate) podcast: Field,
    /// Of episodes and passages.
    pub(crate) episode: Field,
    /// Of every document, milliseconds since 1970: newer ones lie before older ones in each segment.
    pub(crate) date: Field,
    /// Of podcasts and episodes: changes when their text does.
    pub(crate) mark: Field,
    /// Of passages: milliseconds from the beginning of the episode.
    pub(crate) start: Field,
    /// The texts of a podcast.
    pub(crate) name: Field,
    pub(crate) maker: Field,
    pub(crate) about: Field,
    /// The texts of an episode; `show` is its podcast's title and the people.
    pub(crate) title: Field,
    pub(crate) show: Field,
    pub(crate) notes: Field,
    /// The text of a passage.
    pub(crate) speech: Field,
}

impl Fields {
    pub(crate) const PODCAST: &'static str = "podcast";
    pub(crate) const EPISODE: &'static str = "episode";
    pub(crate) const MARK: &'static str = "mark";
    pub(crate) const START: &'static str = "start";
    pub(crate) const DATE: &'static str = DATE;

    pub(crate) fn new() -> Self {
        let mut builder = Schema::builder();
        let podcast = builder.add_i64_field(Self::PODCAST, INDEXED | FAST);
        let episode = builder.add_i64_field(Self::EPISODE, INDEXED | FAST);
        let date = builder.add_i64_field(DATE, FAST);
        let mark = builder.add_i64_field(Self::MARK, FAST);
        let start = builder.add_u64_field(Self::START, FAST);
        // Without positions: half the size, and pairs of characters stand in for phrases where those matter.
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer::NAME)
            .set_index_option(IndexRecordOption::WithFreqs);
        let text = TextOptions::default().set_indexing_options(indexing);
        let mut text_field = |name: &str| builder.add_text_field(name, text.clone());
        let name = text_field("name");
        let maker = text_field("maker");
        let about = text_field("about");
        let title = text_field("title");
        let show = text_field("show");
        let notes = text_field("notes");
        let speech = text_field("speech");
        let schema = builder.build();
        Self { schema, podcast, episode, date, mark, start, name, maker, about, title, show, notes, speech }
    }
}

/// Among equally good hits of a segment tantivy takes the one that lies first: the newest.
pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField { field: DATE.to_owned(), order: Order::Desc }),
        ..IndexSettings::default()
    }
}
