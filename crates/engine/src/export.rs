//! The subscriptions as a list that other programs read (OPML).

use std::{
    collections::HashMap,
    fs::File,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use friday_feed::{ListedFeed, write_opml};
use friday_model::{LoginState, PodcastId};
use url::Url;

use crate::{Engine, Error, Result};

/// Hosts whose addresses are each made for one listener.
const PRIVATE_HOSTS: [&str; 7] = [
    "patreon.com",
    "supercast.com",
    "supercast.tech",
    "supportingcast.fm",
    "memberfulcontent.com",
    "glow.fm",
    "api.substack.com",
];
/// Parts of an address that say that it is for one listener alone.
const PRIVATE_NAMES: [&str; 13] = [
    "token",
    "auth",
    "key",
    "apikey",
    "api_key",
    "access_token",
    "secret",
    "password",
    "pass",
    "pwd",
    "sig",
    "signature",
    "uid",
];

/// A list of the subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// OPML 2.0. It holds no passwords.
    pub list: String,
    pub podcasts: u32,
    /// The titles of podcasts whose addresses look as if they were made for this listener alone: whoever gets the list
    /// can listen in their name.
    pub private: Vec<String>,
}

impl Engine {
    /// Writes the subscriptions as a list. Logins are not in it.
    pub async fn export(&self) -> Result<Exported> {
        let mut podcasts = self.inner.store.podcasts().await?;
        podcasts.sort_by_key(|podcast| podcast.podcast.id);
        let mut folders: HashMap<PodcastId, Vec<String>> =
            self.inner.store.folders().await?.into_iter().collect();
        let private = podcasts
            .iter()
            .filter(|podcast| {
                is_private(&podcast.podcast.feed_url) && podcast.feed.login != Some(LoginState::Kept)
            })
            .map(|podcast| podcast.podcast.title.clone())
            .collect();
        let feeds: Vec<ListedFeed> = podcasts
            .into_iter()
            .map(|podcast| ListedFeed {
                folder: folders.remove(&podcast.podcast.id).unwrap_or_default(),
                url: podcast.podcast.feed_url,
                title: Some(podcast.podcast.title),
                website: podcast.podcast.link,
            })
            .collect();
        Ok(Exported {
            list: write_opml("Friday: podcasts", &feeds),
            podcasts: u32::try_from(feeds.len()).unwrap_or(u32::MAX),
            private,
        })
    }
}

/// The name of the list where nobody chose one.
const NAME: &str = "friday-podcasts";
/// How many lists of that name may lie in a folder.
const MOST_LISTS: u32 = 1000;

impl Engine {
    /// Writes the list into a folder, under a name that nothing has there.
    pub async fn export_into(&self, folder: &Path) -> Result<(PathBuf, Exported)> {
        let exported = self.export().await?;
        let file = write_anew(folder, &exported.list).map_err(Error::io("the list could not be written"))?;
        Ok((file, exported))
    }
}

fn write_anew(folder: &Path, list: &str) -> std::io::Result<PathBuf> {
    for number in 1..=MOST_LISTS {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{NAME}{suffix}.opml"));
        match File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(list.as_bytes())?;
                file.sync_all()?;
                return Ok(path);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Whether an address looks as if it were made for one listener alone.
fn is_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let of_private_host = PRIVATE_HOSTS
        .iter()
        .any(|known| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    let named = url.query_pairs().any(|(name, value)| {
        !value.is_empty() && PRIVATE_NAMES.contains(&name.to_ascii_lowercase().as_str())
    });
    let in_path = url.path_segments().is_some_and(|mut segments| {
        segments.any(|segment| matches!(segment.to_ascii_lowercase().as_str(), "private" | "premium"))
    });
    of_private_host || named || in_path || !url.username().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_made_for_one_listener_are_told_from_those_for_all() {
        for (url, expected) in [
            ("https://www.patreon.com/rss/show?auth=abc", true),
            ("https://myshow.supercast.com/feed/xyz", true),
            ("https://a.example/feed?TOKEN=1", true),
            ("https://a.example/feed?token=", false),
            ("https://a.example/private/abc/feed", true),
            ("https://feeds.a.example/public/shows/7540dfb3-3c5f-43ae-91d3-aad22b2ede46", false),
            ("https://notpatreon.com/feed", false),
            ("https://a.example/feed?page=1", false),
        ] {
            assert_eq!(is_private(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
