//! A server that holds one file and knows ranges; correct unless a test takes something away.

use crate::server::{Reply, Request};

pub const OLD: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
pub const OLDER: &str = "Sat, 05 Nov 1994 08:49:37 GMT";
pub const NOW: &str = "Tue, 24 Nov 2026 12:00:00 GMT";

/// A file as a server holds it.
#[derive(Debug, Clone)]
pub struct Origin {
    pub bytes: Vec<u8>,
    pub etag: Option<&'static str>,
    pub last_modified: Option<&'static str>,
    pub date: &'static str,
    /// Answers every request with the whole file.
    pub ignores_ranges: bool,
    /// Sends the range asked for, of whatever version.
    pub ignores_if_range: bool,
}

impl Origin {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            etag: Some("\"v1\""),
            last_modified: Some(OLD),
            date: NOW,
            ignores_ranges: false,
            ignores_if_range: false,
        }
    }

    /// The same file as a server holds it that does not tell versions apart.
    pub fn unmarked(bytes: Vec<u8>) -> Self {
        Self { etag: None, last_modified: None, ..Self::new(bytes) }
    }

    pub fn answer(&self, request: &Request) -> Reply {
        let total = self.bytes.len();
        let same = request.header("if-range").is_none_or(|mark| {
            self.ignores_if_range || Some(mark) == self.etag || Some(mark) == self.last_modified
        });
        let start = request.header("range").filter(|_| same && !self.ignores_ranges);
        let start = start.map(|range| {
            range.strip_prefix("bytes=").unwrap().strip_suffix('-').unwrap().parse::<usize>().unwrap()
        });
        match start {
            None => self.reply(200, None, &self.bytes),
            Some(start) if start >= total => self.reply(416, Some(&format!("bytes */{total}")), b""),
            Some(start) => {
                let range = format!("bytes {start}-{}/{total}", total - 1);
                self.reply(206, Some(&range), &self.bytes[start..])
            }
        }
    }

    pub fn reply(&self, status: u16, content_range: Option<&str>, body: &[u8]) -> Reply {
        let mut headers = vec![("Content-Type", "audio/mpeg"), ("Date", self.date)];
        headers.extend(self.etag.map(|etag| ("ETag", etag)));
        headers.extend(self.last_modified.map(|date| ("Last-Modified", date)));
        headers.extend(content_range.map(|range| ("Content-Range", range)));
        Reply::of(status, &headers, body)
    }
}

/// A recording of a length, different in every byte from another seed's.
pub fn recording(length: usize, seed: u8) -> Vec<u8> {
    let mut state = u32::from(seed) + 1;
    (0..length)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect()
}
