//! RSS 2.0 with the itunes, podcast, content and atom namespaces, as large hosts write it.

use std::fmt::Write;
use std::time::Duration;

use crate::dates;
use crate::markup::{cdata, escaped};
use crate::mother::{EpisodeMother, ShowMother};
use crate::on_air::{EpisodeOnAir, OnAir};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
"#;

/// The feed of a show. `episodes` of both are in the same order.
pub(crate) fn feed(base_url: &str, mother: &ShowMother, show: &OnAir) -> String {
    let mut xml = HEAD.to_owned();
    line(&mut xml, 4, "title", &mother.title);
    line(&mut xml, 4, "link", &show.site_url);
    let _ = writeln!(
        xml,
        r#"    <atom:link href="{}" rel="self" type="application/rss+xml"/>"#,
        escaped(&show.feed_url)
    );
    let _ = writeln!(xml, "    <description>{}</description>", cdata(&mother.description));
    line(&mut xml, 4, "language", &mother.language);
    line(&mut xml, 4, "generator", "The broadcaster");
    if let Some(newest) = show.episodes.first() {
        line(&mut xml, 4, "pubDate", &dates::rfc_2822(newest.published));
    }
    line(&mut xml, 4, "itunes:author", &mother.author);
    line(&mut xml, 4, "itunes:type", "episodic");
    line(&mut xml, 4, "itunes:explicit", "false");
    let _ = writeln!(xml, r#"    <itunes:category text="{}"/>"#, escaped(&mother.genre));
    if let Some(url) = &show.artwork_url {
        let _ = writeln!(xml, r#"    <itunes:image href="{}"/>"#, escaped(url));
        let _ = writeln!(
            xml,
            "    <image><url>{}</url><title>{}</title><link>{}</link></image>",
            escaped(url),
            escaped(&mother.title),
            escaped(&show.site_url)
        );
    }
    line(&mut xml, 4, "podcast:locked", "yes");
    if let Some((url, text)) = &mother.funding {
        let _ = writeln!(
            xml,
            r#"    <podcast:funding url="{}">{}</podcast:funding>"#,
            escaped(url),
            escaped(text)
        );
    }
    people(&mut xml, 4, &mother.people);
    for (mother, episode) in mother.episodes.iter().zip(&show.episodes) {
        write_episode(&mut xml, base_url, show, mother, episode);
    }
    xml.push_str("  </channel>\n</rss>\n");
    xml
}

fn write_episode(
    xml: &mut String,
    base_url: &str,
    show: &OnAir,
    mother: &EpisodeMother,
    episode: &EpisodeOnAir,
) {
    xml.push_str("    <item>\n");
    line(xml, 6, "title", &mother.title);
    if !episode.guid.is_empty() {
        let _ = writeln!(xml, r#"      <guid isPermaLink="false">{}</guid>"#, escaped(&episode.guid));
    }
    line(xml, 6, "link", &format!("{}#{}", show.site_url, crate::mother::slug(&mother.title)));
    line(xml, 6, "pubDate", &dates::rfc_2822(episode.published));
    let _ = writeln!(xml, "      <description>{}</description>", cdata(&mother.notes));
    let _ = writeln!(xml, "      <content:encoded>{}</content:encoded>", cdata(&mother.notes));
    if mother.enclosure {
        let length = mother.enclosure_length.clone().unwrap_or_else(|| episode.bytes.to_string());
        let _ = writeln!(
            xml,
            r#"      <enclosure url="{}" length="{}" type="{}"/>"#,
            escaped(&episode.audio_url),
            escaped(&length),
            escaped(&episode.content_type)
        );
    }
    let duration = mother.duration_text.clone().unwrap_or_else(|| clock(episode.duration));
    line(xml, 6, "itunes:duration", &duration);
    line(xml, 6, "itunes:explicit", "false");
    if let Some(summary) = &mother.summary {
        line(xml, 6, "itunes:summary", summary);
    }
    if let Some(season) = mother.season {
        line(xml, 6, "itunes:season", &season.to_string());
    }
    if let Some(number) = mother.number {
        line(xml, 6, "itunes:episode", &number.to_string());
    }
    line(xml, 6, "itunes:episodeType", mother.kind.as_deref().unwrap_or("full"));
    if let Some(path) = &mother.image {
        let _ = writeln!(xml, r#"      <itunes:image href="{base_url}{}"/>"#, escaped(path));
    }
    let name = file_name(episode);
    if !mother.chapters.is_empty() {
        let _ = writeln!(
            xml,
            r#"      <podcast:chapters url="{base_url}/chapters/{}/{name}.json" type="application/json+chapters"/>"#,
            show.slug
        );
    }
    if !mother.transcript.is_empty() {
        let _ = writeln!(
            xml,
            r#"      <podcast:transcript url="{base_url}/transcripts/{}/{name}.vtt" type="text/vtt"/>"#,
            show.slug
        );
    }
    people(xml, 6, &mother.people);
    xml.push_str("    </item>\n");
}

/// The name of a recording without folders and extension, which the files beside it share.
pub(crate) fn file_name(episode: &EpisodeOnAir) -> &str {
    let name = episode.audio_path.rsplit_once('/').map_or("", |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(name, _)| name)
}

fn people(xml: &mut String, indent: usize, people: &[(String, String)]) {
    for (name, role) in people {
        let _ = writeln!(
            xml,
            r#"{:indent$}<podcast:person role="{}">{}</podcast:person>"#,
            "",
            escaped(role),
            escaped(name)
        );
    }
}

fn line(xml: &mut String, indent: usize, name: &str, text: &str) {
    let _ = writeln!(xml, "{:indent$}<{name}>{}</{name}>", "", escaped(text));
}

/// `41:07`, or `1:02:30` from an hour.
fn clock(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}
