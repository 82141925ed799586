//! Addresses from outside: only http and https come through, resolved against the document they stand in.

use url::Url;

use crate::limits::MAX_URL_BYTES;

/// The web address that `text` names, if it is one. Judged after parsing, not by how it begins.
pub(crate) fn web(text: &str, base: &Url) -> Option<Url> {
    let text = text.trim();
    // A path of Windows would be taken for an address without a scheme.
    if text.is_empty() || text.len() > MAX_URL_BYTES || text.starts_with(['\\', '#']) {
        return None;
    }
    let url = if text.starts_with("www.") { Url::parse(&format!("http://{text}")) } else { base.join(text) };
    url.ok().filter(is_web)
}

/// True for http and https.
pub(crate) fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::web;

    #[test]
    fn only_web_addresses_come_through_and_relative_ones_are_resolved() {
        let base = Url::parse("https://media.example.invalid/podcast/feed.xml").unwrap();
        for (text, expected) in [
            (
                " \n https://media.example.invalid/space.mp3 \n",
                Some("https://media.example.invalid/space.mp3"),
            ),
            ("/rel/a.mp3", Some("https://media.example.invalid/rel/a.mp3")),
            ("../b.mp3", Some("https://media.example.invalid/b.mp3")),
            ("c.mp3?x=1", Some("https://media.example.invalid/podcast/c.mp3?x=1")),
            ("//cdn.example.invalid/d.mp3", Some("https://cdn.example.invalid/d.mp3")),
            ("HTTPS://MEDIA.EXAMPLE.INVALID/up.MP3", Some("https://media.example.invalid/up.MP3")),
            (
                "https://media.example.invalid/with space.mp3",
                Some("https://media.example.invalid/with%20space.mp3"),
            ),
            ("https://bücher.example/ü.mp3", Some("https://xn--bcher-kva.example/%C3%BC.mp3")),
            ("https://[2001:db8::1]:8443/v6.mp3", Some("https://[2001:db8::1]:8443/v6.mp3")),
            ("www.example.invalid/x", Some("http://www.example.invalid/x")),
            ("", None),
            ("#top", None),
            ("javascript:alert(1)", None),
            ("java\tscript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("data:audio/mpeg;base64,AAAA", None),
            ("ftp://media.example.invalid/a.mp3", None),
            ("tauri://localhost/", None),
            ("blob:https://x/1", None),
            ("\\\\media.example.invalid\\s\\a.mp3", None),
            ("C:\\Windows\\win.ini", None),
            ("magnet:?xt=urn:btih:00", None),
            ("http://[broken", None),
        ] {
            assert_eq!(web(text, &base).as_ref().map(Url::as_str), expected, "{text}");
        }
    }
}
