//! The index in its folder: opening it, or making a new one in the place of what cannot be used.

use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use tantivy::{IndexReader, ReloadPolicy, directory::MmapDirectory};

use crate::{
    Result, Unusable, Writer,
    schema::{Fields, VERSION, settings},
    tokenizer::{self, WordTokenizer},
};

/// The index of one library.
#[derive(Clone)]
#[expect(clippy::struct_field_names, reason = "that is what tantivy calls it")]
pub struct Index {
    pub(crate) index: tantivy::Index,
    pub(crate) reader: IndexReader,
    pub(crate) fields: Fields,
}

/// How many hits of each kind are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub podcasts: usize,
    pub episodes: usize,
    pub cues: usize,
}

impl Index {
    /// The index in a folder, if there is one that can be used. Nothing is written.
    pub fn open(folder: &Path) -> Result<Self, Unusable> {
        if !folder.join("meta.json").exists() {
            return Err(Unusable::Missing);
        }
        // Files that were torn make tantivy panic where it reads their ends.
        catch_unwind(AssertUnwindSafe(|| Self::open_whole(folder))).unwrap_or(Err(Unusable::Damaged))
    }

    fn open_whole(folder: &Path) -> Result<Self, Unusable> {
        let damaged = |error: tantivy::TantivyError| {
            tracing::warn!(%error, "the search index cannot be read");
            Unusable::Damaged
        };
        let index = tantivy::Index::open_in_dir(folder).map_err(damaged)?;
        let fields = Fields::new();
        let version = payload(&index).map_err(damaged)?.map(|(version, _)| version);
        if version != Some(VERSION) || index.schema() != fields.schema {
            return Err(Unusable::Outdated);
        }
        Self::of(index, fields).map_err(damaged)
    }

    /// An empty index in the place of whatever is in the folder. To be called only by the one process that writes.
    pub fn create(folder: &Path) -> Result<Self> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => fs::create_dir_all(folder)?,
        }
        let fields = Fields::new();
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let index = tantivy::Index::create(directory, fields.schema.clone(), settings())?;
        let index = Self::of(index, fields)?;
        index.writer()?.commit(0)?;
        Ok(index)
    }

    fn of(index: tantivy::Index, fields: Fields) -> Result<Self, tantivy::TantivyError> {
        index.tokenizers().register(tokenizer::NAME, WordTokenizer);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, reader, fields })
    }

    /// The revision of the library up to which everything is in it.
    pub fn revision(&self) -> Result<u64> {
        Ok(payload(&self.index)?.map_or(0, |(_, revision)| revision))
    }

    /// Sees what was committed since, by this process or another.
    pub fn reload(&self) -> Result<()> {
        Ok(self.reader.reload()?)
    }

    /// The one who may write. There is one at a time, whichever process it lives in.
    pub fn writer(&self) -> Result<Writer> {
        Writer::new(self)
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("documents", &self.reader.searcher().num_docs()).finish_non_exhaustive()
    }
}

/// With each commit goes which version of the schema it is and up to which revision of the library it reaches.
pub(crate) fn written(revision: u64) -> String {
    format!("{VERSION} {revision}")
}

fn payload(index: &tantivy::Index) -> Result<Option<(u32, u64)>, tantivy::TantivyError> {
    let payload = index.load_metas()?.payload;
    Ok(payload.and_then(|text| {
        let (version, revision) = text.split_once(' ')?;
        Some((version.parse().ok()?, revision.parse().ok()?))
    }))
}
