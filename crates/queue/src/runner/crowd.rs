//! Who runs at the moment, counted.

use std::collections::HashMap;

use crate::Limits;

/// How many jobs of each queue and group run.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    queues: HashMap<String, u32>,
    groups: HashMap<String, u32>,
}

impl Crowd {
    /// A job has begun. The empty group is none.
    pub(crate) fn add(&mut self, queue: &str, group: &str) {
        *self.queues.entry(queue.into()).or_default() += 1;
        if !group.is_empty() {
            *self.groups.entry(group.into()).or_default() += 1;
        }
    }

    /// A job has ended.
    pub(crate) fn remove(&mut self, queue: &str, group: &str) {
        leave(&mut self.queues, queue);
        leave(&mut self.groups, group);
    }

    pub(crate) fn has_room(&self, queue: &str, limits: &Limits) -> bool {
        self.queues.get(queue).copied().unwrap_or(0) < limits.of_queue(queue)
    }

    /// The groups of which no further job may run.
    pub(crate) fn full_groups(&self, limits: &Limits) -> Vec<String> {
        self.groups.iter().filter(|(_, n)| **n >= limits.per_group).map(|(group, _)| group.clone()).collect()
    }
}

fn leave(counts: &mut HashMap<String, u32>, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count -= 1;
        if *count == 0 {
            counts.remove(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_full_until_one_of_it_leaves() {
        let limits = Limits { overall: 3, per_group: 2, ..Limits::default() };
        let mut crowd = Crowd::default();
        crowd.add("q", "host");
        assert!(crowd.full_groups(&limits).is_empty());
        crowd.add("q", "host");
        assert_eq!(crowd.full_groups(&limits), ["host"]);
        assert!(crowd.has_room("q", &limits));
        crowd.add("q", "");
        assert!(!crowd.has_room("q", &limits));
        crowd.remove("q", "host");
        assert!(crowd.full_groups(&limits).is_empty());
        assert!(crowd.has_room("q", &limits));
    }
}
