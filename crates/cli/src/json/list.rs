use std::path::Path;

use serde::Serialize;

/// What an import has done.
#[derive(Debug, Serialize)]
pub(crate) struct Imported {
    added: usize,
    known: u32,
    skipped: Vec<Skipped>,
}

#[derive(Debug, Serialize)]
struct Skipped {
    url: String,
    reason: String,
}

impl From<&friday_engine::Imported> for Imported {
    fn from(imported: &friday_engine::Imported) -> Self {
        let skipped = |skipped: &friday_engine::SkippedFeed| Skipped {
            url: skipped.address.clone(),
            reason: skipped.reason.to_string(),
        };
        Self {
            added: imported.added.len(),
            known: imported.known,
            skipped: imported.skipped.iter().map(skipped).collect(),
        }
    }
}

/// A list of the subscriptions, where it was not written to a file.
#[derive(Debug, Serialize)]
pub(crate) struct Exported<'a> {
    podcasts: u32,
    /// Titles of podcasts whose addresses are made for this listener alone.
    private: &'a [String],
    file: Option<String>,
    list: Option<&'a str>,
}

impl<'a> Exported<'a> {
    pub(crate) fn new(exported: &'a friday_engine::Exported, file: Option<&Path>) -> Self {
        Self {
            podcasts: exported.podcasts,
            private: &exported.private,
            file: file.map(|file| file.display().to_string()),
            list: file.is_none().then_some(exported.list.as_str()),
        }
    }
}
