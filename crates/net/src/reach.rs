//! The address guard: which hosts a request may reach.
//!
//! A feed from outside must not make Friday talk to the listener's router or to what runs on this computer. Hosts
//! given as an address are checked here, at every hop; names are checked where they are resolved (see
//! [`clients`](crate::clients)), so that what is checked is what is connected to.

use url::{Host, Url};

use crate::{address::is_public, error::Cause};

/// Which private hosts a request may reach, besides the whole public internet.
///
/// What the listener types may be private, since a home server is a legal podcast, and so may what that feed links to
/// on the same host. What a feed from outside links to, or a server redirects to, may not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    private_hosts: Vec<String>,
}

impl Reach {
    /// Nothing but the public internet.
    pub fn public() -> Self {
        Self::default()
    }

    /// For an address that the listener gave: its host may be private.
    pub fn typed(url: &Url) -> Self {
        Self::public_or(url.host_str().map(str::to_owned))
    }

    /// The public internet, and these hosts whatever their address is.
    pub fn public_or(hosts: impl IntoIterator<Item = String>) -> Self {
        Self { private_hosts: hosts.into_iter().map(|host| plain(&host)).collect() }
    }

    /// The way to this URL, or why there is none.
    pub(crate) fn route(&self, url: &Url) -> Result<Route, Cause> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Cause::BadAddress);
        }
        let host = url.host().ok_or(Cause::BadAddress)?;
        let name = plain(&host.to_string());
        let allowed = self.private_hosts.contains(&name);
        if names_private(&host) {
            if allowed { Ok(Route::Direct) } else { Err(Cause::PrivateAddress { host: name }) }
        } else {
            Ok(if allowed { Route::Open } else { Route::Guarded })
        }
    }
}

/// How a host is reached. Each has connections of its own, so that none opened for one is used for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// A name that must resolve to a public address.
    Guarded,
    /// A name that may resolve to any address.
    Open,
    /// A private address, given as such: no proxy can know it better.
    Direct,
}

/// Whether a host is private by what it says, without asking anyone.
fn names_private(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => !is_public((*address).into()),
        Host::Ipv6(address) => !is_public((*address).into()),
        Host::Domain(name) => {
            let name = plain(name);
            name == "localhost" || name.ends_with(".localhost")
        }
    }
}

fn plain(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(reach: &Reach, url: &str) -> Option<Route> {
        reach.route(&url.parse().unwrap()).ok()
    }

    #[test]
    fn a_feed_from_outside_leads_to_no_private_address_however_it_is_written() {
        for url in [
            "http://127.0.0.1/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://2130706433/",
            "http://127.1/",
            "http://0.0.0.0/",
            "http://localhost/",
            "http://LOCALHOST./",
            "http://sub.localhost/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://169.254.169.254/latest/",
            "https://192.168.1.1/",
            "http://10.1.2.3:8080/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
        ] {
            assert_eq!(route(&Reach::public(), url), None, "{url}");
        }
    }

    #[test]
    fn only_http_and_https_are_reached() {
        for url in ["file:///etc/passwd", "ftp://example.org/", "data:,x", "javascript:1", "feed:x"] {
            assert_eq!(route(&Reach::typed(&url.parse().unwrap()), url), None, "{url}");
        }
    }

    #[test]
    fn the_host_that_the_listener_typed_may_be_private_and_no_other() {
        let home: Url = "http://192.168.1.10:8080/feed".parse().unwrap();
        let reach = Reach::typed(&home);
        assert_eq!(route(&reach, "http://192.168.1.10/a.mp3"), Some(Route::Direct));
        assert_eq!(route(&reach, "http://192.168.1.11/a.mp3"), None);
        assert_eq!(route(&reach, "https://example.org/a.mp3"), Some(Route::Guarded));

        let named = Reach::typed(&"http://NAS.example/feed".parse().unwrap());
        assert_eq!(route(&named, "http://nas.example./a.mp3"), Some(Route::Open));
        let bracketed = Reach::typed(&"http://[::1]:8000/feed".parse().unwrap());
        assert_eq!(route(&bracketed, "http://[::1]:9000/a.mp3"), Some(Route::Direct));
    }
}
