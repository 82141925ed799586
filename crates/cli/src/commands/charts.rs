use clap::Args;
use friday_engine::Engine;

use crate::{
    answer::{Answer, Failure, Format},
    json, measures,
    messages::complain,
    table::{Table, name, number, whole},
};

#[derive(Debug, Args)]
pub(crate) struct Charts {
    /// Two letters of a country, such as de [default: that of the locale]
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
}

impl Charts {
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let country = self.country.unwrap_or_else(|| {
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(|variable| std::env::var(variable).ok().filter(|locale| !locale.is_empty()));
            country_of(locale.as_deref().unwrap_or_default()).to_owned()
        });
        let chart = engine.chart(&country).await?;
        if let Some(error) = &chart.failure {
            complain(&format!("the chart is of {}: {error}", measures::day(chart.read)));
        }
        let hits: Vec<_> = chart.podcasts.iter().map(|(hit, _)| json::FoundPodcast::from(hit)).collect();
        format.answer(&hits, || {
            let columns = [number("#"), whole(""), name("TITLE"), name("AUTHOR"), whole("FEED")];
            let mut table = Table::new(columns);
            for (place, (hit, subscribed)) in chart.podcasts.iter().enumerate() {
                table.row([
                    (place + 1).to_string(),
                    if subscribed.is_some() { "✓" } else { "" }.to_owned(),
                    hit.title.clone(),
                    hit.author.clone().unwrap_or_default(),
                    hit.feed_url.to_string(),
                ]);
            }
            table.or("This country has no chart.")
        })
    }
}

/// The country of a locale such as `de_AT.UTF-8`; that of a locale without one is where iTunes is at home.
fn country_of(locale: &str) -> &str {
    let language = locale.split(['.', '@']).next().unwrap_or_default();
    match language.split_once('_') {
        Some((_, country)) if country.len() == 2 => country,
        _ => "us",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_is_that_of_the_locale() {
        for (locale, expected) in [
            ("de_AT.UTF-8", "AT"),
            ("sr_RS@latin", "RS"),
            ("zh_CN", "CN"),
            ("C.UTF-8", "us"),
            ("es_419", "us"),
            ("", "us"),
        ] {
            assert_eq!(country_of(locale), expected, "{locale}");
        }
    }
}
