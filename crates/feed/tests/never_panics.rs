//! Whatever arrives, the reader comes back: every beginning of a feed, and thousands of damaged ones.

#![allow(clippy::unwrap_used, reason = "a test stops at what should not be")]

use url::Url;

mod promises;

use promises::Promise;

const RSS: &str = include_str!("samples/rss.xml");
const ATOM: &str = include_str!("samples/atom.xml");
const RDF: &str = include_str!("samples/rdf.xml");
const JSON: &str = include_str!("samples/feed.json");
const PAGE: &str = include_str!("samples/page.html");
const OPML: &str = include_str!("samples/list.opml");
const CHAPTERS: &str = include_str!("samples/chapters.json");
const VTT: &str = include_str!("samples/transcript.vtt");
const SRT: &str = include_str!("samples/transcript.srt");
/// Each with the promise that is about it.
const SAMPLES: [(&str, Promise); 9] = [
    (RSS, promises::reader),
    (ATOM, promises::reader),
    (RDF, promises::reader),
    (JSON, promises::reader),
    (PAGE, promises::notes),
    (OPML, promises::opml),
    (CHAPTERS, promises::chapters),
    (VTT, promises::transcript),
    (SRT, promises::transcript),
];

fn base() -> Url {
    Url::parse("https://media.example.invalid/podcast/feed.xml").unwrap()
}

fn episodes(bytes: &[u8]) -> usize {
    let read = friday_feed::read(bytes, &base(), Some("text/xml; charset=utf-8"));
    read.map_or(0, |document| document.episodes.len())
}

/// Numbers that look random and are the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap()
    }
}

#[test]
fn every_beginning_of_a_feed_is_read_and_none_has_more_episodes_than_the_whole() {
    for (sample, promise) in SAMPLES {
        let whole = episodes(sample.as_bytes());
        for end in 0..sample.len() {
            let start = &sample.as_bytes()[..end];
            promise(start);
            assert!(episodes(start) <= whole, "the first {end} bytes of\n{sample}");
        }
    }
}

#[test]
fn a_beginning_of_a_feed_has_the_episodes_that_are_whole() {
    for (sample, end_of_item) in [(RSS, "</item>"), (ATOM, "</entry>"), (RDF, "</item>")] {
        let base = base();
        let whole = friday_feed::read(sample.as_bytes(), &base, None).unwrap();
        for (end, _) in sample.match_indices(end_of_item) {
            let start = &sample[..end + end_of_item.len()];
            let cut = friday_feed::read(start.as_bytes(), &base, None).unwrap();
            assert_eq!(cut.episodes, whole.episodes[..start.matches(end_of_item).count()]);
            assert!(!cut.problems.is_empty());
        }
    }
}

#[test]
fn damaged_feeds_are_read_as_far_as_they_go() {
    let mut numbers = Numbers(0x05EE_D0FF_EEDF_EED5);
    for (sample, promise) in SAMPLES {
        for _ in 0..200 {
            let mut bytes = sample.as_bytes().to_vec();
            for _ in 0..=numbers.next(8) {
                let place = numbers.next(bytes.len());
                match numbers.next(4) {
                    0 => bytes[place] ^= 1 << numbers.next(8),
                    1 => bytes[place] = b"<>&;\"'/![]?=:{}\0"[numbers.next(16)],
                    2 => drop(bytes.drain(place..(place + numbers.next(40)).min(bytes.len()))),
                    _ => {
                        let piece = bytes[place..(place + numbers.next(40)).min(bytes.len())].to_vec();
                        let target = numbers.next(bytes.len());
                        bytes.splice(target..target, piece);
                    }
                }
                if bytes.is_empty() {
                    break;
                }
            }
            promise(&bytes);
            promises::times(&bytes);
        }
    }
}

#[test]
fn depth_and_width_end_somewhere() {
    for (start, piece) in [
        ("<rss><channel><item>", "<x>"),
        ("<rss><channel>", "<itunes:category text='A'>"),
        ("<rss><channel><item>", "<media:group>"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "<media:group>"),
        ("<feed><entry><content type='xhtml'>", "<div>"),
        ("<rdf:RDF><item>", "<x>"),
        ("<rss><channel><item ", "a='b' "),
        ("<rss><channel>", "<item/>"),
        ("<rss><channel><item>", "<enclosure url='x'/>"),
        ("<rss><channel><item><description>", "<p>&amp;"),
        ("{\"items\":", "["),
        ("", "<div>"),
    ] {
        for (_, promise) in promises::ALL {
            promise(format!("{start}{}", piece.repeat(50_000)).as_bytes());
        }
    }
}
