//! A door with a lock: Basic and Digest (RFC 7617, RFC 7616) as a host checks them.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

use crate::audio::hexadecimal;

const NONCE: &str = "bm90IGEgc2VjcmV0";

/// What the host asks for.
pub(crate) fn challenge(digest: bool) -> String {
    if digest {
        format!("Digest realm=\"subscribers\", qop=\"auth\", algorithm=SHA-256, nonce=\"{NONCE}\"")
    } else {
        "Basic realm=\"subscribers\"".to_owned()
    }
}

/// Whether a request for `path` shows this login.
pub(crate) fn opens(asked: &HeaderMap, path: &str, user: &str, password: &str, digest: bool) -> bool {
    let Some(shown) = asked.get(AUTHORIZATION).and_then(|value| value.to_str().ok()) else { return false };
    if !digest {
        return shown == format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")));
    }
    let said = |name: &str| {
        let (_, rest) = shown.split_once(&format!("{name}="))?;
        Some(rest.split([',', ' ']).next()?.trim_matches('"').to_owned())
    };
    let (Some(uri), Some(own), Some(response)) = (said("uri"), said("cnonce"), said("response")) else {
        return false;
    };
    let secret = hex(&format!("{user}:subscribers:{password}"));
    let what = hex(&format!("GET:{uri}"));
    shown.starts_with("Digest ")
        && uri.split('?').next() == Some(path)
        && response == hex(&format!("{secret}:{NONCE}:00000001:{own}:auth:{what}"))
}

fn hex(text: &str) -> String {
    hexadecimal(&Sha256::digest(text))
}
