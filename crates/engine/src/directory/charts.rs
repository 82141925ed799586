//! What a country listens to: Apple's chart of podcasts, and the feeds of those that stand in it.
//!
//! The chart (`/{country}/rss/toppodcasts`) knows only Apple's own numbers; one lookup makes feeds of all of them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use friday_model::{FoundPodcast, PodcastId, Timestamp};
use serde_json::Value;
use url::Url;

use super::{answer::document, itunes, presentable, understood};
use crate::{Engine, Error, Result};

/// Places of a chart. A lookup takes 200 numbers; more than this nobody reads.
const PLACES: usize = 50;

/// So long a chart is shown as it was read.
const FRESH_FOR: Duration = Duration::from_hours(1);

/// What a country listens to.
#[derive(Debug)]
pub struct Chart {
    /// Two small letters (ISO 3166-1).
    pub country: String,
    /// The first place first, each with the podcast that it is if the listener is subscribed to it.
    pub podcasts: Vec<(FoundPodcast, Option<PodcastId>)>,
    /// When the directory said so.
    pub read: Timestamp,
    /// Why it could not be read anew, where it is older than it should be.
    pub failure: Option<Error>,
}

/// The charts that were read so far.
#[derive(Debug, Default)]
pub(crate) struct Charts(Mutex<HashMap<String, Read>>);

#[derive(Debug, Clone)]
struct Read {
    found: Arc<[FoundPodcast]>,
    at: Timestamp,
}

impl Engine {
    /// The chart of a country, given by its two letters. It is asked for at most once an hour; where that fails, the
    /// one before is what there is.
    pub async fn chart(&self, country: &str) -> Result<Chart> {
        let country = code(country).ok_or_else(|| Error::BadCountry(country.chars().take(20).collect()))?;
        let now = self.now();
        let known = self.inner.charts.get(&country);
        let (read, failure) = match known {
            Some(read) if read.is_fresh(now) => (read, None),
            known => match (self.read_chart(&country).await, known) {
                (Ok(found), _) => (self.inner.charts.keep(&country, found, now), None),
                (Err(error), Some(old)) => (old, Some(error)),
                (Err(error), None) => return Err(error),
            },
        };
        let mut podcasts = Vec::with_capacity(read.found.len());
        for hit in read.found.iter() {
            podcasts.push((hit.clone(), self.subscribed_podcast(hit).await?));
        }
        Ok(Chart { country, podcasts, read: read.at, failure })
    }

    async fn read_chart(&self, country: &str) -> Result<Vec<FoundPodcast>> {
        let address = self.inner.options.directories.itunes.as_ref().ok_or(Error::NoCharts)?;
        let chart = self.ask(itunes::NAME, address, question(&address.url, country), Vec::new()).await?;
        let places = understood(itunes::NAME, places(&chart.bytes))?;
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let found =
            self.ask(itunes::NAME, address, lookup(&address.url, country, &places), Vec::new()).await?;
        Ok(presentable(understood(itunes::NAME, in_order(&found.bytes, &places))?, address))
    }
}

impl Charts {
    fn get(&self, country: &str) -> Option<Read> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(country).cloned()
    }

    fn keep(&self, country: &str, found: Vec<FoundPodcast>, at: Timestamp) -> Read {
        let read = Read { found: found.into(), at };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(country.to_owned(), read.clone());
        read
    }
}

impl Read {
    /// A chart from the future is not: the clock was set.
    fn is_fresh(&self, now: Timestamp) -> bool {
        u64::try_from(now.0 - self.at.0).is_ok_and(|age| u128::from(age) < FRESH_FOR.as_millis())
    }
}

/// The two letters of a country, small.
fn code(country: &str) -> Option<String> {
    let country = country.trim().to_ascii_lowercase();
    (country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_lowercase())).then_some(country)
}

fn question(base: &Url, country: &str) -> Url {
    super::below(base, &[country, "rss", "toppodcasts", &format!("limit={PLACES}"), "json"])
}

fn lookup(base: &Url, country: &str, places: &[u64]) -> Url {
    let mut url = super::below(base, &["lookup"]);
    let numbers: Vec<String> = places.iter().map(u64::to_string).collect();
    // Apple does not understand a comma that is written as %2C.
    url.set_query(Some(&format!("entity=podcast&country={country}&id={}", numbers.join(","))));
    url
}

/// Apple's numbers of the podcasts in a chart, the first place first. Where there is one place it is not in a list.
fn places(bytes: &[u8]) -> Result<Vec<u64>, String> {
    let answer = document(bytes)?;
    let feed = answer.get("feed").and_then(Value::as_object).ok_or("no chart")?;
    let listed = match feed.get("entry") {
        Some(Value::Array(several)) => several.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let number = |place: &Value| place.pointer("/id/attributes/im:id")?.as_str()?.parse().ok();
    Ok(listed.iter().filter_map(number).take(PLACES).collect())
}

/// What a lookup found, in the order of the chart. What has no feed has no place.
fn in_order(bytes: &[u8], places: &[u64]) -> Result<Vec<FoundPodcast>, String> {
    let hits = itunes::hits(bytes)?;
    let mut found: HashMap<u64, FoundPodcast> = hits
        .iter()
        .filter_map(|hit| Some((hit.get("collectionId")?.as_u64()?, itunes::podcast(hit)?)))
        .collect();
    Ok(places.iter().filter_map(|place| found.remove(place)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_of_a_chart_are_read_and_odd_ones_left_out() {
        let table = [
            (
                r#"{"feed": {"entry": [{"id": {"attributes": {"im:id": "7"}}}, {"id": 3}, null,
                {"id": {"attributes": {"im:id": "x"}}}, {"id": {"attributes": {"im:id": "5"}}}]}}"#,
                vec![7, 5],
            ),
            (r#"{"feed": {"entry": {"id": {"attributes": {"im:id": "7"}}}}}"#, vec![7]),
            (r#"{"feed": {}}"#, vec![]),
        ];
        for (answer, expected) in table {
            assert_eq!(places(answer.as_bytes()).unwrap(), expected, "{answer}");
        }
        let deep = "[".repeat(50_000);
        for answer in ["", "<html>", "[]", r#"{"feed": 1}"#, &deep] {
            assert!(places(answer.as_bytes()).is_err(), "{answer:.20}");
        }
    }

    #[test]
    fn the_order_is_that_of_the_chart_not_that_of_the_lookup() {
        let answer = br#"{"results": [{"collectionId": 5, "feedUrl": "https://five.example/"}, {"collectionId": 6},
            {"collectionId": 7, "feedUrl": "https://seven.example/"}, {"feedUrl": "https://none.example/"}]}"#;
        let found = in_order(answer, &[7, 6, 5, 4]).unwrap();
        let titles: Vec<&str> = found.iter().map(|hit| hit.title.as_str()).collect();
        assert_eq!(titles, ["seven.example", "five.example"]);
    }

    #[test]
    fn the_questions_are_those_that_apple_understands() {
        let base = "https://itunes.example".parse().unwrap();
        assert_eq!(question(&base, "de").as_str(), "https://itunes.example/de/rss/toppodcasts/limit=50/json");
        assert_eq!(
            lookup(&base, "de", &[7, 5]).as_str(),
            "https://itunes.example/lookup?entity=podcast&country=de&id=7,5"
        );
    }

    #[test]
    fn a_country_is_two_letters() {
        for (typed, expected) in [(" DE ", Some("de")), ("d", None), ("d/", None), ("deu", None), ("", None)]
        {
            assert_eq!(code(typed).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn a_chart_is_fresh_for_an_hour() {
        let read = Read { found: Arc::default(), at: Timestamp(10_000_000) };
        for (now, expected) in
            [(10_000_000, true), (13_599_999, true), (13_600_000, false), (9_999_999, false)]
        {
            assert_eq!(read.is_fresh(Timestamp(now)), expected, "{now}");
        }
    }
}
