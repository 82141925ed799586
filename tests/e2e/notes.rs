//! Show notes come from strangers.

use friday_testing::Broadcaster;
use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::listener::subscribe_to;
use crate::page::at;

#[tokio::test(flavor = "multi_thread")]
async fn show_notes_are_shown_and_their_script_is_inert() {
    let world = Broadcaster::start().await;
    let desktop = Desktop::start("notes", &world);
    let show = world.show("mischief");
    let app = desktop.launch().await;
    let page = app.page();
    subscribe_to(page, &show.feed_url, &show.title).await;

    for episode in &show.episodes {
        page.click(at("episode-row").showing(&episode.title).at("episode-title")).await;
        page.see(at("episode-heading").showing(&episode.title)).await;
        page.see(at("notes")).await;
        let harm = page
            .ask(
                "const notes = seen(arguments[0])[0];
                 const attributes = [...notes.querySelectorAll('*')].flatMap((element) => [...element.attributes]);
                 return {
                     ran: window.__pwned ?? null,
                     elements: [...notes.querySelectorAll('script, iframe, object, embed, form, style, link, meta, base, svg')].length,
                     handlers: attributes.filter(({ name }) => name.startsWith('on') || name === 'style').length,
                     addresses: attributes.filter(({ value }) => /^\\s*(javascript|data|vbscript):/i.test(value)).length,
                 };",
                json!([at("notes")]),
            )
            .await;
        assert_eq!(
            harm,
            json!({ "ran": Value::Null, "elements": 0, "handlers": 0, "addresses": 0 }),
            "{}",
            episode.title
        );
        page.ask("history.back();", json!([])).await;
        page.see(at("podcast-title").showing(&show.title)).await;
    }
    page.no_troubles().await;
}
