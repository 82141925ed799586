use friday_testing::{EpisodeMother, Fault, Reply, ShowMother};
use serde_json::json;

use crate::library::Library;

#[test]
fn search_finds_what_can_be_subscribed_to() {
    let library = Library::new();
    let show = library.world.show("one-minute-museum");
    let found = library.json(&["search", "minute", "museum"]);
    let hit = &found[0];
    assert_eq!(hit["title"], "One Minute Museum");
    assert_eq!(hit["author"], json!(show.author));
    assert_eq!(hit["feed_url"], json!(show.feed_url));
    assert_eq!(hit["source"], "itunes");
    assert!(hit["artwork_url"].as_str().unwrap().starts_with("http"), "{hit}");
    let podcasts = library.json(&["subscribe", hit["feed_url"].as_str().unwrap()]);
    assert_eq!(podcasts[0]["title"], "One Minute Museum");
}

#[test]
fn words_that_nobody_uses_find_nothing() {
    let library = Library::new();
    assert_eq!(library.json(&["search", "zzzzqqq"]), json!([]));
    assert_eq!(library.run(&["search", "zzzzqqq"]).out, "Nothing found.\n");
}

#[test]
fn a_directory_that_does_not_answer_is_a_failure() {
    let library = Library::new();
    library.world.on("/itunes/search").always(Fault::Status { code: 503, retry_after: None });
    let ran = library.run(&["search", "museum", "--json"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.document()["error"].is_string(), "{ran:?}");
    assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
}

#[test]
fn a_feed_is_subscribed_to_with_its_episodes() {
    let library = Library::new();
    let (id, show) = library.subscribe("slow-elevators");
    let podcasts = library.json(&["podcasts"]);
    let podcast = &podcasts[0];
    assert_eq!(
        [
            &podcast["id"],
            &podcast["title"],
            &podcast["author"],
            &podcast["feed_url"],
            &podcast["artwork_url"]
        ],
        [
            &json!(id),
            &json!(show.title),
            &json!(show.author),
            &json!(show.feed_url),
            &json!(show.artwork_url)
        ]
    );
    let count = json!(show.episodes.len());
    assert_eq!(
        [
            &podcast["favorite"],
            &podcast["episodes"],
            &podcast["unplayed"],
            &podcast["downloaded"],
            &podcast["error"]
        ],
        [&json!(false), &count, &count, &json!(0), &json!(null)]
    );
    assert!(podcast["last_checked"].as_i64().unwrap() > 1_700_000_000, "{podcast}");

    let episodes = library.json(&["episodes", "--podcast", &id.to_string(), "--limit", "1"]);
    let (episode, newest) = (&episodes[0], show.newest());
    assert_eq!(
        [
            &episode["guid"],
            &episode["title"],
            &episode["pub_date"],
            &episode["enclosure_url"],
            &episode["download"]
        ],
        [
            &json!(newest.guid),
            &json!(newest.title),
            &json!(newest.published / 1000),
            &json!(newest.audio_url),
            &json!(null)
        ]
    );
    assert_eq!(episode["duration"], json!(newest.duration.as_secs()));
    assert!(episode["id"].is_i64(), "{episode}");
}

#[test]
fn a_web_page_leads_to_the_feed_that_it_announces() {
    let library = Library::new();
    let show = library.world.show("slow-elevators");
    let podcasts = library.json(&["subscribe", &show.site_url]);
    assert_eq!(podcasts[0]["feed_url"], json!(show.feed_url));
    assert_eq!(library.json(&["subscribe", &show.feed_url])[0]["id"], podcasts[0]["id"]);
    assert_eq!(library.json(&["podcasts"]).as_array().unwrap().len(), 1);
}

#[test]
fn one_address_that_leads_nowhere_takes_nothing_from_the_others() {
    let library = Library::new();
    let (good, bad) = (library.world.show("fold-here").feed_url, library.world.url("/plain"));
    let ran = library.run(&["subscribe", &bad, &good, "--json"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert_eq!(ran.document()[0]["feed_url"], json!(good));
    assert!(ran.err.contains("announces no feed"), "{ran:?}");
}

#[test]
fn favourites_come_first_until_they_are_ordinary_again() {
    let library = Library::new();
    let (fold, _) = library.subscribe("fold-here");
    let (slow, _) = library.subscribe("slow-elevators");
    let order = || {
        let podcasts = library.json(&["podcasts"]);
        podcasts.as_array().unwrap().iter().map(|podcast| podcast["id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(order(), [fold, slow]);
    assert_eq!(library.json(&["favorite", &slow.to_string()])[0]["favorite"], json!(true));
    assert_eq!(order(), [slow, fold]);
    assert_eq!(library.json(&["favorite", &slow.to_string(), "--off"])[0]["favorite"], json!(false));
    assert_eq!(order(), [fold, slow]);
}

#[test]
fn an_ended_subscription_keeps_what_was_downloaded() {
    let library = Library::new();
    let (id, _) = library.subscribe("fold-here");
    library.json(&["download", "--latest", "1", "--wait"]);
    assert_eq!(library.json(&["unsubscribe", &id.to_string()])[0]["id"], json!(id));
    assert_eq!(library.json(&["podcasts"]), json!([]));
    assert_eq!(library.json(&["verify"])["ok"], json!(1));
}

#[test]
fn a_refresh_brings_what_is_new_and_asks_no_more_than_it_must() {
    let library = Library::new();
    library.world.publish(ShowMother::new("Low Tide").episodes(2));
    let (id, show) = library.subscribe("low-tide");
    library.subscribe("fold-here");
    let nothing = json!({ "checked": 0, "changed": 0, "unchanged": 0, "failed": [], "new_episodes": 0 });
    assert_eq!(library.json(&["refresh"]), nothing);

    library.world.add_episode("low-tide", EpisodeMother::new("Fresh"));
    let report = json!({ "checked": 2, "changed": 1, "unchanged": 1, "failed": [], "new_episodes": 1 });
    assert_eq!(library.json(&["refresh", "--force"]), report);
    assert_eq!(library.episode("Fresh")["download"], json!(null));

    let report = json!({ "checked": 1, "changed": 0, "unchanged": 1, "failed": [], "new_episodes": 0 });
    assert_eq!(library.json(&["refresh", &id.to_string()]), report);
    assert_eq!(library.world.traffic(&show.feed_url).statuses(), [200, 200, 304]);
}

#[test]
fn a_feed_that_fails_is_told_where_the_podcast_is_told() {
    let library = Library::new();
    let (id, show) = library.subscribe("fold-here");
    library.subscribe("slow-elevators");
    library.world.on(&show.feed_url).always(Fault::Status { code: 404, retry_after: None });
    let ran = library.run(&["refresh", "--force", "--json"]);
    let report = ran.document();
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!([&report["checked"], &report["unchanged"]], [&json!(2), &json!(1)]);
    let failed = &report["failed"][0];
    assert_eq!([&failed["id"], &failed["feed_url"]], [&json!(id), &json!(show.feed_url)]);
    let reason = failed["error"].as_str().unwrap();
    assert!(ran.err.contains(reason), "{ran:?}");
    let podcasts = library.json(&["podcasts"]);
    let podcast = podcasts.as_array().unwrap().iter().find(|podcast| podcast["id"] == json!(id)).unwrap();
    assert_eq!(podcast["error"], json!(reason));

    let alone = library.run(&["refresh", &id.to_string(), "--json"]);
    assert_eq!(alone.status, Some(1), "{alone:?}");
    assert_eq!(alone.document()["failed"][0]["id"], json!(id));
}

#[test]
fn the_chart_of_a_country_lists_what_can_be_subscribed_to_the_first_place_first() {
    let library = Library::new();
    let chart = library.json(&["charts", "--country", "de"]);
    let last = library.world.shows().last().unwrap().clone();
    assert_eq!((&chart[0]["title"], &chart[0]["feed_url"]), (&json!(last.title), &json!(last.feed_url)));
    assert_eq!(chart[0]["source"], "itunes");
    let refused = library.run(&["charts", "--country", "nowhere"]);
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(refused.err.contains("two letters"), "{refused:?}");
}

#[test]
fn of_several_feeds_on_a_page_the_command_says_which_there_are() {
    let library = Library::new();
    let [first, second] = ["slow-elevators", "fold-here"].map(|slug| library.world.show(slug).feed_url);
    let link = |url: &str| format!(r#"<link rel="alternate" type="application/rss+xml" href="{url}">"#);
    let page = library.world.put(
        "/several",
        Reply::new(200).header("content-type", "text/html").body(format!(
            "<!doctype html><html><head>{}{}</head></html>",
            link(&first),
            link(&second)
        )),
    );
    for command in ["subscribe", "preview"] {
        let ran = library.run(&[command, &page, "--json"]);
        assert_eq!((ran.status, ran.err.lines().count()), (Some(1), 1), "{ran:?}");
        let error = ran.document()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(&first) && error.contains(&second), "{error}");
    }
    assert_eq!(library.json(&["subscribe", &second])[0]["feed_url"], json!(second));
}
