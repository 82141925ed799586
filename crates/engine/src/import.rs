//! Lists of podcasts from other programs: first a plan, then one transaction, and only then the network.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{ErrorKind, Read as _},
    path::{Path, PathBuf},
};

use friday_feed::{FeedList, ListedFeed, SkippedFeed, feed_key};
use friday_model::{PodcastId, PublishedPodcast};
use friday_store::KnownAddress;
use url::Url;

use crate::{
    Engine, Error, Event, RefreshReport, Result, Which,
    login::{Login, taken_out},
};

/// Bytes of a list that are read: more than one may have.
const LONGEST_LIST: u64 = 32 * 1024 * 1024;

/// What importing a list would do; nothing has been done yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportPlan {
    /// Feeds to subscribe to, in the order of the list.
    pub new: Vec<PlannedFeed>,
    /// Feeds that are subscribed to already.
    pub known: Vec<KnownFeed>,
    /// What cannot be subscribed to, each with the reason.
    pub skipped: Vec<SkippedFeed>,
    /// What was odd about the list: English sentences.
    pub problems: Vec<String>,
}

/// A feed to subscribe to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFeed {
    /// Without a login; if there was one in it, it is kept with the passwords.
    pub url: Url,
    pub title: Option<String>,
    pub folder: Vec<String>,
    website: Option<Url>,
    login: Option<Login>,
    /// It was subscribed to before.
    podcast: Option<PodcastId>,
}

/// A feed of a list that is subscribed to already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFeed {
    pub url: Url,
    pub podcast: PodcastId,
    /// It has moved since the list was written.
    pub moved: bool,
}

/// What an import has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Subscribed to now; not fetched yet.
    pub added: Vec<PodcastId>,
    /// Feeds that were subscribed to before.
    pub known: u32,
    pub skipped: Vec<SkippedFeed>,
}

impl Engine {
    /// A list as it lies in its file; of one that is too long as much as shows it.
    pub async fn read_list(file: PathBuf) -> Result<Vec<u8>> {
        let read = |file: &Path| {
            // A pipe would keep whoever opens it waiting.
            if !fs::metadata(file)?.is_file() {
                return Err(ErrorKind::InvalidInput.into());
            }
            let mut list = Vec::new();
            File::open(file)?.take(LONGEST_LIST).read_to_end(&mut list)?;
            Ok(list)
        };
        let (file, list) = tokio::task::spawn_blocking(move || {
            let list = read(&file);
            (file, list)
        })
        .await
        .expect("reading a file does not panic");
        list.map_err(|reason| Error::CannotRead { file, reason })
    }

    /// Reads a list of podcasts (OPML) and says what importing it would do.
    pub async fn plan_import(&self, list: &[u8]) -> Result<ImportPlan> {
        let list = friday_feed::read_opml(list)?;
        Ok(plan(list, &self.inner.store.known_addresses().await?))
    }

    /// Subscribes to what is new in a list: all of it, or nothing if it cannot be read. The feeds are due at once, and
    /// are fetched by the next refresh, or by [`fetch_imported`](Self::fetch_imported).
    pub async fn import(&self, list: &[u8]) -> Result<Imported> {
        // Whoever plans must be alone until it is written.
        let alone = self.inner.refreshing.merging.lock().await;
        let plan = self.plan_import(list).await?;
        let now = self.now();
        let mut added = Vec::with_capacity(plan.new.len());
        let mut logins = Vec::new();
        let mut write = self.inner.store.write().await?;
        for feed in plan.new {
            let podcast = match feed.podcast {
                Some(podcast) => podcast,
                None => write.add_podcast(&feed.url, &feed.published()).await?,
            };
            write.subscribe(podcast, now).await?;
            write.set_folder(podcast, &feed.folder).await?;
            logins.extend(feed.login.map(|login| (podcast, login)));
            added.push(podcast);
        }
        write.commit().await?;
        drop(alone);
        if !added.is_empty() {
            self.tell(Event::PodcastsChanged(added.clone()));
        }
        for (podcast, login) in logins {
            self.inner.secrets.listener_is_there();
            if let Err(error) = self.keep_login(podcast, &login).await {
                tracing::warn!(%podcast, %error, "the login of an imported feed is not kept; it will be asked for");
            }
        }
        let known = u32::try_from(plan.known.len()).unwrap_or(u32::MAX);
        Ok(Imported { added, known, skipped: plan.skipped })
    }

    /// Fetches what was imported. A feed that fails stays subscribed to, with its error. One that turns out to be a
    /// subscription under its former address is no second one; those are returned. Cancelling the refresh keeps
    /// everything: what was not fetched is due at the next one.
    pub async fn fetch_imported(&self, added: &[PodcastId]) -> Result<(RefreshReport, Vec<PodcastId>)> {
        if added.is_empty() {
            return Ok((RefreshReport::default(), Vec::new()));
        }
        let report = self.refresh(Which::These(added.to_vec())).await?;
        let mut write = self.inner.store.write().await?;
        let duplicates = write.fold_duplicates(added).await?;
        write.commit().await?;
        if !duplicates.is_empty() {
            self.tell(Event::PodcastsChanged(duplicates.clone()));
        }
        Ok((report, duplicates))
    }

    /// The same while the listener does something else.
    pub fn fetch_imported_in_background(&self, added: Vec<PodcastId>) {
        let engine = self.clone();
        self.in_background(async move {
            if let Err(error) = engine.fetch_imported(&added).await {
                tracing::warn!(%error, "what was imported could not be fetched");
            }
        });
    }
}

impl PlannedFeed {
    /// What the list says of the podcast, until its feed says more.
    fn published(&self) -> PublishedPodcast {
        PublishedPodcast {
            title: self.title.clone().unwrap_or_default(),
            link: self.website.clone(),
            ..PublishedPodcast::default()
        }
    }
}

/// Compares a list with the addresses at which podcasts are known.
fn plan(list: FeedList, known: &[KnownAddress]) -> ImportPlan {
    let mut by_key: HashMap<String, &KnownAddress> = HashMap::with_capacity(known.len());
    for address in known {
        let Ok(url) = Url::parse(&address.url) else { continue };
        // Where a feed lives says more than where one has lived.
        by_key
            .entry(feed_key(&url))
            .and_modify(|there| {
                if there.former && !address.former {
                    *there = address;
                }
            })
            .or_insert(address);
    }
    let mut plan = ImportPlan { skipped: list.skipped, problems: list.problems, ..ImportPlan::default() };
    for ListedFeed { url, title, website, folder } in list.feeds {
        let (url, login) = taken_out(&url);
        let podcast = match by_key.get(&feed_key(&url)) {
            Some(there) if there.subscribed => {
                plan.known.push(KnownFeed { url, podcast: there.podcast, moved: there.former });
                continue;
            }
            there => there.map(|there| there.podcast),
        };
        plan.new.push(PlannedFeed { url, title, folder, website, login, podcast });
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(url: &str, podcast: i64, subscribed: bool, former: bool) -> KnownAddress {
        KnownAddress { url: url.to_owned(), podcast: PodcastId(podcast), subscribed, former }
    }

    #[test]
    fn a_list_is_compared_with_what_is_known() {
        let list = friday_feed::read_opml(
            b"<opml><outline text='New' xmlUrl='https://user:pass@new.example/f'/>
              <outline text='Here' xmlUrl='https://HERE.example/f/#x'/><outline text='Moved' xmlUrl='https://old.example/f'/>
              <outline text='Back' xmlUrl='https://left.example/f'/><outline text='No' xmlUrl='file:///x'/></opml>",
        )
        .unwrap();
        let plan = plan(
            list,
            &[
                known("https://old.example/f", 1, true, true),
                known("https://here.example/f", 2, true, false),
                known("https://left.example/f", 3, false, false),
            ],
        );
        let new: Vec<(&str, Option<PodcastId>, bool)> =
            plan.new.iter().map(|feed| (feed.url.as_str(), feed.podcast, feed.login.is_some())).collect();
        assert_eq!(
            new,
            [("https://new.example/f", None, true), ("https://left.example/f", Some(PodcastId(3)), false)]
        );
        let known: Vec<(PodcastId, bool)> =
            plan.known.iter().map(|feed| (feed.podcast, feed.moved)).collect();
        assert_eq!(known, [(PodcastId(2), false), (PodcastId(1), true)]);
        assert_eq!(plan.skipped.len(), 1);
    }

    #[tokio::test]
    async fn a_list_is_read_and_what_is_none_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("podcasts.opml");
        fs::write(&file, "<opml/>").unwrap();
        assert_eq!(Engine::read_list(file).await.unwrap(), b"<opml/>");
        for odd in [folder.path().to_owned(), folder.path().join("nowhere.opml"), PathBuf::new()] {
            assert_eq!(Engine::read_list(odd.clone()).await.unwrap_err().code(), "cannot_read", "{odd:?}");
        }
    }
}
