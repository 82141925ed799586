//! Words to ranked hits.
//!
//! An [`Index`] lies in a folder of its own beside the database and is derived from it: whoever owns the texts puts
//! them in through a [`Writer`], with the revision of the library that they belong to. When the folder is missing,
//! damaged or of another version, it is thrown away and written again. No text is kept, only which words stand where:
//! a hit is an id, and [`Words`] finds the passage again in the text that the owner reads for it.
//!
//! Nothing else of Friday knows tantivy.

mod cursor;
mod error;
mod expand;
mod find;
mod fold;
mod hit;
mod index;
mod passages;
mod query;
mod schema;
mod snippet;
mod tokenizer;
mod words;
mod writer;

pub use crate::{
    error::{SearchError, Unusable},
    hit::{CueHit, EpisodeHit, Found, PodcastHit},
    index::{Index, Limits},
    passages::{CueText, Passage, passages},
    snippet::Snippet,
    words::Words,
    writer::{EpisodeText, Known, PodcastText, Writer},
};

/// What search functions return.
pub type Result<T, E = SearchError> = std::result::Result<T, E>;
