use friday_testing::{EpisodeMother, ShowMother};
use serde_json::json;

use crate::library::Library;

#[test]
fn words_find_what_is_in_the_library_the_best_first_with_a_snippet() {
    let library = Library::new();
    let show = ShowMother::new("Salt and Semaphore")
        .episode(EpisodeMother::new("The lighthouse").notes("<p>A <b>café</b> and a quarrel about salt."))
        .episode(EpisodeMother::new("Salt roads").notes("<p>Over the Alps."));
    library.json(&["subscribe", &library.world.publish(show).feed_url]);
    let hits = library.json(&["find", "quarrel"]);
    assert_eq!((&hits[0]["kind"], &hits[0]["title"]), (&json!("episode"), &json!("The lighthouse")));
    assert_eq!(hits[0]["snippet"], "A café and a quarrel about salt.");
    assert_eq!(hits[0]["marks"], json!([[13, 20]]));
    assert_eq!(hits.as_array().unwrap().len(), 1);
    assert_eq!(library.json(&["find", "salt", "--limit", "2"]).as_array().unwrap().len(), 2);
    assert_eq!(library.json(&["find", "zzzzqqq"]), json!([]));
    assert_eq!(library.run(&["find", "zzzzqqq"]).out, "Nothing found.\n");
}
