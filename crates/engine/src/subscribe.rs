//! Subscribing: from what was typed to a podcast with its episodes.

use friday_feed::{AnnouncedFeed, Document, NotAFeed};
use friday_model::{PodcastId, PodcastOverview, Validators};
use friday_net::{DocumentRequest, Fetched, Reach};
use url::Url;

use crate::{
    Engine, Error, Event, Result, address,
    directory::may_be_shown,
    login::{self, Login, taken_out},
    merge,
    next_check::{self, Habits},
    refresh::{Paged, newest_dates, stilled},
};

pub(crate) const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

/// A feed as it came over the network.
pub(crate) struct FetchedFeed {
    pub(crate) document: Document,
    /// Where it lives: the address asked for, or where a permanent move led. Without a login.
    pub(crate) url: Url,
    pub(crate) validators: Validators,
    pub(crate) body_hash: Vec<u8>,
    pub(crate) habits: Habits,
}

impl Engine {
    /// Subscribes to a feed, or to the feed that a web page announces; of several the listener has to choose one
    /// ([`Error::SeveralFeeds`]). What is subscribed already stays as it is. A
    /// login in the address is kept with the passwords.
    pub async fn subscribe(&self, typed: &str) -> Result<PodcastOverview> {
        let (url, login) = taken_out(&address::parse_address(typed)?);
        let known = self.inner.store.podcast_by_feed(&url).await?;
        let podcast = match known {
            Some(podcast) => podcast,
            None => self.add_podcast(self.find_feed(&url, login.as_ref()).await?).await?,
        };
        let mut write = self.inner.store.write().await?;
        write.subscribe(podcast, self.now()).await?;
        write.commit().await?;
        self.tell(Event::PodcastsChanged(vec![podcast]));
        if let Some(login) = login {
            self.inner.secrets.listener_is_there();
            self.keep_login(podcast, &login).await?;
        }
        self.podcast(podcast).await
    }

    /// Fetches an address; where a web page lies there, the feed that it announces. With all of its pages.
    pub(crate) async fn find_feed(&self, url: &Url, login: Option<&Login>) -> Result<FetchedFeed> {
        let reach = Reach::typed(url);
        let page = self.fetch_document(url, reach.clone(), login).await?;
        let reason = match friday_feed::read(&page.bytes, &page.final_url, page.content_type.as_deref()) {
            Ok(document) => return Ok(self.fetched(url, page, document, reach, login).await),
            Err(reason) => reason,
        };
        let mut announced =
            friday_feed::announced_feeds(&page.bytes, &page.final_url, page.content_type.as_deref());
        if announced.len() > 1 {
            // What is chosen is asked for as if it had been typed; so nothing private is offered.
            announced.retain(|feed| may_be_shown(&feed.url, url.host_str()));
        }
        let feed = match <[AnnouncedFeed; 1]>::try_from(announced) {
            Ok([feed]) => feed,
            Err(none) if none.is_empty() => {
                return Err(match reason {
                    NotAFeed::WebPage => Error::NoFeedAnnounced(url.clone()),
                    reason => Error::NotAFeed { url: url.clone(), reason },
                });
            }
            Err(feeds) => return Err(Error::SeveralFeeds { page: url.clone(), feeds }),
        };
        let answer = self.fetch_document(&feed.url, reach.clone(), login).await?;
        let document = friday_feed::read(&answer.bytes, &answer.final_url, answer.content_type.as_deref())
            .map_err(|reason| Error::NotAFeed { url: feed.url.clone(), reason })?;
        Ok(self.fetched(&feed.url, answer, document, reach, login).await)
    }

    async fn fetch_document(
        &self,
        url: &Url,
        reach: Reach,
        login: Option<&Login>,
    ) -> Result<friday_net::Document> {
        let request =
            DocumentRequest { accept: ACCEPT, ..DocumentRequest::new(login::with(login, url), reach) };
        match self.inner.net.fetch(&request).await {
            Ok(Fetched::Document(document)) => Ok(document),
            Ok(Fetched::NotModified(_)) => Err(Error::BadAnswer {
                directory: url.host_str().unwrap_or_default().to_owned(),
                reason: "304 to a request without validators".to_owned(),
            }),
            Err(error) if login.is_some() && error.status() == Some(401) => Err(Error::LoginRefused),
            Err(error) => Err(error.into()),
        }
    }

    async fn fetched(
        &self,
        asked: &Url,
        answer: friday_net::Document,
        mut document: Document,
        reach: Reach,
        login: Option<&Login>,
    ) -> FetchedFeed {
        if let Some(next) = document.podcast.next_page.clone() {
            let paged = Paged { login, first: &answer.final_url, reach };
            self.read_pages(&paged, next, &mut document.episodes, &[]).await;
        }
        FetchedFeed {
            url: answer.moved_to.unwrap_or_else(|| taken_out(asked).0),
            validators: Validators { etag: answer.etag, last_modified: answer.last_modified },
            body_hash: stilled::hash(&answer.bytes),
            habits: Habits {
                published: newest_dates(&document.episodes, self.now()),
                schedule: document.podcast.schedule,
                fresh_for: answer.fresh_for,
            },
            document,
        }
    }

    /// The podcast of a fetched feed; another address may have led to one that is known.
    pub(crate) async fn add_podcast(&self, feed: FetchedFeed) -> Result<PodcastId> {
        let _alone = self.inner.refreshing.merging.lock().await;
        if let Some(podcast) = self.inner.store.podcast_by_feed(&feed.url).await? {
            return Ok(podcast);
        }
        let now = self.now();
        let episodes = merge::playable_first(feed.document.episodes);
        let mut write = self.inner.store.write().await?;
        let podcast = write.add_podcast(&feed.url, &feed.document.podcast).await?;
        let add = merge::plan(&[], &episodes).add;
        let new: Vec<_> =
            add.iter().map(|(place, identity)| (identity.as_str(), &episodes[*place])).collect();
        write.add_episodes(podcast, &new, now).await?;
        let next = next_check::after_success(now, &feed.habits);
        write.feed_succeeded(podcast, &feed.validators, Some(&feed.body_hash), now, next).await?;
        write.set_schedule(podcast, &feed.habits.schedule).await?;
        write.commit().await?;
        Ok(podcast)
    }
}
