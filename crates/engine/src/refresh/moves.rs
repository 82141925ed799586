//! A feed that says where it lives now (`itunes:new-feed-url`). Redirects are followed by the network itself.

use std::collections::HashSet;

use friday_model::Feed;
use friday_net::{DocumentRequest, Fetched, Reach};
use friday_store::EpisodeKey;
use url::Url;

use super::{
    check::{ReadFeed, read},
    stilled,
};
use crate::{
    Engine, Result,
    login::{self, Login},
    merge,
    subscribe::ACCEPT,
};

impl Engine {
    /// Follows a feed to the address that it names, one step and no more, if the same feed is there. Where it is not,
    /// everything stays as it is: a publisher's slip must not cost a subscription.
    pub(super) async fn follow_to_new_home(
        &self,
        feed: &Feed,
        read: &mut ReadFeed,
        known: &[EpisodeKey],
        login: Option<&Login>,
    ) {
        let Some(home) = named_home(feed, read) else { return };
        match self.read_new_home(feed, &home, known, login).await {
            Ok(Some(there)) => *read = there,
            Ok(None) => tracing::debug!(podcast = %feed.podcast, "the feed names an address where it is not"),
            Err(error) => tracing::debug!(podcast = %feed.podcast, %error, "the feed's new address failed"),
        }
    }

    async fn read_new_home(
        &self,
        feed: &Feed,
        home: &Url,
        known: &[EpisodeKey],
        login: Option<&Login>,
    ) -> Result<Option<ReadFeed>> {
        if self.inner.store.podcast_by_feed(home).await?.is_some() {
            return Ok(None);
        }
        let request = DocumentRequest {
            accept: ACCEPT,
            ..DocumentRequest::new(login::with(login, home), Reach::typed(&feed.url))
        };
        let Fetched::Document(answer) = self.inner.net.fetch(&request).await? else { return Ok(None) };
        let hash = stilled::hash(&answer.bytes);
        let mut there = read(home, answer, hash).await?;
        // A feed that sends us on, or back, has not arrived.
        let stays = there
            .document
            .podcast
            .new_feed_url
            .as_ref()
            .is_none_or(|next| *next == *home || *next == there.final_url);
        if !stays || !is_the_same(known, &there) {
            return Ok(None);
        }
        there.moved_to.get_or_insert_with(|| home.clone());
        Ok(Some(there))
    }
}

/// The address that a feed names, if it is another than where it was found, and as safe.
fn named_home(feed: &Feed, read: &ReadFeed) -> Option<Url> {
    let mut home = read.document.podcast.new_feed_url.clone()?;
    home.set_fragment(None);
    let elsewhere = home != feed.url && home != read.final_url;
    let less_safe = feed.url.scheme() == "https" && home.scheme() != "https";
    let has_login = !home.username().is_empty() || home.password().is_some();
    (elsewhere && !less_safe && !has_login).then_some(home)
}

/// Whether a feed holds episodes of the one that is known. One that had none yet cannot be compared.
fn is_the_same(known: &[EpisodeKey], there: &ReadFeed) -> bool {
    let episodes = merge::playable_first(there.document.episodes.clone());
    let unknown: HashSet<usize> =
        merge::plan(known, &episodes).add.into_iter().map(|(place, _)| place).collect();
    known.is_empty() || (0..episodes.len()).any(|place| !unknown.contains(&place))
}
