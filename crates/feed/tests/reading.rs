//! What is understood of small feeds of every kind, field by field.

#![allow(clippy::unwrap_used, reason = "a test stops at what should not be")]

use std::time::Duration;

use friday_feed::{Document, NotAFeed, best_enclosure};
use friday_model::{
    Enclosure, EpisodeType, PublishedEpisode, PublishedPodcast, Schedule, TextTrack, Timestamp,
};
use url::Url;

fn url(text: &str) -> Url {
    Url::parse("https://garden.example/dir/feed.xml").unwrap().join(text).unwrap()
}

fn read(text: &str) -> Document {
    friday_feed::read(text.as_bytes(), &url(""), None).unwrap()
}

/// The only item of an RSS feed that holds `inside`.
fn item(inside: &str) -> PublishedEpisode {
    let feed = format!("<rss version='2.0'><channel><title>x</title><item>{inside}</item></channel></rss>");
    let mut document = read(&feed);
    assert_eq!(document.episodes.len(), 1, "{inside}");
    document.episodes.remove(0)
}

fn file(address: &str, mime_type: Option<&str>, length: Option<u64>) -> Enclosure {
    Enclosure { url: url(address), mime_type: mime_type.map(str::to_owned), length }
}

fn track(address: &str, mime_type: &str) -> TextTrack {
    TextTrack { url: url(address), mime_type: Some(mime_type.to_owned()), language: None, captions: false }
}

fn messages(document: &Document) -> Vec<String> {
    document.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn rss_is_read_in_full() {
    let document = read(include_str!("samples/rss.xml"));
    let podcast = PublishedPodcast {
        title: "Night Garden & Friends".to_owned(),
        author: Some("Ann Moss".to_owned()),
        description: Some("What grows after dark.".to_owned()),
        link: Some(url("/")),
        language: Some("en-GB".to_owned()),
        image: Some(url("/cover.jpg")),
        new_feed_url: Some(url("/new.xml")),
        guid: Some("917393e3-1b1e-5cef-ace4-edaa54e1f810".to_owned()),
        serial: true,
        // The podcast namespace has tests of its own.
        extras: document.podcast.extras.clone(),
        schedule: Schedule { complete: true, ..Schedule::default() },
        ..PublishedPodcast::default()
    };
    assert_eq!(document.podcast, podcast);
    let moss = PublishedEpisode {
        guid: Some("garden-1".to_owned()),
        title: "Moss — the first green – part 1".to_owned(),
        link: Some(url("/1")),
        published: Some(Timestamp::from_seconds(1_704_164_645)),
        duration: Some(Duration::from_secs(3723)),
        season: Some(2),
        number: Some(7),
        episode_type: Some(EpisodeType::Bonus),
        explicit: Some(false),
        image: Some(url("1.jpg")),
        notes: Some("<p>Long <b>notes</b> about <a href=\"/moss\">moss</a> & more.</p>".to_owned()),
        summary: Some("Short words about moss. More of them.".to_owned()),
        chapters_url: Some(url("/1.chapters.json")),
        transcripts: vec![
            track("/1.vtt", "text/vtt"),
            TextTrack { language: Some("en".to_owned()), ..track("/1.srt", "application/srt") },
        ],
        enclosures: vec![file("/audio/1.mp3?a=1&b=2", Some("audio/mpeg"), Some(1_234_567))],
        extras: document.episodes[0].extras.clone(),
        ..PublishedEpisode::default()
    };
    let ferns = PublishedEpisode {
        guid: Some("https://garden.example/2".to_owned()),
        title: "Ferns".to_owned(),
        link: Some(url("/2")),
        published: Some(Timestamp::from_seconds(1_704_769_445)),
        duration: Some(Duration::from_mins(1)),
        image: Some(url("/2.jpg")),
        notes: Some("Not <b>escaped</b> & so on<br></br>but <i>there</i>".to_owned()),
        summary: Some("Not escaped & so on but there".to_owned()),
        enclosures: vec![file("/2.mp4", Some("video/mp4"), Some(99))],
        ..PublishedEpisode::default()
    };
    let lichen = PublishedEpisode {
        title: "Lichen".to_owned(),
        enclosures: vec![file("/3.jpg", Some("image/jpeg"), None), file("/3.ogg", Some("audio/ogg"), None)],
        ..PublishedEpisode::default()
    };
    assert_eq!(best_enclosure(&lichen.enclosures), Some(&lichen.enclosures[1]));
    assert_eq!(document.episodes, [moss, ferns, lichen]);
    assert_eq!(
        messages(&document),
        [
            "Episode 3: An enclosure that is not on the web was left out.",
            "Episode 3: The date “tomorrow” cannot be read.",
            "Episode 3: The duration “long” cannot be read.",
        ]
    );
}

#[test]
fn atom_is_read_with_the_extensions_of_podcasts() {
    let document = read(include_str!("samples/atom.xml"));
    let podcast = PublishedPodcast {
        title: "Night & Garden".to_owned(),
        author: Some("Ann Moss".to_owned()),
        description: Some("What grows after dark".to_owned()),
        link: Some(url("show")),
        language: Some("de".to_owned()),
        image: Some(url("/logo.png")),
        ..PublishedPodcast::default()
    };
    assert_eq!(document.podcast, podcast);
    let moss = PublishedEpisode {
        guid: Some("urn:garden:1".to_owned()),
        title: "Moss <1>".to_owned(),
        link: Some(url("1")),
        published: Some(Timestamp::from_seconds(1_704_164_645)),
        duration: Some(Duration::from_secs(754)),
        image: Some(url("/1.jpg")),
        notes: Some("<div><p>Long <b title=\"&quot;\">notes</b> &lt;3</p></div>".to_owned()),
        summary: Some("Short & plain <3".to_owned()),
        enclosures: vec![file("1.mp3", Some("audio/mpeg"), Some(1_234_567))],
        ..PublishedEpisode::default()
    };
    let nameless = PublishedEpisode {
        link: Some(url("2")),
        published: Some(Timestamp::from_seconds(1_704_765_845)),
        enclosures: vec![file("2.mp3", Some("audio/mpeg"), None)],
        ..PublishedEpisode::default()
    };
    let lichen = PublishedEpisode {
        guid: Some("urn:garden:3".to_owned()),
        title: "Lichen".to_owned(),
        notes: Some("three".to_owned()),
        summary: Some("three".to_owned()),
        enclosures: vec![file("/3.mp4", Some("video/mp4"), None)],
        ..PublishedEpisode::default()
    };
    assert_eq!(document.episodes, [moss, nameless, lichen]);
    assert_eq!(messages(&document), [""; 0]);
}

#[test]
fn rss_1_is_read_though_it_is_rdf() {
    let document = read(include_str!("samples/rdf.xml"));
    let podcast = PublishedPodcast {
        title: "Night Garden".to_owned(),
        description: Some("What grows after dark".to_owned()),
        link: Some(url("/")),
        language: Some("en".to_owned()),
        image: Some(url("/logo.png")),
        ..PublishedPodcast::default()
    };
    assert_eq!(document.podcast, podcast);
    let moss = PublishedEpisode {
        guid: Some("https://garden.example/1".to_owned()),
        title: "Moss & more".to_owned(),
        link: Some(url("/1")),
        published: Some(Timestamp::from_seconds(1_704_164_645)),
        notes: Some("<p>Long</p>".to_owned()),
        summary: Some("Short".to_owned()),
        enclosures: vec![file("/1.mp3", Some("audio/mpeg"), Some(99))],
        ..PublishedEpisode::default()
    };
    let linkless = PublishedEpisode {
        guid: Some("https://garden.example/2".to_owned()),
        title: "Without a link".to_owned(),
        ..PublishedEpisode::default()
    };
    assert_eq!(document.episodes, [moss, linkless]);
}

#[test]
fn json_feed_is_read_item_by_item() {
    let document = read(include_str!("samples/feed.json"));
    let podcast = PublishedPodcast {
        title: "Night Garden".to_owned(),
        author: Some("Ann Moss".to_owned()),
        description: Some("What grows after dark".to_owned()),
        link: Some(url("/")),
        image: Some(url("/logo.png")),
        ..PublishedPodcast::default()
    };
    assert_eq!(document.podcast, podcast);
    let moss = PublishedEpisode {
        guid: Some("1".to_owned()),
        title: "Moss".to_owned(),
        link: Some(url("/1")),
        published: Some(Timestamp::from_seconds(1_704_164_645)),
        duration: Some(Duration::from_millis(60_500)),
        image: Some(url("1.jpg")),
        notes: Some("<p>Long <b>notes</b></p>".to_owned()),
        summary: Some("Short".to_owned()),
        enclosures: vec![file("/1.mp3", Some("audio/mpeg"), Some(1001))],
        ..PublishedEpisode::default()
    };
    let plain = PublishedEpisode {
        guid: Some("2".to_owned()),
        notes: Some("1 &lt; 2 &amp; 3".to_owned()),
        summary: Some("1 < 2 & 3".to_owned()),
        ..PublishedEpisode::default()
    };
    let third = PublishedEpisode {
        guid: Some("3".to_owned()),
        enclosures: vec![file("3.mp3", None, None)],
        ..PublishedEpisode::default()
    };
    assert_eq!(document.episodes, [moss, plain, third]);
}

#[test]
fn what_is_no_feed_is_called_by_its_name() {
    let cases: [(&[u8], NotAFeed); 16] = [
        (b"", NotAFeed::Empty),
        (b" \n\t\xef\xbb\xbf ", NotAFeed::Empty),
        (include_bytes!("samples/page.html"), NotAFeed::WebPage),
        (b"<div>Sign in</div>", NotAFeed::WebPage),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", NotAFeed::WebPage),
        (b"<opml version='2.0'><body/></opml>", NotAFeed::ListOfFeeds),
        (b"<urlset><url/></urlset>", NotAFeed::Xml("urlset".to_owned())),
        (b"{\"error\":\"not found\"}", NotAFeed::Json),
        (b"{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[", NotAFeed::Json),
        (b"[1,2]", NotAFeed::Json),
        (b"[not json", NotAFeed::Text),
        (b"Not found.", NotAFeed::Text),
        (b"ID3\x04\0\0\0\0\0", NotAFeed::File),
        (b"\0\0\0\x20ftypM4A ", NotAFeed::File),
        (b"\x1f\x8b\x08\0", NotAFeed::File),
        (b"\xff\xd8\xff\xe0", NotAFeed::File),
    ];
    for (bytes, expected) in cases {
        assert_eq!(friday_feed::read(bytes, &url(""), None), Err(expected));
    }
    let large = vec![b' '; friday_feed::limits::MAX_DOCUMENT_BYTES + 1];
    assert_eq!(friday_feed::read(&large, &url(""), None), Err(NotAFeed::TooLarge));
}

#[test]
fn a_feed_without_episodes_is_a_feed() {
    for text in [
        "<rss/>",
        "<rss><channel><title>x</title></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'/>",
    ] {
        assert_eq!(read(text).episodes, []);
    }
}

#[test]
fn damaged_feeds_keep_what_is_whole() {
    let guids = |text: &str| -> Vec<String> {
        read(text).episodes.into_iter().map(|episode| episode.guid.unwrap_or_default()).collect()
    };
    let one = "<item><guid>1</guid></item>";
    for (text, expected) in [
        (format!("\n \t<?xml version='1.0'?><rss><channel>{one}</channel></rss>"), vec!["1"]),
        (
            format!(
                "<br />\n<b>Warning</b>: foo() in <b>/x.php</b> on line <b>3</b><br />\n\
                 <?xml version='1.0'?>\n<rss><channel>{one}</channel></rss>"
            ),
            vec!["1"],
        ),
        (format!("Notice: x\n<rss><channel>{one}</channel></rss>"), vec!["1"]),
        (format!("<rss><channel>{one}<item><guid>2</guid>"), vec!["1"]),
        (format!("<rss><channel>{one}<item><guid>2</gu"), vec!["1"]),
        (format!("<rss><channel>{one}<item><title><![CDATA[x"), vec!["1"]),
        (format!("<rss><channel><item><guid>0</guid>{one}</channel></rss>"), vec!["0", "1"]),
        (format!("<rss><channel><item><title>x<guid>0</guid></item>{one}</channel></rss>"), vec!["", "1"]),
        (format!("<rss><channel></channel>{one}</rss>"), vec!["1"]),
        (format!("<channel>{one}</channel>"), vec!["1"]),
        (format!("<rss>{one}</rss>"), vec!["1"]),
        (format!("<rss><channel><link>x</channel></link>{one}</rss>"), vec!["1"]),
        (format!("<rss><channel>{one}</channel></rss>trailing <b>junk"), vec!["1"]),
        (format!("<RSS><Channel>{}</Channel></RSS>", one.to_uppercase()), vec!["1"]),
    ] {
        assert_eq!(guids(&text), expected, "{text}");
    }
}

#[test]
fn of_several_ways_to_say_a_thing_the_best_counts() {
    for (inside, link) in [
        ("<link>/a</link><guid>/b</guid>", Some("/a")),
        ("<guid>/b</guid>", Some("/b")),
        ("<guid isPermaLink='true'>/b</guid>", Some("/b")),
        ("<guid isPermaLink='FALSE'>/b</guid>", None),
        ("<atom:link href='/c'/><guid>/b</guid>", Some("/c")),
        ("<atom:link rel='payment' href='/c'/>", None),
        ("<link href='/d'/>", Some("/d")),
        ("<link>javascript:alert(1)</link>", None),
    ] {
        assert_eq!(item(inside).link, link.map(url), "{inside}");
    }
    for (inside, notes) in [
        (
            "<description>d</description><itunes:summary>sum</itunes:summary><content:encoded>c</content:encoded>",
            "c",
        ),
        ("<description>d</description><itunes:summary>sum</itunes:summary>", "sum"),
        ("<description>&lt;p&gt;d&lt;/p&gt;</description><itunes:summary>sum</itunes:summary>", "<p>d</p>"),
        ("<description>d</description><content:encoded> </content:encoded>", "d"),
        ("<itunes:subtitle>s</itunes:subtitle>", "s"),
        ("<description>one\ntwo</description>", "<p>one<br>two</p>"),
    ] {
        assert_eq!(item(inside).notes.as_deref(), Some(notes), "{inside}");
    }
    assert_eq!(item("<title>a</title><itunes:title>b</itunes:title>").title, "a");
    assert_eq!(item("<itunes:title>b</itunes:title>").title, "b");
    assert_eq!(
        item("<podcast:season>3</podcast:season><podcast:episode>204.5</podcast:episode>").season,
        Some(3)
    );
    assert_eq!(item("<podcast:season>3</podcast:season><itunes:season>4</itunes:season>").season, Some(4));
}

#[test]
fn titles_are_text_with_entities_resolved_once() {
    for (inside, title) in [
        ("<title>Q & A with AT&T & friends</title>", "Q & A with AT&T & friends"),
        ("<title>Tom&nbsp;&amp;&nbsp;Jos&eacute; &mdash; caf&eacute;&hellip;</title>", "Tom & José — café…"),
        ("<title>a &amp;amp; b &lt;i&gt;</title>", "a &amp; b <i>"),
        ("<title><![CDATA[a & b]]> c</title>", "a & b c"),
        ("<title>\n  a\n  b </title>", "a b"),
        ("<title>A\u{8}B&#0;C&#x1f;D</title>", "ABCD"),
        ("<title>a <b>b</b></title>", "a b"),
        ("<title> </title>", ""),
    ] {
        assert_eq!(item(inside).title, title, "{inside}");
    }
    assert_eq!(item(&format!("<title>{}</title>", "ä".repeat(10_000))).title, "ä".repeat(512));
}

#[test]
fn nothing_that_a_document_declares_is_expanded_or_opened() {
    let laughs = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\
                  <rss><channel><item><title>&b; &x;</title></item></channel></rss>";
    assert_eq!(read(laughs).episodes[0].title, "&b; &x;");
}

#[test]
fn the_address_of_the_document_and_xml_base_resolve_what_is_relative() {
    let feed = "<rss xml:base='https://cdn.example/x/'><channel><link>show</link><item>\
                <guid isPermaLink='true'>1</guid><enclosure url='1.mp3'/></item></channel></rss>";
    let document = read(feed);
    assert_eq!(document.podcast.link, Some(url("https://cdn.example/x/show")));
    assert_eq!(document.episodes[0].enclosures, [file("https://cdn.example/x/1.mp3", None, None)]);
    assert_eq!(document.episodes[0].guid, Some("https://cdn.example/x/1".to_owned()));
    assert_eq!(item("<guid isPermaLink='true'>1</guid>").guid, Some("1".to_owned()));
}

#[test]
fn fields_outside_the_channel_are_read_too() {
    let document = read("<rss><title>abcd</title><channel><language>日本</language></channel></rss>");
    assert_eq!(document.podcast.title, "abcd");
    assert_eq!(document.podcast.language.as_deref(), Some("日本"));
}

#[test]
fn the_same_file_announced_twice_is_one_enclosure() {
    let twice =
        item("<enclosure url='a.mp3' length='5'/><enclosure url=' a.mp3'/><media:content url='a.mp3'/>");
    assert_eq!(twice.enclosures, [file("a.mp3", None, Some(5))]);
}

#[test]
fn a_feed_says_when_to_ask_and_where_the_older_episodes_are() {
    let rss = read(
        r#"<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Night Garden</title><ttl>90</ttl>
        <skipHours><hour>0</hour><hour>23</hour></skipHours><skipDays><day>Sunday</day></skipDays>
        <atom:link rel="self" href="/feed?page=2"/><atom:link rel="next" href="/feed?page=3"/></channel></rss>"#,
    );
    let schedule = Schedule {
        ttl: Some(Duration::from_mins(90)),
        skip_hours: 1 | 1 << 23,
        skip_days: 1 << 6,
        complete: false,
    };
    assert_eq!((rss.podcast.schedule, rss.podcast.next_page), (schedule, Some(url("/feed?page=3"))));
    let atom = read(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Night Garden</title>
        <link rel="alternate" href="/"/><link rel="next" href="?page=2"/></feed>"#,
    );
    assert_eq!(atom.podcast.next_page.as_ref().and_then(Url::query), Some("page=2"));
    let json =
        read(r#"{"version":"https://jsonfeed.org/version/1.1","title":"Night Garden","next_url":"/2"}"#);
    assert_eq!(json.podcast.next_page, Some(url("/2")));
}
