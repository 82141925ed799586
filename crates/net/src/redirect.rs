//! Where a redirect leads, and what is to be remembered of it, as rules.

use url::Url;

use crate::error::Cause;

/// More redirects than this go in circles, or nowhere.
pub const MAX_REDIRECTS: usize = 10;

/// One request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Without user and password.
    pub url: Url,
    pub status: u16,
    /// Led here from https, though this is http.
    pub insecure: bool,
}

impl Hop {
    pub(crate) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }
}

/// Where to ask next, given the way so far and a `Location` header; and whether that step leaves https for http.
///
/// Such a step is taken and marked, since many a feed still links to http. A request that carries a login does not
/// take it, even though the login itself would stay behind.
pub(crate) fn next(way: &[Hop], location: Option<&str>, has_login: bool) -> Result<(Url, bool), Cause> {
    let here = &way.last().ok_or(Cause::BadRedirect)?.url;
    let next = location.and_then(|location| here.join(location).ok()).ok_or(Cause::BadRedirect)?;
    if !matches!(next.scheme(), "http" | "https") || !next.has_host() {
        return Err(Cause::BadRedirect);
    }
    if way.len() > MAX_REDIRECTS {
        return Err(Cause::TooManyRedirects);
    }
    let insecure = here.scheme() == "https" && next.scheme() == "http";
    if insecure && has_login {
        return Err(Cause::InsecureRedirect);
    }
    // A server gives no logins away.
    Ok((without_login(&next), insecure))
}

/// Where a document lives now: at the end of a way of which every step is for good, and none leads out of https.
pub(crate) fn moved_to(way: &[Hop]) -> Option<Url> {
    let (end, steps) = way.split_last()?;
    let for_good = !steps.is_empty() && steps.iter().all(|hop| matches!(hop.status, 301 | 308));
    let safe = way.iter().all(|hop| !hop.insecure);
    (for_good && safe).then(|| end.url.clone())
}

/// As it is asked for and shown: without a login, and without a fragment, which is never sent.
pub(crate) fn without_login(url: &Url) -> Url {
    let mut url = url.clone();
    // Both fail only for a URL without a host, which has no login either.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hop(url: &str, status: u16, insecure: bool) -> Hop {
        Hop { url: url.parse().unwrap(), status, insecure }
    }

    #[test]
    fn a_redirect_leads_to_the_web_or_nowhere() {
        let to = |url: &str, insecure| Ok((url.parse().unwrap(), insecure));
        for (location, has_login, expected) in [
            ("/b?c", false, to("https://a.example/b?c", false)),
            ("//b.example/c#d", false, to("https://b.example/c", false)),
            ("http://b.example/", false, to("http://b.example/", true)),
            ("http://b.example/", true, Err(Cause::InsecureRedirect)),
            ("https://b.example/", true, to("https://b.example/", false)),
            ("https://eve:x@b.example/", false, to("https://b.example/", false)),
            ("ftp://b.example/", false, Err(Cause::BadRedirect)),
            ("file:///etc/passwd", false, Err(Cause::BadRedirect)),
            ("data:,x", false, Err(Cause::BadRedirect)),
            ("https://", false, Err(Cause::BadRedirect)),
        ] {
            let way = [hop("https://a.example/feed", 302, false)];
            assert_eq!(next(&way, Some(location), has_login), expected, "{location} {has_login}");
        }
        assert_eq!(next(&[hop("https://a.example/", 302, false)], None, false), Err(Cause::BadRedirect));
    }

    #[test]
    fn a_document_has_moved_if_every_step_was_for_good_and_none_left_https() {
        let steps = |way: &[(u16, bool)]| -> Vec<Hop> {
            way.iter().map(|(status, insecure)| hop("http://a.example/", *status, *insecure)).collect()
        };
        for (way, moved) in [
            (steps(&[(200, false)]), false),
            (steps(&[(301, false), (200, false)]), true),
            (steps(&[(308, false), (301, false), (304, false)]), true),
            (steps(&[(301, false), (302, false), (200, false)]), false),
            (steps(&[(307, false), (200, false)]), false),
            (steps(&[(301, false), (200, true)]), false),
            (steps(&[(301, false), (301, true), (200, false)]), false),
        ] {
            assert_eq!(moved_to(&way).is_some(), moved, "{way:?}");
        }
    }
}
