//! What is understood of the podcast namespace, under both of its addresses and under none.

#![allow(clippy::unwrap_used, reason = "a test stops at what should not be")]

use std::time::Duration;

use friday_feed::Document;
use friday_model::{
    Chapter, Discussion, EpisodeExtras, License, LiveItem, LiveStatus, Location, Page, Person, PodcastExtras,
    Recipient, RemotePodcast, Soundbite, TextRecord, Timestamp,
};
use url::Url;

const HEAD: &str = r#"
    <podcast:medium>Podcast</podcast:medium>
    <podcast:updateFrequency rrule="FREQ=WEEKLY">Every week</podcast:updateFrequency>
    <podcast:person role="Guest" group="Writing" href="/ann" img="ann.jpg"> Ann &amp; Bob </podcast:person>
    <podcast:person href="javascript:alert(1)">Cleo</podcast:person>
    <podcast:person role="host"></podcast:person>
    <podcast:location rel="creator" osm="R113314" geo="geo:1,2">Austin, TX</podcast:location>
    <podcast:license url="https://a.example/license.pdf">cc-by-4.0</podcast:license>
    <podcast:funding url="https://a.example/give">Give!</podcast:funding>
    <podcast:funding url="lightning:x">Not on the web</podcast:funding>
    <podcast:value type="Lightning" method="keysend">
        <podcast:valueRecipient name="Ann" type="node" address="03ae" split="99"/>
        <podcast:valueRecipient type="lnaddress" address="bob@a.example" split="x"/>
        <podcast:valueRecipient name="No address"/>
    </podcast:value>
    <podcast:txt purpose="Verify">S6lp<![CDATA[Q]]></podcast:txt>
    <podcast:liveItem status="LIVE" start="2021-09-26T07:30:00Z">
        <title>On air</title><guid>live-1</guid><link>https://a.example/about</link>
        <itunes:image href="live.jpg"/>
        <podcast:contentLink href="https://a.example/watch">Watch</podcast:contentLink>
    </podcast:liveItem>
    <podcast:podroll>
        <podcast:remoteItem feedGuid="917393e3" feedUrl="https://b.example/feed" title="B"/>
        <podcast:remoteItem feedGuid="396d9ae0"/>
        <podcast:remoteItem feedUrl="file:///etc/passwd"/>
    </podcast:podroll>"#;

const ITEM: &str = r#"
    <title>One</title><guid>1</guid>
    <podcast:season name="The sea">3</podcast:season>
    <podcast:episode display="Ch. 3">204</podcast:episode>
    <podcast:person>Ann</podcast:person>
    <podcast:location geo="geo:51.5,-0.7">Marlow</podcast:location>
    <podcast:soundbite startTime="33.5" duration="60.0">Listen</podcast:soundbite>
    <podcast:soundbite startTime="5" duration="2"/>
    <podcast:soundbite startTime="never" duration="2"/>
    <podcast:socialInteract uri="https://c.example/@a/1" protocol="ActivityPub" accountId="@a"/>
    <podcast:socialInteract protocol="disabled"/>
    <psc:chapters version="1.2"><psc:chapter start="0:30" title="Two"/><psc:chapter start="0" title="One"/></psc:chapters>"#;

fn url(text: &str) -> Url {
    Url::parse("https://a.example/dir/feed.xml").unwrap().join(text).unwrap()
}

fn read(namespace: &str) -> Document {
    let feed = format!("<rss version='2.0' {namespace}><channel>{HEAD}<item>{ITEM}</item></channel></rss>");
    friday_feed::read(feed.as_bytes(), &url(""), None).unwrap()
}

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), role: None, group: None, link: None, image: None }
}

#[test]
fn all_that_a_listener_can_see_of_the_namespace_is_read() {
    let podcast = PodcastExtras {
        medium: Some("podcast".to_owned()),
        update_frequency: Some("Every week".to_owned()),
        persons: vec![
            Person {
                role: Some("guest".to_owned()),
                group: Some("writing".to_owned()),
                link: Some(url("/ann")),
                image: Some(url("ann.jpg")),
                ..person("Ann & Bob")
            },
            person("Cleo"),
        ],
        locations: vec![Location {
            name: "Austin, TX".to_owned(),
            map: Some(url("https://www.openstreetmap.org/relation/113314")),
            of_creator: true,
        }],
        license: Some(License { name: "cc-by-4.0".to_owned(), link: Some(url("/license.pdf")) }),
        funding: vec![Page { url: url("/give"), title: "Give!".to_owned() }],
        value: vec![
            Recipient {
                name: "Ann".to_owned(),
                kind: "lightning".to_owned(),
                address: "03ae".to_owned(),
                split: 99,
            },
            Recipient {
                name: String::new(),
                kind: "lightning".to_owned(),
                address: "bob@a.example".to_owned(),
                split: 0,
            },
        ],
        podroll: vec![
            RemotePodcast {
                guid: Some("917393e3".to_owned()),
                feed_url: Some(url("https://b.example/feed")),
                title: Some("B".to_owned()),
            },
            RemotePodcast { guid: Some("396d9ae0".to_owned()), feed_url: None, title: None },
        ],
        live: vec![LiveItem {
            guid: Some("live-1".to_owned()),
            title: "On air".to_owned(),
            status: LiveStatus::Live,
            start: Some(Timestamp::from_seconds(1_632_641_400)),
            end: None,
            link: Some(url("/watch")),
            image: Some(url("live.jpg")),
        }],
        notes: vec![TextRecord { purpose: Some("verify".to_owned()), text: "S6lpQ".to_owned() }],
    };
    let episode = EpisodeExtras {
        season_name: Some("The sea".to_owned()),
        number_label: Some("Ch. 3".to_owned()),
        persons: vec![person("Ann")],
        locations: vec![Location {
            name: "Marlow".to_owned(),
            map: Some(url("https://www.openstreetmap.org/?mlat=51.5&mlon=-0.7#map=12/51.5/-0.7")),
            of_creator: false,
        }],
        soundbites: vec![
            Soundbite {
                start: Duration::from_millis(33_500),
                length: Duration::from_mins(1),
                title: "Listen".to_owned(),
            },
            Soundbite { start: Duration::from_secs(5), length: Duration::from_secs(2), title: String::new() },
        ],
        discussions: vec![Discussion {
            url: url("https://c.example/@a/1"),
            protocol: Some("activitypub".to_owned()),
            account: Some("@a".to_owned()),
        }],
        ..EpisodeExtras::default()
    };
    let chapter = |seconds, title: &str| Chapter {
        start: Duration::from_secs(seconds),
        title: title.to_owned(),
        ..Chapter::default()
    };
    for namespace in [
        "xmlns:podcast='https://podcastindex.org/namespace/1.0' xmlns:psc='http://podlove.org/simple-chapters'",
        "xmlns:podcast='https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md'",
        "",
    ] {
        let document = read(namespace);
        assert_eq!(document.podcast.extras, podcast, "{namespace}");
        assert_eq!(document.episodes.len(), 1, "what is live is no episode yet");
        let one = &document.episodes[0];
        assert_eq!(one.extras, episode, "{namespace}");
        assert_eq!((one.season, one.number), (Some(3), Some(204)));
        assert_eq!(one.chapters, [chapter(0, "One"), chapter(30, "Two")]);
    }
}

#[test]
fn there_is_an_end_to_persons() {
    let many = "<podcast:person>Ann</podcast:person>".repeat(5000);
    let feed = format!("<rss><channel>{many}<item>{many}</item></channel></rss>");
    let document = friday_feed::read(feed.as_bytes(), &url(""), None).unwrap();
    assert_eq!(document.podcast.extras.persons.len(), 100);
    assert_eq!(document.episodes[0].extras.persons.len(), 100);
}
