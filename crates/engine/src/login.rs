//! Logins: asked for once a podcast, kept with the passwords, and shown to the host they were given for.
//!
//! An address that was typed with a login in it is kept without one. What a server does not accept is a state of the
//! feed, shown where the podcast is shown; it is not tried again by itself.

use std::fmt;

use friday_model::{LoginState, PodcastId, PodcastOverview};
use friday_net::{DocumentRequest, NetError, Reach};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{Engine, Error, Event, Kept, Result, Which, subscribe::ACCEPT};

/// A user and a password, as they lie among the secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Login {
    /// Scheme, host and port that it was given for.
    origin: String,
    user: String,
    password: String,
}

/// Whoever prints it learns for whom it is, and no more.
impl fmt::Debug for Login {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Login").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl Login {
    pub(crate) fn new(url: &Url, user: &str, password: &str) -> Self {
        Self {
            origin: url.origin().ascii_serialization(),
            user: user.to_owned(),
            password: password.to_owned(),
        }
    }

    /// The address with the login in it, as the network wants it; as it is where the login does not count.
    pub(crate) fn put_into(&self, url: &Url) -> Url {
        let mut full = url.clone();
        if url.origin().ascii_serialization() == self.origin {
            // Both fail only for a URL without a host.
            let _ = full.set_username(&self.user);
            let _ = full.set_password(Some(&self.password));
        }
        full
    }
}

/// An address as it may be shown, and the login that was in it.
pub(crate) fn taken_out(url: &Url) -> (Url, Option<Login>) {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let has_login = !url.username().is_empty() || url.password().is_some();
    let login = has_login
        .then(|| Login::new(url, &decoded(url.username()), &decoded(url.password().unwrap_or_default())));
    let mut plain = url.clone();
    let _ = plain.set_username("");
    let _ = plain.set_password(None);
    (plain, login)
}

impl Engine {
    /// Gives a podcast a login: shown to its feed first, and kept if that lets it in.
    pub async fn log_in(&self, id: PodcastId, user: &str, password: &str) -> Result<PodcastOverview> {
        self.inner.secrets.listener_is_there();
        let feed = self.podcast(id).await?.feed;
        let login = Login::new(&feed.url, user, password);
        let request = DocumentRequest {
            accept: ACCEPT,
            ..DocumentRequest::new(login.put_into(&feed.url), Reach::typed(&feed.url))
        };
        match self.inner.net.fetch(&request).await {
            Ok(_) => {}
            Err(error) if refuses(&error) => return Err(Error::LoginRefused),
            Err(error) => return Err(error.into()),
        }
        self.keep_login(id, &login).await?;
        self.refresh(Which::These(vec![id])).await?;
        self.retry_refused_downloads(id).await?;
        self.podcast(id).await
    }

    /// Forgets the login of a podcast.
    pub async fn log_out(&self, id: PodcastId) -> Result<PodcastOverview> {
        self.podcast(id).await?;
        self.inner.secrets.forget(&secret(id)).await?;
        self.set_login_state(id, None).await?;
        self.podcast(id).await
    }

    /// The address of a podcast's feed with the login in it, for whoever asked to take it elsewhere.
    pub async fn feed_url_with_login(&self, id: PodcastId) -> Result<Url> {
        let feed = self.podcast(id).await?.feed;
        Ok(with(self.login_of(id, feed.login, true).await?.as_ref(), &feed.url))
    }

    /// Keeps a login for the feed and the files of a podcast.
    pub(crate) async fn keep_login(&self, id: PodcastId, login: &Login) -> Result<Kept> {
        let text = serde_json::to_string(login).expect("three texts are always written");
        let kept = match self.inner.secrets.write(&secret(id), &text).await {
            Ok(kept) => kept,
            Err(error) => {
                self.set_login_state(id, Some(LoginState::Needed)).await?;
                return Err(error);
            }
        };
        self.set_login_state(id, Some(LoginState::Kept)).await?;
        Ok(kept)
    }

    /// The login of a podcast, if there is one worth showing: one that was refused is shown again only if the
    /// `listener` has just asked for it.
    pub(crate) async fn login_of(
        &self,
        id: PodcastId,
        state: Option<LoginState>,
        listener: bool,
    ) -> Result<Option<Login>> {
        let worth_showing = match state {
            Some(LoginState::Kept) => true,
            Some(LoginState::Refused) => listener,
            Some(LoginState::Needed) | None => false,
        };
        let kept = if worth_showing { self.inner.secrets.read(&secret(id)).await? } else { None };
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Notes that a server wants a login, or another one than was `shown` to it.
    pub(crate) async fn note_login_wanted(&self, id: PodcastId, shown: bool) -> Result<()> {
        let before = self.podcast(id).await?.feed.login;
        let state = match before {
            _ if shown => LoginState::Refused,
            // It was refused before, and for that reason not shown.
            Some(LoginState::Refused) => LoginState::Refused,
            _ => LoginState::Needed,
        };
        if before == Some(state) { Ok(()) } else { self.set_login_state(id, Some(state)).await }
    }

    /// The address of a podcast's file, with the podcast's login where that counts.
    pub(crate) async fn file_url(&self, id: PodcastId, url: &Url) -> Result<Url> {
        let state = self.podcast(id).await?.feed.login;
        Ok(with(self.login_of(id, state, false).await?.as_ref(), url))
    }

    /// Notes it if something was not given for want of a login, or of the right one; returns whether it was so.
    pub(crate) async fn note_refusal(&self, id: PodcastId, error: &NetError, shown: bool) -> Result<bool> {
        let wanted = error.status() == Some(401) || (shown && refuses(error));
        if wanted {
            self.note_login_wanted(id, shown).await?;
        }
        Ok(wanted)
    }

    async fn set_login_state(&self, id: PodcastId, state: Option<LoginState>) -> Result<()> {
        let mut write = self.inner.store.write().await?;
        write.set_login_state(id, state).await?;
        write.commit().await?;
        self.tell(Event::PodcastsChanged(vec![id]));
        Ok(())
    }

    /// What failed for want of a login has a chance now.
    async fn retry_refused_downloads(&self, id: PodcastId) -> Result<()> {
        for row in self.inner.store.unfinished_downloads().await? {
            let overview = self.episode_row(row.episode).await?;
            let error = overview.download.and_then(|download| download.error);
            if overview.episode.podcast == id && error.is_some_and(|error| is_about_login(&error.code)) {
                self.retry_download(row.episode).await?;
            }
        }
        Ok(())
    }
}

/// An address with a login in it, as the network wants it.
pub(crate) fn with(login: Option<&Login>, url: &Url) -> Url {
    login.map_or_else(|| url.clone(), |login| login.put_into(url))
}

/// Whether a server has not let somebody in who showed a login.
pub(crate) fn refuses(error: &NetError) -> bool {
    matches!(error.status(), Some(401 | 403))
}

/// Whether a failure is over with a login.
pub(crate) fn is_about_login(code: &str) -> bool {
    matches!(code, "http_401" | "http_403" | "login_refused")
}

fn secret(id: PodcastId) -> String {
    format!("feed-{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_leaves_the_address_and_comes_back_for_its_own_host_only() {
        let typed = "https://ann%40home:p%3Ass@host.example/feed?x=1".parse().unwrap();
        let (plain, login) = taken_out(&typed);
        assert_eq!(plain.as_str(), "https://host.example/feed?x=1");
        let login = login.unwrap();
        for (url, with) in [
            ("https://host.example/1.mp3", "https://ann%40home:p%3Ass@host.example/1.mp3"),
            ("http://host.example/1.mp3", "http://host.example/1.mp3"),
            ("https://host.example:8443/1.mp3", "https://host.example:8443/1.mp3"),
            ("https://cdn.example/1.mp3", "https://cdn.example/1.mp3"),
        ] {
            assert_eq!(login.put_into(&url.parse().unwrap()).as_str(), with, "{url}");
        }
        let (same, none) = taken_out(&plain);
        assert!(same == plain && none.is_none());
    }
}
