//! One file a table: its SQL, its row mapping, its functions.

pub(crate) mod alternates;
pub(crate) mod better_editions;
pub(crate) mod bookmarks;
pub(crate) mod chapters;
pub(crate) mod cues;
pub(crate) mod documents;
pub(crate) mod downloads;
pub(crate) mod enclosures;
pub(crate) mod episodes;
pub(crate) mod errands;
pub(crate) mod extras;
pub(crate) mod feeds;
pub(crate) mod fetches;
pub(crate) mod former_addresses;
pub(crate) mod inbox;
pub(crate) mod media_files;
pub(crate) mod notes;
pub(crate) mod podcasts;
pub(crate) mod rules;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod skipped_chapters;
pub(crate) mod sounds;
pub(crate) mod states;
pub(crate) mod stretches;
pub(crate) mod subscriptions;
pub(crate) mod trash;
pub(crate) mod up_next;

use std::time::Duration;

use friday_model::Timestamp;
use sqlx::{Row as _, sqlite::SqliteRow};
use url::Url;

/// Rows that one statement writes: a statement is a way to SQLite's thread and back, whatever it brings. Few different
/// numbers, so that each statement is prepared once.
const STRIDES: [usize; 3] = [64, 8, 1];

/// All rows, in parts for one statement each.
fn strides<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let stride = STRIDES.into_iter().find(|stride| *stride <= rest.len())?;
        let (rows, others) = rest.split_at(stride);
        rest = others;
        Some(rows)
    })
}

/// Reads columns in the terms of the model.
trait Columns {
    fn url(&self, column: &str) -> sqlx::Result<Url>;
    fn maybe_url(&self, column: &str) -> sqlx::Result<Option<Url>>;
    fn maybe_time(&self, column: &str) -> sqlx::Result<Option<Timestamp>>;
    fn maybe_length(&self, column: &str) -> sqlx::Result<Option<Duration>>;
    fn number<T: TryFrom<i64> + Default>(&self, column: &str) -> sqlx::Result<T>;
    fn maybe_number<T: TryFrom<i64>>(&self, column: &str) -> sqlx::Result<Option<T>>;
}

impl Columns for SqliteRow {
    fn url(&self, column: &str) -> sqlx::Result<Url> {
        let text: &str = self.try_get(column)?;
        Url::parse(text)
            .map_err(|error| sqlx::Error::ColumnDecode { index: column.to_owned(), source: Box::new(error) })
    }

    fn maybe_url(&self, column: &str) -> sqlx::Result<Option<Url>> {
        let text: Option<&str> = self.try_get(column)?;
        Ok(text.and_then(|text| Url::parse(text).ok()))
    }

    fn maybe_time(&self, column: &str) -> sqlx::Result<Option<Timestamp>> {
        Ok(self.try_get::<Option<i64>, _>(column)?.map(Timestamp))
    }

    fn maybe_length(&self, column: &str) -> sqlx::Result<Option<Duration>> {
        Ok(self.maybe_number(column)?.map(Duration::from_millis))
    }

    fn number<T: TryFrom<i64> + Default>(&self, column: &str) -> sqlx::Result<T> {
        Ok(self.maybe_number(column)?.unwrap_or_default())
    }

    fn maybe_number<T: TryFrom<i64>>(&self, column: &str) -> sqlx::Result<Option<T>> {
        Ok(self.try_get::<Option<i64>, _>(column)?.and_then(|number| T::try_from(number).ok()))
    }
}

/// A length as the tables keep it: whole milliseconds.
fn milliseconds(length: Duration) -> i64 {
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX)
}

/// A size as the tables keep it.
fn size(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
