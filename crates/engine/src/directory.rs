//! Asks the directories for podcasts: all side by side, one file each.

mod answer;
mod charts;
mod fyyd;
mod gpodder;
mod itunes;
mod merging;
mod pace;
mod podcast_index;

use friday_model::{FoundPodcast, PodcastId};
use friday_net::{Document, DocumentRequest, Fetched, Reach};
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::time::Instant;
use url::Url;

pub use self::charts::Chart;
use self::podcast_index::Key;
pub(crate) use self::{answer::may_be_shown, charts::Charts, pace::Pace};
use crate::{Engine, Error, Kept, Result};

/// Bytes of an answer.
const SIZE: u64 = 5 * 1024 * 1024;

/// Under which the key of the Podcast Index lies among the secrets.
const KEY: &str = "podcastindex";

/// Where the directories are. One without an address is not asked.
#[derive(Debug, Clone)]
pub struct Directories {
    /// The iTunes Search API, to which `/search` is appended.
    pub itunes: Option<DirectoryAddress>,
    /// The Podcast Index, to which `/search/byterm` is appended; asked only with a key.
    pub podcast_index: Option<DirectoryAddress>,
    /// fyyd, to which `/search/podcast` is appended.
    pub fyyd: Option<DirectoryAddress>,
    /// gpodder.net, to which `/search.json` is appended.
    pub gpodder: Option<DirectoryAddress>,
}

/// The address of a directory.
#[derive(Debug, Clone)]
pub struct DirectoryAddress {
    pub url: Url,
    /// The listener has named it: it may be private.
    pub typed: bool,
}

/// What the directories have answered so far. One that failed takes nothing from the others.
#[derive(Debug)]
pub struct DirectoryAnswer {
    /// Hits, each with the podcast that it is if the listener is subscribed to it.
    pub found: Vec<(FoundPodcast, Option<PodcastId>)>,
    /// The directories that did not answer.
    pub failures: Vec<DirectoryFailure>,
    /// The directories that have not answered yet.
    pub waiting: Vec<&'static str>,
}

/// A directory that did not answer, and why.
#[derive(Debug)]
pub struct DirectoryFailure {
    /// `itunes`, `podcastindex`, `fyyd` or `gpodder.net`.
    pub source: &'static str,
    pub error: Error,
}

impl Directories {
    /// The directories of the world.
    pub(crate) fn public() -> Self {
        let at =
            |url: &str| Some(DirectoryAddress { url: url.parse().expect("a literal address"), typed: false });
        Self {
            itunes: at("https://itunes.apple.com"),
            podcast_index: at("https://api.podcastindex.org/api/1.0"),
            fyyd: at("https://api.fyyd.de/0.2"),
            gpodder: at("https://gpodder.net"),
        }
    }

    /// Those that the environment names; all of the world where it names none.
    pub(crate) fn from_environment() -> Result<Self> {
        let named = |variable: &str| -> Result<Option<DirectoryAddress>> {
            let Some(address) = std::env::var(variable).ok().filter(|address| !address.is_empty()) else {
                return Ok(None);
            };
            let url = Url::parse(&address).map_err(|_| Error::BadAddress(address))?;
            Ok(Some(DirectoryAddress { url, typed: true }))
        };
        let named = Self {
            itunes: named("FRIDAY_ITUNES_URL")?,
            podcast_index: named("FRIDAY_PODCASTINDEX_URL")?,
            fyyd: named("FRIDAY_FYYD_URL")?,
            gpodder: named("FRIDAY_GPODDER_URL")?,
        };
        let Self { itunes: None, podcast_index: None, fyyd: None, gpodder: None } = named else {
            return Ok(named);
        };
        Ok(Self::public())
    }
}

/// One directory, and how it is asked.
struct Directory<'a> {
    name: &'static str,
    address: &'a DirectoryAddress,
    question: Url,
    signature: Vec<(&'static str, String)>,
    read: fn(&[u8]) -> Result<Vec<FoundPodcast>, String>,
}

impl Engine {
    /// Searches the directories for words in titles and authors. No words find nothing.
    pub async fn search_directories(&self, text: &str) -> Result<DirectoryAnswer> {
        self.search_directories_telling(text, |_| ()).await
    }

    /// As [`Engine::search_directories`], telling all that is known whenever one of the directories has answered.
    pub async fn search_directories_telling(
        &self,
        text: &str,
        mut tell: impl FnMut(&DirectoryAnswer) + Send,
    ) -> Result<DirectoryAnswer> {
        let mut answer = DirectoryAnswer { found: Vec::new(), failures: Vec::new(), waiting: Vec::new() };
        let text = text.trim();
        if text.is_empty() {
            return Ok(answer);
        }
        let key = self.podcast_index_key().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the Podcast Index is not asked");
            None
        });
        let directories = self.directories(text, key.as_ref());
        answer.waiting = directories.iter().map(|directory| directory.name).collect();
        let mut asking: FuturesUnordered<_> = directories
            .iter()
            .map(|directory| async move { (directory.name, self.ask_directory(directory).await) })
            .collect();
        let mut found = Vec::new();
        while let Some((source, answered)) = asking.next().await {
            answer.waiting.retain(|waiting| *waiting != source);
            match answered {
                Ok(hits) => merging::merge(&mut found, hits),
                Err(error) => answer.failures.push(DirectoryFailure { source, error }),
            }
            answer.found.clear();
            for hit in &found {
                answer.found.push((hit.clone(), self.subscribed_podcast(hit).await?));
            }
            tell(&answer);
        }
        Ok(answer)
    }

    /// Whether the listener has given a key for the Podcast Index, without which it is not asked.
    pub async fn has_podcast_index_key(&self) -> Result<bool> {
        Ok(self.podcast_index_key().await?.is_some())
    }

    /// Keeps the key and the secret for the Podcast Index, and says where.
    pub async fn set_podcast_index_key(&self, key: &str, secret: &str) -> Result<Kept> {
        let key = Key { key: key.trim().to_owned(), secret: secret.trim().to_owned() };
        self.inner.secrets.write(KEY, &key.written()).await
    }

    /// Forgets them.
    pub async fn forget_podcast_index_key(&self) -> Result<()> {
        self.inner.secrets.forget(KEY).await
    }

    async fn podcast_index_key(&self) -> Result<Option<Key>> {
        Ok(self.inner.secrets.read(KEY).await?.as_deref().and_then(Key::read))
    }

    fn directories(&self, text: &str, key: Option<&Key>) -> Vec<Directory<'_>> {
        let Directories { itunes, podcast_index, fyyd, gpodder } = &self.inner.options.directories;
        let mut directories = Vec::new();
        if let Some(address) = itunes {
            directories.push(Directory {
                name: itunes::NAME,
                address,
                question: itunes::question(&address.url, text),
                signature: Vec::new(),
                read: itunes::read,
            });
        }
        if let (Some(address), Some(key)) = (podcast_index, key) {
            directories.push(Directory {
                name: podcast_index::NAME,
                address,
                question: podcast_index::question(&address.url, text),
                signature: key.signature(self.now()),
                read: podcast_index::read,
            });
        }
        if let Some(address) = fyyd {
            directories.push(Directory {
                name: fyyd::NAME,
                address,
                question: fyyd::question(&address.url, text),
                signature: Vec::new(),
                read: fyyd::read,
            });
        }
        if let Some(address) = gpodder {
            directories.push(Directory {
                name: gpodder::NAME,
                address,
                question: gpodder::question(&address.url, text),
                signature: Vec::new(),
                read: gpodder::read,
            });
        }
        directories
    }

    async fn ask_directory(&self, directory: &Directory<'_>) -> Result<Vec<FoundPodcast>> {
        let Directory { name, address, question, signature, read } = directory;
        let answer = self.ask(name, address, question.clone(), signature.clone()).await?;
        Ok(presentable(understood(name, read(&answer.bytes))?, address))
    }

    /// One question; Apple is not asked more often than it likes.
    async fn ask(
        &self,
        name: &'static str,
        address: &DirectoryAddress,
        question: Url,
        signature: Vec<(&'static str, String)>,
    ) -> Result<Document> {
        if name == itunes::NAME {
            let wait = self.inner.itunes_pace.ask(Instant::now());
            wait.map_err(|wait| Error::AskedTooOften { directory: name, wait })?;
        }
        let reach = if address.typed { Reach::typed(&address.url) } else { Reach::public() };
        let request = DocumentRequest {
            accept: "application/json, text/javascript",
            limit: SIZE,
            private_headers: signature,
            ..DocumentRequest::new(question, reach)
        };
        match self.inner.net.fetch(&request).await? {
            Fetched::Document(answer) => Ok(answer),
            Fetched::NotModified(_) => {
                understood(name, Err("304 to a request without validators".to_owned()))
            }
        }
    }

    async fn subscribed_podcast(&self, hit: &FoundPodcast) -> Result<Option<PodcastId>> {
        let Some(id) = self.inner.store.podcast_by_feed(&hit.feed_url).await? else { return Ok(None) };
        let podcast = self.inner.store.podcast(id).await?;
        Ok(podcast.filter(|podcast| podcast.subscription.is_some()).map(|podcast| podcast.podcast.id))
    }
}

/// An answer, or that it is none.
fn understood<T>(directory: &str, read: Result<T, String>) -> Result<T> {
    read.map_err(|reason| Error::BadAnswer { directory: directory.to_owned(), reason })
}

/// What may be shown of what a directory found, each podcast once.
fn presentable(mut found: Vec<FoundPodcast>, address: &DirectoryAddress) -> Vec<FoundPodcast> {
    let private_host = address.typed.then(|| address.url.host_str()).flatten();
    found.retain(|hit| answer::may_be_shown(&hit.feed_url, private_host));
    let mut distinct = Vec::with_capacity(found.len());
    merging::merge(&mut distinct, found);
    distinct
}

/// The address of something below a base.
fn below(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    type Read = fn(&[u8]) -> Result<Vec<FoundPodcast>, String>;

    /// Answers as they were served, and hostile ones; how many hits of each can be subscribed to.
    #[test]
    fn answers_of_the_world_are_read_and_broken_ones_are_errors() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
        if !fixtures.exists() {
            assert!(std::env::var_os("CI").is_none(), "the fixtures are missing");
            eprintln!("skipped: there are no fixtures at {}", fixtures.display());
            return;
        }

        let table: [(&str, Read, Option<usize>); 8] = [
            ("search/itunes-search-1.json", itunes::read, Some(1)),
            ("search/itunes-search-10.json", itunes::read, Some(10)),
            ("search/itunes-search-empty.json", itunes::read, Some(0)),
            ("search/itunes-hostile-no-feedurl.json", itunes::read, Some(1)),
            ("search/itunes-hostile-missing-fields.json", itunes::read, Some(5)),
            ("search/itunes-hostile-error-object.json", itunes::read, None),
            ("search/itunes-hostile-html.json", itunes::read, None),
            ("podcastindex/search-byterm.json", podcast_index::read, Some(1)),
        ];
        for (file, read, expected) in table {
            let bytes = std::fs::read(fixtures.join(file)).unwrap();
            assert_eq!(read(&bytes).ok().map(|found| found.len()), expected, "{file}");
        }
    }

    #[test]
    fn an_answer_of_fifty_thousand_brackets_is_an_error_like_any_other() {
        let deep = "[".repeat(50_000);
        let readers: [Read; 4] = [itunes::read, podcast_index::read, fyyd::read, gpodder::read];
        for read in readers {
            assert!(read(deep.as_bytes()).is_err());
            assert!(read(b"").is_err());
        }
    }
}
