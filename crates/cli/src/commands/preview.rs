use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Args;
use friday_engine::{Engine, Error, FEED_SCHEMES, FeedDocument};
use friday_model::{PublishedEpisode, PublishedPodcast};
use serde::Serialize;
use serde_json::json;
use url::Url;

use crate::{
    answer::{Answer, Failure, Format},
    json, measures,
    messages::clause,
    table::{Table, name, number, whole},
};

#[derive(Debug, Args)]
pub(crate) struct Preview {
    /// Feeds: files on disk, or addresses with their scheme.
    ///
    /// Several feeds are printed one after the other; with --json as one object that has a member for each.
    #[arg(required = true, value_name = "FILE-OR-URL")]
    feeds: Vec<PathBuf>,
    /// What the relative addresses in a FILE are resolved against.
    ///
    /// A file does not tell where it came from; without this, they lead to a host that does not exist.
    #[arg(long, value_name = "URL", default_value = "https://localhost.invalid/")]
    base_url: Url,
}

impl Preview {
    /// Files are read without a library: none is opened, none is made.
    pub(crate) fn is_of_files(&self) -> bool {
        !self.feeds.iter().any(|feed| address(feed).is_some())
    }

    pub(crate) fn run_on_files(self, format: Format) -> Result<Answer, Failure> {
        let read = self.feeds.iter().map(|file| (name_of(file), read_file(file, &self.base_url))).collect();
        answer(read, format)
    }

    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let mut read = Vec::with_capacity(self.feeds.len());
        for feed in &self.feeds {
            let document = match address(feed) {
                Some(address) => engine.preview(address).await.map_err(|error| Failure::at(address, error)),
                None => read_file(feed, &self.base_url),
            };
            read.push((name_of(feed), document));
        }
        answer(read, format)
    }
}

/// What is there on disk is a file; else what has a scheme is an address.
fn address(feed: &Path) -> Option<&str> {
    let typed = feed.to_str()?;
    let has_scheme = typed.split_once(':').is_some_and(|(scheme, rest)| {
        rest.starts_with("//") || FEED_SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme))
    });
    (has_scheme && !feed.exists()).then_some(typed)
}

fn read_file(file: &Path, base: &Url) -> Result<FeedDocument, Failure> {
    let bytes = std::fs::read(file).map_err(|error| {
        let advice = if error.kind() == std::io::ErrorKind::NotFound {
            "; an address begins with https://"
        } else {
            ""
        };
        Failure::Failed(format!("{} cannot be read: {error}{advice}", file.display()))
    })?;
    Engine::preview_bytes(&bytes, base).map_err(|error| match error {
        Error::NotAFeed { reason, .. } => Failure::Failed(format!("{}: {reason}", file.display())),
        error => error.into(),
    })
}

fn answer(mut read: Vec<(String, Result<FeedDocument, Failure>)>, format: Format) -> Result<Answer, Failure> {
    if read.len() == 1 {
        let (_, document) = read.remove(0);
        let document = document?;
        let words = if format == Format::Words { words(&document) } else { String::new() };
        return format.answer(&json::Preview::from(document), || words);
    }
    let mut complaints = Vec::new();
    let mut documents = BTreeMap::new();
    let mut texts = Vec::new();
    for (name, document) in read {
        let document = match document {
            Ok(document) => {
                if format == Format::Words {
                    texts.push(format!("{name}\n{}", words(&document)));
                }
                One::Read(json::Preview::from(document))
            }
            Err(Failure::Failed(reason)) => {
                let refused = One::Refused(json!({ "error": reason }));
                complaints.push(clause(&reason).to_owned());
                refused
            }
            Err(interrupted) => return Err(interrupted),
        };
        documents.insert(name, document);
    }
    let complaint = (!complaints.is_empty()).then(|| complaints.join("; "));
    Ok(format.answer(&documents, || texts.join("\n"))?.but(complaint))
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum One {
    Read(json::Preview),
    Refused(serde_json::Value),
}

fn words(document: &FeedDocument) -> String {
    let mut lines = about(&document.podcast);
    let mut table = Table::new([whole("DATE"), number("LENGTH"), name("TITLE"), whole("FILE")]);
    for episode in &document.episodes {
        let PublishedEpisode { published, duration, title, enclosures, .. } = episode;
        table.row([
            measures::or_nothing(*published, measures::day),
            measures::or_nothing(*duration, measures::length),
            title.clone(),
            measures::or_nothing(enclosures.first(), |enclosure| enclosure.url.to_string()),
        ]);
    }
    lines.push(table.or("It has no episodes.").trim_end().to_owned());
    lines.extend(
        document.problems.iter().map(|problem| format!("! {}", measures::one_line(&problem.to_string()))),
    );
    lines.join("\n") + "\n"
}

fn about(podcast: &PublishedPodcast) -> Vec<String> {
    let facts = [
        ("Title", Some(podcast.title.clone())),
        ("Author", podcast.author.clone()),
        ("Website", podcast.link.as_ref().map(ToString::to_string)),
        ("Language", podcast.language.clone()),
        ("Artwork", podcast.image.as_ref().map(ToString::to_string)),
        ("Moved to", podcast.new_feed_url.as_ref().map(ToString::to_string)),
    ];
    let known = facts.into_iter().filter_map(|(noun, fact)| fact.map(|fact| (noun, fact)));
    known.map(|(noun, fact)| format!("{noun:<10}{}", measures::one_line(&fact))).collect()
}

fn name_of(feed: &Path) -> String {
    feed.to_string_lossy().into_owned()
}
