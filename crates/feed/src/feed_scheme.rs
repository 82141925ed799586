//! Addresses whose scheme means «subscribe to this feed», and the web address behind each.

/// The schemes that websites and other programs use for it. `itpcs` and `podcasts` say that it is encrypted; so do we
/// of all of them, where the address does not say otherwise.
pub const FEED_SCHEMES: [&str; 6] = ["feed", "podcast", "podcasts", "pcast", "itpc", "itpcs"];

/// What stands behind such a scheme: of `feed://host/path` it is `host/path`, of `feed:http://host/path` it is
/// `http://host/path`. Nothing where the address has another scheme or none.
pub fn behind_feed_scheme(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    FEED_SCHEMES.iter().find(|known| known.eq_ignore_ascii_case(scheme))?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    // A browser takes `https` in `feed://https://host/` for a host with an empty port, and drops the colon.
    let dropped = ["https", "http"]
        .into_iter()
        .find_map(|web| rest.strip_prefix(web)?.strip_prefix("//").map(|rest| format!("{web}://{rest}")));
    Some(dropped.unwrap_or_else(|| rest.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_web_address_stands_behind_the_scheme() {
        let table = [
            ("feed://host.example/a?b=c:d", Some("host.example/a?b=c:d")),
            ("feed:https://host.example/", Some("https://host.example/")),
            ("podcast:http://host.example/", Some("http://host.example/")),
            ("PODCASTS://host.example/", Some("host.example/")),
            ("pcast:host.example/", Some("host.example/")),
            ("itpc://host.example:8080/", Some("host.example:8080/")),
            ("itpcs://host.example/", Some("host.example/")),
            ("feed://https://host.example/", Some("https://host.example/")),
            ("feed://https//host.example/", Some("https://host.example/")),
            ("feed:", Some("")),
            ("https://host.example/", None),
            ("feeds://host.example/", None),
            ("host.example/feed", None),
        ];
        for (text, expected) in table {
            assert_eq!(behind_feed_scheme(text).as_deref(), expected, "{text}");
        }
    }
}
