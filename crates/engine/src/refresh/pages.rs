//! Feeds in pages (RFC 5005, section 3): the first holds the newest episodes, and each names the next.

use std::collections::HashSet;

use friday_feed::limits::MAX_EPISODES;
use friday_model::{Feed, PublishedEpisode};
use friday_net::{DocumentRequest, Fetched, Reach};
use friday_store::EpisodeKey;
use url::Url;

use super::check::ReadFeed;
use crate::{
    Engine, Error, Result,
    login::{self, Login},
    merge,
    subscribe::ACCEPT,
};

/// More pages than this are a feed that has no end.
const MAX_PAGES: usize = 50;

/// Whose pages are read.
pub(crate) struct Paged<'a> {
    pub(crate) login: Option<&'a Login>,
    /// Where the first page lies. All are on its host: a page of a stranger's would be another feed.
    pub(crate) first: &'a Url,
    pub(crate) reach: Reach,
}

impl Engine {
    /// Goes on to older pages as long as nothing on them is known, as in the first look at a feed, or when more came
    /// since the last look than one page holds.
    pub(super) async fn read_further_pages(
        &self,
        feed: &Feed,
        read: &mut ReadFeed,
        known: &[EpisodeKey],
        login: Option<&Login>,
    ) {
        let Some(next) = read.document.podcast.next_page.clone() else { return };
        let paged = Paged { login, first: &read.final_url, reach: Reach::typed(&feed.url) };
        self.read_pages(&paged, next, &mut read.document.episodes, known).await;
    }

    /// The same for a feed that is not subscribed to yet. A page that fails ends it: what came before it stays.
    pub(crate) async fn read_pages(
        &self,
        paged: &Paged<'_>,
        next: Url,
        episodes: &mut Vec<PublishedEpisode>,
        known: &[EpisodeKey],
    ) {
        let mut visited: HashSet<Url> = HashSet::from([paged.first.clone()]);
        let mut next = Some(next);
        let mut page = episodes.clone();
        while let Some(url) = next.take() {
            let goes_on = visited.len() < MAX_PAGES
                && episodes.len() < MAX_EPISODES
                && url.host_str() == paged.first.host_str()
                && !(paged.first.scheme() == "https" && url.scheme() != "https")
                && visited.insert(url.clone())
                && nothing_is_known(known, std::mem::take(&mut page));
            if !goes_on {
                return;
            }
            match self.read_page(paged, &url).await {
                Ok(document) => {
                    page = document.episodes;
                    next = document.podcast.next_page;
                    episodes.extend(page.iter().cloned());
                }
                Err(error) => tracing::debug!(%error, "an older page failed"),
            }
        }
        episodes.truncate(MAX_EPISODES);
    }

    async fn read_page(&self, paged: &Paged<'_>, url: &Url) -> Result<friday_feed::Document> {
        let full = login::with(paged.login, url);
        let request = DocumentRequest { accept: ACCEPT, ..DocumentRequest::new(full, paged.reach.clone()) };
        let Fetched::Document(answer) = self.inner.net.fetch(&request).await? else {
            return Err(Error::NotAFeed { url: url.clone(), reason: friday_feed::NotAFeed::Empty });
        };
        friday_feed::read(&answer.bytes, &answer.final_url, answer.content_type.as_deref())
            .map_err(|reason| Error::NotAFeed { url: answer.final_url, reason })
    }
}

fn nothing_is_known(known: &[EpisodeKey], page: Vec<PublishedEpisode>) -> bool {
    let episodes = merge::playable_first(page);
    !episodes.is_empty() && merge::plan(known, &episodes).add.len() == episodes.len()
}
