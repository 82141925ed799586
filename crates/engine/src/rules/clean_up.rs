//! Which finished downloads go, and why each of them does.

use std::{collections::HashMap, time::Duration};

use friday_model::{EpisodeId, KeepRule, PodcastId, Timestamp};

/// A finished download, as far as the rules look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finished {
    pub(crate) episode: EpisodeId,
    pub(crate) podcast: PodcastId,
    pub(crate) bytes: u64,
    /// The date by which it is newer or older than others.
    pub(crate) date: Timestamp,
    /// When it was downloaded.
    pub(crate) came: Timestamp,
    pub(crate) listened: Option<Timestamp>,
    pub(crate) heard: Heard,
    /// It plays, is starred, or has only just come: no rule deletes it.
    pub(crate) protected: bool,
}

/// How far the listener has come; in the order in which a budget lets downloads go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Heard {
    Played,
    Not,
    InProgress,
}

/// What the listener allows downloads to take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct KeepRules {
    pub(crate) podcasts: HashMap<PodcastId, KeepRule>,
    /// Bytes for all podcasts together; any when absent.
    pub(crate) budget: Option<u64>,
}

impl KeepRules {
    /// No rule deletes anything.
    pub(crate) fn keep_all(&self) -> bool {
        self.budget.is_none() && self.podcasts.values().all(|rule| *rule == KeepRule::default())
    }
}

/// A download that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    pub episode: EpisodeId,
    pub podcast: PodcastId,
    pub bytes: u64,
    pub reason: LeavingReason,
}

/// The rule by which a download goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeavingReason {
    /// It was played this many days ago or more.
    Played {
        /// As the rule says.
        days: u32,
    },
    /// So many newer ones of its podcast are kept.
    Newer {
        /// As the rule says.
        kept: u32,
    },
    /// Its podcast takes more than its budget.
    PodcastBudget {
        /// In bytes.
        budget: u64,
    },
    /// All downloads take more than the budget.
    Budget {
        /// In bytes.
        budget: u64,
    },
}

/// The downloads that go: first those that a podcast's own rules let go, then what is beyond the budget of a podcast,
/// then what is beyond the budget of all. A budget lets played ones go first, those listened to longest ago before
/// others; then those never begun, the oldest first; last those in the middle.
pub(crate) fn leaving(downloads: &[Finished], rules: &KeepRules, now: Timestamp) -> Vec<Leaving> {
    let mut stays: Vec<&Finished> = downloads.iter().collect();
    let mut leaving = Vec::new();
    let mut podcasts: Vec<(&PodcastId, &KeepRule)> = rules.podcasts.iter().collect();
    podcasts.sort_unstable_by_key(|(podcast, _)| **podcast);
    for (podcast, rule) in podcasts {
        if let Some(days) = rule.days_after_played {
            let is_over = |download: &Finished| download.podcast == *podcast && is_over(download, days, now);
            let over = stays.iter().copied().filter(|download| is_over(download)).collect();
            go(over, LeavingReason::Played { days }, &mut stays, &mut leaving);
        }
        if let Some(kept) = rule.newest {
            let older = beyond_newest(&stays, *podcast, kept);
            go(older, LeavingReason::Newer { kept }, &mut stays, &mut leaving);
        }
        if let Some(budget) = rule.budget {
            let of_podcast = stays.iter().copied().filter(|download| download.podcast == *podcast);
            let over = beyond_budget(of_podcast.collect(), budget);
            go(over, LeavingReason::PodcastBudget { budget }, &mut stays, &mut leaving);
        }
    }
    if let Some(budget) = rules.budget {
        let over = beyond_budget(stays.clone(), budget);
        go(over, LeavingReason::Budget { budget }, &mut stays, &mut leaving);
    }
    leaving
}

fn go(which: Vec<&Finished>, reason: LeavingReason, stays: &mut Vec<&Finished>, leaving: &mut Vec<Leaving>) {
    for Finished { episode, podcast, bytes, .. } in which {
        stays.retain(|download| download.episode != *episode);
        leaving.push(Leaving { episode: *episode, podcast: *podcast, bytes: *bytes, reason });
    }
}

/// One that was marked as played, but never listened to here, counts from its download.
fn is_over(download: &Finished, days: u32, now: Timestamp) -> bool {
    let since = download.listened.unwrap_or(download.came);
    let days = Duration::from_hours(24) * days;
    download.heard == Heard::Played && !download.protected && since.after(days) <= now
}

/// What is protected stays beside the newest, and takes no place among them.
fn beyond_newest<'a>(stays: &[&'a Finished], podcast: PodcastId, kept: u32) -> Vec<&'a Finished> {
    let mut free: Vec<&Finished> =
        stays.iter().copied().filter(|download| download.podcast == podcast && !download.protected).collect();
    free.sort_by_key(|download| std::cmp::Reverse((download.date, download.episode)));
    free.into_iter().skip(usize::try_from(kept).unwrap_or(usize::MAX)).collect()
}

/// What is protected counts, but does not go.
fn beyond_budget(mut stays: Vec<&Finished>, budget: u64) -> Vec<&Finished> {
    let mut taken: u64 = stays.iter().map(|download| download.bytes).sum();
    stays.retain(|download| !download.protected);
    stays.sort_by_key(|download| {
        let since = match download.heard {
            Heard::Played => download.listened.unwrap_or(download.came),
            Heard::Not | Heard::InProgress => download.date,
        };
        (download.heard, since, download.episode)
    });
    let mut over = Vec::new();
    for download in stays {
        if taken <= budget {
            break;
        }
        taken = taken.saturating_sub(download.bytes);
        over.push(download);
    }
    over
}

#[cfg(test)]
mod tests;
