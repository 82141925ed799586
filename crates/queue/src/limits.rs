//! How much runs at once.

use std::collections::BTreeMap;

/// From this priority on a job waits for nothing: neither for a free place, nor for its group, nor for its queue to be
/// resumed. For what a person waits for right now.
pub const URGENT: i64 = 1_000_000;

/// How many jobs run at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Of one queue.
    pub overall: u32,
    /// Of one group (see [`Job::group`](crate::Job::group)), over all queues.
    pub per_group: u32,
    /// Of single queues, instead of `overall`.
    pub queues: BTreeMap<String, u32>,
}

impl Limits {
    /// How many jobs of this queue may run at once.
    pub fn of_queue(&self, queue: &str) -> u32 {
        self.queues.get(queue).copied().unwrap_or(self.overall)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { overall: 3, per_group: 2, queues: BTreeMap::new() }
    }
}
