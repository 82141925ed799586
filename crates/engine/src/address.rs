//! Makes an address of what a listener types, pastes or hands over from another program.

use url::Url;

use crate::{Error, Result};

/// The http or https address that was meant. Without a scheme it is https, on this machine http.
pub fn parse_address(typed: &str) -> Result<Url> {
    let bad = || Error::BadAddress(typed.trim().chars().take(200).collect());
    let text = typed.trim();
    let behind = friday_feed::behind_feed_scheme(text);
    let text = behind.as_deref().unwrap_or(text);
    let candidate = if text.contains("://") {
        text.to_owned()
    } else {
        let scheme = if is_local(text) { "http" } else { "https" };
        format!("{scheme}://{text}")
    };
    let mut url = Url::parse(&candidate).map_err(|_| bad())?;
    let named =
        url.host_str().is_some_and(|host| host.contains('.') || host.contains(':') || host == "localhost");
    if !matches!(url.scheme(), "http" | "https") || !named {
        return Err(bad());
    }
    url.set_fragment(None);
    Ok(url)
}

fn is_local(text: &str) -> bool {
    let host = text.split(['/', ':', '?']).next().unwrap_or_default();
    host.eq_ignore_ascii_case("localhost") || host.starts_with("127.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_an_address() {
        let table = [
            ("https://host.example/feed.xml", "https://host.example/feed.xml"),
            ("  http://host.example/feed.xml#top \n", "http://host.example/feed.xml"),
            ("host.example/feed", "https://host.example/feed"),
            ("host.example:8080/feed", "https://host.example:8080/feed"),
            ("localhost:8080/feed", "http://localhost:8080/feed"),
            ("127.0.0.1:8080/feed", "http://127.0.0.1:8080/feed"),
            ("feed://host.example/feed", "https://host.example/feed"),
            ("feed:http://host.example/feed", "http://host.example/feed"),
            ("PCAST://host.example/feed", "https://host.example/feed"),
            ("itpc:https://host.example/feed", "https://host.example/feed"),
            ("podcasts://host.example/feed", "https://host.example/feed"),
            ("podcast:localhost:8080/feed", "http://localhost:8080/feed"),
            ("https://müller.example/", "https://xn--mller-kva.example/"),
            ("https://[::1]:80/feed", "https://[::1]:80/feed"),
        ];
        for (typed, expected) in table {
            assert_eq!(parse_address(typed).unwrap().as_str(), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for typed in [
            "",
            "salt roads",
            "salt",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "ftp://a.example/",
            "https://",
            "feed:",
            "feed://",
            "feed:javascript:alert(1)",
            "podcast:file:///etc/passwd",
        ] {
            assert!(matches!(parse_address(typed), Err(Error::BadAddress(_))), "{typed}");
        }
    }
}
