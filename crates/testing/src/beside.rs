//! What lies beside an episode: chapters and transcript; and the web pages of a show.

use std::fmt::Write;

use serde_json::json;

use crate::markup::escaped;
use crate::mother::{EpisodeMother, ShowMother};
use crate::on_air::OnAir;

/// A page that announces no feed at all.
pub(crate) const PLAIN_PAGE: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Nothing to subscribe to</title></head>\n<body><p>This page has a pleasant voice but no podcast.</p></body></html>\n";

/// The chapters as the podcast namespace's JSON.
pub(crate) fn chapters(episode: &EpisodeMother) -> String {
    let chapters: Vec<_> =
        episode.chapters.iter().map(|(start, title)| json!({ "startTime": start, "title": title })).collect();
    json!({ "version": "1.2.0", "chapters": chapters }).to_string()
}

/// The transcript as WebVTT; each cue lasts until the next, the last one five seconds.
pub(crate) fn transcript(episode: &EpisodeMother) -> String {
    let mut vtt = "WEBVTT\n".to_owned();
    let ends = episode.transcript.iter().skip(1).map(|(start, _, _)| *start).chain([f64::NAN]);
    for ((start, who, said), end) in episode.transcript.iter().zip(ends) {
        let end = if end.is_nan() { start + 5.0 } else { end };
        let _ =
            write!(vtt, "\n{} --> {}\n<v {}>{}\n", moment(*start), moment(end), escaped(who), escaped(said));
    }
    vtt
}

/// The page of a show, which announces its feed.
pub(crate) fn site(mother: &ShowMother, show: &OnAir) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title>\n\
         <link rel=\"stylesheet\" href=\"/site.css\">\n\
         <link rel=\"alternate\" type=\"application/rss+xml\" title=\"{}\" href=\"{}\">\n\
         </head>\n<body><h1>{}</h1>\n{}\n<ul>\n",
        escaped(&mother.language),
        escaped(&mother.title),
        escaped(&mother.title),
        // Relative, as many sites have it.
        escaped(&format!("../feeds/{}.xml", show.slug)),
        escaped(&mother.title),
        mother.description,
    );
    for episode in show.episodes.iter().take(20) {
        let _ = writeln!(
            page,
            "<li><a href=\"{}\">{}</a></li>",
            escaped(&episode.audio_url),
            escaped(&episode.title)
        );
    }
    page.push_str("</ul></body></html>\n");
    page
}

/// `00:01:02.500`
fn moment(seconds: f64) -> String {
    let ms = (seconds.max(0.0) * 1000.0).round() as u64;
    format!("{:02}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}
