//! How a login is shown to a server: Basic (RFC 7617) and Digest (RFC 7616).
//!
//! Over https a login goes along with the first request, as Basic: private feeds often say "not found" to whoever asks
//! without one. Over http nothing is shown before the server asks, so that where it knows Digest the password never
//! crosses the line.

use std::{collections::HashMap, fmt::Write as _};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use md5::Md5;
use reqwest::header::{HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use sha2::{Digest, Sha256};
use url::Url;

/// A user and a password, and where they count.
pub(crate) struct Login {
    user: String,
    password: String,
    home: Url,
}

impl Login {
    /// The one that an address carries.
    pub(crate) fn of(url: &Url) -> Option<Self> {
        (!url.username().is_empty() || url.password().is_some()).then(|| Self {
            user: decoded(url.username()),
            password: decoded(url.password().unwrap_or_default()),
            home: url.clone(),
        })
    }

    /// Whether it may be shown to whoever answers at this address.
    pub(crate) fn counts_at(&self, url: &Url) -> bool {
        self.home.origin() == url.origin()
    }

    /// What goes along with the first request.
    pub(crate) fn unasked(&self, url: &Url) -> Option<HeaderValue> {
        (url.scheme() == "https").then(|| self.basic()).flatten()
    }

    /// The answer to a server that asks for a login, in the strongest way that both know. `nonce` is a random number of
    /// ours.
    pub(crate) fn answer(&self, asked: &HeaderMap, url: &Url, nonce: u64) -> Option<HeaderValue> {
        let asked: Vec<Challenge> = asked
            .get_all(WWW_AUTHENTICATE)
            .iter()
            .flat_map(|value| challenges(&String::from_utf8_lossy(value.as_bytes())))
            .collect();
        let digests = asked.iter().filter(|challenge| challenge.scheme == "digest");
        let mut digests: Vec<String> =
            digests.filter_map(|challenge| self.digest(challenge, url, nonce)).collect();
        // SHA-256 before MD5.
        digests.sort_by_key(|digest| !digest.contains("SHA-256"));
        match digests.into_iter().next() {
            Some(digest) => sensitive(&digest),
            None if asked.iter().any(|challenge| challenge.scheme == "basic") => self.basic(),
            None => None,
        }
    }

    fn basic(&self) -> Option<HeaderValue> {
        sensitive(&format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{}", self.user, self.password))))
    }

    fn digest(&self, challenge: &Challenge, url: &Url, nonce: u64) -> Option<String> {
        let said = |name: &str| challenge.parameters.get(name).map(String::as_str);
        let algorithm = said("algorithm").unwrap_or("MD5");
        let hash: fn(&str) -> String = match algorithm.to_ascii_uppercase().as_str() {
            "MD5" | "MD5-SESS" => |text| hex(&Md5::digest(text)),
            "SHA-256" | "SHA-256-SESS" => |text| hex(&Sha256::digest(text)),
            _ => return None,
        };
        let (realm, server_nonce) = (said("realm").unwrap_or_default(), said("nonce")?);
        let has_quality = match said("qop") {
            None => false,
            Some(offered) if offered.split(',').any(|word| word.trim().eq_ignore_ascii_case("auth")) => true,
            Some(_) => return None,
        };
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let own = format!("{nonce:016x}");
        let mut secret = hash(&format!("{}:{realm}:{}", self.user, self.password));
        if algorithm.to_ascii_uppercase().ends_with("-SESS") {
            secret = hash(&format!("{secret}:{server_nonce}:{own}"));
        }
        let what = hash(&format!("GET:{path}"));
        let proof = if has_quality {
            hash(&format!("{secret}:{server_nonce}:00000001:{own}:auth:{what}"))
        } else {
            hash(&format!("{secret}:{server_nonce}:{what}"))
        };
        let mut answer = format!(
            "Digest username=\"{}\", realm=\"{}\", nonce=\"{}\", uri=\"{path}\", response=\"{proof}\", algorithm={algorithm}",
            quoted(&self.user),
            quoted(realm),
            quoted(server_nonce),
        );
        if has_quality {
            let _ = write!(answer, ", qop=auth, nc=00000001, cnonce=\"{own}\"");
        }
        if let Some(opaque) = said("opaque") {
            let _ = write!(answer, ", opaque=\"{}\"", quoted(opaque));
        }
        Some(answer)
    }
}

/// One way to log in that a server offers (RFC 9110, section 11.6.1). Scheme and names are in lower case.
#[derive(Debug, PartialEq, Eq)]
struct Challenge {
    scheme: String,
    parameters: HashMap<String, String>,
}

/// Reads a `WWW-Authenticate` header, in which several challenges and their parameters stand between the same commas.
fn challenges(header: &str) -> Vec<Challenge> {
    let mut read: Vec<Challenge> = Vec::new();
    for part in between_commas(header) {
        let (word, rest) = part.split_once([' ', '\t']).unwrap_or((part, ""));
        // `name=value`, or `Scheme`, or `Scheme name=value`.
        let parameter = if word.contains('=') || rest.trim_start().starts_with('=') {
            part
        } else {
            read.push(Challenge { scheme: word.to_ascii_lowercase(), parameters: HashMap::new() });
            rest
        };
        if let (Some(challenge), Some((name, value))) = (read.last_mut(), parameter.split_once('=')) {
            let value = unquoted(value.trim());
            challenge.parameters.entry(name.trim().to_ascii_lowercase()).or_insert(value);
        }
    }
    read
}

fn between_commas(header: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut in_quotes, mut escaped) = (0, false, false);
    for (at, letter) in header.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_quotes => escaped = true,
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => {
                parts.push(&header[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&header[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn unquoted(value: &str) -> String {
    let Some(inside) = value.strip_prefix('"') else { return value.to_owned() };
    let mut text = String::with_capacity(inside.len());
    let mut letters = inside.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => text.extend(letters.next()),
            letter => text.push(letter),
        }
    }
    text
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Not to be shown by whoever prints headers.
fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(text.as_bytes()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(url: &str) -> Login {
        Login::of(&url.parse().unwrap()).unwrap()
    }

    fn answer(login: &Login, url: &str, asked: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in asked {
            headers.append(WWW_AUTHENTICATE, value.parse().unwrap());
        }
        let answer = login.answer(&headers, &url.parse().unwrap(), 0x1234)?;
        assert!(answer.is_sensitive());
        Some(answer.to_str().unwrap().to_owned())
    }

    #[test]
    fn over_https_a_login_goes_along_and_over_http_it_waits_to_be_asked() {
        let ann = login("https://ann%20a:s%C3%A9c@host.example/feed");
        let basic = ann.unasked(&"https://host.example/feed".parse().unwrap()).unwrap();
        // "ann a:séc"
        assert_eq!(basic.to_str().unwrap(), "Basic YW5uIGE6c8OpYw==");
        assert_eq!(ann.unasked(&"http://host.example/feed".parse().unwrap()), None);
        assert!(Login::of(&"https://host.example/feed".parse().unwrap()).is_none());
    }

    #[test]
    fn a_login_counts_at_its_own_origin_only() {
        let ann = login("https://ann:x@host.example/feed");
        for (url, counts) in [
            ("https://host.example/other", true),
            ("https://HOST.example:443/", true),
            ("http://host.example/feed", false),
            ("https://host.example:8443/feed", false),
            ("https://www.host.example/feed", false),
        ] {
            assert_eq!(ann.counts_at(&url.parse().unwrap()), counts, "{url}");
        }
    }

    /// The example of RFC 7616, section 3.9.1, but for the client's own number.
    #[test]
    fn a_digest_is_computed_as_the_standard_says() {
        let mufasa = login("http://Mufasa:Circle%20of%20Life@www.example.org/dir/index.html");
        let ask = |algorithm: &str| {
            format!(
                "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, \
                 nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
            )
        };
        let challenge = &challenges(&ask("SHA-256"))[0];
        assert_eq!(challenge.parameters["qop"], "auth, auth-int");
        let secret = hex(&Sha256::digest("Mufasa:http-auth@example.org:Circle of Life"));
        let what = hex(&Sha256::digest("GET:/dir/index.html"));
        let nonce = &challenge.parameters["nonce"];
        let own = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        assert_eq!(
            hex(&Sha256::digest(format!("{secret}:{nonce}:00000001:{own}:auth:{what}"))),
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            "what is hashed is what the standard hashes"
        );
        let url = "http://www.example.org/dir/index.html";
        let both = answer(&mufasa, url, &[&ask("MD5"), &ask("SHA-256"), "Basic realm=\"x\""]).unwrap();
        assert!(both.starts_with("Digest ") && both.contains("algorithm=SHA-256"), "{both}");
        assert!(both.contains("opaque=\"FQhe/") && both.contains("nc=00000001, cnonce=\"0000000000001234\""));
        assert!(!both.contains("Circle"));
    }

    #[test]
    fn a_digest_of_the_old_kind_has_no_quality() {
        let mufasa = login("http://Mufasa:x@a.example/");
        let old = answer(&mufasa, "http://a.example/f?x=1", &["digest realm=r, nonce=n"]).unwrap();
        let secret = hex(&Md5::digest("Mufasa:r:x"));
        let what = hex(&Md5::digest("GET:/f?x=1"));
        assert!(old.contains(&hex(&Md5::digest(format!("{secret}:n:{what}")))), "{old}");
        assert!(!old.contains("qop"));
    }

    #[test]
    fn what_cannot_be_answered_is_not() {
        let ann = login("http://ann:x@a.example/");
        for asked in [
            "Negotiate",
            "Bearer realm=\"x\"",
            "Digest realm=\"x\"",
            "Digest nonce=\"x\", algorithm=SHA-512-256",
            "Digest nonce=\"x\", qop=\"auth-int\"",
            "",
        ] {
            assert_eq!(answer(&ann, "http://a.example/", &[asked]), None, "{asked}");
        }
        let basic = answer(&ann, "http://a.example/", &["Negotiate, Basic realm=\"a, b\""]);
        assert_eq!(basic.as_deref(), Some("Basic YW5uOng="));
    }

    #[test]
    fn several_challenges_in_one_header_are_told_apart() {
        let read =
            challenges(r#"Newauth realm="apps, \"x\"", type=1, title = "Log in", Basic realm="simple""#);
        let words: Vec<&str> = read.iter().map(|challenge| challenge.scheme.as_str()).collect();
        assert_eq!(words, ["newauth", "basic"]);
        assert_eq!(read[0].parameters["realm"], "apps, \"x\"");
        assert_eq!(read[0].parameters["title"], "Log in");
        assert_eq!(read[1].parameters["realm"], "simple");
    }
}
