//! The index as this process has it open.

use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use friday_search::{Index, SearchError, Unusable};

/// Whether a search sees everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexState {
    /// All that is in the library, but for changes of the last seconds.
    Whole,
    /// It is being written; what is in it can be found.
    Writing {
        /// Podcasts that are in it.
        done: u32,
        /// Podcasts in all.
        total: u32,
    },
    /// There is none, or none that can be used; it is written as soon as the jobs run.
    Missing,
}

/// The index in its folder.
#[derive(Debug)]
pub(crate) struct SearchIndex {
    folder: PathBuf,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    index: Option<Index>,
    /// It gave way while it was read: opening it again would not show why.
    condemned: bool,
    /// Podcasts written, and to be written.
    writing: Option<(u32, u32)>,
}

impl SearchIndex {
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self { folder, inside: Mutex::default() }
    }

    /// The index, if there is one that can be read.
    pub(crate) fn readable(&self) -> Option<Index> {
        self.open().ok()
    }

    pub(crate) fn state(&self) -> IndexState {
        let inside = self.inside();
        match (inside.writing, &inside.index) {
            (Some((done, total)), _) => IndexState::Writing { done, total },
            (None, Some(_)) => IndexState::Whole,
            (None, None) => IndexState::Missing,
        }
    }

    /// As [`SearchIndex::readable`], with the reason why not.
    pub(crate) fn open(&self) -> Result<Index, Unusable> {
        let mut inside = self.inside();
        if inside.condemned {
            return Err(Unusable::Damaged);
        }
        if let Some(index) = &inside.index {
            return Ok(index.clone());
        }
        let index = Index::open(&self.folder)?;
        Ok(inside.index.insert(index).clone())
    }

    /// An empty index in the place of what cannot be used. Only for whoever runs the jobs.
    pub(crate) fn begin_anew(&self) -> Result<Index, SearchError> {
        let mut inside = self.inside();
        // Its files are open, and some systems do not delete those.
        inside.index = None;
        let index = Index::create(&self.folder)?;
        inside.condemned = false;
        Ok(inside.index.insert(index).clone())
    }

    /// Never to be read again.
    pub(crate) fn condemn(&self) {
        let mut inside = self.inside();
        inside.index = None;
        inside.condemned = true;
    }

    pub(crate) fn set_writing(&self, writing: Option<(u32, u32)>) {
        self.inside().writing = writing;
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
