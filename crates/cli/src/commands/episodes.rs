use clap::{Args, builder::PossibleValuesParser, builder::TypedValueParser as _};
use friday_engine::Engine;
use friday_model::{
    Download, DownloadState, EpisodeFilter, EpisodeOrder, EpisodeOverview, EpisodeStateFilter, PodcastId,
};

use crate::{
    answer::{Answer, Failure, Format},
    json, measures,
    table::{Table, name, number, whole},
};

#[derive(Debug, Args)]
pub(crate) struct Episodes {
    /// Only of this podcast
    #[arg(long, value_name = "ID")]
    podcast: Option<i64>,
    /// Only in any of these states
    #[arg(long = "state", value_name = "STATE,…", value_delimiter = ',', value_parser = states())]
    states: Vec<EpisodeStateFilter>,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
}

fn states() -> impl clap::builder::TypedValueParser<Value = EpisodeStateFilter> {
    PossibleValuesParser::new(EpisodeStateFilter::ALL.map(EpisodeStateFilter::as_str))
        .map(|word| word.parse().expect("the words of the states are what is possible"))
}

impl Episodes {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let podcast = self.podcast.map(PodcastId);
        if let Some(podcast) = podcast {
            engine.podcast(podcast).await?;
        }
        let order = EpisodeOrder::NewestFirst;
        let filter = EpisodeFilter { podcast, states: self.states, order, after: None, limit: self.limit };
        let episodes = engine.episodes(&engine.episode_ids(&filter).await?).await?;
        let documents: Vec<_> =
            episodes.iter().map(|episode| json::Episode::of(episode, engine.downloads_dir())).collect();
        format.answer(&documents, || words(&episodes))
    }
}

fn words(episodes: &[EpisodeOverview]) -> String {
    let columns =
        [number("ID"), whole("DATE"), number("LENGTH"), name("PODCAST"), name("TITLE"), whole("DOWNLOAD")];
    let mut table = Table::new(columns);
    for episode in episodes {
        let published = &episode.episode.published;
        table.row([
            episode.episode.id.to_string(),
            measures::or_nothing(published.published, measures::day),
            measures::or_nothing(episode.duration(), measures::length),
            episode.podcast_title.clone(),
            published.title.clone(),
            measures::or_nothing(episode.download.as_ref(), how_far),
        ]);
    }
    table.or("No episodes.")
}

fn how_far(download: &Download) -> String {
    let state = download.state.as_str();
    let reason = measures::or_nothing(download.error.as_ref(), |error| format!(": {}", error.message));
    match (download.state, download.total) {
        (DownloadState::Done, _) => format!("{state}, {}", measures::size(download.bytes)),
        (_, Some(total)) if download.bytes > 0 => {
            format!("{state}, {} of {}{reason}", measures::size(download.bytes), measures::size(total))
        }
        _ => format!("{state}{reason}"),
    }
}
