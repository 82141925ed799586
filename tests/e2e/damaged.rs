//! A library that is damaged: the window says so, and a backup brings everything back.

use std::fs;

use friday_testing::Broadcaster;

use crate::axe;
use crate::desktop::Desktop;
use crate::listener::podcast;
use crate::page::at;
use crate::until::until;

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_library_is_said_to_be_so_and_restored_with_two_clicks() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("damaged", &world);
    let show = world.show("slow-elevators");
    desktop.fridayctl(&["subscribe", &show.feed_url]);
    desktop.fridayctl(&["backup"]);
    let library = desktop.data().join("friday.db");
    fs::write(&library, "").unwrap();

    let app = desktop.launch().await;
    let page = app.page();
    page.see(at("start-failed").at("begin-anew")).await;
    axe::check(page, "damaged").await;
    assert_eq!(fs::metadata(&library).unwrap().len(), 0, "nothing is begun before the listener was asked");
    page.click(at("backups").css("button")).await;
    page.click(at("restore-confirm")).await;
    until("the library is restored", async || match fs::metadata(&library).map(|file| file.len()) {
        Ok(0) | Err(_) => Err("it is still damaged"),
        Ok(_) => Ok(()),
    })
    .await;
    assert!(podcast(&desktop, &show.title)["id"].is_i64());
}
