//! Reads a feed without subscribing to it.

use url::Url;

use crate::{Engine, Error, FeedDocument, Result, address, login::taken_out};

impl Engine {
    /// A feed that lies on disk. Relative addresses in it are resolved against `base`.
    pub fn preview_bytes(bytes: &[u8], base: &Url) -> Result<FeedDocument> {
        friday_feed::read(bytes, base, None).map_err(|reason| Error::NotAFeed { url: base.clone(), reason })
    }

    /// A feed at an address, or the one that a web page announces; of several the listener has to choose one
    /// ([`Error::SeveralFeeds`]).
    pub async fn preview(&self, typed: &str) -> Result<FeedDocument> {
        let (url, login) = taken_out(&address::parse_address(typed)?);
        Ok(self.find_feed(&url, login.as_ref()).await?.document)
    }
}
