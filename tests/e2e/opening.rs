//! What other programs hand over is proposed, in the window that is open, and nothing happens before the listener says so.

use std::fs;

use friday_testing::Broadcaster;
use serde_json::json;

use crate::desktop::Desktop;
use crate::page::at;

#[tokio::test(flavor = "multi_thread")]
async fn an_address_and_a_list_from_elsewhere_wait_for_the_listener() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("opening", &world);
    let [first, second] = ["slow-elevators", "fold-here"].map(|slug| world.show(slug));

    let app = desktop.launch_with(&first.feed_url.replacen("http", "feed:http", 1)).await;
    let page = app.page();
    page.see(at("address-offer").showing(&first.feed_url)).await;
    assert_eq!(desktop.fridayctl(&["podcasts"]), json!([]));
    page.click(at("subscribe-address")).await;
    page.see(at("podcast-title").showing(&first.title)).await;

    let site = second.site_url.replacen("http", "podcast:http", 1);
    desktop.hand_over(&[&site]).await;
    page.see(at("address-offer").showing(&second.site_url)).await;

    let list = desktop.data().with_file_name("from elsewhere.opml");
    let outlines = [&first, &second].map(|show| format!("<outline text='x' xmlUrl='{}'/>", show.feed_url));
    fs::write(&list, format!("<opml><body>{}</body></opml>", outlines.concat())).expect("there is room");
    desktop.hand_over(&[list.to_str().expect("it was named above")]).await;
    page.see(at("import-new").showing("x")).await;
    assert_eq!(desktop.fridayctl(&["podcasts"]).as_array().map(Vec::len), Some(1));
    page.click(at("import-run")).await;
    page.see_no_more(at("import-dialog")).await;
    assert_eq!(desktop.fridayctl(&["podcasts"]).as_array().map(Vec::len), Some(2));
    page.no_troubles().await;
}
