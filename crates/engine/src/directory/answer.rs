//! What the answers of all directories have in common: they come from outside, and one odd hit costs that hit.

use serde_json::Value;
use url::Url;

/// Characters of a name; longer ones nobody reads.
const LONGEST: usize = 300;

/// The document of an answer, with whatever stands before it taken off.
pub(super) fn document(bytes: &[u8]) -> Result<Value, String> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(text).map_err(|error| error.to_string())
}

/// A name or a sentence, if there is one.
pub(super) fn text(hit: &Value, key: &str) -> Option<String> {
    let text: String = hit.get(key)?.as_str()?.trim().chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}

/// The first of these fields that holds an http or https address.
pub(super) fn address(hit: &Value, keys: &[&str]) -> Option<Url> {
    keys.iter().find_map(|key| {
        let url = Url::parse(hit.get(key)?.as_str()?.trim()).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    })
}

/// A natural number, also one written as text.
pub(super) fn number(hit: &Value, key: &str) -> Option<u32> {
    let value = hit.get(key)?;
    value.as_u64().and_then(|number| u32::try_from(number).ok()).or_else(|| value.as_str()?.parse().ok())
}

/// A feed may not lie on a private address, unless it is that of the directory itself: the HTTP client guards what is
/// connected to; this only keeps such hits from being shown.
pub(crate) fn may_be_shown(feed: &Url, private_host: Option<&str>) -> bool {
    let private = match feed.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || !name.contains('.'),
        Some(url::Host::Ipv4(address)) => {
            address.is_loopback() || address.is_private() || address.is_link_local()
        }
        Some(url::Host::Ipv6(address)) => address.is_loopback() || address.is_unique_local(),
        None => true,
    };
    !private || feed.host_str() == private_host
}

/// A podcast without a title goes by the name of its host.
pub(super) fn host_of(feed: &Url) -> String {
    feed.host_str().unwrap_or_default().to_owned()
}
