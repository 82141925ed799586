//! The answers as JSON: a twin of each engine type that programs get to see.
//!
//! Times are seconds since 1970, lengths are whole seconds, sizes are bytes. Only in a preview are unknown fields
//! absent; everywhere else they are `null`.

mod checkup;
mod feed;
mod health;
mod hit;
mod job;
mod library;
mod list;

pub(crate) use checkup::{Backup, Checkup};
pub(crate) use feed::{FoundPodcast, Preview};
pub(crate) use health::FeedHealth;
pub(crate) use hit::Hit;
pub(crate) use job::{Attempt, Job, WorkReport};
pub(crate) use library::{Episode, Podcast, RefreshReport, Verification};
pub(crate) use list::{Exported, Imported};
