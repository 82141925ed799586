use friday_engine::Engine;
use friday_model::PodcastOverview;

use crate::{
    answer::{Answer, Failure, Format},
    json, measures,
    table::{Table, name, number, whole},
};

pub(crate) async fn run(engine: &Engine, format: Format) -> Result<Answer, Failure> {
    let podcasts = engine.podcasts().await?;
    list(&podcasts, format, "No podcasts yet; find some with `fridayctl search`.")
}

/// These podcasts, or a sentence where there are none.
pub(crate) fn list(podcasts: &[PodcastOverview], format: Format, nothing: &str) -> Result<Answer, Failure> {
    let documents: Vec<_> = podcasts.iter().map(json::Podcast::from).collect();
    format.answer(&documents, || words(podcasts, nothing))
}

fn words(podcasts: &[PodcastOverview], nothing: &str) -> String {
    let mut table = Table::new([
        number("ID"),
        whole(""),
        name("TITLE"),
        number("EPISODES"),
        number("UNPLAYED"),
        number("ON DISK"),
        whole("CHECKED"),
        whole("PROBLEM"),
    ]);
    for PodcastOverview { podcast, subscription, feed, episodes, unplayed, downloaded, .. } in podcasts {
        let favorite = subscription.is_some_and(|subscription| subscription.favorite);
        table.row([
            podcast.id.to_string(),
            if favorite { "★" } else { "" }.to_owned(),
            podcast.title.clone(),
            episodes.to_string(),
            unplayed.to_string(),
            downloaded.to_string(),
            measures::or_nothing(feed.checked, measures::moment),
            measures::or_nothing(feed.error.as_ref(), |error| error.message.clone()),
        ]);
    }
    table.or(nothing)
}
