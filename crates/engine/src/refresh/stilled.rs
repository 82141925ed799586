//! A glance at a feed before it is read: is it the same but for its own clock?
//!
//! Many hosts write the time of the request into each copy of a feed. The bytes differ then, and nothing else does.

use sha2::{Digest as _, Sha256};

/// The hash of a feed without what changes though nothing has: when it was built, and comments.
pub(crate) fn hash(bytes: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    let mut rest = bytes;
    // Dates of the feed itself stand before its first episode; those of episodes count.
    let mut in_head = true;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        hash.update(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix(b"<!--") {
            rest = after(comment, b"-->");
            continue;
        }
        if begins(rest, b"<item") || begins(rest, b"<entry") {
            in_head = false;
        }
        let clocks: [&[u8]; 4] = [b"<lastBuildDate>", b"<pubDate>", b"<updated>", b"<dc:date>"];
        if let Some(clock) = clocks.into_iter().find(|clock| in_head && begins(rest, clock)) {
            hash.update(clock);
            rest = &rest[clock.len()..];
            rest = &rest[rest.iter().position(|byte| *byte == b'<').unwrap_or(rest.len())..];
        } else {
            hash.update(b"<");
            rest = &rest[1..];
        }
    }
    hash.update(rest);
    hash.finalize().to_vec()
}

fn begins(bytes: &[u8], tag: &[u8]) -> bool {
    bytes.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
}

fn after<'a>(bytes: &'a [u8], end: &[u8]) -> &'a [u8] {
    bytes.windows(end.len()).position(|window| window == end).map_or(&[], |at| &bytes[at + end.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = "<?xml version='1.0'?><!-- 08:00 --><rss><channel><title>A</title>\
        <lastBuildDate>Mon</lastBuildDate><pubDate>Mon</pubDate><item><pubDate>Tue</pubDate></item></channel></rss>";

    #[test]
    fn a_feed_that_only_tells_another_time_is_the_same() {
        let table = [
            ("when it was built", "<lastBuildDate>Mon", "<lastBuildDate>Tue", true),
            ("in small letters", "<lastBuildDate>", "<lastbuilddate>", true),
            ("when the feed was published", "<pubDate>Mon", "<pubDate>Tue", true),
            ("a comment", "<!-- 08:00 -->", "<!-- 09:00, cached -->", true),
            ("no comment", "<!-- 08:00 -->", "", true),
            ("when an episode was published", "<item><pubDate>Tue", "<item><pubDate>Wed", false),
            ("the title", "<title>A", "<title>B", false),
            ("a comment that hides an episode", "<item>", "<!-- <item>", false),
        ];
        for (what, old, new, same) in table {
            let other = FEED.replacen(old, new, 1);
            assert_ne!(other, FEED, "{what}");
            assert_eq!(hash(FEED.as_bytes()) == hash(other.as_bytes()), same, "{what}");
        }
    }

    #[test]
    fn nonsense_is_hashed_too() {
        for bytes in
            [&b""[..], b"<", b"<!--", b"<!-- <item", b"<pubDate>", b"\xff\xfe<\0i\0t\0e\0m\0", b"{\"a\":1}"]
        {
            assert_eq!(hash(bytes).len(), 32);
        }
        assert_ne!(hash(b"{\"a\":1}"), hash(b"{\"a\":2}"));
    }
}
