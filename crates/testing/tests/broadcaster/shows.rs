//! The invented shows are a world worth listening to, and the directory finds them.

use std::collections::HashSet;

use friday_testing::{Broadcaster, Fault, ShowMother, TODAY};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::client::{get, post};

fn search(world: &Broadcaster, query: &str) -> Value {
    serde_json::from_slice(&get(&format!("{}/search?{query}", world.itunes_url())).body).unwrap()
}

#[test]
fn every_feed_is_well_formed_and_says_what_is_on_air() {
    let world = Broadcaster::start_blocking();
    let (mut guids, mut recordings) = (HashSet::new(), HashSet::new());
    for show in world.shows() {
        let feed = get(&show.feed_url);
        assert_eq!(feed.header("content-type"), Some("application/rss+xml; charset=utf-8"));
        let mut reader = Reader::from_str(feed.text());
        let mut enclosures = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Empty(element) if element.name().as_ref() == "enclosure" => {
                    let url = element.try_get_attribute("url").unwrap().unwrap();
                    enclosures.push(url.value.replace("&amp;", "&"));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let urls: Vec<String> = show.episodes.iter().map(|episode| episode.audio_url.clone()).collect();
        assert_eq!(enclosures, urls, "{}", show.title);
        assert!((5..=120).contains(&urls.len()), "{}: {} episodes", show.title, urls.len());
        assert!(
            show.episodes.is_sorted_by(|newer, older| newer.published > older.published),
            "{}",
            show.title
        );
        assert!(show.newest().published <= TODAY);
        for episode in &show.episodes {
            assert!(guids.insert(episode.guid.clone()), "{}", episode.title);
            let ends = (episode.audio.read(0, 2000), episode.audio.read(episode.bytes - 200, 200));
            assert!(recordings.insert(ends), "{}", episode.title);
        }
    }
    assert!(guids.len() > 250);
}

#[test]
fn every_cover_is_a_picture_of_600_pixels() {
    let world = Broadcaster::start_blocking();
    for show in world.shows() {
        let cover = get(show.artwork_url.as_deref().unwrap());
        let picture = image::load_from_memory(&cover.body).unwrap();
        assert_eq!((picture.width(), picture.height()), (600, 600), "{}", show.title);
        assert!(cover.body.len() < 30_000, "{}", show.title);
    }
    let small = get(&world.url("/artwork/slow-elevators/100x100bb.png"));
    assert_eq!(image::load_from_memory(&small.body).unwrap().width(), 100);
    assert_eq!(get(&world.url("/artwork/slow-elevators/9999x9999bb.png")).status, 404);
}

#[test]
fn the_directory_finds_shows_by_the_words_of_title_and_author() {
    let world = Broadcaster::start_blocking();
    let cases = [
        ("media=podcast&entity=podcast&term=slow+elevators&limit=25", vec!["Slow Elevators"]),
        ("media=podcast&term=ELEVATORS+slow", vec!["Slow Elevators"]),
        ("media=podcast&term=ottoline", vec!["Salt & Semaphore"]),
        ("media=podcast&term=%E9%9B%A8%E5%B7%B7&country=CN&lang=zh_cn", vec!["雨巷电台"]),
        ("media=podcast&term=nothing+of+the+kind", vec![]),
        ("media=music&term=slow", vec![]),
        ("media=podcast", vec![]),
    ];
    for (query, titles) in cases {
        let answer = search(&world, query);
        let found: Vec<&str> = answer["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["collectionName"].as_str().unwrap())
            .collect();
        assert_eq!(found, titles, "{query}");
        assert_eq!(answer["resultCount"], titles.len());
    }
    assert_eq!(search(&world, "media=podcast&term=e&limit=3")["resultCount"], 3);
}

#[test]
fn a_hit_has_the_shape_of_the_itunes_directory() {
    let world = Broadcaster::start_blocking();
    let answer = get(&format!("{}/search?media=podcast&term=cartographers", world.itunes_url()));
    assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert!(answer.text().starts_with("\n\n\n{"));
    let hit = &serde_json::from_str::<Value>(answer.text()).unwrap()["results"][0];
    let show = world.show("tuesday-cartographers");
    assert_eq!((hit["wrapperType"].as_str(), hit["kind"].as_str()), (Some("track"), Some("podcast")));
    assert_eq!(hit["artistName"], show.author);
    assert_eq!(hit["feedUrl"], show.feed_url);
    assert_eq!(hit["trackCount"], 16);
    assert_eq!(hit["primaryGenreName"], "Places & Travel");
    assert_eq!(hit["releaseDate"], "2026-11-17T08:00:00Z");
    for size in ["30", "60", "100", "600"] {
        let picture = get(hit[format!("artworkUrl{size}")].as_str().unwrap());
        assert_eq!(image::load_from_memory(&picture.body).unwrap().width().to_string(), size);
    }
    let refused = get(&format!("{}/search?media=nonsense&term=a", world.itunes_url()));
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("Invalid value(s) for key(s): [mediaType]"));
    let bare = world.publish(ShowMother::new("Bare Bones").no_cover());
    let hit = &search(&world, "media=podcast&term=bare+bones")["results"][0];
    assert_eq!((hit["feedUrl"].as_str(), hit.get("artworkUrl600")), (Some(bare.feed_url.as_str()), None));
}

#[test]
fn the_directory_fails_like_any_other_address() {
    let world = Broadcaster::start_blocking();
    world.on("/itunes/search").once(Fault::Status { code: 503, retry_after: Some("2".into()) });
    let url = format!("{}/search?media=podcast&term=slow", world.itunes_url());
    assert_eq!(get(&url).status, 503);
    assert_eq!(get(&url).status, 200);
    assert_eq!(world.traffic("/itunes/search").requests[1].query, "media=podcast&term=slow");
}

#[test]
fn another_process_switches_faults_and_reads_the_traffic() {
    let world = Broadcaster::start_blocking();
    let control = |path: &str| world.url(&format!("/_control/{path}"));
    let shows: Value = serde_json::from_slice(&get(&control("shows")).body).unwrap();
    let episode = &shows[0]["episodes"][0];
    let (url, path) = (episode["audio_url"].as_str().unwrap(), episode["audio_path"].as_str().unwrap());

    let order =
        format!(r#"{{"on":"{path}","times":1,"faults":[{{"Status":{{"code":503,"retry_after":"5"}}}}]}}"#);
    assert_eq!(post(&control("fault"), &order).status, 200);
    assert_eq!(get(url).status, 503);
    let order = r#"{"on":{"show":"salt-and-semaphore"},"faults":["HtmlInstead",{"Hold":{"after_bytes":0,"gate":"g"}}]}"#;
    assert_eq!(post(&control("fault"), order).status, 200);
    assert_eq!(post(&control("gate/g/open"), "").status, 200);
    assert!(get(url).text().contains("Hotel"));
    assert_eq!(get(&control("gate/g")).text(), r#"{"open":true,"reached":true}"#);
    assert_eq!(post(&control("heal"), "").status, 200);

    let whole = get(url).body;
    let sum: Value = serde_json::from_slice(&get(&control(&format!("sha256?path={path}"))).body).unwrap();
    assert_eq!(sum["sha256"], friday_testing::Audio::bytes(whole, "", "").sha256());
    let traffic: Value = serde_json::from_slice(&get(&control(&format!("traffic?path={url}"))).body).unwrap();
    assert_eq!(traffic["requests"].as_array().unwrap().len(), 3);
    assert!(traffic["bytes"].as_u64() > episode["bytes"].as_u64());

    assert_eq!(post(&control(&format!("new_version?path={path}")), "").status, 200);
    let newer: Value = serde_json::from_slice(&get(&control(&format!("sha256?path={path}"))).body).unwrap();
    assert_ne!(newer["sha256"], sum["sha256"]);
    assert_eq!(post(&control("episode"), r#"{"show":"fold-here","title":"Encore"}"#).status, 200);
    assert_eq!(world.show("fold-here").newest().title, "Encore");
    assert_eq!(post(&control("episode"), r#"{"show":"nowhere","title":"Encore"}"#).status, 400);
    assert_eq!(post(&control("fault"), "nonsense").status, 400);
    assert_eq!(get(&control("nonsense")).status, 404);
}
