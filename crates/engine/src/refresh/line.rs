//! Whose turn it is: many feeds at once, few of one host, and nobody waits for somebody else's slow host. Pure.

use std::collections::{HashMap, VecDeque};

use friday_model::Feed;
use url::Url;

/// The feeds that are still to be asked, each in the line of its host.
#[derive(Debug)]
pub(crate) struct Line {
    hosts: Vec<Host>,
    by_name: HashMap<String, usize>,
    /// Hosts with a feed that may be asked now, each at most once.
    ready: VecDeque<usize>,
    at_a_host: usize,
}

#[derive(Debug)]
struct Host {
    waiting: VecDeque<Feed>,
    running: usize,
    /// So many may run.
    width: usize,
    is_ready: bool,
}

impl Line {
    /// In the order of `feeds`, as far as their hosts allow.
    pub(crate) fn new(feeds: Vec<Feed>, at_a_host: usize) -> Self {
        let mut line = Self {
            hosts: Vec::new(),
            by_name: HashMap::new(),
            ready: VecDeque::new(),
            at_a_host: at_a_host.max(1),
        };
        for feed in feeds {
            let host = line.host(&feed.url);
            line.hosts[host].waiting.push_back(feed);
            line.look_at(host);
        }
        line
    }

    /// The next feed that may be asked now. [`done`](Self::done) must follow.
    pub(crate) fn next(&mut self) -> Option<Feed> {
        while let Some(number) = self.ready.pop_front() {
            let host = &mut self.hosts[number];
            host.is_ready = false;
            if host.running < host.width
                && let Some(feed) = host.waiting.pop_front()
            {
                host.running += 1;
                self.look_at(number);
                return Some(feed);
            }
        }
        None
    }

    /// From now on the host of this address is asked for one feed at a time: it keeps us waiting.
    pub(crate) fn narrow(&mut self, url: &Url) {
        let number = self.host(url);
        self.hosts[number].width = 1;
    }

    /// A feed at this address has been asked.
    pub(crate) fn done(&mut self, url: &Url) {
        let number = self.host(url);
        self.hosts[number].running = self.hosts[number].running.saturating_sub(1);
        self.look_at(number);
    }

    /// Takes all that wait for the host of this address out of the line.
    pub(crate) fn leave(&mut self, url: &Url) -> Vec<Feed> {
        let number = self.host(url);
        self.hosts[number].waiting.drain(..).collect()
    }

    fn look_at(&mut self, number: usize) {
        let host = &mut self.hosts[number];
        if !host.is_ready && host.running < host.width && !host.waiting.is_empty() {
            host.is_ready = true;
            self.ready.push_back(number);
        }
    }

    fn host(&mut self, url: &Url) -> usize {
        let name = name(url);
        if let Some(number) = self.by_name.get(&name) {
            return *number;
        }
        self.hosts.push(Host {
            waiting: VecDeque::new(),
            running: 0,
            width: self.at_a_host,
            is_ready: false,
        });
        self.by_name.insert(name, self.hosts.len() - 1);
        self.hosts.len() - 1
    }
}

/// A host is a name and a port: what listens elsewhere is somebody else.
pub(crate) fn name(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use friday_model::{PodcastId, Schedule, Validators};

    use super::*;

    fn feed(number: i64, host: &str) -> Feed {
        Feed {
            podcast: PodcastId(number),
            url: format!("https://{host}/{number}").parse().unwrap(),
            validators: Validators::default(),
            checked: None,
            succeeded: None,
            failures: 0,
            error: None,
            next_check: None,
            login: None,
            schedule: Schedule::default(),
        }
    }

    fn line(hosts: &[&str]) -> Line {
        Line::new((1..).zip(hosts).map(|(number, host)| feed(number, host)).collect(), 2)
    }

    fn take(line: &mut Line) -> Vec<i64> {
        std::iter::from_fn(|| line.next()).map(|feed| feed.podcast.0).collect()
    }

    #[test]
    fn two_of_a_host_are_asked_at_once_and_the_others_when_one_is_done() {
        let mut line = line(&["a", "a", "a", "a", "b", "a:8443"]);
        assert_eq!(take(&mut line), [1, 5, 6, 2], "hosts take turns");
        line.done(&"https://a/1".parse().unwrap());
        assert_eq!(take(&mut line), [3]);
        line.done(&"https://b/5".parse().unwrap());
        assert!(take(&mut line).is_empty());
        line.done(&"https://a/2".parse().unwrap());
        line.done(&"https://a/3".parse().unwrap());
        assert_eq!(take(&mut line), [4]);
    }

    #[test]
    fn a_host_that_keeps_us_waiting_is_asked_for_one_feed_at_a_time() {
        let mut line = line(&["a", "a", "a", "a", "a"]);
        assert_eq!(take(&mut line), [1, 2]);
        line.done(&"https://a/1".parse().unwrap());
        line.narrow(&"https://a/1".parse().unwrap());
        assert!(take(&mut line).is_empty(), "the second is still on its way");
        line.done(&"https://a/2".parse().unwrap());
        assert_eq!(take(&mut line), [3]);
    }

    #[test]
    fn what_waits_for_a_host_that_is_down_leaves_the_line() {
        let mut line = line(&["a", "a", "a", "b", "a"]);
        assert_eq!(line.next().unwrap().podcast.0, 1);
        let left: Vec<i64> =
            line.leave(&"https://a/1".parse().unwrap()).iter().map(|feed| feed.podcast.0).collect();
        assert_eq!(left, [2, 3, 5]);
        assert_eq!(take(&mut line), [4]);
        line.done(&"https://a/1".parse().unwrap());
        assert!(take(&mut line).is_empty());
    }
}
