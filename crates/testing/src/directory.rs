//! The iTunes Search API, as far as podcasts are concerned, in the shape in which Apple answers.

use serde::Serialize;

use crate::file::Reply;

/// Below the base URL that goes into `FRIDAY_ITUNES_URL`.
pub(crate) const PATH: &str = "/itunes/search";

/// What the directory knows of a show.
#[derive(Debug, Clone)]
pub(crate) struct Listing {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) genre: String,
    pub(crate) feed_url: String,
    pub(crate) artwork: bool,
    pub(crate) episodes: usize,
    /// ISO 8601 of the newest episode.
    pub(crate) released: String,
    /// Playing time of the newest episode in seconds, as Apple counts it in spite of its name.
    pub(crate) seconds: u64,
    pub(crate) id: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    result_count: usize,
    results: Vec<Found>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Found {
    wrapper_type: &'static str,
    kind: &'static str,
    collection_id: u64,
    track_id: u64,
    artist_name: String,
    collection_name: String,
    track_name: String,
    collection_censored_name: String,
    track_censored_name: String,
    collection_view_url: String,
    feed_url: String,
    track_view_url: String,
    #[serde(flatten)]
    artwork: Option<Artwork>,
    collection_price: f32,
    track_price: f32,
    collection_hd_price: u8,
    release_date: String,
    collection_explicitness: &'static str,
    track_explicitness: &'static str,
    track_count: usize,
    track_time_millis: u64,
    country: &'static str,
    currency: &'static str,
    primary_genre_name: String,
    content_advisory_rating: &'static str,
    genre_ids: Vec<&'static str>,
    genres: Vec<String>,
}

#[derive(Serialize)]
struct Artwork {
    #[serde(rename = "artworkUrl30")]
    px30: String,
    #[serde(rename = "artworkUrl60")]
    px60: String,
    #[serde(rename = "artworkUrl100")]
    px100: String,
    #[serde(rename = "artworkUrl600")]
    px600: String,
}

/// Answers a search: every word of the term must occur in title or author.
pub(crate) fn search(base_url: &str, listings: &[Listing], query: &str) -> Reply {
    let parameters: Vec<(String, String)> =
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let parameter =
        |name: &str| parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    if let Some(media) = parameter("media")
        && ![
            "all",
            "audiobook",
            "ebook",
            "movie",
            "music",
            "musicVideo",
            "podcast",
            "shortFilm",
            "software",
            "tvShow",
        ]
        .contains(&media)
    {
        return invalid(&parameters, "mediaType");
    }
    let country = parameter("country").unwrap_or("US");
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return invalid(&parameters, "country");
    }
    let podcasts = matches!(parameter("media").unwrap_or("all"), "all" | "podcast")
        && matches!(parameter("entity").unwrap_or("podcast"), "podcast");
    let limit = parameter("limit").and_then(|text| text.parse::<usize>().ok()).unwrap_or(50).clamp(1, 200);
    let term = parameter("term").unwrap_or_default().to_lowercase();
    let words: Vec<&str> = term.split_whitespace().collect();
    let results: Vec<Found> = listings
        .iter()
        .filter(|listing| podcasts && !words.is_empty() && listing.has(&words))
        .take(limit)
        .map(|listing| found(base_url, listing, country))
        .collect();
    let answer = Answer { result_count: results.len(), results };
    let body = serde_json::to_string_pretty(&answer).expect("plain data is always JSON");
    // The blank lines and the type are Apple's.
    json_reply(200, format!("\n\n\n{body}\n"))
}

impl Listing {
    pub(crate) fn has(&self, words: &[&str]) -> bool {
        let text = format!("{} {}", self.title, self.author).to_lowercase();
        words.iter().all(|word| text.contains(word))
    }
}

pub(crate) fn found(base_url: &str, listing: &Listing, country: &str) -> Found {
    let view = format!(
        "https://podcasts.apple.com/{}/podcast/{}/id{}?uo=4",
        country.to_ascii_lowercase(),
        listing.slug,
        listing.id
    );
    let picture = |size: u32| format!("{base_url}/artwork/{}/{size}x{size}bb.png", listing.slug);
    let (country, currency) = store(country);
    Found {
        wrapper_type: "track",
        kind: "podcast",
        collection_id: listing.id,
        track_id: listing.id,
        artist_name: listing.author.clone(),
        collection_name: listing.title.clone(),
        track_name: listing.title.clone(),
        collection_censored_name: listing.title.clone(),
        track_censored_name: listing.title.clone(),
        collection_view_url: view.clone(),
        feed_url: listing.feed_url.clone(),
        track_view_url: view,
        artwork: listing.artwork.then(|| Artwork {
            px30: picture(30),
            px60: picture(60),
            px100: picture(100),
            px600: picture(600),
        }),
        collection_price: 0.0,
        track_price: 0.0,
        collection_hd_price: 0,
        release_date: listing.released.clone(),
        collection_explicitness: "notExplicit",
        track_explicitness: "cleaned",
        track_count: listing.episodes,
        track_time_millis: listing.seconds,
        country,
        currency,
        primary_genre_name: listing.genre.clone(),
        content_advisory_rating: "Clean",
        genre_ids: vec!["1324", "26"],
        genres: vec![listing.genre.clone(), "Podcasts".to_owned()],
    }
}

/// The store's country and money, as the API names them.
fn store(country: &str) -> (&'static str, &'static str) {
    match country.to_ascii_uppercase().as_str() {
        "CN" => ("CHN", "CNY"),
        "GB" => ("GBR", "GBP"),
        "DE" => ("DEU", "EUR"),
        "FR" => ("FRA", "EUR"),
        "JP" => ("JPN", "JPY"),
        _ => ("USA", "USD"),
    }
}

fn invalid(parameters: &[(String, String)], key: &str) -> Reply {
    let given: serde_json::Map<String, serde_json::Value> =
        parameters.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
    let body = serde_json::json!({
        "errorMessage": format!("Invalid value(s) for key(s): [{key}]"),
        "queryParameters": given,
    });
    json_reply(400, format!("\n\n\n{body}\n"))
}

pub(crate) fn json_reply(status: u16, body: String) -> Reply {
    Reply::new(status)
        .header("content-type", "text/javascript; charset=utf-8")
        .header("cache-control", "max-age=86400")
        .body(body)
}
