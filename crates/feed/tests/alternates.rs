//! Other editions of an episode's media, as feeds announce them.

#![allow(clippy::unwrap_used, reason = "a test stops at what should not be")]

use friday_feed::limits::MAX_MEDIA_PER_EPISODE;
use friday_model::{AlternateEnclosure, Integrity, IntegrityKind};
use url::Url;

fn alternates(inside: &str) -> Vec<AlternateEnclosure> {
    let feed = format!(
        r#"<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>A</title><item>
           <title>x</title><enclosure url="https://a.example/1.mp3" type="audio/mpeg"/>{inside}</item></channel></rss>"#
    );
    let base = Url::parse("https://a.example/feed").unwrap();
    friday_feed::read(feed.as_bytes(), &base, None).unwrap().episodes.remove(0).alternates
}

#[test]
fn an_edition_is_read_with_its_places_and_its_checksum() {
    let read = alternates(
        r#"<podcast:alternateEnclosure type="Audio/Opus" length="32400000" bitrate="96000.5" height="720" lang="de"
              title=" Small &amp; fine " rel="Offline" default="TRUE">
             <podcast:source uri="https://b.example/1.opus"/>
             <podcast:source uri="ipfs://QmX" contentType="audio/opus"/>
             <podcast:source uri="/1.opus"/>
             <podcast:integrity type="SRI" value=" sha256-AA== "/>
             <podcast:integrity type="pgp-signature" value="too late"/>
           </podcast:alternateEnclosure>"#,
    );
    let expected = AlternateEnclosure {
        sources: vec![
            "https://b.example/1.opus".parse().unwrap(),
            "https://a.example/1.opus".parse().unwrap(),
        ],
        mime_type: Some("audio/opus".to_owned()),
        length: Some(32_400_000),
        bitrate: Some(96_000),
        height: Some(720),
        language: Some("de".to_owned()),
        title: Some("Small & fine".to_owned()),
        rel: Some("Offline".to_owned()),
        default: true,
        integrity: Some(Integrity { kind: IntegrityKind::Sri, value: "sha256-AA==".to_owned() }),
    };
    assert_eq!(read, [expected]);
}

#[test]
fn an_edition_that_can_be_had_nowhere_is_left_out_and_there_are_never_too_many() {
    let cases = [
        r#"<podcast:alternateEnclosure type="audio/opus"/>"#,
        r#"<podcast:alternateEnclosure type="audio/opus"><podcast:source uri="file:///etc/passwd"/>
           </podcast:alternateEnclosure>"#,
        r#"<podcast:source uri="https://a.example/1.opus"/>"#,
    ];
    for inside in cases {
        assert_eq!(alternates(inside), [], "{inside}");
    }
    let many = r#"<podcast:alternateEnclosure><podcast:source uri="1.opus"/></podcast:alternateEnclosure>"#;
    assert_eq!(alternates(&many.repeat(MAX_MEDIA_PER_EPISODE + 5)).len(), MAX_MEDIA_PER_EPISODE);
}
