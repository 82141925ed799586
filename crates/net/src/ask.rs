//! One request, with every redirect followed by hand: guarded, recorded, and polite.

use std::{fmt::Write as _, time::Duration};

use reqwest::{
    Response, StatusCode,
    header::{self, HeaderMap, HeaderName, HeaderValue},
};
use tokio::{sync::OwnedSemaphorePermit, time::Instant};
use url::Url;

use crate::{
    Inner, classify,
    clients::Kind,
    error::{Cause, NetError},
    freshness::fresh_for,
    login::Login,
    reach::Reach,
    redirect::{Hop, moved_to, next, without_login},
    retry_after::RetryAfter,
};

/// What is asked for.
pub(crate) struct Ask<'a> {
    pub(crate) kind: Kind,
    /// May carry a user and password, which are sent to this origin only.
    pub(crate) url: &'a Url,
    pub(crate) reach: &'a Reach,
    /// Sent with every hop; those that are marked as sensitive only to the origin of `url`.
    pub(crate) headers: HeaderMap,
    /// The longest that one hop may take to answer.
    pub(crate) patience: Duration,
}

/// An answer that is no redirect; its body has not been read.
pub(crate) struct Asked {
    pub(crate) response: Response,
    /// Where it came from, without user and password.
    pub(crate) url: Url,
    /// Every answer on the way, this one included, and those to an earlier try under another name.
    pub(crate) hops: Vec<Hop>,
    /// Where the document lives now, if every hop on the way said "for good".
    pub(crate) moved_to: Option<Url>,
    /// One's place at the host while the body is read.
    _place: Option<OwnedSemaphorePermit>,
}

impl Asked {
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: HeaderName) -> Option<String> {
        text(self.response.headers(), name)
    }

    /// For how long the server says that this answer holds.
    pub(crate) fn fresh_for(&self) -> Option<Duration> {
        fresh_for(self.header(header::CACHE_CONTROL).as_deref(), self.header(header::AGE).as_deref())
    }

    /// The error that this status is.
    pub(crate) fn refusal(&self) -> NetError {
        let status = self.response.status();
        let retry_after = self
            .header(header::RETRY_AFTER)
            .map(|value| RetryAfter { value, date: self.header(header::DATE) });
        let mut detail = format!("HTTP {status}");
        for name in [header::RETRY_AFTER, header::SERVER, header::WWW_AUTHENTICATE] {
            if let Some(value) = self.header(name.clone()) {
                let _ = write!(detail, "; {name}: {value}");
            }
        }
        let cause = match status.as_u16() {
            300..400 => Cause::BadRedirect,
            status => Cause::Status { status, retry_after },
        };
        NetError::with_detail(cause, detail).after(&self.hops)
    }
}

/// Time that may be spent on the network in all; waiting for one's turn is free.
pub(crate) struct Budget {
    left: Option<Duration>,
}

impl Budget {
    pub(crate) fn of(left: Duration) -> Self {
        Self { left: Some(left) }
    }

    pub(crate) fn unlimited() -> Self {
        Self { left: None }
    }

    /// Nothing if the work takes longer than `patience`, or than what is left.
    pub(crate) async fn spend<T>(&mut self, patience: Duration, work: impl Future<Output = T>) -> Option<T> {
        let begun = Instant::now();
        let limit = self.left.map_or(patience, |left| left.min(patience));
        let outcome = tokio::time::timeout(limit, work).await.ok();
        self.left = self.left.map(|left| left.saturating_sub(begun.elapsed()));
        outcome
    }
}

impl Inner {
    /// Asks under our own name, and after a 403 once more under a generic one.
    pub(crate) async fn ask(&self, ask: &Ask<'_>, budget: &mut Budget) -> Result<Asked, NetError> {
        let asked = self.follow(ask, &self.options.user_agent, budget).await?;
        if asked.response.status() != StatusCode::FORBIDDEN {
            return Ok(asked);
        }
        let mut hops = asked.hops;
        drop(asked.response);
        let mut again = self
            .follow(ask, &self.options.second_user_agent, budget)
            .await
            .map_err(|error| error.after(&hops))?;
        hops.append(&mut again.hops);
        Ok(Asked { hops, ..again })
    }

    async fn follow(&self, ask: &Ask<'_>, user_agent: &str, budget: &mut Budget) -> Result<Asked, NetError> {
        let login = Login::of(ask.url);
        let mut url = without_login(ask.url);
        let mut insecure = false;
        let mut hops: Vec<Hop> = Vec::new();
        loop {
            let login_here = login.as_ref().filter(|login| login.counts_at(&url));
            let (response, place) = self
                .ask_one(ask, &url, login_here, user_agent, budget)
                .await
                .map_err(|error| error.after(&hops))?;
            hops.push(Hop { url: url.clone(), status: response.status().as_u16(), insecure });
            if !hops.last().is_some_and(Hop::is_redirect) {
                let moved_to = moved_to(&hops);
                return Ok(Asked { response, url, hops, moved_to, _place: place });
            }
            let location = text(response.headers(), header::LOCATION);
            (url, insecure) = next(&hops, location.as_deref(), login.is_some())
                .map_err(|cause| NetError::new(cause).after(&hops))?;
        }
    }

    /// Asks at one address, and shows the login if the server asks for it: once. Whoever refuses it refuses it.
    async fn ask_one(
        &self,
        ask: &Ask<'_>,
        url: &Url,
        login: Option<&Login>,
        user_agent: &str,
        budget: &mut Budget,
    ) -> Result<(Response, Option<OwnedSemaphorePermit>), NetError> {
        let host = url.host_str().unwrap_or_default();
        let place = match ask.kind {
            Kind::Document => Some(self.doors.enter(host).await),
            Kind::Media => None,
        };
        let shown = login.and_then(|login| login.unasked(url));
        let response = self.send(ask, url, shown.clone(), user_agent, budget).await?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return Ok((response, place));
        }
        let proof = login.and_then(|login| login.answer(response.headers(), url, rand::random()));
        match proof.filter(|proof| shown.as_ref() != Some(proof)) {
            None => Ok((response, place)),
            Some(proof) => {
                drop(response);
                Ok((self.send(ask, url, Some(proof), user_agent, budget).await?, place))
            }
        }
    }

    async fn send(
        &self,
        ask: &Ask<'_>,
        url: &Url,
        login: Option<HeaderValue>,
        user_agent: &str,
        budget: &mut Budget,
    ) -> Result<Response, NetError> {
        let route = ask.reach.route(url).map_err(NetError::new)?;
        let host = url.host_str().unwrap_or_default();
        let mut headers = ask.headers.clone();
        if url.origin() != ask.url.origin() {
            headers = headers
                .into_iter()
                .filter_map(|(name, value)| Some((name?, value)))
                .filter(|(_, value)| !value.is_sensitive())
                .collect();
        }
        headers.extend(login.map(|login| (header::AUTHORIZATION, login)));
        let mut again = true;
        loop {
            let request = self
                .clients
                .get(ask.kind, route)
                .get(url.clone())
                .headers(headers.clone())
                .header(header::USER_AGENT, user_agent);
            let error = match budget.spend(ask.patience, request.send()).await {
                Some(Ok(response)) => return Ok(response),
                Some(Err(error)) => classify::of_request(error, host, &*self.options.network),
                None => NetError::new(Cause::Timeout { host: host.to_owned() }),
            };
            // A connection that was kept open may be closed by the server just as it is used again.
            if !again || !matches!(error.cause(), Cause::Reset { .. }) {
                return Err(error);
            }
            again = false;
        }
    }
}

/// A header as text. Bytes that are not UTF-8 are replaced.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}
